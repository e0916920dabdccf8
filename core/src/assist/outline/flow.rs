//! Flow style: what stands between brackets.

use super::{
    Form, Head,
    lines::{MAX_DEPTH, Scan, span},
};
use crate::source::to_u32;

/// Brackets that are not closed yet.
struct Open {
    owner: usize,
    is_list: bool,
    /// What stands behind the last separator, if anything.
    current: Option<usize>,
}

impl Scan<'_> {
    /// Reads from an opening bracket on, which is the value of `owner`, and answers where it ends. Lines that are indented no
    /// deeper than `base` close what is open, unless they begin with a closing bracket.
    pub(super) fn flow(&mut self, start: usize, owner: usize, base: u32) -> usize {
        let mut open = vec![self.bracket(start, owner)];
        let mut at = start + 1;
        loop {
            let depth = open.len();
            let Some(inner) = open.last_mut() else { return at };
            at = self.blanks(at);
            if at >= self.text.len() {
                break;
            }
            let current = inner.current;
            match self.byte(at) {
                b'\r' => at += 1,
                b'\n' => {
                    let line = at + 1;
                    let closes = matches!(self.byte(self.blanks(line)), b']' | b'}' | b',');
                    if self.leaves(line, base) && !closes {
                        break;
                    }
                    at = line;
                }
                b'#' => at = self.comment(at),
                b',' => {
                    inner.current = None;
                    self.ends(current, at);
                    at += 1;
                }
                b']' | b'}' => {
                    let (owner, is_list) = (inner.owner, inner.is_list);
                    open.pop();
                    self.ends(current, at);
                    at += 1;
                    let form = if is_list { Form::List(true) } else { Form::Map(true) };
                    self.set(owner, |twig| (twig.form, twig.value.end) = (form, to_u32(at)));
                }
                b'[' | b'{' if depth < MAX_DEPTH => {
                    let owner = match current.filter(|current| self.waits(*current)) {
                        Some(current) => current,
                        None => self.child(inner, at),
                    };
                    open.push(self.bracket(at, owner));
                    at += 1;
                }
                _ => at = self.token(at, base, inner),
            }
        }
        for inner in open {
            self.ends(inner.current, at);
            self.set(inner.owner, |twig| twig.value.end = to_u32(at));
        }
        at
    }

    fn bracket(&mut self, at: usize, owner: usize) -> Open {
        let is_list = self.byte(at) == b'[';
        let form = if is_list { Form::List(false) } else { Form::Map(false) };
        self.set(owner, |twig| (twig.form, twig.value) = (form, span(at, at + 1)));
        Open { owner, is_list, current: None }
    }

    /// Whether something has no value yet.
    fn waits(&self, index: usize) -> bool {
        self.twigs.get(index).is_some_and(|twig| twig.form == Form::Nothing)
    }

    fn ends(&mut self, index: Option<usize>, at: usize) {
        if let Some(index) = index {
            self.set(index, |twig| twig.end = to_u32(at));
        }
    }

    /// What begins at an offset between the brackets: an entry of a list, a word of a mapping.
    fn child(&mut self, inner: &mut Open, at: usize) -> usize {
        let head = if inner.is_list { Head::Entry(span(at, at)) } else { Head::Word };
        let index = self.push(head, Some(inner.owner), 0, true);
        inner.current = Some(index);
        index
    }

    /// A key with its colon, or a text.
    fn token(&mut self, at: usize, base: u32, inner: &mut Open) -> usize {
        let is_quoted = matches!(self.byte(at), b'"' | b'\'');
        let end = if is_quoted { self.quoted(at, base) } else { self.flow_plain_end(at) };
        if end == at {
            return at + 1;
        }
        let colon = self.blanks(end);
        let is_colon = self.byte(colon) == b':' && (is_quoted || self.ends_flow_word(colon + 1));
        if is_colon && inner.current.is_none() {
            let head = Head::Key(span(at, end), to_u32(colon));
            inner.current = Some(self.push(head, Some(inner.owner), 0, true));
            return colon + 1;
        }
        let owner = match inner.current.filter(|current| self.waits(*current)) {
            Some(current) => current,
            None if inner.current.is_some() => return end,
            None => self.child(inner, at),
        };
        let form = if is_quoted { Form::Quoted } else { Form::Plain };
        self.set(owner, |twig| (twig.form, twig.value) = (form, span(at, end)));
        end
    }

    /// The end of a plain text between brackets, without the blanks behind it.
    fn flow_plain_end(&self, at: usize) -> usize {
        let mut next = at;
        loop {
            match self.byte(next) {
                b'\n' | b'\r' | b',' | b'[' | b']' | b'{' | b'}' => break,
                b':' if self.ends_flow_word(next + 1) => break,
                b'#' if next > at && matches!(self.byte(next - 1), b' ' | b'\t') => break,
                _ => next += 1,
            }
        }
        at + self.text.get(at..next).unwrap_or_default().trim_end_matches([' ', '\t']).len()
    }

    fn ends_flow_word(&self, at: usize) -> bool {
        matches!(self.byte(at), b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | b'{' | b'}')
    }
}
