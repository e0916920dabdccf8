//! Names that two teams would give to the same object. The later path is wrong; the earlier one still compiles.

use std::collections::{BTreeMap, btree_map::Entry};

use super::Reviewed;
use crate::{diagnostic::repository, source::Source, span::Span};

/// Where a name was taken first.
struct First<'a> {
    source: &'a Source,
    span: Span,
    team: &'a str,
}

pub(super) fn check(files: &mut [Reviewed<'_>]) {
    let mut teams: BTreeMap<&str, First<'_>> = BTreeMap::new();
    let mut applications: BTreeMap<&str, First<'_>> = BTreeMap::new();
    for reviewed in files {
        let facts = reviewed.facts;
        let Some(team) = &facts.team else { continue };
        let first = |span| First { source: &facts.source, span, team: team.name() };
        match teams.entry(team.name()) {
            Entry::Vacant(free) => {
                free.insert(first(team.name_span()));
            }
            Entry::Occupied(taken) => {
                let taken = taken.get();
                let message = format!("team `{}` exists already", team.name());
                reviewed
                    .sink
                    .report(repository::SAME_TEAM, team.name_span(), message)
                    .see_in(taken.source, taken.span, "here")
                    .help("give this team another name");
                // Everything else of the two clashes as well; once is enough.
                continue;
            }
        }
        for application in &team.applications {
            let at = application.origin.span();
            match applications.entry(&application.value) {
                Entry::Vacant(free) => {
                    free.insert(first(at));
                }
                Entry::Occupied(taken) if taken.get().team != team.name() => {
                    let taken = taken.get();
                    let message =
                        format!("Application `{}` belongs to team `{}` already", application.value, taken.team);
                    reviewed
                        .sink
                        .report(repository::SAME_APPLICATION, at, message)
                        .see_in(taken.source, taken.span, "here")
                        .help("rename the app: the Application's name is made of the team's and the app's");
                }
                Entry::Occupied(_) => {}
            }
        }
    }
}
