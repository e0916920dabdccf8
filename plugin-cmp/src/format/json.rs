//! For scripts: version 1 of the JSON report.

use serde::Serialize;
use teamwright_core::{
    Diagnostic, VERSION,
    wire::{self, Offsets, WireDiagnostic},
};

use crate::findings::{Deny, Summary};

#[derive(Serialize)]
struct Report {
    version: u32,
    compiler: &'static str,
    diagnostics: Vec<WireDiagnostic>,
    summary: Counts,
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    teams: usize,
}

/// One JSON object with a final newline.
pub(crate) fn render(diagnostics: &[Diagnostic], deny: &Deny, summary: Summary) -> String {
    let mut wired = wire::diagnostics(diagnostics, Offsets::Bytes);
    for (wired, diagnostic) in wired.iter_mut().zip(diagnostics) {
        wired.severity = wire::severity(deny.severity(diagnostic));
    }
    let counts = Counts { errors: summary.errors, warnings: summary.warnings, teams: summary.teams };
    let report = Report { version: 1, compiler: VERSION, diagnostics: wired, summary: counts };
    pretty(&report)
}

/// Indented JSON with a final newline.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
