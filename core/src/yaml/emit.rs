//! Trees to YAML text. Knows no Kubernetes; quotes whatever a YAML 1.1 or 1.2 reader could take for something else.
//!
//! Block style only, two spaces, LF, no anchors, tags or block scalars; a mapping keeps the order of its tree.

use std::borrow::Cow;

use super::scalar::{Reading, reading};
use crate::{
    manifest::{Leaf, LeafValue, Tree},
    origin::Origin,
};

/// The text under construction, and what is said behind each scalar, if anything.
///
/// Lines are begun, not ended: the line before a new one is whole, and [`Emitter::finish`] ends the last.
pub(crate) struct Emitter<'a> {
    out: String,
    comment: Option<&'a dyn Fn(Origin) -> String>,
}

impl<'a> Emitter<'a> {
    /// Plain output, with room for `capacity` bytes.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { out: String::with_capacity(capacity), comment: None }
    }

    /// Output with a comment behind each scalar.
    pub(crate) fn commented(comment: &'a dyn Fn(Origin) -> String) -> Self {
        Self { out: String::new(), comment: Some(comment) }
    }

    /// Bytes so far, once the last line is ended.
    pub(crate) fn length(&self) -> usize {
        self.out.len() + "\n".len()
    }

    /// The text.
    pub(crate) fn finish(mut self) -> String {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }

    /// Begins a document.
    pub(crate) fn document(&mut self) {
        self.out.push_str(if self.out.is_empty() { "---" } else { "\n---" });
    }

    /// `key:` of a mapping that follows, indented by so many spaces.
    pub(crate) fn section(&mut self, key: &str, indent: usize) {
        self.line(indent);
        self.key(key);
    }

    /// `key: value`, indented by so many spaces.
    pub(crate) fn leaf(&mut self, key: &str, leaf: &Leaf, indent: usize) {
        self.section(key, indent);
        self.scalar(&leaf.value, leaf.origin);
    }

    /// `- value`, indented by so many spaces.
    pub(crate) fn entry(&mut self, leaf: &Leaf, indent: usize) {
        self.line(indent);
        self.out.push('-');
        self.scalar(&leaf.value, leaf.origin);
    }

    /// Entries of the document's root.
    pub(crate) fn root(&mut self, entries: &[(Cow<'static, str>, Tree)]) {
        self.map(entries, 0, Start::NewLine);
    }

    fn map(&mut self, entries: &[(Cow<'static, str>, Tree)], indent: usize, mut start: Start) {
        for (key, value) in entries {
            self.start(&mut start, indent);
            self.key(key);
            match value {
                Tree::Map(entries) => self.map(entries, indent + 2, Start::NewLine),
                Tree::List(items) => self.list(items, indent, Start::NewLine),
                Tree::Words(words) => self.words(words, indent, Start::NewLine),
                simple => self.simple(simple),
            }
        }
    }

    fn list(&mut self, items: &[Tree], indent: usize, mut start: Start) {
        for item in items {
            self.start(&mut start, indent);
            self.out.push('-');
            match item {
                Tree::Map(entries) => self.map(entries, indent + 2, Start::SameLine),
                Tree::List(items) => self.list(items, indent + 2, Start::SameLine),
                Tree::Words(words) => self.words(words, indent + 2, Start::SameLine),
                simple => self.simple(simple),
            }
        }
    }

    fn words(&mut self, words: &[&'static str], indent: usize, mut start: Start) {
        for word in words {
            self.start(&mut start, indent);
            self.out.push_str("- ");
            text(word, &mut self.out);
            self.explain(Origin::INHERITED);
        }
    }

    fn key(&mut self, key: &str) {
        text(key, &mut self.out);
        self.out.push(':');
    }

    /// What has no lines of its own.
    fn simple(&mut self, value: &Tree) {
        match value {
            Tree::Leaf(leaf) => return self.scalar(&leaf.value, leaf.origin),
            Tree::EmptyList(_) => self.out.push_str(" []"),
            Tree::EmptyMap(_) | Tree::Absent | Tree::List(_) | Tree::Words(_) | Tree::Map(_) => {
                self.out.push_str(" {}")
            }
        }
        self.explain(value.origin());
    }

    fn scalar(&mut self, value: &LeafValue, origin: Origin) {
        self.out.push(' ');
        match value {
            LeafValue::Text(value) => text(value, &mut self.out),
            LeafValue::Integer(number) => self.out.push_str(&number.to_string()),
            LeafValue::Number(number) => self.out.push_str(number),
            LeafValue::Boolean(flag) => self.out.push_str(if *flag { "true" } else { "false" }),
        }
        self.explain(origin);
    }

    #[inline]
    fn explain(&mut self, origin: Origin) {
        if let Some(comment) = self.comment {
            self.out.push_str("  # ");
            self.out.push_str(&comment(origin));
        }
    }

    /// Goes to where the next key or dash stands.
    fn start(&mut self, start: &mut Start, indent: usize) {
        match std::mem::replace(start, Start::NewLine) {
            Start::SameLine => self.out.push(' '),
            Start::NewLine => self.line(indent),
        }
    }

    /// Begins a line that is indented by so many spaces.
    fn line(&mut self, indent: usize) {
        const LINE: &str = "\n                                        ";
        match LINE.get(..=indent) {
            Some(line) => self.out.push_str(line),
            None => self.out.extend(std::iter::once('\n').chain(std::iter::repeat_n(' ', indent))),
        }
    }
}

/// Where the first entry of a collection stands: behind the dash of the list that holds it, or below.
#[derive(Clone, Copy)]
enum Start {
    SameLine,
    NewLine,
}

/// A string, plain where every reader sees the same string, else in double quotes.
pub(crate) fn text(value: &str, out: &mut String) {
    let needs = needs(value);
    if needs == NOTHING && begins_plain(value) {
        out.push_str(value);
    } else {
        quoted(value, needs, out);
    }
}

/// Of a text that may stand there as it is, unless it begins like something else.
const NOTHING: u8 = 0;
const QUOTES: u8 = 1;
const ESCAPES: u8 = 2;

/// What the bytes of a text need together. One look at each in a table: this runs for every byte of every sync.
fn needs(value: &str) -> u8 {
    value.bytes().fold(NOTHING, |needs, byte| needs | NEEDS.get(usize::from(byte)).copied().unwrap_or(ESCAPES))
}

#[expect(clippy::indexing_slicing, reason = "the build itself makes the table, and would stop")]
static NEEDS: [u8; 256] = {
    let mut table = [ESCAPES; 256];
    let mut byte = b' ';
    while byte <= b'~' {
        table[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'/' | b'-' => NOTHING,
            b'"' | b'\\' => ESCAPES,
            _ => QUOTES,
        };
        byte += 1;
    }
    table
};

/// Whether a text begins like one, and is none of the words that some reader takes for `null`, `true` or `false`: those
/// begin with one of five letters and are no longer than `false`.
fn begins_plain(value: &str) -> bool {
    match value.as_bytes().first() {
        Some(b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'y' | b'Y' | b'o' | b'O') => {
            value.len() > "false".len() || reading(value) == Reading::Text
        }
        Some(first) => first.is_ascii_alphabetic() || matches!(first, b'_' | b'/'),
        None => false,
    }
}

/// JSON's escapes, which every YAML reader shares, and `\u` for what could be invisible.
#[inline(never)]
fn quoted(value: &str, needs: u8, out: &mut String) {
    out.push('"');
    if needs < ESCAPES {
        out.push_str(value);
    } else {
        value.chars().for_each(|character| escaped(character, out));
    }
    out.push('"');
}

fn escaped(character: char, out: &mut String) {
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => {
            out.push_str(&format!("\\u{:04X}", u32::from(character)));
        }
        _ => out.push(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{list, map};

    #[test]
    fn a_document_reads_like_the_api_reference() {
        const WORDS: &[&str] = &["get", "list"];
        let tree = map! {
            "kind" => "X",
            "spec" => map! {
                "podSelector" => map! {},
                "types" => list!["Ingress", "no"],
                "ports" => list![map! { "port" => 53, "protocol" => "UDP" }, map! { "port" => 53 }],
                "deep" => list![list!["a", "b"], list![map! { "k" => list!["v"] }], WORDS],
                "none" => None::<bool>,
            },
        };
        let Tree::Map(entries) = tree else { panic!("a mapping") };
        let mut emitter = Emitter::new(0);
        emitter.document();
        emitter.root(&entries);
        let out = emitter.finish();
        let expected = "---\nkind: X\nspec:\n  podSelector: {}\n  types:\n  - Ingress\n  - \"no\"\n  ports:\n  - port: 53\n    protocol: UDP\n  - port: 53\n  deep:\n  - - a\n    - b\n  - - k:\n      - v\n  - - get\n    - list\n";
        assert_eq!(out, expected);
    }

    #[test]
    fn whatever_could_be_misread_is_quoted() {
        let quoted = |value: &str| {
            let mut out = String::new();
            text(value, &mut out);
            out
        };
        assert_eq!(quoted("kube-system"), "kube-system");
        assert_eq!(quoted("apps/v1"), "apps/v1");
        for value in ["", "yes", "1.10", "null", "a: b", "-x", "---", "a b", "#x", "1Gi", "y"] {
            assert_eq!(quoted(value), format!("\"{value}\""));
        }
        assert_eq!(quoted("a\n---\nb\"\\"), "\"a\\n---\\nb\\\"\\\\\"");
    }

    #[test]
    fn what_nobody_could_see_is_written_in_letters_and_digits() {
        let mut out = String::new();
        text("\t\r\u{0}\u{1B}\u{7F}\u{85}\u{A0}\u{2028}\u{2029}\u{FEFF}\u{FFFE}\u{FFFF}é", &mut out);
        let digits = [
            r"\u0000", r"\u001B", r"\u007F", r"\u0085", "\u{A0}", r"\u2028", r"\u2029", r"\uFEFF", r"\uFFFE", r"\uFFFF",
        ];
        assert_eq!(out, format!("\"\\t\\r{}é\"", digits.concat()));
    }
}
