//! A source text with its path, and the only place that turns byte offsets into lines and columns.

mod keys;

use std::sync::{Arc, OnceLock};

pub(crate) use keys::Keys;

use crate::span::Span;

/// A file's path (relative to the repository, with `/`) and its text. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Source(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: String,
    text: String,
    lines: OnceLock<Vec<Line>>,
}

/// Where a line begins, in bytes and in UTF-16 code units, so that a place costs no more than its own line.
#[derive(Debug, Clone, Copy)]
struct Line {
    start: u32,
    utf16: u32,
}

/// A place in a text in every unit that a reader may want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// 1-based line.
    pub line: u32,
    /// 1-based column in Unicode scalar values.
    pub column: u32,
    /// 0-based offset in bytes of UTF-8.
    pub offset: u32,
    /// 0-based offset in UTF-16 code units, as editors count.
    pub utf16: u32,
}

impl Source {
    /// A source with a path that is only for people and for the rule "`team` equals the directory".
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self(Arc::new(Inner { path: path.into(), text: text.into(), lines: OnceLock::new() }))
    }

    /// The path as given.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The text of a range; empty where the range does not fit.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text().get(span.range()).unwrap_or_default()
    }

    /// Whether two handles hold the same file.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Line, column and UTF-16 offset of a byte offset. Offsets beyond the end or inside a character are moved back.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let text = self.text();
        let mut at = (offset as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let lines = self.lines();
        let line = lines.partition_point(|line| line.start as usize <= at).max(1);
        let begins = lines.get(line - 1).copied().unwrap_or(Line { start: 0, utf16: 0 });
        let before = text.get(begins.start as usize..at).unwrap_or_default();
        Position {
            line: to_u32(line),
            column: to_u32(before.chars().count() + 1),
            offset: to_u32(at),
            utf16: begins.utf16 + utf16_length(before),
        }
    }

    /// The byte offset of a UTF-16 offset; the end of the text if it lies beyond.
    #[must_use]
    pub fn offset_of_utf16(&self, utf16: u32) -> u32 {
        let mut units = 0;
        for (offset, character) in self.text().char_indices() {
            if units >= utf16 {
                return to_u32(offset);
            }
            units += to_u32(character.len_utf16());
        }
        to_u32(self.text().len())
    }

    /// The offset of the first byte of a 1-based line; the end of the text if there is no such line.
    pub(crate) fn line_start(&self, line: u32) -> u32 {
        let line = self.lines().get((line as usize).saturating_sub(1));
        line.map_or(to_u32(self.text().len()), |line| line.start)
    }

    /// The text of a 1-based line, without its line end.
    #[must_use]
    pub fn line(&self, line: u32) -> &str {
        let lines = self.lines();
        let start = lines.get((line as usize).saturating_sub(1)).map(|line| line.start as usize);
        let end = lines.get(line as usize).map_or(self.text().len(), |line| line.start as usize);
        let text = start.and_then(|start| self.text().get(start..end));
        text.unwrap_or_default().trim_end_matches(['\n', '\r'])
    }

    fn lines(&self) -> &[Line] {
        self.0.lines.get_or_init(|| {
            let mut next = Line { start: 0, utf16: 0 };
            let behind = self.text().split_inclusive('\n').filter(|line| line.ends_with('\n')).map(|line| {
                next = Line { start: next.start + to_u32(line.len()), utf16: next.utf16 + utf16_length(line) };
                next
            });
            std::iter::once(Line { start: 0, utf16: 0 }).chain(behind).collect()
        })
    }
}

fn utf16_length(text: &str) -> u32 {
    if text.is_ascii() { to_u32(text.len()) } else { to_u32(text.encode_utf16().count()) }
}

/// Sources are limited to 256 KiB, so every offset fits; a larger one saturates.
pub(crate) fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_utf16_counts_units() {
        let source = Source::new("t", "a: é🚀x\r\nb: 1\n");
        let x = source.position(9);
        assert_eq!((x.line, x.column, x.offset, x.utf16), (1, 6, 9, 6));
        let b = source.position(12);
        assert_eq!((b.line, b.column, b.utf16), (2, 1, 9));
        assert_eq!(source.line(1), "a: é🚀x");
        assert_eq!(source.offset_of_utf16(6), 9);
        assert_eq!([1, 2, 3, 4].map(|line| source.line_start(line)), [0, 12, 17, 17]);
    }

    #[test]
    fn an_offset_inside_a_character_is_its_beginning() {
        let inside = Source::new("t", "a: 🚀x").position(5);
        assert_eq!((inside.offset, inside.column, inside.utf16), (3, 4, 3));
    }

    #[test]
    fn a_handle_is_the_same_file_only_if_it_is_a_copy_of_it() {
        let source = Source::new("t", "a");
        assert!(source.is(&source.clone()) && !source.is(&Source::new("t", "a")));
    }

    #[test]
    fn an_offset_beyond_the_end_is_the_end() {
        let source = Source::new("t", "ab");
        assert_eq!(source.position(99).column, 3);
    }
}
