//! For scripts: version 1 of the JSON report.

use serde::Serialize;
use teamwright_core::{
    Diagnostic,
    wire::{self, Offsets, WireSummary},
};

use crate::findings::{Deny, Summary};

/// One JSON object with a final newline.
pub(crate) fn render(diagnostics: &[Diagnostic], deny: &Deny, summary: Summary) -> String {
    let Summary { errors, warnings, teams, .. } = summary;
    let mut report = wire::report(diagnostics, teams, Offsets::Bytes);
    for (wired, diagnostic) in report.diagnostics.iter_mut().zip(diagnostics) {
        wired.severity = wire::severity(deny.severity(diagnostic));
    }
    report.summary = WireSummary { errors, warnings, teams };
    pretty(&report)
}

/// Indented JSON with a final newline.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
