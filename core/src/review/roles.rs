//! AWS roles whose name belongs to a team with a longer prefix: `team-data-eng-x` is `data-eng`'s, not `data`'s.

use std::collections::BTreeSet;

use super::Reviewed;
use crate::{diagnostic::repository, platform::Platform};

pub(super) fn check(files: &mut [Reviewed<'_>], platform: &Platform) {
    let prefix = platform.aws.role_prefix();
    let names: BTreeSet<String> = files.iter().filter_map(|reviewed| reviewed.facts.known_as.clone()).collect();
    for reviewed in files {
        let Some(team) = &reviewed.facts.team else { continue };
        for (role, span) in &team.roles {
            let Some(rest) = role.strip_prefix(prefix) else { continue };
            // Every `-` may end a team's name; the longest team that fits owns the role.
            let owner =
                rest.match_indices('-').rev().filter_map(|(at, _)| rest.get(..at)).find(|name| names.contains(*name));
            if let Some(owner) = owner.filter(|owner| owner.len() > team.name().len()) {
                let message = format!("role `{role}` belongs to team `{owner}`");
                reviewed.sink.report(repository::FOREIGN_ROLE, *span, message).help(format!(
                    "name a role that begins with `{prefix}{}-` and with no other team's longer prefix",
                    team.name()
                ));
            }
        }
    }
}
