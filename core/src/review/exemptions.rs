//! `exemptions` of platform.yaml, held against all teams: each is of a team that is there.

use std::collections::BTreeSet;

use super::Reviewed;
use crate::{
    diagnostic::{Sink, repository},
    platform::Platform,
    shape::did_you_mean,
};

pub(super) fn check(files: &[Reviewed<'_>], platform: &Platform, of_platform: &mut Sink) {
    let known: BTreeSet<&str> = files.iter().filter_map(|reviewed| reviewed.facts.known_as.as_deref()).collect();
    let exempt = platform.exemptions.iter().filter_map(|exemption| exemption.team.as_ref());
    for team in exempt.filter(|team| !known.contains(team.value.as_str())) {
        let message = format!("no team is called `{}`", team.value);
        let report = of_platform.report(repository::UNKNOWN_IN_EXEMPTION, team.origin.span(), message);
        match did_you_mean(&team.value, known.iter().copied()) {
            Some(near) => report.help(format!("did you mean `{near}`?")),
            None => report.help("correct the name, or remove the exemption"),
        };
    }
}
