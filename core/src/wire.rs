//! The one serialised view of what the compiler has to say: the command line's JSON and the browser's objects.
//!
//! Lines and columns are 1-based, columns count Unicode scalar values; offsets are 0-based bytes of UTF-8, and with
//! [`Offsets::Utf16`] in UTF-16 code units as well.
//!
//! ```text
//! diagnostics(&[Diagnostic], Offsets) -> Vec<WireDiagnostic>
//! report(&[Diagnostic], teams: usize, Offsets) -> WireReport                         a review of many teams
//! compilation(&Compilation, &Platform, &Target, Offsets) -> WireCompilation
//! completions(&Completions, &Source, Offsets) -> WireCompletions
//! hover(&Hover, &Source, &Platform, Offsets) -> WireHover
//! origin(Origin, team: &Source, &Platform, Offsets) -> WireOrigin
//! comparison(before: &[Manifest], after: &[Manifest]) -> WireComparison
//! leaf(&OriginLeaf, &[Manifest], team: &Source, &Platform, Offsets) -> WireLeaf
//! survey(Survey, Offsets) -> WireSurvey
//! object_files(Vec<ObjectFile>) -> Vec<WireObjectFile>
//! ```

mod assist;
mod compare;
mod compilation;
mod layout;
mod origins;
#[cfg(test)]
mod typescript;

pub use assist::{WireCompletion, WireCompletions, WireHover, WireRung, WireTarget, completions, hover};
pub use compare::{WireChange, WireComparison, WireFieldChange, WireRisk, WireSide, comparison};
pub use compilation::{WireCompilation, WireManifest, WireReport, WireSummary, compilation, report};
pub use layout::{WireFoundFile, WireObjectFile, WireSurvey, object_files, survey};
pub use origins::{WireLeaf, WireOrigin, file, leaf, origin};

use serde::Serialize;

use crate::{
    diagnostic::{Diagnostic, Severity},
    source::{Position, Source},
    span::Span,
    yaml::keys::KeyPaths,
};

/// Where the long text for a code is read.
const CODE_URL: &str = "https://teamwright.dev/diagnostics#";

/// A finding, with its places spelled out.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Diagnostic"))]
pub struct WireDiagnostic {
    /// `TW` and four digits.
    pub code: &'static str,
    /// `error` or `warning`.
    #[cfg_attr(test, ts(type = "\"error\" | \"warning\""))]
    pub severity: &'static str,
    /// One line.
    pub message: String,
    /// The next keystroke.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub help: Option<String>,
    /// The file that is wrong.
    pub path: String,
    /// The key that the place belongs to, such as `apps[0].repoURL`; empty at the root.
    pub key: String,
    /// The smallest text that is wrong.
    pub range: WireRange,
    /// Places that explain it.
    pub related: Vec<WireRelated>,
    /// Certain repairs.
    pub fixes: Vec<WireFix>,
    /// Where the long text is.
    pub url: String,
}

/// A place in a text.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Position"))]
pub struct WirePosition {
    /// 1-based.
    pub line: u32,
    /// 1-based, in Unicode scalar values.
    pub column: u32,
    /// 0-based, in bytes of UTF-8.
    pub offset: u32,
    /// 0-based, in UTF-16 code units; only where an editor asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(type = "number"))]
    pub utf16: Option<u32>,
}

/// A half-open range of a text.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Range"))]
pub struct WireRange {
    /// The first character.
    pub start: WirePosition,
    /// Behind the last character.
    pub end: WirePosition,
}

/// A second place.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Related"))]
pub struct WireRelated {
    /// What is there.
    pub message: String,
    /// The file.
    pub path: String,
    /// The place.
    pub range: WireRange,
}

/// A certain repair.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Fix"))]
pub struct WireFix {
    /// What it does.
    pub title: String,
    /// Replacements in the diagnostic's own file.
    pub edits: Vec<WireEdit>,
}

/// One replacement.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Edit"))]
pub struct WireEdit {
    /// What is replaced.
    pub range: WireRange,
    /// By what.
    #[serde(rename = "newText")]
    pub new_text: String,
}

/// Which offsets a consumer wants beside bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offsets {
    /// Bytes only.
    Bytes,
    /// UTF-16 code units as well.
    Utf16,
}

/// Spells out findings. `diagnostics` keep their order.
#[must_use]
pub fn diagnostics(diagnostics: &[Diagnostic], offsets: Offsets) -> Vec<WireDiagnostic> {
    let mut paths = KeyPaths::default();
    diagnostics
        .iter()
        .map(|diagnostic| WireDiagnostic {
            code: diagnostic.code.id,
            severity: severity(diagnostic.code.severity),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            path: diagnostic.source.path().to_owned(),
            key: paths.of(diagnostic),
            range: range(&diagnostic.source, diagnostic.span, offsets),
            related: diagnostic
                .related
                .iter()
                .map(|related| WireRelated {
                    message: related.message.clone(),
                    path: related.source.path().to_owned(),
                    range: range(&related.source, related.span, offsets),
                })
                .collect(),
            fixes: diagnostic
                .fixes
                .iter()
                .map(|fix| WireFix {
                    title: fix.title.clone(),
                    edits: fix
                        .edits
                        .iter()
                        .map(|edit| WireEdit {
                            range: range(&diagnostic.source, edit.span, offsets),
                            new_text: edit.new_text.clone(),
                        })
                        .collect(),
                })
                .collect(),
            url: format!("{CODE_URL}{}", diagnostic.code.id),
        })
        .collect()
}

/// The word for a severity.
#[must_use]
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn range(source: &Source, span: Span, offsets: Offsets) -> WireRange {
    let wire = |position: Position| WirePosition {
        line: position.line,
        column: position.column,
        offset: position.offset,
        utf16: (offsets == Offsets::Utf16).then_some(position.utf16),
    };
    WireRange { start: wire(source.position(span.start)), end: wire(source.position(span.end)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_offsets_are_given_to_those_who_ask() {
        let source = Source::new("t", "a: 🚀x");
        let at = |offsets| range(&source, Span::at(7), offsets).start;
        assert_eq!((at(Offsets::Utf16).offset, at(Offsets::Utf16).utf16), (7, Some(5)));
        assert_eq!((at(Offsets::Bytes).offset, at(Offsets::Bytes).utf16), (7, None));
    }
}
