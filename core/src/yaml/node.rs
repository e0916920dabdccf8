//! The node tree: what stands in a file, and where.

use crate::span::{Span, Spanned};

/// A value with its place.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// What a value is, before anybody asks what it means.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A scalar with its escapes resolved.
    Scalar(String, Style),
    /// A list.
    List(Vec<Node>),
    /// A mapping in the order of the file. The flag says that a part of it could not be read,
    /// so that an absent key is no finding.
    Map(Vec<Entry>, Completeness),
    /// `key:` with nothing behind it, `~` or `null`.
    Null,
    /// Something already reported; readers pass over it in silence.
    Invalid,
}

/// Whether a mapping was read whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Completeness {
    Whole,
    Partial,
}

/// How a scalar was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Quoted,
    Block,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: Spanned<String>,
    pub(crate) value: Node,
}

impl Node {
    pub(crate) const fn new(span: Span, value: Value) -> Self {
        Self { span, value }
    }

    /// The entries of a mapping; none for anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries, _) => entries,
            _ => &[],
        }
    }

    /// The entries of a list; none for anything else.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The entry of a key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.value == key)
    }

    /// The value of a key, if it is there and valid.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value).filter(|node| node.is_valid())
    }

    /// Whether nothing was reported about this value itself.
    pub(crate) const fn is_valid(&self) -> bool {
        !matches!(self.value, Value::Invalid | Value::Null)
    }

    /// Whether it is a mapping of which a part could not be read.
    pub(crate) const fn is_partial(&self) -> bool {
        matches!(self.value, Value::Invalid | Value::Map(_, Completeness::Partial))
    }

    /// Whether it is `{}`, as it stands in the file.
    pub(crate) fn is_empty_mapping(&self) -> bool {
        matches!(&self.value, Value::Map(entries, Completeness::Whole) if entries.is_empty())
    }

    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    /// The text of a scalar with its place.
    pub(crate) fn spanned(&self) -> Option<Spanned<String>> {
        self.text().map(|text| Spanned::new(text.to_owned(), self.span))
    }

    /// A boolean, once the shape was checked.
    pub(crate) fn boolean(&self) -> Option<Spanned<bool>> {
        self.text().map(|text| Spanned::new(text == "true", self.span))
    }
}
