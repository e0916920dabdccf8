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

/// What a team opens.
pub(super) struct Opened<'a> {
    source: &'a Source,
    /// Namespaces from which it lets traffic in.
    from: BTreeSet<&'a str>,
    /// Namespaces to which it lets traffic out.
    to: BTreeSet<&'a str>,
    /// Whether it lets traffic out to every other team.
    to_every_team: bool,
}

impl Opened<'_> {
    /// Whether the team lets traffic out to a namespace of another team.
    pub(super) fn lets_out_to(&self, namespace: &str) -> bool {
        self.to_every_team || self.to.contains(namespace)
    }
}

pub(super) fn check(files: &mut [Reviewed<'_>], platform: &Platform) {
    let prefix = platform.names.prefix.value.as_str();
    let known: BTreeSet<String> =
        files.iter().filter_map(|reviewed| Some(format!("{prefix}{}", reviewed.facts.known_as.as_ref()?))).collect();
    let opened = opened(files, platform);
    let mut meant = Meant::new(&known);
    for reviewed in files {
        let Some(team) = &reviewed.facts.team else { continue };
        let own = team.namespace();
        for (names, direction) in [(&team.allow_from, Direction::From), (&team.allow_to, Direction::To)] {
            for name in names {
                let other = name.value.as_str();
                // A default of the platform is not the team's to mend.
                let Some(span) = name.origin.in_team() else { continue };
                let is_team = other.starts_with(prefix) && other != own && !is_of_platform(other, platform);
                if !is_team {
                    continue;
                }
                if !known.contains(other) {
                    unknown(other, &mut meant, span, &mut reviewed.sink);
                } else if let Some(there) = opened.get(other).filter(|there| !direction.agrees(there, own)) {
                    half_open(&direction, other, own, there, span, &mut reviewed.sink);
                }
            }
        }
    }
}

pub(super) fn opened<'a>(files: &[Reviewed<'a>], platform: &Platform) -> BTreeMap<&'a str, Opened<'a>> {
    let every_team = platform.network.consent.value == Consent::Receiver;
    let set = |names: &'a [Sourced<NamespaceName>]| names.iter().map(|name| name.value.as_str()).collect();
    files
        .iter()
        .filter_map(|reviewed| {
            let team = reviewed.facts.team.as_ref()?;
            let opened = Opened {
                source: &reviewed.facts.source,
                from: set(&team.allow_from),
                to: set(&team.allow_to),
                to_every_team: team.allow_egress && every_team,
            };
            Some((team.namespace(), opened))
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
    fn agrees(&self, there: &Opened<'_>, own: &str) -> bool {
        match self {
            Self::From => there.lets_out_to(own),
            Self::To => there.from.contains(own),
        }
    }
}

/// Names that are held against each other in search of the one that was meant. Thousands of unknown names among thousands of
/// teams would take minutes; the first ones are enough to see what is wrong.
const MOST_COMPARISONS: usize = 500_000;

/// The names that were meant where others are written, each looked for once however many teams write it.
struct Meant<'a> {
    known: &'a BTreeSet<String>,
    comparisons: usize,
    found: BTreeMap<String, Option<&'a str>>,
}

impl<'a> Meant<'a> {
    fn new(known: &'a BTreeSet<String>) -> Self {
        Self { known, comparisons: MOST_COMPARISONS, found: BTreeMap::new() }
    }

    fn by(&mut self, name: &str) -> Option<&'a str> {
        if let Some(found) = self.found.get(name) {
            return *found;
        }
        self.comparisons = self.comparisons.checked_sub(self.known.len())?;
        let near = did_you_mean(name, self.known.iter().map(String::as_str));
        self.found.insert(name.to_owned(), near);
        near
    }
}

fn unknown(name: &str, meant: &mut Meant<'_>, span: Span, sink: &mut Sink) {
    let report = sink.report(repository::UNKNOWN_TEAM, span, format!("no team has the namespace `{name}`"));
    match meant.by(name) {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => report.help("correct the name, or remove the entry: it opens nothing"),
    };
}

fn half_open(direction: &Direction, other: &str, own: &str, there: &Opened<'_>, span: Span, sink: &mut Sink) {
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
