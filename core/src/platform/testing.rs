//! What tests of the rooms share: what is found in a text, by code and by the text that is pointed at.

use crate::{Diagnostic, Platform, Source};

fn of(text: &str, fits: impl Fn(&Diagnostic) -> bool) -> Vec<(&'static str, String)> {
    let platform = Platform::parse(&Source::new("platform.yaml", text));
    let found = platform.diagnostics().iter().filter(|found| fits(found));
    found.map(|found| (found.code.id, found.source.slice(found.span).to_owned())).collect()
}

/// Everything that is found.
pub(super) fn findings(text: &str) -> Vec<(&'static str, String)> {
    of(text, |_| true)
}

/// What is an error.
pub(super) fn errors(text: &str) -> Vec<(&'static str, String)> {
    of(text, Diagnostic::is_error)
}

/// The text with an answer to the question that every platform is asked.
pub(super) fn with_ingress(text: &str) -> String {
    format!("{text}\nnetwork: {{ingress: []}}\n")
}

/// The codes of everything that is found beside the ingress.
pub(super) fn codes(text: &str) -> Vec<&'static str> {
    findings(&with_ingress(text)).into_iter().map(|(code, _)| code).collect()
}
