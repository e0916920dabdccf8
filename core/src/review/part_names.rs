//! Names of the Applications by which Argo CD syncs the teams themselves: `team-<team>-project`, `team-<team>-apps` and
//! `team-<team>-namespace-<cluster>`. Two teams meet there only where one is called like the other with `-namespace` behind
//! it, and a cluster is called like a part: team `web` on the cluster `apps`, and team `web-namespace`.

use std::collections::BTreeMap;

use super::Reviewed;
use crate::{
    diagnostic::repository,
    platform::{Platform, gitops::TeamApplications},
};

const INFIX: &str = "-namespace";

pub(super) fn check(files: &mut [Reviewed<'_>], platform: &Platform) {
    if platform.gitops.team_applications == TeamApplications::One {
        return;
    }
    let teams: BTreeMap<String, usize> = files
        .iter()
        .enumerate()
        .filter_map(|(index, reviewed)| Some((reviewed.facts.team.as_ref()?.name().to_owned(), index)))
        .collect();
    for (application, one, other) in clashes(&teams, platform) {
        // Files stand in the order of their paths; the later one is wrong.
        let (earlier, later) = (one.min(other), one.max(other));
        let Some(first) = files.get(earlier).map(|reviewed| reviewed.facts) else { continue };
        let Some(owner) = first.team.as_ref() else { continue };
        let Some(reviewed) = files.get_mut(later) else { continue };
        let at = reviewed.facts.team.as_ref().map(|team| team.name_span()).unwrap_or_default();
        let message = format!("Application `{application}` belongs to team `{}` already", owner.name());
        let report = reviewed.sink.report(repository::SAME_APPLICATION, at, message);
        report.see_in(&first.source, owner.name_span(), "here").help("give one of the two teams another name");
    }
}

/// Applications that two teams would own, with the places of the two among the files.
fn clashes(teams: &BTreeMap<String, usize>, platform: &Platform) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    for (long, here) in teams {
        for (at, _) in long.match_indices(INFIX) {
            let there = long.get(..at).and_then(|short| teams.get(short));
            let (Some(there), Some(rest)) = (there, long.get(at + INFIX.len()..)) else { continue };
            let namespaces = platform.cluster_names().map(|cluster| format!("namespace-{cluster}"));
            for part in ["project".to_owned(), "apps".to_owned()].into_iter().chain(namespaces) {
                // `<short>` has a namespace part for each cluster; this one is called like a part of `<long>`.
                let cluster = format!("{rest}-{part}");
                if platform.cluster_names().any(|name| cluster.strip_prefix('-') == Some(name)) {
                    found.push((format!("team-{long}-{part}"), *here, *there));
                }
            }
        }
    }
    found
}
