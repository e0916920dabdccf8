//! `assertions` of platform.yaml, held against all teams: traffic flows where the sender lets it out and the receiver lets it in.

use std::collections::BTreeSet;

use super::{Reviewed, namespaces};
use crate::{
    diagnostic::{Sink, repository},
    platform::{Platform, assertions::Assertion},
    shape::did_you_mean,
    source::Source,
};

/// The receiver's entry is what opens a path, so the receiver's file is wrong. What is found about platform.yaml itself goes
/// to `of_platform`.
pub(super) fn check(files: &mut [Reviewed<'_>], platform: &Platform, of_platform: &mut Sink) {
    let Some(source) = platform.source().filter(|_| !platform.assertions.is_empty()) else { return };
    unknown(files, platform, of_platform);
    let prefix = platform.names.prefix.value.as_str();
    let opened = namespaces::opened(files, platform);
    for reviewed in files {
        let Some(team) = &reviewed.facts.team else { continue };
        for entry in &team.allow_from {
            let Some(from) = entry.value.as_str().strip_prefix(prefix) else { continue };
            let lets_out = opened.get(entry.value.as_str()).is_some_and(|there| there.lets_out_to(team.namespace()));
            let ruled_out = platform.assertions.iter().find(|assertion| assertion.rules_out(from, team.name()));
            let Some(assertion) = ruled_out.filter(|_| lets_out) else { continue };
            match entry.origin.in_team() {
                Some(span) => report(assertion, from, team.name(), source, &mut reviewed.sink, span),
                None => report(assertion, from, team.name(), source, of_platform, entry.origin.span()),
            }
        }
    }
}

fn report(assertion: &Assertion, from: &str, to: &str, platform: &Source, sink: &mut Sink, at: crate::span::Span) {
    sink.report(repository::ASSERTION, at, format!("no traffic may get from team `{from}` to team `{to}`"))
        .see_in(platform, assertion.reason.origin.span(), "the reason")
        .help("remove the entry, or ask the platform team for an exception");
}

fn unknown(files: &[Reviewed<'_>], platform: &Platform, sink: &mut Sink) {
    let known: BTreeSet<&str> = files.iter().filter_map(|reviewed| reviewed.facts.known_as.as_deref()).collect();
    for name in platform.assertions.iter().flat_map(Assertion::named) {
        if known.contains(name.value.as_str()) {
            continue;
        }
        let report = sink.report(
            repository::UNKNOWN_IN_ASSERTION,
            name.origin.span(),
            format!("no team is called `{}`", name.value),
        );
        match did_you_mean(&name.value, known.iter().copied()) {
            Some(near) => report.help(format!("did you mean `{near}`?")),
            None => report.help("correct the name, or remove the assertion"),
        };
    }
}
