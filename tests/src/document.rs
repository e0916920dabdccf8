//! A YAML document as a tree, and the many ways in which people write one down.
//!
//! It knows nothing of the compiler: it is the other side of "what is written is what is read".

mod hand;
mod read;

pub use hand::{Hand, double};

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A mapping in order.
    Map(Vec<(String, Node)>),
    /// A list.
    List(Vec<Node>),
    /// A text: quoted wherever a reader could take it for something else.
    Text(String),
    /// A number, boolean or amount that may stand without quotes, and must where it is a boolean or belongs to free values.
    Bare(String),
    /// The same, in quotes or without.
    Amount(String),
}

impl Node {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// `true` or `false`.
    #[must_use]
    pub fn flag(flag: bool) -> Self {
        Self::Bare(flag.to_string())
    }

    /// A mapping.
    #[must_use]
    pub fn map<const N: usize>(entries: [(&str, Node); N]) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// A mapping of what is there.
    #[must_use]
    pub fn map_of<const N: usize>(entries: [(&str, Option<Node>); N]) -> Self {
        Self::Map(entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
    }

    /// The same, and nothing if nothing is there.
    #[must_use]
    pub fn some_map<const N: usize>(entries: [(&str, Option<Node>); N]) -> Option<Self> {
        match Self::map_of(entries) {
            Self::Map(entries) if entries.is_empty() => None,
            map => Some(map),
        }
    }

    /// A list of texts.
    #[must_use]
    pub fn texts(texts: impl IntoIterator<Item = String>) -> Self {
        Self::List(texts.into_iter().map(Self::Text).collect())
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value of a key, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        match self {
            Self::Map(entries) => entries.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Takes a key out of a mapping.
    pub fn remove(&mut self, key: &str) {
        if let Self::Map(entries) = self {
            entries.retain(|(name, _)| name != key);
        }
    }

    /// Every text, number, `[]` and `{}` below, with the keys that lead there.
    #[must_use]
    pub fn scalars(&self) -> Vec<(String, &Self)> {
        let mut found = Vec::new();
        self.collect("", &mut found);
        found
    }

    fn collect<'a>(&'a self, path: &str, found: &mut Vec<(String, &'a Self)>) {
        match self {
            Self::Map(entries) if !entries.is_empty() => {
                entries.iter().for_each(|(key, value)| value.collect(&format!("{path}/{key}"), found));
            }
            Self::List(items) if !items.is_empty() => {
                items.iter().for_each(|item| item.collect(&format!("{path}/-"), found));
            }
            _ => found.push((path.to_owned(), self)),
        }
    }
}
