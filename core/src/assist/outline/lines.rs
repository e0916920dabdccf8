//! Block style: one line after the other.

use super::{Form, Head, Twig};
use crate::{source::to_u32, span::Span};

/// Deeper nesting is not gone into: it is an error anyway.
pub(super) const MAX_DEPTH: usize = 32;

/// What the whole file stands in.
const NO_COLUMN: u32 = u32::MAX;

/// The scan of a text.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) twigs: Vec<Twig>,
    pub(super) comments: Vec<Span>,
    /// Keys and entries that the next line may stand below, from the root on.
    open: Vec<usize>,
    pub(super) documents: Vec<u32>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, twigs: Vec::new(), comments: Vec::new(), open: Vec::new(), documents: Vec::new() }
    }

    pub(super) fn run(&mut self) {
        let mut at = 0;
        if self.text.starts_with('\u{FEFF}') {
            at = '\u{FEFF}'.len_utf8();
        }
        while at < self.text.len() {
            at = self.line(at);
        }
    }

    /// The byte at an offset; a line end behind the last one.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b'\n')
    }

    /// The end of the line that holds an offset, without its line end.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let end = at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        if end > at && self.byte(end - 1) == b'\r' { end - 1 } else { end }
    }

    /// The start of the line behind the one that holds an offset.
    pub(super) fn next_line(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        rest.iter().position(|byte| *byte == b'\n').map_or(self.text.len(), |end| at + end + 1)
    }

    pub(super) fn blanks(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), b' ' | b'\t') && at < self.text.len() {
            at += 1;
        }
        at
    }

    fn starts(&self, at: usize, text: &str) -> bool {
        self.text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(text.as_bytes()))
    }

    fn column_of(&self, index: usize) -> u32 {
        self.twigs.get(index).map_or(0, |twig| twig.column)
    }

    pub(super) fn set(&mut self, index: usize, change: impl FnOnce(&mut Twig)) {
        if let Some(twig) = self.twigs.get_mut(index) {
            change(twig);
        }
    }

    pub(super) fn push(&mut self, head: Head, parent: Option<usize>, column: u32, in_flow: bool) -> usize {
        let start = match head {
            Head::Key(_, colon) => colon + 1,
            Head::Entry(span) => span.end,
            Head::Word => 0,
        };
        let (value, document) = (Span::at(start), to_u32(self.documents.len()));
        self.twigs.push(Twig { head, parent, document, column, form: Form::Nothing, value, end: start, in_flow });
        self.twigs.len() - 1
    }

    /// Notes a comment and answers where its line ends.
    pub(super) fn comment(&mut self, at: usize) -> usize {
        let end = self.line_end(at);
        self.comments.push(span(at, end));
        end
    }

    /// A document begins or ends.
    pub(super) fn is_boundary(&self, at: usize) -> bool {
        (self.starts(at, "---") || self.starts(at, "...")) && matches!(self.byte(at + 3), b' ' | b'\t' | b'\r' | b'\n')
    }

    /// Reads a line and answers where the next one to read begins.
    fn line(&mut self, start: usize) -> usize {
        let mut at = start;
        if self.is_boundary(at) {
            self.open.clear();
            if !self.twigs.is_empty() {
                self.documents.push(to_u32(at));
            }
            at += 3;
        } else if self.byte(at) == b'%' {
            return self.next_line(at);
        }
        loop {
            at = self.blanks(at);
            match self.byte(at) {
                b'\n' | b'\r' => return self.next_line(at),
                b'#' => {
                    let end = self.comment(at);
                    return self.next_line(end);
                }
                b'-' if matches!(self.byte(at + 1), b' ' | b'\t' | b'\r' | b'\n') && self.open.len() < MAX_DEPTH => {
                    self.entry(at, column(start, at));
                    at += 1;
                }
                _ => return self.content(at, column(start, at)),
            }
        }
    }

    fn entry(&mut self, at: usize, column: u32) {
        // A list may stand in the column of its key.
        self.close(column, Twig::is_entry);
        let parent = self.open.last().copied();
        let index = self.push(Head::Entry(span(at, at + 1)), parent, column, false);
        self.open.push(index);
    }

    /// Nothing more stands below what is further right than a column, or in it and `ends` there.
    fn close(&mut self, column: u32, ends: impl Fn(&Twig) -> bool) {
        let ended = |twig: &Twig| twig.column > column || (twig.column == column && ends(twig));
        while let Some(index) = self.open.last().copied() {
            if !self.twigs.get(index).is_some_and(ended) {
                break;
            }
            self.open.pop();
        }
    }

    /// A key with its value, or a text, up to the end of its line or of what it opens.
    fn content(&mut self, at: usize, column: u32) -> usize {
        self.close(column, |_| true);
        let parent = self.open.last().copied();
        if let Some((head, colon)) = self.key_at(at).filter(|_| self.open.len() < MAX_DEPTH) {
            let index = self.push(Head::Key(head, to_u32(colon)), parent, column, false);
            self.open.push(index);
            return self.value(colon + 1, index, column);
        }
        let above = parent.filter(|parent| self.twigs.get(*parent).is_some_and(|twig| twig.form == Form::Plain));
        if let Some(above) = above.filter(|above| self.is_last(*above)) {
            let end = self.plain_end(at);
            self.set(above, |twig| twig.value.end = to_u32(end));
            return self.rest(end);
        }
        // The text right behind a dash is the entry's own value.
        let fresh = |twig: &Twig| twig.is_entry() && twig.form == Form::Nothing;
        let same_line = parent.filter(|parent| {
            let dash = self.twigs.get(*parent).filter(|twig| fresh(twig)).map(|twig| twig.value.end as usize);
            self.is_last(*parent) && dash.is_some_and(|dash| self.blanks(dash) == at)
        });
        if let Some(entry) = same_line {
            let column = self.column_of(entry);
            return self.value(at, entry, column);
        }
        let base = match parent {
            Some(parent) => self.column_of(parent),
            None if self.twigs.is_empty() => NO_COLUMN,
            None => 0,
        };
        let word = self.push(Head::Word, parent, column, false);
        self.value(at, word, base)
    }

    /// Whether nothing stands behind something yet.
    fn is_last(&self, index: usize) -> bool {
        index + 1 == self.twigs.len()
    }

    /// A key and its colon, if the text at an offset is one.
    fn key_at(&self, at: usize) -> Option<(Span, usize)> {
        let first = self.byte(at);
        let end = self.line_end(at);
        if matches!(first, b'"' | b'\'') {
            let close = self.quote_end(at, end)?;
            let colon = self.blanks(close);
            let fits = self.byte(colon) == b':' && self.ends_word(colon + 1);
            return fits.then(|| (span(at, close), colon));
        }
        if matches!(first, b'{' | b'[') {
            return None;
        }
        let bytes = self.text.as_bytes().get(at..end).unwrap_or_default();
        for (index, byte) in bytes.iter().enumerate() {
            let here = at + index;
            if *byte == b'#' && index > 0 && matches!(self.byte(here - 1), b' ' | b'\t') {
                return None;
            }
            if *byte == b':' && self.ends_word(here + 1) {
                let key = self.text.get(at..here).unwrap_or_default().trim_end_matches([' ', '\t']);
                return Some((span(at, at + key.len()), here));
            }
        }
        None
    }

    /// Whether a blank or a line end stands at an offset.
    fn ends_word(&self, at: usize) -> bool {
        matches!(self.byte(at), b' ' | b'\t' | b'\r' | b'\n')
    }

    /// Behind the closing quote of a text that begins at an offset, if it stands before `end`.
    pub(super) fn quote_end(&self, at: usize, end: usize) -> Option<usize> {
        let quote = self.byte(at);
        let mut next = at + 1;
        while next < end {
            match self.byte(next) {
                b'\\' if quote == b'"' => next += 1,
                byte if byte == quote && quote == b'\'' && self.byte(next + 1) == quote => next += 1,
                byte if byte == quote => return Some(next + 1),
                _ => {}
            }
            next += 1;
        }
        None
    }

    /// The end of a plain text on its line, without the blanks behind it.
    fn plain_end(&self, at: usize) -> usize {
        let line = self.text.get(at..self.line_end(at)).unwrap_or_default();
        let comment = [" #", "\t#"].iter().filter_map(|mark| line.find(mark)).min();
        at + line.get(..comment.unwrap_or(line.len())).unwrap_or_default().trim_end_matches([' ', '\t']).len()
    }

    /// The value of something from an offset on; what is indented no deeper than `base` ends it. Answers where to read on.
    fn value(&mut self, at: usize, owner: usize, base: u32) -> usize {
        let at = self.blanks(at);
        match self.byte(at) {
            b'\n' | b'\r' => self.next_line(at),
            b'#' => self.rest(at),
            b'|' | b'>' => self.block(at, owner, base),
            b'"' | b'\'' => {
                let end = self.quoted(at, base);
                self.set(owner, |twig| (twig.form, twig.value) = (Form::Quoted, span(at, end)));
                self.rest(end)
            }
            b'{' | b'[' => {
                let end = self.flow(at, owner, base);
                self.rest(end)
            }
            _ => {
                let end = self.plain_end(at);
                self.set(owner, |twig| (twig.form, twig.value) = (Form::Plain, span(at, end)));
                self.rest(end)
            }
        }
    }

    /// What is left of a line, which may be a comment.
    fn rest(&mut self, at: usize) -> usize {
        let mut at = self.blanks(at);
        if self.byte(at) == b'#' {
            at = self.comment(at);
        }
        self.next_line(at)
    }

    /// The end of a text in quotes; it ends with its line if it is not closed before the next text outside.
    pub(super) fn quoted(&self, at: usize, base: u32) -> usize {
        let Some(close) = self.quote_end(at, self.text.len()) else { return self.line_end(at) };
        let mut line = self.next_line(at);
        while line < close {
            if self.leaves(line, base) {
                return self.line_end(at);
            }
            line = self.next_line(line);
        }
        close
    }

    /// Whether the line at an offset is outside of what is indented deeper than `base`. Blank lines leave nothing.
    pub(super) fn leaves(&self, line: usize, base: u32) -> bool {
        let at = self.blanks(line);
        let is_blank = matches!(self.byte(at), b'\n' | b'\r');
        self.is_boundary(line) || (!is_blank && base != NO_COLUMN && column(line, at) <= base)
    }

    fn block(&mut self, at: usize, owner: usize, base: u32) -> usize {
        let mut end = self.line_end(at);
        let mut line = self.next_line(at);
        while line < self.text.len() && !self.leaves(line, base) {
            if !matches!(self.byte(self.blanks(line)), b'\n' | b'\r') {
                end = self.line_end(line);
            }
            line = self.next_line(line);
        }
        self.set(owner, |twig| (twig.form, twig.value) = (Form::Block, span(at, end)));
        line
    }
}

fn column(line: usize, at: usize) -> u32 {
    to_u32(at - line)
}

pub(super) fn span(start: usize, end: usize) -> Span {
    Span::new(to_u32(start), to_u32(end))
}
