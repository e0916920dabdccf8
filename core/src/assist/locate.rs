//! Where an offset stands: the way of keys to it, the word around it, and what stands beside it.

use super::outline::{Form, Head, Outline, Step, Twig};
use crate::span::Span;

/// A place at which something may be written.
#[derive(Debug)]
pub(super) struct Place<'a> {
    /// The way to the value that is written here, or to the mapping or list that a key or an entry is written into.
    pub(super) path: Vec<Step>,
    pub(super) role: Role,
    /// The word around the offset; empty where there is none.
    pub(super) replaced: Span,
    /// Keys that stand beside it, without quotes.
    pub(super) keys: Vec<&'a str>,
    /// Texts of the entries that stand beside it, or below it where it is the value of a key.
    pub(super) entries: Vec<&'a str>,
    /// The column of what is written here; behind a key that of what stands on the next line.
    pub(super) column: usize,
    /// Whether it stands between brackets.
    pub(super) in_flow: bool,
    /// Whether a blank separates it from what stands before it, where one has to.
    pub(super) is_apart: bool,
}

impl Place<'_> {
    /// Whether nothing is written here yet.
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.entries.is_empty()
    }
}

/// What may be written at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A key; whether its colon is there already.
    Key { has_colon: bool },
    /// The beginning of a value: a key, an entry or a text, as the table has it.
    Start,
    /// An entry of a list, with its dash.
    Entry,
    /// The value of a key on the same line.
    Behind,
}

/// The place of an offset; `None` where nothing can be written that a table knows of.
pub(super) fn locate<'a>(outline: &Outline<'a>, offset: u32) -> Option<Place<'a>> {
    if outline.in_comment(offset) {
        return None;
    }
    let finder = Finder { outline, offset, document: outline.document_at(offset) };
    let brackets = outline.twigs.iter().enumerate();
    let around = brackets.filter(|(_, twig)| twig.form.holds(twig.value, offset)).max_by_key(|(_, t)| t.value.start);
    match around {
        Some((index, twig)) => finder.between_brackets(index, twig),
        None => finder.in_lines(),
    }
}

struct Finder<'o, 'a> {
    outline: &'o Outline<'a>,
    offset: u32,
    document: u32,
}

impl<'a> Finder<'_, 'a> {
    fn between_brackets(&self, holder: usize, brackets: &Twig) -> Option<Place<'a>> {
        if self.is_outdented(holder) {
            return None;
        }
        let mut below = self.outline.below(Some(holder), brackets.document);
        let Some((index, twig)) = below.find(|(_, twig)| self.offset <= twig.end) else {
            return Some(self.between_separators(holder, brackets));
        };
        if self.offset < twig.start() {
            let gap = self.outline.slice(Span::new(self.offset, twig.start()));
            // Without a separator it would run into what follows.
            return gap.contains(',').then(|| self.between_separators(holder, brackets));
        }
        match twig.head {
            Head::Key(..) => self.at_key(index, twig),
            Head::Word => {
                self.word(twig).map(|word| self.place(Some(holder), Some(index), Role::Key { has_colon: false }, word))
            }
            Head::Entry(_) => self.word(twig).map(|word| self.value(index, twig, Role::Start, word)),
        }
    }

    /// Whether a line between brackets begins here, no deeper than the key that holds them all.
    fn is_outdented(&self, holder: usize) -> bool {
        let mut outermost = self.outline.twig(holder);
        while let Some(inner) = outermost.filter(|twig| twig.in_flow) {
            outermost = inner.parent.and_then(|parent| self.outline.twig(parent));
        }
        let line = self.outline.line_start(self.offset);
        let key = outermost.filter(|twig| twig.head != Head::Word && twig.start() < line);
        let is_first = self.outline.slice(Span::new(line, self.offset)).bytes().all(|byte| byte == b' ');
        key.is_some_and(|key| is_first && self.offset - line <= key.column)
    }

    /// Between brackets, where nothing is written yet.
    fn between_separators(&self, holder: usize, brackets: &Twig) -> Place<'a> {
        let is_list = matches!(brackets.form, Form::List(_));
        let role = if is_list { Role::Start } else { Role::Key { has_colon: false } };
        let mut place = self.place(Some(holder), None, role, Span::at(self.offset));
        if is_list {
            place.path.push(Step::Entry(self.outline.below(Some(holder), brackets.document).count()));
        }
        place
    }

    fn in_lines(&self) -> Option<Place<'a>> {
        let line = self.outline.line_start(self.offset);
        let begun = self.outline.twigs.partition_point(|twig| twig.start() <= self.offset);
        let before = self.outline.twigs.iter().enumerate().take(begun);
        let last = before.rev().find(|(_, twig)| !twig.in_flow).filter(|(_, twig)| twig.document == self.document);
        if let Some((index, twig)) = last.filter(|(_, twig)| twig.start() >= line || self.offset <= twig.value.end) {
            return match twig.head {
                Head::Key(..) => self.at_key(index, twig),
                Head::Entry(dash) => self.at_entry(index, twig, dash),
                Head::Word => self.at_word(index, twig),
            };
        }
        if self.outline.is_boundary(line) || !self.is_blank_line(line) {
            return None;
        }
        self.at_blank(last, self.offset - line)
    }

    /// On a key, or behind its colon.
    fn at_key(&self, index: usize, twig: &Twig) -> Option<Place<'a>> {
        let Head::Key(key, colon) = twig.head else { return None };
        if self.offset <= key.end {
            return Some(self.place(twig.parent, Some(index), Role::Key { has_colon: true }, key));
        }
        if self.offset <= colon {
            return None;
        }
        self.behind(index, twig, colon + 1)
    }

    fn at_entry(&self, index: usize, twig: &Twig, dash: Span) -> Option<Place<'a>> {
        if self.offset < dash.end {
            return None;
        }
        self.behind(index, twig, dash.end)
    }

    /// Behind a colon or a dash on the same line.
    fn behind(&self, index: usize, twig: &Twig, mark: u32) -> Option<Place<'a>> {
        let role = if twig.is_entry() { Role::Start } else { Role::Behind };
        let word = match twig.form {
            Form::Nothing => {
                // Behind a dash, the first key may stand on the same line.
                let next = self.outline.twig(index + 1).filter(|next| next.parent == Some(index) && !twig.in_flow);
                let follows = next.is_some_and(|next| next.start() < self.outline.line_end(self.offset));
                let gap = self.outline.slice(Span::new(mark, self.offset));
                let is_blank = gap.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
                Some(Span::at(self.offset)).filter(|_| is_blank && !follows)?
            }
            Form::Plain | Form::Quoted => self.word(twig)?,
            Form::Block | Form::Map(_) | Form::List(_) => return None,
        };
        Some(Place { is_apart: word.start > mark, ..self.value(index, twig, role, word) })
    }

    /// On a text that stands where a key or a value may.
    fn at_word(&self, index: usize, twig: &Twig) -> Option<Place<'a>> {
        let word = self.word(twig)?;
        let beside = self.outline.below(twig.parent, twig.document).find(|(other, _)| *other != index);
        let role = match beside {
            None => Role::Start,
            Some((_, other)) if other.column != twig.column => return None,
            Some((_, other)) if other.is_entry() => Role::Entry,
            Some((_, other)) if other.is_key() => Role::Key { has_colon: false },
            Some(_) => Role::Start,
        };
        let mut place = self.place(twig.parent, Some(index), role, word);
        place.column = twig.column as usize;
        Some(place)
    }

    /// On a line without a text, in a column.
    fn at_blank(&self, last: Option<(usize, &Twig)>, column: u32) -> Option<Place<'a>> {
        let mut holder = last;
        while let Some((_, twig)) = holder.filter(|(_, twig)| twig.column >= column) {
            holder = twig.parent.and_then(|parent| Some((parent, self.outline.twig(parent)?)));
        }
        let index = holder.map(|(index, _)| index);
        if holder.is_some_and(|(_, twig)| twig.form != Form::Nothing || twig.head == Head::Word) {
            return None;
        }
        let role = match self.outline.below(index, self.document).next() {
            None => Role::Start,
            Some((_, first)) if first.column != column => return None,
            Some((_, first)) if first.is_entry() => Role::Entry,
            Some((_, first)) if first.is_key() => Role::Key { has_colon: false },
            Some((_, first)) if first.form == Form::Plain => Role::Start,
            Some(_) => return None,
        };
        let mut place = self.place(index, None, role, Span::at(self.offset));
        place.column = column as usize;
        Some(place)
    }

    /// A place in a mapping or list; `this` is what is written there already.
    fn place(&self, holder: Option<usize>, this: Option<usize>, role: Role, replaced: Span) -> Place<'a> {
        let beside = || self.outline.below(holder, self.document).filter(|(index, _)| Some(*index) != this);
        Place {
            path: self.outline.path(holder),
            role,
            replaced,
            keys: beside().filter_map(|(_, twig)| self.outline.key(twig)).collect(),
            entries: beside().filter_map(|(_, twig)| self.outline.scalar(twig).filter(|_| twig.is_entry())).collect(),
            column: this.and_then(|this| self.outline.twig(this)).map_or(0, |twig| twig.column as usize),
            in_flow: holder
                .and_then(|holder| self.outline.twig(holder))
                .is_some_and(|twig| twig.in_flow || matches!(twig.form, Form::Map(_) | Form::List(_))),
            is_apart: true,
        }
    }

    /// The place of a value.
    fn value(&self, index: usize, twig: &Twig, role: Role, replaced: Span) -> Place<'a> {
        let below = || self.outline.below(Some(index), twig.document);
        let beside =
            |(other, entry): (usize, &Twig)| self.outline.scalar(entry).filter(|_| entry.is_entry() && other != index);
        let mut entries: Vec<_> = below().filter_map(beside).collect();
        if twig.is_entry() {
            entries.extend(self.outline.below(twig.parent, twig.document).filter_map(beside));
        }
        // Keys of an entry stand behind its dash.
        let own = match twig.head {
            Head::Entry(_) => self.outline.column(replaced.start),
            _ => twig.column + 2,
        };
        let column = below().next().map_or(own, |(_, first)| first.column);
        Place {
            path: self.outline.path(Some(index)),
            role,
            replaced,
            keys: below().filter_map(|(_, twig)| self.outline.key(twig)).collect(),
            entries,
            column: column as usize,
            in_flow: twig.in_flow,
            is_apart: true,
        }
    }

    /// The text of something on one line, if the offset touches it.
    fn word(&self, twig: &Twig) -> Option<Span> {
        let is_text = matches!(twig.form, Form::Plain | Form::Quoted);
        let is_short = || !self.outline.slice(twig.value).contains('\n');
        Some(twig.value).filter(|value| is_text && value.touches(self.offset) && is_short())
    }

    /// Whether nothing but blanks, or a comment behind the offset, stands on a line.
    fn is_blank_line(&self, line: u32) -> bool {
        let text = self.outline.slice(Span::new(line, self.outline.line_end(line)));
        let before = text.get(..(self.offset - line) as usize).unwrap_or("-");
        let blank = |text: &str| text.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
        blank(before) && blank(text.get(before.len()..).unwrap_or_default().split('#').next().unwrap_or_default())
    }
}
