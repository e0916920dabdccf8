//! Whole-repository checks over many teams. One bad team never changes another team's output.
//!
//! Each rule blames one file, the one with the later path, and is linear in the number of teams (with a logarithm).

mod assertions;
mod clashes;
mod exemptions;
mod facts;
mod namespaces;
mod part_names;
mod roles;

pub use self::facts::Facts;
use crate::{
    diagnostic::{self, Diagnostic, Sink},
    platform::Platform,
    source::Source,
};

/// What only many teams together show: clashing names, unknown and half-open namespaces, overlapping role
/// prefixes, traffic that the platform rules out, exemptions of nobody.
/// The findings are in order; the order of `teams` does not matter.
#[must_use]
pub fn review<'a>(teams: impl IntoIterator<Item = &'a Facts>, platform: &Platform) -> Vec<Diagnostic> {
    let mut files: Vec<_> = teams.into_iter().map(Reviewed::new).collect();
    let mut of_platform = Sink::new(platform.source().unwrap_or(&Source::new("", "")));
    files.sort_by(|a, b| a.facts.source.path().cmp(b.facts.source.path()));
    clashes::check(&mut files);
    if platform.is_sound("clusters") && platform.is_sound("gitops") {
        part_names::check(&mut files, platform);
    }
    if platform.is_sound("network") && platform.is_sound("namespacePrefix") {
        namespaces::check(&mut files, platform);
        if platform.is_sound("assertions") {
            assertions::check(&mut files, platform, &mut of_platform);
        }
    }
    if platform.is_sound("exemptions") {
        exemptions::check(&files, platform, &mut of_platform);
    }
    if platform.is_sound("aws") {
        roles::check(&mut files, platform);
    }
    let mut found: Vec<_> = files.into_iter().flat_map(|reviewed| reviewed.sink.into_found()).collect();
    found.extend(of_platform.into_found());
    diagnostic::sort(&mut found);
    found
}

/// Names that two of some teams would give to the same object; the teams need not be all of the repository.
#[must_use]
pub fn clashes<'a>(teams: impl IntoIterator<Item = &'a Facts>) -> Vec<Diagnostic> {
    let mut files: Vec<_> = teams.into_iter().map(Reviewed::new).collect();
    files.sort_by(|a, b| a.facts.source.path().cmp(b.facts.source.path()));
    clashes::check(&mut files);
    files.into_iter().flat_map(|reviewed| reviewed.sink.into_found()).collect()
}

/// What is known of a team, with a collector for what is found about it here.
struct Reviewed<'a> {
    facts: &'a Facts,
    sink: Sink,
}

impl<'a> Reviewed<'a> {
    fn new(facts: &'a Facts) -> Self {
        Self { facts, sink: Sink::new(&facts.source) }
    }
}
