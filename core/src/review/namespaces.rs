//! Namespaces of other teams that a team refers to: whether they exist, and whether both sides agree.

use std::collections::{BTreeMap, BTreeSet};

use super::Reviewed;
use crate::{
    diagnostic::{Sink, repository},
    origin::Sourced,
    platform::{Platform, network::Consent},
    shape::did_you_mean,
    source::Source,
    span::Span,
    value::name::NamespaceName,
};

/// What a team opens, copied out of its file so that files can be reported on while others are looked at.
pub(super) struct Opened {
    source: Source,
    /// Namespaces from which it lets traffic in.
    from: BTreeSet<String>,
    /// Namespaces to which it lets traffic out.
    to: BTreeSet<String>,
    /// Whether it lets traffic out to every other team.
    to_every_team: bool,
}

impl Opened {
    /// Whether the team lets traffic out to a namespace of another team.
    pub(super) fn lets_out_to(&self, namespace: &str) -> bool {
        self.to_every_team || self.to.contains(namespace)
    }
}

pub(super) fn check(files: &mut [Reviewed<'_, '_>], platform: &Platform) {
    let prefix = platform.names.prefix.value.as_str();
    let known: BTreeSet<String> =
        files.iter().filter_map(|reviewed| Some(format!("{prefix}{}", reviewed.file.known_as.as_ref()?))).collect();
    let opened = opened(files, platform);
    for reviewed in files {
        let Some(team) = &reviewed.file.team else { continue };
        let own = team.namespace();
        for (names, direction) in [(&team.network.allow_from, Direction::From), (&team.network.allow_to, Direction::To)]
        {
            for name in names {
                let other = name.value.as_str();
                // A default of the platform is not the team's to mend.
                let Some(span) = name.origin.in_team() else { continue };
                let is_team = other.starts_with(prefix) && other != own && !is_of_platform(other, platform);
                if !is_team {
                    continue;
                }
                if !known.contains(other) {
                    unknown(other, &known, span, &mut reviewed.sink);
                } else if let Some(there) = opened.get(other).filter(|there| !direction.agrees(there, own)) {
                    half_open(&direction, other, own, there, span, &mut reviewed.sink);
                }
            }
        }
    }
}

pub(super) fn opened(files: &[Reviewed<'_, '_>], platform: &Platform) -> BTreeMap<String, Opened> {
    let set = |names: &[Sourced<NamespaceName>]| names.iter().map(|name| name.value.as_str().to_owned()).collect();
    let teams = files.iter().filter_map(|reviewed| reviewed.file.team.as_ref());
    teams
        .map(|team| {
            let opened = Opened {
                source: team.source.clone(),
                from: set(&team.network.allow_from),
                to: set(&team.network.allow_to),
                to_every_team: team.network.allow_egress.value && platform.network.consent.value == Consent::Receiver,
            };
            (team.namespace().to_owned(), opened)
        })
        .collect()
}

fn is_of_platform(name: &str, platform: &Platform) -> bool {
    platform.names.platform_namespaces.iter().any(|known| known.value == name)
        || platform.components.namespaces().any(|known| known == name)
}

enum Direction {
    From,
    To,
}

impl Direction {
    fn agrees(&self, there: &Opened, own: &str) -> bool {
        match self {
            Self::From => there.lets_out_to(own),
            Self::To => there.from.contains(own),
        }
    }
}

fn unknown(name: &str, known: &BTreeSet<String>, span: Span, sink: &mut Sink) {
    let report = sink.report(repository::UNKNOWN_TEAM, span, format!("no team has the namespace `{name}`"));
    match did_you_mean(name, known.iter().map(String::as_str)) {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => report.help("correct the name, or remove the entry: it opens nothing"),
    };
}

fn half_open(direction: &Direction, other: &str, own: &str, there: &Opened, span: Span, sink: &mut Sink) {
    let path = there.source.path();
    let (message, line) = match direction {
        Direction::From => {
            (format!("`{other}` does not let traffic out to `{own}`"), format!("allowToNamespaces: [{own}]"))
        }
        Direction::To => {
            (format!("`{other}` does not let traffic in from `{own}`"), format!("allowFromNamespaces: [{own}]"))
        }
    };
    sink.report(repository::HALF_OPEN, span, message)
        .help(format!("add `{line}` below `networkPolicy` of {path}, or remove this entry: alone it opens nothing"));
}
