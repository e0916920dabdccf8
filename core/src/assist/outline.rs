//! What can be made out of a text line by line, however broken it is: keys, entries of lists and half-typed words, each
//! with what it stands below.
//!
//! This is no YAML parser. It takes indentation at its word, lets whatever is not closed end where a line is indented no
//! deeper than its key, and never fails; [`crate::yaml`] has the last word on what a file says.

mod flow;
mod lines;

use crate::{source::to_u32, span::Span};

/// Keys, entries and words of a text, in its order.
#[derive(Debug)]
pub(super) struct Outline<'a> {
    pub(super) text: &'a str,
    pub(super) twigs: Vec<Twig>,
    /// From `#` to the end of its line.
    comments: Vec<Span>,
    /// Where each further document begins.
    documents: Vec<u32>,
}

/// A key, an entry of a list, or a word that may become either.
#[derive(Debug)]
pub(super) struct Twig {
    pub(super) head: Head,
    /// What it stands below; `None` at the root of its document.
    pub(super) parent: Option<usize>,
    /// Which document, counted from 0.
    pub(super) document: u32,
    /// Bytes before it on its line.
    pub(super) column: u32,
    pub(super) form: Form,
    /// The text of the value on the same line and of what continues it; empty if there is none.
    pub(super) value: Span,
    /// Between brackets, where the separator behind it stands.
    pub(super) end: u32,
    /// Whether it stands between brackets.
    pub(super) in_flow: bool,
}

/// How something begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// A key with its quotes, and the offset of its colon.
    Key(Span, u32),
    /// An entry of a list: its dash, or nothing between brackets.
    Entry(Span),
    /// A text where a key or a value may stand; its value is the text.
    Word,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing on the same line.
    Nothing,
    /// A text that the next lines may continue.
    Plain,
    /// A text in quotes.
    Quoted,
    /// A text behind `|` or `>`.
    Block,
    /// `{…}`; `true` if it is closed.
    Map(bool),
    /// `[…]`; `true` if it is closed.
    List(bool),
}

impl Form {
    /// Whether it is brackets around an offset inside `value`.
    pub(super) const fn holds(self, value: Span, offset: u32) -> bool {
        match self {
            Self::Map(closed) | Self::List(closed) => {
                value.start < offset && (offset < value.end || (!closed && offset == value.end))
            }
            _ => false,
        }
    }
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Entry(usize),
}

impl Twig {
    /// The first byte that is its own.
    pub(super) const fn start(&self) -> u32 {
        match self.head {
            Head::Key(span, _) | Head::Entry(span) => span.start,
            Head::Word => self.value.start,
        }
    }

    pub(super) const fn is_key(&self) -> bool {
        matches!(self.head, Head::Key(..))
    }

    pub(super) const fn is_entry(&self) -> bool {
        matches!(self.head, Head::Entry(_))
    }
}

impl<'a> Outline<'a> {
    /// Goes through a text once.
    pub(super) fn of(text: &'a str) -> Self {
        let mut scan = lines::Scan::new(text);
        scan.run();
        Self { text, twigs: scan.twigs, comments: scan.comments, documents: scan.documents }
    }

    pub(super) fn twig(&self, index: usize) -> Option<&Twig> {
        self.twigs.get(index)
    }

    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Whether an offset stands behind the `#` of a comment.
    pub(super) fn in_comment(&self, offset: u32) -> bool {
        let after = self.comments.partition_point(|comment| comment.start < offset);
        after.checked_sub(1).and_then(|index| self.comments.get(index)).is_some_and(|comment| offset <= comment.end)
    }

    /// The document that an offset belongs to.
    pub(super) fn document_at(&self, offset: u32) -> u32 {
        to_u32(self.documents.partition_point(|start| *start < offset))
    }

    /// The start of the line that holds an offset.
    pub(super) fn line_start(&self, offset: u32) -> u32 {
        let before = self.text.get(..offset as usize).unwrap_or_default();
        before.rfind('\n').map_or(0, |end| to_u32(end + 1))
    }

    /// The end of the line that holds an offset, without its line end.
    pub(super) fn line_end(&self, offset: u32) -> u32 {
        let rest = self.text.get(offset as usize..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        offset + to_u32(line.strip_suffix('\r').unwrap_or(line).len())
    }

    /// Bytes before an offset on its line.
    pub(super) fn column(&self, offset: u32) -> u32 {
        offset - self.line_start(offset)
    }

    /// Whether a document begins or ends on the line at an offset.
    pub(super) fn is_boundary(&self, line: u32) -> bool {
        let rest = self.text.get(line as usize..).unwrap_or_default();
        let mark = rest.strip_prefix("---").or(rest.strip_prefix("..."));
        mark.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
    }

    /// What stands directly below something, in the order of the text.
    pub(super) fn below(&self, parent: Option<usize>, document: u32) -> impl Iterator<Item = (usize, &Twig)> {
        let first = parent.map_or(0, |parent| parent + 1);
        let twigs = self.twigs.iter().enumerate().skip(first);
        twigs.filter(move |(_, twig)| twig.parent == parent && twig.document == document)
    }

    /// The text of a key without its quotes.
    pub(super) fn key(&self, twig: &Twig) -> Option<&'a str> {
        match twig.head {
            Head::Key(span, _) => Some(bare(self.slice(span))),
            _ => None,
        }
    }

    /// The text of a value on one line, without its quotes.
    pub(super) fn scalar(&self, twig: &Twig) -> Option<&'a str> {
        match twig.form {
            Form::Plain | Form::Quoted => Some(bare(self.slice(twig.value))),
            _ => None,
        }
    }

    /// Whether the way to a value is a path, whichever entries it leads through.
    pub(super) fn is_alike(&self, index: usize, path: &[Step]) -> bool {
        let mut next = Some(index);
        for step in path.iter().rev() {
            let Some(twig) = next.and_then(|index| self.twig(index)) else { return false };
            let fits = match step {
                Step::Key(key) => self.key(twig) == Some(key),
                Step::Entry(_) => twig.is_entry(),
            };
            if !fits {
                return false;
            }
            next = twig.parent;
        }
        next.is_none()
    }

    /// What a path of the first document leads to.
    pub(super) fn at(&self, path: &[Step]) -> Option<usize> {
        let mut parent = None;
        for step in path {
            let mut below = self.below(parent, 0);
            let found = match step {
                Step::Key(key) => below.find(|(_, twig)| self.key(twig) == Some(key)),
                Step::Entry(index) => below.filter(|(_, twig)| twig.is_entry()).nth(*index),
            };
            parent = Some(found?.0);
        }
        parent
    }

    /// What some keys of the first document lead to; a key may hold dots itself, and then stands for several.
    pub(super) fn find<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Option<usize> {
        let mut parent = None;
        let mut name = String::new();
        for key in keys {
            if !name.is_empty() {
                name.push('.');
            }
            name.push_str(key);
            if let Some((index, _)) = self.below(parent, 0).find(|(_, twig)| self.key(twig) == Some(&name)) {
                parent = Some(index);
                name.clear();
            }
        }
        parent.filter(|_| name.is_empty())
    }

    /// The value of a key as it is written, a list of texts between brackets, and where that stands.
    pub(super) fn said(&self, index: usize) -> Option<(String, Span)> {
        let twig = self.twig(index)?;
        match twig.form {
            Form::Plain | Form::Quoted => Some((self.scalar(twig)?.to_owned(), twig.value)),
            Form::Map(_) | Form::List(_) => Some((self.slice(twig.value).to_owned(), twig.value)),
            Form::Block => None,
            Form::Nothing => {
                let entries: Vec<_> = self.below(Some(index), twig.document).collect();
                let texts: Option<Vec<_>> = entries.iter().map(|(_, entry)| self.scalar(entry)).collect();
                let texts =
                    texts.filter(|texts| !texts.is_empty() && entries.iter().all(|(_, entry)| entry.is_entry()))?;
                Some((format!("[{}]", texts.join(", ")), self.whole(index)))
            }
        }
    }

    /// From the first byte of something to the last of what stands below it.
    pub(super) fn whole(&self, index: usize) -> Span {
        let twigs = || self.twigs.iter().skip(index);
        let below = twigs().skip(1).take_while(|twig| twig.parent.is_some_and(|parent| parent >= index));
        let end = twigs().take(1).chain(below).map(|twig| twig.value.end).max().unwrap_or_default();
        Span::new(self.twig(index).map_or(end, Twig::start), end)
    }

    /// The way from the root of its document to the value of something.
    pub(super) fn path(&self, index: Option<usize>) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut next = index;
        while let Some((index, twig)) = next.and_then(|index| Some((index, self.twig(index)?))) {
            match twig.head {
                Head::Key(..) => steps.extend(self.key(twig).map(|key| Step::Key(key.to_owned()))),
                Head::Entry(_) => {
                    let earlier = self.below(twig.parent, twig.document).take_while(|(other, _)| *other < index);
                    steps.push(Step::Entry(earlier.filter(|(_, other)| other.is_entry()).count()));
                }
                Head::Word => {}
            }
            next = twig.parent;
        }
        steps.reverse();
        steps
    }
}

/// A scalar without the quotes around it, closed or not.
fn bare(text: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.strip_suffix(quote).unwrap_or(inner);
        }
    }
    text
}

/// A path as people write it: `apps[0].syncPolicy`.
pub(super) fn written(path: &[Step]) -> String {
    let mut out = String::new();
    for step in path {
        match step {
            Step::Key(key) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(key);
            }
            Step::Entry(index) => out.push_str(&format!("[{index}]")),
        }
    }
    out
}
