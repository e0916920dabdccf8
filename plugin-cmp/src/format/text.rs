//! For people: the line, the place underlined, the second place, and what to type next.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use teamwright_core::{Diagnostic, Severity, Source, Span};

use crate::findings::Deny;

/// Findings one after another, with an empty line between them.
pub(crate) fn render(diagnostics: &[Diagnostic], deny: &Deny, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&one(diagnostic, deny, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn one(diagnostic: &Diagnostic, deny: &Deny, renderer: &Renderer) -> String {
    let level = match deny.severity(diagnostic) {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let here = Excerpt::around(&diagnostic.source, diagnostic.span);
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id));
    let mut snippet = here.snippet(&diagnostic.source).annotation(AnnotationKind::Primary.span(here.range.clone()));
    let mut elsewhere = Vec::new();
    for related in &diagnostic.related {
        let near = related.source.is(&diagnostic.source).then(|| here.locate(related.span)).flatten();
        match near {
            Some(range) => {
                snippet = snippet.annotation(AnnotationKind::Context.span(range).label(related.message.as_str()))
            }
            None => elsewhere.push((related, Excerpt::around(&related.source, related.span))),
        }
    }
    group = group.element(snippet);
    for (related, excerpt) in &elsewhere {
        let annotation = AnnotationKind::Context.span(excerpt.range.clone()).label(related.message.as_str());
        group = group.element(excerpt.snippet(&related.source).annotation(annotation));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group]).to_string()
}

/// The lines around a place, so that a finding costs the same in a large file as in a small one.
struct Excerpt<'a> {
    text: &'a str,
    /// Byte offset of the excerpt in its source.
    start: usize,
    first_line: usize,
    /// The place, relative to the excerpt.
    range: Range<usize>,
}

/// An underlined text longer than this is shown by its first line.
const LONGEST_LINES: usize = 3;

impl<'a> Excerpt<'a> {
    fn around(source: &'a Source, span: Span) -> Self {
        let text = source.text();
        let from = source.position(span.start);
        let at = from.offset as usize;
        let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let mut to = (span.end as usize).clamp(at, text.len());
        let written = text.get(at..to).unwrap_or_default();
        if written.lines().count() > LONGEST_LINES {
            to = at + written.lines().next().map_or(0, |line| line.trim_end().len());
        }
        let end = text.get(to..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| to + newline);
        Self {
            text: text.get(start..end).unwrap_or_default(),
            start,
            first_line: from.line as usize,
            range: at - start..to - start,
        }
    }

    fn locate(&self, span: Span) -> Option<Range<usize>> {
        let range = (span.start as usize).checked_sub(self.start)?..(span.end as usize).checked_sub(self.start)?;
        (range.end <= self.text.len()).then_some(range)
    }

    fn snippet<T: Clone>(&self, source: &'a Source) -> Snippet<'a, T> {
        Snippet::source(self.text).line_start(self.first_line).path(source.path())
    }
}
