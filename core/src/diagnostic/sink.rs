//! Collects the findings about one file.

use super::{Code, Diagnostic, Edit, Fix, Related, Severity, language, one_line};
use crate::{
    source::{Keys, Source},
    span::Span,
};

/// A collector that knows which file it speaks of.
#[derive(Debug)]
pub(crate) struct Sink {
    pub(crate) source: Source,
    found: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
    /// How many findings were left out, and where the first of them was.
    left_out: Option<(usize, Span)>,
    /// Where each key stands, once somebody has read the file.
    keys: Option<Keys>,
}

/// Nobody reads more errors, or more warnings, of one file; and a hostile file must not cost more than a large one.
const MOST_FINDINGS: usize = 500;

impl Sink {
    pub(crate) fn new(source: &Source) -> Self {
        Self { source: source.clone(), found: Vec::new(), errors: 0, warnings: 0, left_out: None, keys: None }
    }

    /// Adds a finding; the returned handle takes help, second places and fixes.
    pub(crate) fn report(&mut self, code: Code, span: Span, message: impl Into<String>) -> Report<'_> {
        if !self.takes(code, span) {
            return Report { sink: self, index: usize::MAX };
        }
        let index = self.found.len();
        self.found.push(Diagnostic::new(code, &self.source, span, message));
        Report { sink: self, index }
    }

    /// Takes over what another collector found in the same file.
    pub(crate) fn absorb(&mut self, other: Self) {
        for finding in other.found {
            if self.takes(finding.code, finding.span) {
                self.found.push(finding);
            }
        }
        if let Some((count, span)) = other.left_out {
            self.leave_out(count, span);
        }
    }

    /// Counts a finding, and says whether it is shown.
    fn takes(&mut self, code: Code, span: Span) -> bool {
        let count = if code.severity == Severity::Error { &mut self.errors } else { &mut self.warnings };
        *count += 1;
        let fits = *count <= MOST_FINDINGS;
        if !fits {
            self.leave_out(1, span);
        }
        fits
    }

    fn leave_out(&mut self, count: usize, span: Span) {
        let (total, first) = self.left_out.get_or_insert((0, span));
        *total += count;
        *first = (*first).min(span);
    }

    /// Keeps where each key stands, so that a finding can name the one that it is about.
    pub(crate) fn keep_keys(&mut self, keys: Keys) {
        self.keys = Some(keys);
    }

    /// Where each key stands, if somebody has read the file.
    pub(crate) fn into_keys(self) -> Option<Keys> {
        self.keys
    }

    /// Whether further errors would be left out.
    pub(crate) const fn is_full(&self) -> bool {
        self.errors >= MOST_FINDINGS
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether an error was reported inside `span`.
    pub(crate) fn has_error_in(&self, span: Span) -> bool {
        self.found.iter().any(|d| d.is_error() && span.start <= d.span.start && d.span.start <= span.end)
    }

    pub(crate) fn found(&self) -> &[Diagnostic] {
        &self.found
    }

    pub(crate) fn into_found(self) -> Vec<Diagnostic> {
        let mut found = self.found;
        if let Some((count, span)) = self.left_out {
            let message = format!("{count} more findings from here on are not shown");
            found.push(
                Diagnostic::new(language::LEFT_OUT, &self.source, span, message)
                    .help("mend what is shown, then check again"),
            );
        }
        super::sort(&mut found);
        if let Some(keys) = self.keys {
            for finding in &mut found {
                finding.key = Some(keys.path(self.source.text(), finding.span.start));
            }
        }
        found
    }
}

/// Adds to the finding that was just reported.
pub(crate) struct Report<'a> {
    sink: &'a mut Sink,
    index: usize,
}

impl Report<'_> {
    fn change(self, change: impl FnOnce(&mut Diagnostic)) -> Self {
        if let Some(diagnostic) = self.sink.found.get_mut(self.index) {
            change(diagnostic);
        }
        self
    }

    /// The next keystroke.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        self.change(|diagnostic| diagnostic.help = Some(help.into()))
    }

    /// A second place in the same file.
    pub(crate) fn see(self, span: Span, message: impl Into<String>) -> Self {
        let source = self.sink.source.clone();
        self.see_in(&source, span, message)
    }

    /// A second place in another file.
    pub(crate) fn see_in(self, source: &Source, span: Span, message: impl Into<String>) -> Self {
        let related = Related { message: one_line(message.into()), source: source.clone(), span };
        self.change(|diagnostic| diagnostic.related.push(related))
    }

    /// A certain repair: `span` becomes `new_text`.
    pub(crate) fn fix(self, title: impl Into<String>, span: Span, new_text: impl Into<String>) -> Self {
        let edits = vec![Edit { span, new_text: new_text.into() }];
        let fix = Fix { title: title.into(), edits };
        self.change(|diagnostic| diagnostic.fixes.push(fix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_hundred_findings_are_shown_and_the_rest_is_counted() {
        let mut sink = Sink::new(&Source::new("t", "a\n".repeat(600)));
        for line in 0..500 {
            sink.report(language::NOT_UTF8, Span::at(2 * line), "as many as anybody reads");
        }
        assert!(sink.is_full() && sink.left_out.is_none());
        sink.report(language::NOT_UTF8, Span::at(1_000), "too many");
        sink.report(language::NOT_UTF8, Span::at(1_002), "too many");
        let found = sink.into_found();
        assert_eq!(found.len(), 501);
        let last = found.last().unwrap();
        assert_eq!(last.message, "2 more findings from here on are not shown");
        assert_eq!((last.span, last.help.as_deref()), (Span::at(1_000), Some("mend what is shown, then check again")));
    }
}
