//! For people: the line, the place underlined, the second place, and what to type next.

use std::{borrow::Cow, ops::Range};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use teamwright_core::{Diagnostic, Position, Severity, Source, Span};

use crate::{
    findings::Deny,
    plain::{plain_line, steers},
};

/// Findings one after another, each with an empty line behind it.
pub(crate) fn drawn(diagnostics: &[Diagnostic], deny: &Deny, color: bool) -> impl Iterator<Item = String> {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    diagnostics.iter().map(move |diagnostic| one(diagnostic, deny, &renderer) + "\n\n")
}

fn one(diagnostic: &Diagnostic, deny: &Deny, renderer: &Renderer) -> String {
    let level = match deny.severity(diagnostic) {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let here = Excerpt::around(&diagnostic.source, diagnostic.span);
    let mut group = Group::with_title(level.primary_title(plain_line(&diagnostic.message)).id(diagnostic.code.id));
    let mut snippet = here.snippet().annotation(AnnotationKind::Primary.span(here.range.clone()));
    let mut elsewhere = Vec::new();
    for related in &diagnostic.related {
        let near = related.source.is(&diagnostic.source).then(|| here.locate(related.span)).flatten();
        match near {
            Some(range) => {
                let label = plain_line(&related.message);
                snippet = snippet.annotation(AnnotationKind::Context.span(range).label(label));
            }
            None => elsewhere.push((related, Excerpt::around(&related.source, related.span))),
        }
    }
    group = group.element(snippet);
    for (related, excerpt) in &elsewhere {
        let label = plain_line(&related.message);
        let annotation = AnnotationKind::Context.span(excerpt.range.clone()).label(label);
        group = group.element(excerpt.snippet().annotation(annotation));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(plain_line(help)));
    }
    let mut text = renderer.render(&[group]).to_string();
    for excerpt in elsewhere.iter().map(|(_, excerpt)| excerpt).chain([&here]) {
        excerpt.correct_column(&mut text);
    }
    text
}

/// The lines around a place, so that a finding costs the same in a large file, and in a long line, as in a small one.
struct Excerpt<'a> {
    source: &'a Source,
    /// What is shown, with nothing in it that steers a terminal.
    text: Cow<'a, str>,
    /// What is shown of the source, in bytes.
    shown: Range<usize>,
    from: Position,
    /// The place, relative to what is shown.
    range: Range<usize>,
    /// Whether the beginning of the line is left out.
    cut: bool,
}

/// An underlined text of more lines than this is shown by its first line.
const LONGEST_LINES: usize = 3;

/// More than this, in bytes, is shown of no line before, under or behind the mark.
const WIDEST: usize = 160;

impl<'a> Excerpt<'a> {
    fn around(source: &'a Source, span: Span) -> Self {
        let text = source.text();
        let from = source.position(span.start);
        let at = from.offset as usize;
        let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let mut to = (span.end as usize).clamp(at, text.len());
        let written = text.get(at..to).unwrap_or_default();
        if written.lines().count() > LONGEST_LINES || written.len() > WIDEST {
            to = at + written.lines().next().map_or(0, |line| line.trim_end().len());
            to = floor(text, to.min(at + WIDEST)).max(at);
        }
        let start = if at - line > WIDEST { floor(text, at - WIDEST / 2) } else { line };
        let end = text.get(to..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| to + newline);
        let end = end.min(floor(text, to + WIDEST));
        let shown = start..end.max(to);
        let raw = text.get(shown.clone()).unwrap_or_default();
        let plain = visible(raw.strip_suffix('\r').unwrap_or(raw));
        let cut = start > line;
        let plain = if cut { Cow::Owned(format!("{MISSING}{plain}")) } else { plain };
        let mut excerpt = Self { source, text: plain, shown, from, range: 0..0, cut };
        excerpt.range = excerpt.within(at)..excerpt.within(to);
        excerpt
    }

    /// Where a byte of the source stands in what is shown.
    fn within(&self, at: usize) -> usize {
        let before = self.source.text().get(self.shown.start..at).unwrap_or_default();
        let missing = if self.cut { MISSING.len() } else { 0 };
        (missing + visible(before).len()).min(self.text.len())
    }

    fn locate(&self, span: Span) -> Option<Range<usize>> {
        let (start, end) = (span.start as usize, span.end as usize);
        (self.shown.start <= start && end <= self.shown.end).then(|| self.within(start)..self.within(end))
    }

    fn snippet<T: Clone>(&'a self) -> Snippet<'a, T> {
        Snippet::source(self.text.as_ref()).line_start(self.from.line as usize).path(self.source.path())
    }

    /// The renderer counts columns in what is shown; where the beginning of the line is missing, that is not the file's.
    fn correct_column(&self, drawn: &mut String) {
        if self.cut {
            let before = self.text.get(..self.range.start).unwrap_or_default();
            let place = format!("{}:{}:", self.source.path(), self.from.line);
            let counted = format!("{place}{}\n", before.chars().count() + 1);
            *drawn = drawn.replacen(&counted, &format!("{place}{}\n", self.from.column), 1);
        }
    }
}

/// Stands for the beginning of a line that is left out.
const MISSING: &str = "…";

/// The renderer draws C0 controls and directions as pictures of one column; whatever else steers is drawn as `�`.
fn visible(text: &str) -> Cow<'_, str> {
    let drawn = |character: char| {
        steers(character)
            && !character.is_ascii_control()
            && !matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    if text.contains(drawn) { Cow::Owned(text.replace(drawn, "\u{FFFD}")) } else { Cow::Borrowed(text) }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let source = Source::new("teams/demo/team.yaml", text);
        let found = teamwright_core::compile(&source, &teamwright_core::Platform::built_in(), &Default::default());
        drawn(&found.diagnostics, &Deny::parse(&[]).unwrap(), false).collect()
    }

    #[test]
    fn a_place_far_to_the_right_keeps_its_column() {
        let text = shown(&format!("team: demo\ndescription: \"{}\u{202E}\"\n", "é".repeat(5_000)));
        assert!(text.contains("--> teams/demo/team.yaml:2:5015\n"), "{text}");
        assert!(text.len() < 2_000, "{text}");
    }

    #[test]
    fn nothing_of_the_file_reaches_the_terminal_as_a_command() {
        let text = shown("team: demo\n\"\u{1b}[31m\u{9b}1mé\u{202E}\": 1 # \u{2028}\r\nb\u{7}: 2\r\n");
        assert!(!text.contains(|character| steers(character) && character != '\n'), "{text:?}");
    }
}
