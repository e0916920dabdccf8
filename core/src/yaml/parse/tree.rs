//! The parser's events to a tree.
//!
//! Events are consumed one by one with our own limits, because the parser's tree loader recurses without one.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::{lexical, syntax};
use crate::{
    diagnostic::{Sink, language},
    source::{Keys, to_u32},
    span::{Span, Spanned},
    yaml::{
        MAX_DEPTH, MAX_NODES,
        node::{Completeness, Entry, Node, Style, Value},
        scalar::{Reading, reading},
    },
};

/// Longest key, in characters: readers want a `:` at most 1,024 characters behind the beginning of a key, and some characters
/// become longer when they are written.
const LONGEST_KEY: usize = 256;

/// What may stand behind a value without belonging to it; other blanks, such as a wide one, are text.
const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

/// The tree under construction.
pub(super) struct Tree<'a> {
    pub(super) source: &'a str,
    /// Byte offset of each character, where the text is not plain ASCII.
    offsets: Option<Vec<u32>>,
    stack: Vec<Frame>,
    pub(super) root: Option<Node>,
    nodes: usize,
    /// End of the last scalar, where the header of a block scalar is looked for.
    last_end: u32,
    /// Spans of quoted and block scalars, in which `#` starts no comment.
    pub(super) opaque: Vec<Span>,
    /// Character index of an alias without an anchor.
    pub(super) unknown_alias: Option<usize>,
    /// Where each key stands, also those that are written twice.
    pub(super) keys: Keys,
    /// Where the text stopped being YAML.
    pub(super) broken_at: Option<(u32, ScanError)>,
}

/// A list or mapping that is not closed yet.
struct Frame {
    start: u32,
    kind: FrameKind,
    tagged: bool,
    /// What was noted down in [`Tree::keys`] before the entry or item that is being read.
    mark: usize,
    /// Where the last entry ends, also one that is dropped.
    last_end: Option<u32>,
}

enum FrameKind {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: PendingKey, completeness: Completeness },
}

/// Where a mapping stands between a key and its value.
enum PendingKey {
    None,
    Some(Spanned<String>),
    /// A key that was there before: its value is read and dropped.
    Duplicate(Spanned<String>),
    /// A key that is not a text: its value is read and dropped.
    Dropped,
}

impl<'a> Tree<'a> {
    pub(super) fn read(text: &lexical::Cleaned<'_>, source: &'a str, sink: &mut Sink) -> Self {
        let mut tree = Tree {
            source,
            offsets: text.offsets(source),
            stack: Vec::new(),
            root: None,
            nodes: 0,
            last_end: 0,
            opaque: Vec::new(),
            unknown_alias: None,
            keys: Keys::default(),
            broken_at: None,
        };
        let mut found = Sink::new(&sink.source);
        tree.consume(text.text(), &mut found);
        if tree.unknown_alias.is_none() {
            sink.absorb(found);
        }
        tree
    }

    fn consume(&mut self, text: &str, sink: &mut Sink) {
        let mut documents = 0;
        for event in Parser::new_from_str(text) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    if error.info().contains("unknown anchor") {
                        self.unknown_alias = Some(error.marker().index());
                    } else {
                        let at = self.byte(error.marker().index());
                        self.distrust_last(at);
                        self.broken_at = Some((at, error));
                    }
                    self.close_everything();
                    return;
                }
            };
            let span = Span::new(self.byte(span.start.index()), self.byte(span.end.index()));
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents == 1 {
                        self.report_early_end(span.start, sink);
                    }
                    if documents > 1 {
                        sink.report(
                            language::DOCUMENTS,
                            self.document_start(span.start),
                            "a second document starts here",
                        )
                        .help("keep one document in a file and remove the rest");
                        // What the first document lacks may stand in the second.
                        if let Some(Node { value: Value::Map(_, completeness), .. }) = &mut self.root {
                            *completeness = Completeness::Partial;
                        }
                        return;
                    }
                }
                Event::Scalar(value, style, anchor, tag) => {
                    let span = self.scalar_span(span, style);
                    self.decorated(span, anchor, tag.is_some(), sink);
                    let misread = if style == ScalarStyle::Plain { self.misread(&value) } else { None };
                    let value = if tag.is_some() {
                        Value::Invalid
                    } else if let Some(what) = misread {
                        sink.report(language::SYNTAX, span, what).help("put the text in quotes");
                        Value::Invalid
                    } else {
                        self.scalar(value.into_owned(), style, span, sink)
                    };
                    self.add(Node::new(span, value), span, sink);
                    self.last_end = span.end;
                }
                Event::Alias(_) => {
                    sink.report(language::ANCHOR, span, format!("alias `{}`", self.slice(span)))
                        .help("write the value out");
                    self.add(Node::new(span, Value::Invalid), span, sink);
                    self.last_end = span.end;
                }
                Event::SequenceStart(anchor, tag) => {
                    self.decorated(span, anchor, tag.is_some(), sink);
                    self.open(span.start, FrameKind::List(Vec::new()), tag.is_some());
                }
                Event::MappingStart(anchor, tag) => {
                    self.decorated(span, anchor, tag.is_some(), sink);
                    let kind = FrameKind::Map {
                        entries: Vec::new(),
                        key: PendingKey::None,
                        completeness: Completeness::Whole,
                    };
                    self.open(span.start, kind, tag.is_some());
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span.end, sink),
                Event::StreamEnd if documents == 0 => self.report_early_end(to_u32(self.source.len()), sink),
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
            if self.stack.len() > MAX_DEPTH || self.nodes > MAX_NODES {
                let what = if self.nodes > MAX_NODES {
                    format!("more than {MAX_NODES} keys and values")
                } else {
                    format!("nested deeper than {MAX_DEPTH} levels")
                };
                sink.report(language::TOO_LARGE, Span::new(span.start, span.start.max(span.end)), what)
                    .help("remove what does not belong in this file");
                self.close_everything();
                return;
            }
        }
    }

    fn byte(&self, character: usize) -> u32 {
        match &self.offsets {
            None => to_u32(character),
            Some(offsets) => offsets.get(character).copied().unwrap_or(to_u32(self.source.len())),
        }
    }

    /// Other readers do not take the end of a document that has not begun.
    fn report_early_end(&self, start: u32, sink: &mut Sink) {
        let before = self.source.get(..start as usize).unwrap_or_default();
        let mut lines = before.split_inclusive('\n').scan(0, |next, line| {
            let at = *next;
            *next += line.len();
            Some((at, line))
        });
        if let Some((at, _)) = lines.find(|(_, line)| line.starts_with("...")) {
            let span = Span::new(to_u32(at), to_u32(at + 3));
            sink.report(language::SYNTAX, span, "`...` ends a document that has not begun").help("remove this line");
        }
    }

    /// The `---` of a document, or its first line where `...` before it was enough.
    fn document_start(&self, start: u32) -> Span {
        let line = self.source.get(start as usize..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let length = if line.starts_with("---") { 3 } else { line.trim_end().len() };
        Span::new(start, start + to_u32(length))
    }

    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.source.get(span.range()).unwrap_or_default()
    }

    /// Reports an anchor or a tag in front of a value.
    fn decorated(&self, span: Span, anchor: usize, tagged: bool, sink: &mut Sink) {
        let mut point = |mark: char, code, what: &str| {
            // A collection's own mark may stand behind its anchor, so look back from the first byte after the mark.
            let from = self.source.get(..span.start as usize + 1).unwrap_or(self.source);
            let inside = self.slice(span).find(mark).map(|at| span.start as usize + at);
            let Some(at) = inside.filter(|_| span.end > span.start).or_else(|| from.rfind(mark)) else { return };
            let rest = self.source.get(at..).unwrap_or_default();
            let length = rest.find([' ', '\n', '\r', ',', ']', '}']).unwrap_or(rest.len());
            let mark = Span::new(to_u32(at), to_u32(at + length));
            sink.report(code, mark, format!("{what} `{}`", self.slice(mark))).help("remove it and write the value out");
        };
        if anchor > 0 {
            point('&', language::ANCHOR, "anchor");
        }
        if tagged {
            point('!', language::TAG, "tag");
        }
    }

    /// The parser lets quoted scalars end behind their comment and block scalars begin at their content.
    fn scalar_span(&mut self, span: Span, style: ScalarStyle) -> Span {
        let span = match style {
            ScalarStyle::Plain => {
                let text = self.slice(span);
                let end = span.start + to_u32(text.trim_end_matches(BLANK).len());
                // An anchor or a tag stands inside the span; the value is what follows it.
                Span::new(span.start, end)
            }
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => syntax::quoted_span(self.source, span),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let header = self.source.get(self.last_end as usize..span.start as usize).unwrap_or_default();
                let start = header.find(['|', '>']).map_or(span.start, |at| self.last_end + to_u32(at));
                let end = span.start + to_u32(self.slice(span).trim_end_matches(BLANK).len());
                Span::new(start, end.max(start + 1))
            }
        };
        if style != ScalarStyle::Plain {
            self.opaque.push(span);
        }
        span
    }

    /// What other readers do not take of a plain text between brackets; the parser does.
    fn misread(&self, text: &str) -> Option<&'static str> {
        let opening = self.stack.last().and_then(|frame| self.source.as_bytes().get(frame.start as usize));
        if !matches!(opening, Some(b'[' | b'{')) {
            None
        } else if text.starts_with(['|', '>', '?', ':']) {
            Some("a character that can't begin a value")
        } else {
            text.contains(":?").then_some("`:?` between brackets")
        }
    }

    fn scalar(&self, text: String, style: ScalarStyle, span: Span, sink: &mut Sink) -> Value {
        if style == ScalarStyle::DoubleQuoted && self.slice(span).contains('\\') {
            let mut clean = true;
            for (escape, character) in syntax::refused_escapes(self.source, span) {
                lexical::report_character(character, escape, sink);
                clean = false;
            }
            if !clean {
                return Value::Invalid;
            }
        }
        match style {
            ScalarStyle::Plain if reading(&text) == Reading::Null => Value::Null,
            ScalarStyle::Plain => Value::Scalar(text, Style::Plain),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Value::Scalar(text, Style::Quoted),
            ScalarStyle::Literal | ScalarStyle::Folded => Value::Scalar(text, Style::Block),
        }
    }

    fn open(&mut self, start: u32, kind: FrameKind, tagged: bool) {
        self.nodes += 1;
        self.stack.push(Frame { start, kind, tagged, mark: self.keys.mark(), last_end: None });
    }

    fn close(&mut self, end: u32, sink: &mut Sink) {
        let Some(frame) = self.stack.pop() else { return };
        let (value, last) = match frame.kind {
            FrameKind::List(items) => {
                let last = items.last().map(|item| item.span.end);
                (Value::List(items), last)
            }
            FrameKind::Map { entries, completeness, .. } => {
                let last = entries.last().map(|entry| entry.value.span.end.max(entry.key.span.end));
                (Value::Map(entries, completeness), last)
            }
        };
        // A block collection ends with its last entry; a flow collection ends with its bracket.
        let flow = self.source.get(frame.start as usize..).is_some_and(|rest| rest.starts_with(['[', '{']));
        let span =
            |last: Option<u32>| Span::new(frame.start, if flow { end } else { last.unwrap_or(end).max(frame.start) });
        let value = if frame.tagged {
            self.forget_keys();
            Value::Invalid
        } else {
            value
        };
        self.nodes -= 1; // `add` counts it again
        self.add(Node::new(span(last), value), span(frame.last_end), sink);
    }

    /// Takes back the keys of the collection that was taken off the stack.
    fn forget_keys(&mut self) {
        self.keys.forget(self.stack.last().map_or(0, |frame| frame.mark));
    }

    /// Puts a finished node into the innermost open collection. `whole` is its place with all that was dropped from it.
    fn add(&mut self, node: Node, whole: Span, sink: &mut Sink) {
        self.nodes += 1;
        let Some(Frame { kind, mark, last_end, .. }) = self.stack.last_mut() else {
            self.root = Some(node);
            return;
        };
        match kind {
            FrameKind::List(items) => {
                self.keys.item(*mark, items.len(), whole);
                *last_end = Some(whole.end);
                items.push(node);
            }
            FrameKind::Map { entries, key, completeness } => match std::mem::replace(key, PendingKey::None) {
                PendingKey::Some(key) => {
                    self.keys.entry(*mark, self.source, &key, whole);
                    *last_end = Some(whole.end.max(key.span.end));
                    entries.push(Entry { key, value: node });
                }
                PendingKey::Duplicate(key) => {
                    self.keys.entry(*mark, self.source, &key, whole);
                    *last_end = Some(whole.end.max(key.span.end));
                }
                PendingKey::Dropped => self.keys.forget(*mark),
                PendingKey::None => {
                    self.keys.forget(*mark);
                    *key = Self::key(node, entries, completeness, sink);
                }
            },
        }
        *mark = self.keys.mark();
    }

    fn key(node: Node, entries: &mut [Entry], completeness: &mut Completeness, sink: &mut Sink) -> PendingKey {
        let span = node.span;
        let text = match node.value {
            // Such a key becomes the text that its reader makes of what it takes the key for: `true`, `1`.
            Value::Scalar(text, Style::Plain)
                if matches!(reading(&text), Reading::Ambiguous | Reading::Decimal) && text != "<<" =>
            {
                *completeness = Completeness::Partial;
                let quoted = format!("\"{text}\"");
                sink.report(language::KEY, span, format!("readers of YAML disagree about what the key `{text}` is"))
                    .help(format!("quote it: `{quoted}`"))
                    .fix(format!("write `{quoted}`"), span, quoted);
                return PendingKey::Dropped;
            }
            Value::Scalar(text, _) => text,
            Value::Invalid => {
                *completeness = Completeness::Partial;
                return PendingKey::Dropped;
            }
            Value::Null | Value::List(_) | Value::Map(..) => {
                *completeness = Completeness::Partial;
                sink.report(language::KEY, span, "a key must be a text").help("write a name before the `:`");
                return PendingKey::Dropped;
            }
        };
        let length = text.chars().count();
        if length > LONGEST_KEY {
            *completeness = Completeness::Partial;
            let message = format!("a key of {length} characters, where {LONGEST_KEY} is the most");
            sink.report(language::TOO_LARGE, span, message).help("shorten it");
            return PendingKey::Dropped;
        }
        if text == "<<" {
            sink.report(language::ANCHOR, span, "merge key `<<`").help("write the keys out");
            *completeness = Completeness::Partial;
            return PendingKey::Dropped;
        }
        if let Some(first) = entries.iter_mut().find(|entry| entry.key.value == text) {
            sink.report(crate::diagnostic::shape::DUPLICATE_KEY, span, format!("`{text}` is written twice"))
                .see(first.key.span, "first written here")
                .help("keep one of the two");
            // Half a repetition, such as a line that stands there twice, is one mistake.
            if matches!(first.value.value, Value::Null) {
                first.value.value = Value::Invalid;
            }
            return PendingKey::Duplicate(Spanned::new(text, span));
        }
        PendingKey::Some(Spanned::new(text, span))
    }

    /// What ends right before a fatal error may go on behind it: a text becomes unreadable, a collection partial.
    fn distrust_last(&mut self, at: u32) {
        let last = match self.stack.last_mut().map(|frame| &mut frame.kind) {
            None => self.root.as_mut(),
            Some(FrameKind::List(items)) => items.last_mut(),
            Some(FrameKind::Map { entries, key: PendingKey::None, .. }) => {
                entries.last_mut().map(|entry| &mut entry.value)
            }
            Some(FrameKind::Map { .. }) => None,
        };
        let Some(last) = last else { return };
        match last.value {
            Value::Scalar(_, Style::Plain) if last.span.end == at => last.value = Value::Invalid,
            _ => distrust(last),
        }
    }

    /// After a fatal error: what was complete stays, what was open is passed over by later checks.
    fn close_everything(&mut self) {
        while let Some(frame) = self.stack.pop() {
            let span = Span::new(frame.start, frame.start);
            let value = match frame.kind {
                FrameKind::Map { mut entries, key, .. } if self.stack.is_empty() => {
                    if let PendingKey::Some(key) | PendingKey::Duplicate(key) = &key {
                        self.keys.entry(frame.mark, self.source, key, key.span);
                    }
                    if let PendingKey::Some(key) = key {
                        let value = Node::new(key.span, Value::Invalid);
                        entries.push(Entry { key, value });
                    }
                    Value::Map(entries, Completeness::Partial)
                }
                _ => {
                    self.forget_keys();
                    Value::Invalid
                }
            };
            let node = Node::new(span, value);
            match self.stack.last_mut() {
                None => self.root = Some(node),
                Some(Frame { kind: FrameKind::List(items), .. }) => items.push(node),
                Some(Frame { kind: FrameKind::Map { entries, key, .. }, mark, .. }) => {
                    let key = std::mem::replace(key, PendingKey::None);
                    if let PendingKey::Some(key) | PendingKey::Duplicate(key) = &key {
                        self.keys.entry(*mark, self.source, key, span);
                    }
                    if let PendingKey::Some(key) = key {
                        entries.push(Entry { key, value: node });
                    }
                }
            }
        }
    }
}

/// The collections that end where `node` ends.
fn distrust(node: &mut Node) {
    match &mut node.value {
        Value::Map(entries, completeness) => {
            *completeness = Completeness::Partial;
            if let Some(entry) = entries.last_mut() {
                distrust(&mut entry.value);
            }
        }
        Value::List(items) => {
            if let Some(item) = items.last_mut() {
                distrust(item);
            }
        }
        Value::Null => node.value = Value::Invalid,
        Value::Scalar(..) | Value::Invalid => {}
    }
}
