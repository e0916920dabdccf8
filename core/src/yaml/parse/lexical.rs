//! Before the parser: forbidden characters and directives are found, and replaced so that the parser can go on behind them.

use std::borrow::Cow;

use super::{Tree, syntax};
use crate::{
    diagnostic::{Sink, language},
    source::to_u32,
    span::Span,
    yaml::{
        characters,
        node::{Completeness, Node, Value},
    },
};

/// The text as the parser gets it: as many characters as the source (less a leading byte order mark), none of them forbidden.
pub(super) struct Cleaned<'a> {
    text: Cow<'a, str>,
    /// Length in bytes of a leading byte order mark, which the parser does not see.
    skipped: usize,
    forbidden: Vec<(u32, char)>,
}

impl Cleaned<'_> {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Byte offsets in the source of each character of the cleaned text; `None` where both count alike.
    pub(super) fn offsets(&self, source: &str) -> Option<Vec<u32>> {
        if source.is_ascii() {
            return None;
        }
        let rest = source.get(self.skipped..).unwrap_or_default();
        let mut offsets: Vec<u32> = rest.char_indices().map(|(at, _)| to_u32(at + self.skipped)).collect();
        offsets.push(to_u32(source.len()));
        Some(offsets)
    }
}

/// Finds forbidden characters and reports directives.
pub(super) fn clean<'a>(text: &'a str, sink: &mut Sink) -> Cleaned<'a> {
    // Without a way out of the loop, many bytes are looked at at once.
    let ordinary = |byte: u8| (byte == b'\n' || (b' '..0x7F).contains(&byte)) && byte != b'%';
    if text.bytes().fold(true, |all, byte| all & ordinary(byte)) {
        return Cleaned { text: Cow::Borrowed(text), skipped: 0, forbidden: Vec::new() };
    }
    let skipped = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut forbidden = Vec::new();
    if skipped > 0 {
        forbidden.push((0, '\u{FEFF}'));
    }
    let directives = directives(text, sink);
    let mut cleaned = String::with_capacity(text.len());
    let rest = text.get(skipped..).unwrap_or_default();
    for (at, character) in rest.char_indices() {
        let at = at + skipped;
        let crlf = character == '\r' && text.as_bytes().get(at + 1) == Some(&b'\n');
        if crlf || characters::refusal(character).is_none() {
            cleaned.push(if directives.binary_search(&at).is_ok() { '#' } else { character });
        } else {
            forbidden.push((to_u32(at), character));
            cleaned.push(if character == '\t' || character == '\r' { ' ' } else { '_' });
        }
    }
    Cleaned { text: Cow::Owned(cleaned), skipped, forbidden }
}

/// `%YAML` and `%TAG` lines can only stand before the first line of content.
fn directives(text: &str, sink: &mut Sink) -> Vec<usize> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if content.starts_with('%') {
            let span = Span::new(to_u32(start), to_u32(start + content.len()));
            sink.report(language::DIRECTIVE, span, format!("directive `{content}`")).help("remove this line");
            found.push(start);
        } else if !content.is_empty() && !content.starts_with('#') {
            break;
        }
        start += line.len();
    }
    found
}

/// Replaces an alias that has no anchor by a text, so that the rest can be read.
pub(super) fn blank(cleaned: &mut Cleaned<'_>, source: &str, character: usize) {
    // Characters count alike in both texts, bytes do not: what is forbidden gave way to one byte.
    let at = |text: &str| text.char_indices().nth(character);
    let there = source.get(cleaned.skipped..).and_then(at);
    let (Some((here, star)), Some((there, _))) = (at(cleaned.text()), there) else { return };
    let mut changed = cleaned.text().to_owned();
    changed.replace_range(here..here + star.len_utf8(), "_");
    cleaned.text = Cow::Owned(changed);
    cleaned.forbidden.push((to_u32(there + cleaned.skipped), '*'));
}

/// After the parser: reports what was found before it, poisons the values that hold it, and reports where the parser stopped.
pub(super) fn report(cleaned: &Cleaned<'_>, tree: &mut Tree<'_>, sink: &mut Sink) {
    let mut offsets = Vec::new();
    let mut comments = Comments::default();
    for (at, character) in &cleaned.forbidden {
        if *character == '\t' && comments.hold(tree, *at) {
            continue;
        }
        offsets.push(*at);
        if sink.is_full() || (*character == '\t' && follows_a_tab(tree.source, *at)) {
            continue;
        }
        let span = Span::new(*at, *at + to_u32(character.len_utf8()));
        if *character == '*' {
            let rest = tree.source.get(*at as usize..).unwrap_or_default();
            let length = rest.find([' ', '\n', '\r', ',', ']', '}']).unwrap_or(rest.len());
            let span = Span::new(span.start, span.start + to_u32(length));
            sink.report(language::ANCHOR, span, format!("alias `{}`", tree.slice(span))).help("write the value out");
        } else {
            report_character(*character, span, sink);
        }
    }
    offsets.sort_unstable();
    if let Some(root) = tree.root.as_mut().filter(|_| !offsets.is_empty()) {
        poison(root, &offsets);
        tree.keys.hide(|key| holds(&offsets, key));
    }
    if let Some((at, error)) = &tree.broken_at {
        // What a forbidden character breaks, on its own line or on the next one, is not a second mistake.
        let line = sink.source.position(*at).line;
        let from = sink.source.line_start(line.saturating_sub(1));
        let to = sink.source.line_start(line + 1);
        if !offsets.iter().any(|bad| (from..to).contains(bad)) {
            syntax::report(*at, error, sink);
        }
    }
}

/// Where comments begin, looked up once a line.
#[derive(Default)]
struct Comments {
    /// The line that was looked at last: its first byte, the byte behind it, and where its comment begins.
    line: Option<(u32, u32, Option<u32>)>,
}

impl Comments {
    /// Whether a comment holds the byte at `at`; offsets are asked for in rising order.
    fn hold(&mut self, tree: &Tree<'_>, at: u32) -> bool {
        let known = self.line.filter(|(start, end, _)| (*start..*end).contains(&at));
        let (start, end, comment) = known.unwrap_or_else(|| look_for_comment(tree, at));
        self.line = Some((start, end, comment));
        comment.is_some_and(|comment| comment < at)
    }
}

/// The line around `at`, and its first `#` that stands free and in no quoted or block scalar.
fn look_for_comment(tree: &Tree<'_>, at: u32) -> (u32, u32, Option<u32>) {
    let at = at as usize;
    let start = tree.source.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let end = tree.source.get(at..).and_then(|after| after.find('\n')).map_or(tree.source.len(), |length| at + length);
    let line = tree.source.get(start..end).unwrap_or_default();
    let free = |index: usize| index == 0 || line.get(..index).is_some_and(|before| before.ends_with([' ', '\t']));
    let inside = |at: u32| {
        let next = tree.opaque.partition_point(|span| span.end <= at);
        tree.opaque.get(next).is_some_and(|span| span.start <= at)
    };
    let comment =
        line.match_indices('#').map(|(index, _)| index).find(|index| free(*index) && !inside(to_u32(start + index)));
    (to_u32(start), to_u32(end + 1), comment.map(|index| to_u32(start + index)))
}

/// One sentence for a character, raw or escaped.
pub(super) fn report_character(character: char, span: Span, sink: &mut Sink) {
    let Some(what) = characters::refusal(character) else { return };
    let name = characters::describe(character);
    let report = sink.report(language::FORBIDDEN_CHARACTER, span, format!("{what} ({name})"));
    match character {
        '\t' => report.help("indent and separate with spaces"),
        '\u{FEFF}' => report.help("save the file as UTF-8 without a byte order mark"),
        _ => report.help("remove the character"),
    };
}

fn follows_a_tab(text: &str, at: u32) -> bool {
    at > 0 && text.as_bytes().get(at as usize - 1) == Some(&b'\t')
}

/// Whether one of the sorted offsets lies inside a span.
fn holds(offsets: &[u32], span: Span) -> bool {
    let next = offsets.partition_point(|at| *at < span.start);
    offsets.get(next).is_some_and(|at| *at < span.end)
}

/// Values that hold a forbidden character are reported already; nothing more is said of them.
fn poison(node: &mut Node, offsets: &[u32]) {
    match &mut node.value {
        Value::Scalar(..) => {
            if holds(offsets, node.span) {
                node.value = Value::Invalid;
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| poison(item, offsets)),
        Value::Map(entries, completeness) => {
            let before = entries.len();
            entries.retain(|entry| !holds(offsets, entry.key.span));
            if entries.len() < before {
                *completeness = Completeness::Partial;
            }
            entries.iter_mut().for_each(|entry| poison(&mut entry.value, offsets));
        }
        Value::Null | Value::Invalid => {}
    }
}
