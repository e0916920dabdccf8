//! What the compiler has to say about a file: a code, a place, a sentence, and what to type next.

mod code;
mod sink;

pub use code::{Code, CodeInfo, Severity, all_codes, find_code};
pub(crate) use code::{
    access, apps, identity, language, limits, network, platform, repository, scheduling, secrets, shape, templates,
};
pub(crate) use sink::{Report, Sink};

use crate::{source::Source, span::Span};

/// One finding. Its severity comes from its code.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Which rule speaks.
    pub code: Code,
    /// One short line in lower case, without a full stop, what the author wrote in backticks.
    pub message: String,
    /// The next keystroke.
    pub help: Option<String>,
    /// The file that is wrong.
    pub source: Source,
    /// The smallest text that is wrong.
    pub span: Span,
    /// The key that the place belongs to, such as `apps[0].repoURL`, empty outside every key; `None` where nobody had it at hand.
    pub key: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// Certain repairs; `check --fix` applies them.
    pub fixes: Vec<Fix>,
}

/// A second place that explains a finding.
#[derive(Debug, Clone)]
pub struct Related {
    /// What is there, such as "first written here".
    pub message: String,
    /// The file.
    pub source: Source,
    /// The place in that file.
    pub span: Span,
}

/// A repair that is certain to be what the author meant.
#[derive(Debug, Clone)]
pub struct Fix {
    /// What it does, such as "rename to `resourceQuota`".
    pub title: String,
    /// Replacements in the diagnostic's own file; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One replacement of a range by a text.
#[derive(Debug, Clone)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub new_text: String,
}

impl Diagnostic {
    /// A finding with neither help nor second places nor fixes yet.
    pub(crate) fn new(code: Code, source: &Source, span: Span, message: impl Into<String>) -> Self {
        let (message, source) = (one_line(message.into()), source.clone());
        Self { code, message, help: None, source, span, key: None, related: Vec::new(), fixes: Vec::new() }
    }

    /// The next keystroke.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Whether it stops output.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.code.severity == Severity::Error
    }
}

/// A message may quote a key of several lines, or one with a bell in it.
pub(crate) fn one_line(message: String) -> String {
    if !message.contains(char::is_control) {
        return message;
    }
    let shown =
        |character: char| if character.is_control() { character.escape_debug().collect() } else { character.into() };
    message.chars().map(|character| -> String { shown(character) }).collect()
}

/// Puts findings into the order in which they are shown: path, then offset, then code; exact repetitions fall away.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.span.start, d.code.id, d.span.end);
        (a.source.path().cmp(b.source.path())).then_with(|| key(a).cmp(&key(b)))
    });
    diagnostics.dedup_by(|a, b| {
        a.code.id == b.code.id && a.span == b.span && a.message == b.message && a.source.path() == b.source.path()
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_line() {
        assert_eq!(one_line("`a\nb\u{7}` has no value".to_owned()), r"`a\nb\u{7}` has no value");
        assert_eq!(one_line("`é\"\\` stays".to_owned()), "`é\"\\` stays");
    }
}
