//! Names that two teams would give to the same object. The later path is wrong; the earlier one still compiles.

use std::collections::{BTreeMap, btree_map::Entry};

use super::Reviewed;
use crate::{diagnostic::repository, source::Source, span::Span};

/// Where a name was taken first.
struct First {
    source: Source,
    span: Span,
    team: String,
}

pub(super) fn check(files: &mut [Reviewed<'_, '_>]) {
    let mut teams: BTreeMap<String, First> = BTreeMap::new();
    let mut applications: BTreeMap<String, First> = BTreeMap::new();
    for reviewed in files {
        let Some(team) = &reviewed.file.team else { continue };
        let source = &reviewed.file.source;
        let first = |span| First { source: source.clone(), span, team: team.name().to_owned() };
        match teams.entry(team.name().to_owned()) {
            Entry::Vacant(free) => {
                free.insert(first(team.name.origin.span()));
            }
            Entry::Occupied(taken) => {
                let taken = taken.get();
                let message = format!("team `{}` exists already", team.name());
                reviewed
                    .sink
                    .report(repository::SAME_TEAM, team.name.origin.span(), message)
                    .see_in(&taken.source, taken.span, "here")
                    .help("give this team another name");
                // Everything else of the two clashes as well; once is enough.
                continue;
            }
        }
        for application in &team.applications {
            let at = application.name.origin.span();
            match applications.entry(application.name.value.clone()) {
                Entry::Vacant(free) => {
                    free.insert(first(at));
                }
                Entry::Occupied(taken) if taken.get().team != team.name() => {
                    let taken = taken.get();
                    let message =
                        format!("Application `{}` belongs to team `{}` already", application.name.value, taken.team);
                    reviewed
                        .sink
                        .report(repository::SAME_APPLICATION, at, message)
                        .see_in(&taken.source, taken.span, "here")
                        .help("rename the app: the Application's name is made of the team's and the app's");
                }
                Entry::Occupied(_) => {}
            }
        }
    }
}
