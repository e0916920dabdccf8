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

    /// Bytes so far.
    pub(crate) fn length(&self) -> usize {
        self.out.len()
    }

    /// The text.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// Begins a document.
    pub(crate) fn document(&mut self) {
        self.out.push_str("---\n");
    }

    /// Writes entries of the document's root.
    pub(crate) fn root(&mut self, entries: &[(Cow<'static, str>, Tree)]) {
        for (key, value) in entries {
            self.pair(key, value, 0);
        }
    }

    /// `key: value`, where the cursor already stands at the key's column.
    fn pair(&mut self, key: &str, value: &Tree, indent: usize) {
        text(key, &mut self.out);
        self.out.push(':');
        match value {
            Tree::Map(entries) => {
                self.out.push('\n');
                for (key, value) in entries {
                    spaces(indent + 2, &mut self.out);
                    self.pair(key, value, indent + 2);
                }
            }
            Tree::List(items) => {
                self.out.push('\n');
                for item in items {
                    spaces(indent, &mut self.out);
                    self.item(item, indent);
                }
            }
            simple => {
                self.out.push(' ');
                self.scalar(simple);
            }
        }
    }

    /// `- value`, where the cursor already stands at the dash's column.
    fn item(&mut self, value: &Tree, indent: usize) {
        self.out.push_str("- ");
        match value {
            Tree::Map(entries) => {
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        spaces(indent + 2, &mut self.out);
                    }
                    self.pair(key, value, indent + 2);
                }
            }
            Tree::List(items) => {
                for (index, inner) in items.iter().enumerate() {
                    if index > 0 {
                        spaces(indent + 2, &mut self.out);
                    }
                    self.item(inner, indent + 2);
                }
            }
            simple => self.scalar(simple),
        }
    }

    /// `key:` of a mapping that follows, indented by so many spaces.
    pub(crate) fn section(&mut self, key: &str, indent: usize) {
        spaces(indent, &mut self.out);
        text(key, &mut self.out);
        self.out.push_str(":\n");
    }

    /// `key: value`, indented by so many spaces.
    pub(crate) fn leaf(&mut self, key: &str, leaf: &Leaf, indent: usize) {
        spaces(indent, &mut self.out);
        text(key, &mut self.out);
        self.out.push_str(": ");
        self.value(leaf);
    }

    /// `- value`, indented by so many spaces.
    pub(crate) fn entry(&mut self, leaf: &Leaf, indent: usize) {
        spaces(indent, &mut self.out);
        self.out.push_str("- ");
        self.value(leaf);
    }

    /// A scalar and its line end: every leaf has a line of its own.
    fn scalar(&mut self, tree: &Tree) {
        match tree {
            Tree::Leaf(leaf) => return self.value(leaf),
            Tree::EmptyList(_) => self.out.push_str("[]"),
            Tree::EmptyMap(_) | Tree::Absent | Tree::List(_) | Tree::Map(_) => self.out.push_str("{}"),
        }
        self.end(tree.origin());
    }

    fn value(&mut self, leaf: &Leaf) {
        match &leaf.value {
            LeafValue::Text(value) => text(value, &mut self.out),
            LeafValue::Integer(number) => self.out.push_str(&number.to_string()),
            LeafValue::Number(number) => self.out.push_str(number),
            LeafValue::Boolean(flag) => self.out.push_str(if *flag { "true" } else { "false" }),
        }
        self.end(leaf.origin);
    }

    fn end(&mut self, origin: Origin) {
        if let Some(comment) = self.comment {
            self.out.push_str("  # ");
            self.out.push_str(&comment(origin));
        }
        self.out.push('\n');
    }
}

/// A string, plain where every reader sees the same string, else in double quotes.
pub(crate) fn text(value: &str, out: &mut String) {
    if is_plain(value) {
        out.push_str(value);
    } else {
        quoted(value, out);
    }
}

fn is_plain(value: &str) -> bool {
    let first = value.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'/');
    let rest = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-');
    first && value.bytes().all(rest) && (value.len() > LONGEST_WORD || reading(value) == Reading::Text)
}

/// No word beginning with a letter that a reader could misread is longer than `false`.
const LONGEST_WORD: usize = 5;

/// JSON's escapes, which every YAML reader shares, and `\u` for what could be invisible.
fn quoted(value: &str, out: &mut String) {
    out.push('"');
    if value.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\') {
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

fn spaces(count: usize, out: &mut String) {
    const BLANK: &str = "                                ";
    let mut left = count;
    while left > BLANK.len() {
        out.push_str(BLANK);
        left -= BLANK.len();
    }
    out.push_str(BLANK.get(..left).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{list, map};

    #[test]
    fn a_document_reads_like_the_api_reference() {
        let tree = map! {
            "kind" => "X",
            "spec" => map! {
                "podSelector" => map! {},
                "types" => list!["Ingress", "no"],
                "ports" => list![map! { "port" => 53, "protocol" => "UDP" }, map! { "port" => 53 }],
                "deep" => list![list!["a", "b"], list![map! { "k" => list!["v"] }]],
                "none" => None::<bool>,
            },
        };
        let Tree::Map(entries) = tree else { panic!("a mapping") };
        let mut emitter = Emitter::new(0);
        emitter.document();
        emitter.root(&entries);
        let out = emitter.finish();
        let expected = "---\nkind: X\nspec:\n  podSelector: {}\n  types:\n  - Ingress\n  - \"no\"\n  ports:\n  - port: 53\n    protocol: UDP\n  - port: 53\n  deep:\n  - - a\n    - b\n  - - k:\n      - v\n";
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
}
