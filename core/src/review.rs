//! Whole-repository checks over many teams. One bad team never changes another team's output.
//!
//! Each rule blames one file, the one with the later path, and is linear in the number of teams (with a logarithm).

mod assertions;
mod clashes;
mod namespaces;
mod part_names;
mod roles;

use crate::{
    compile::TeamFile,
    diagnostic::{self, Diagnostic, Sink},
    platform::Platform,
    source::Source,
};

/// What only many teams together show: clashing names, unknown and half-open namespaces, overlapping role
/// prefixes, traffic that the platform rules out.
/// The findings are in order; the order of `teams` does not matter.
#[must_use]
pub fn review(teams: &[TeamFile<'_>], platform: &Platform) -> Vec<Diagnostic> {
    let mut files: Vec<_> = teams.iter().map(|file| Reviewed { file, sink: Sink::new(&file.source) }).collect();
    let mut of_platform = Sink::new(platform.source().unwrap_or(&Source::new("", "")));
    files.sort_by(|a, b| a.file.source.path().cmp(b.file.source.path()));
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
pub fn clashes(teams: &[TeamFile<'_>]) -> Vec<Diagnostic> {
    let mut files: Vec<_> = teams.iter().map(|file| Reviewed { file, sink: Sink::new(&file.source) }).collect();
    files.sort_by(|a, b| a.file.source.path().cmp(b.file.source.path()));
    clashes::check(&mut files);
    files.into_iter().flat_map(|reviewed| reviewed.sink.into_found()).collect()
}

/// A team's file with a collector for what is found about it here.
struct Reviewed<'a, 'p> {
    file: &'a TeamFile<'p>,
    sink: Sink,
}
