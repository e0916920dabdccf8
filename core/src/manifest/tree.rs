//! Trees of Kubernetes values, and the two macros that resource rooms are written with.

use std::borrow::Cow;

use smol_str::SmolStr;

use crate::origin::{Origin, Sourced};

/// A value inside an object.
#[derive(Debug, Clone)]
pub enum Tree {
    /// A scalar.
    Leaf(Leaf),
    /// A list with at least one entry.
    List(Vec<Tree>),
    /// A list of texts that never differ, with at least one entry.
    Words(Cow<'static, [&'static str]>),
    /// A mapping with at least one entry, in the order in which it is emitted.
    Map(Vec<(Cow<'static, str>, Tree)>),
    /// `[]`.
    EmptyList(Origin),
    /// `{}`.
    EmptyMap(Origin),
    /// A field that is not there; mappings and lists leave it out.
    Absent,
}

/// A scalar with its origin.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// The scalar.
    pub value: LeafValue,
    /// Where it came from.
    pub origin: Origin,
}

/// What kind of scalar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeafValue {
    /// A string.
    Text(SmolStr),
    /// An integer.
    Integer(i64),
    /// A number exactly as it was written; only free values such as `helm.values` have one.
    Number(String),
    /// A boolean.
    Boolean(bool),
}

/// The scalar as a text, without quotes.
impl std::fmt::Display for LeafValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Number(text) => f.write_str(text),
            Self::Boolean(flag) => write!(f, "{flag}"),
        }
    }
}

impl Leaf {
    /// A string leaf.
    pub fn text(value: impl Into<SmolStr>, origin: Origin) -> Self {
        Self { value: LeafValue::Text(value.into()), origin }
    }

    /// An integer leaf.
    #[must_use]
    pub const fn integer(value: i64, origin: Origin) -> Self {
        Self { value: LeafValue::Integer(value), origin }
    }

    /// A boolean leaf.
    #[must_use]
    pub const fn boolean(value: bool, origin: Origin) -> Self {
        Self { value: LeafValue::Boolean(value), origin }
    }

    /// The string, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            LeafValue::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Tree {
    /// A mapping without its absent fields; `{}` if none is left.
    #[must_use]
    pub fn map(mut entries: Vec<(Cow<'static, str>, Self)>) -> Self {
        entries.retain(|(_, value)| !matches!(value, Self::Absent));
        if entries.is_empty() { Self::EmptyMap(Origin::INHERITED) } else { Self::Map(entries) }
    }

    /// A list without its absent entries; `[]` if none is left.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::listed(items.into_iter().collect())
    }

    /// The part of [`Tree::list`] that is the same for every iterator.
    fn listed(mut items: Vec<Self>) -> Self {
        items.retain(|item| !matches!(item, Self::Absent));
        if items.is_empty() { Self::EmptyList(Origin::INHERITED) } else { Self::List(items) }
    }

    /// The same, but absent if there is nothing in it.
    #[must_use]
    pub fn or_absent(self) -> Self {
        if matches!(self, Self::EmptyList(_) | Self::EmptyMap(_)) { Self::Absent } else { self }
    }

    /// Where a leaf, `[]` or `{}` came from.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        match self {
            Self::Leaf(leaf) => leaf.origin,
            Self::EmptyList(origin) | Self::EmptyMap(origin) => *origin,
            Self::List(_) | Self::Words(_) | Self::Map(_) | Self::Absent => Origin::INHERITED,
        }
    }

    /// The value of a key of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The entries of a list; none of anything else, and none of [`Tree::Words`].
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// Whether two trees have the same text, wherever their values come from. Lists of words are compared as [`Tree::List`].
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Leaf(one), Self::Leaf(other)) => one.value == other.value,
            (Self::List(one), Self::List(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.is_same(other))
            }
            (Self::Map(one), Self::Map(other)) => {
                let is_same = |((key, one), (name, other)): (&(_, Self), &(_, Self))| key == name && one.is_same(other);
                one.len() == other.len() && one.iter().zip(other).all(is_same)
            }
            (Self::EmptyList(_), Self::EmptyList(_)) | (Self::EmptyMap(_), Self::EmptyMap(_)) => true,
            _ => false,
        }
    }

    /// The same with [`Tree::List`] in place of [`Tree::Words`].
    #[must_use]
    pub fn spelled_out(self) -> Self {
        match self {
            Self::Words(words) => Self::List(words.iter().map(|word| Self::from(*word)).collect()),
            Self::List(items) => Self::List(items.into_iter().map(Self::spelled_out).collect()),
            Self::Map(entries) => {
                Self::Map(entries.into_iter().map(|(key, value)| (key, value.spelled_out())).collect())
            }
            other => other,
        }
    }
}

/// `map! { "podSelector" => map! {}, "policyTypes" => &["Ingress"] }`: a mapping in the order of the YAML that it becomes.
macro_rules! map {
    () => { $crate::manifest::Tree::map(Vec::new()) };
    ($($key:expr => $value:expr),+ $(,)?) => {
        $crate::manifest::Tree::map(vec![$((::std::borrow::Cow::from($key), $crate::manifest::Tree::from($value))),+])
    };
}

/// `list![map! { "port" => 53 }]`: a list.
macro_rules! list {
    ($($item:expr),* $(,)?) => { $crate::manifest::Tree::list([$($crate::manifest::Tree::from($item)),*]) };
}

pub(crate) use {list, map};

impl From<Leaf> for Tree {
    fn from(leaf: Leaf) -> Self {
        Self::Leaf(leaf)
    }
}

impl From<&'static [&'static str]> for Tree {
    fn from(words: &'static [&'static str]) -> Self {
        if words.is_empty() { Self::EmptyList(Origin::INHERITED) } else { Self::Words(Cow::Borrowed(words)) }
    }
}

impl From<Vec<&'static str>> for Tree {
    fn from(words: Vec<&'static str>) -> Self {
        if words.is_empty() { Self::EmptyList(Origin::INHERITED) } else { Self::Words(Cow::Owned(words)) }
    }
}

impl<const N: usize> From<&'static [&'static str; N]> for Tree {
    fn from(words: &'static [&'static str; N]) -> Self {
        Self::from(words.as_slice())
    }
}

impl From<&'static str> for Leaf {
    fn from(text: &'static str) -> Self {
        Self::text(SmolStr::new_static(text), Origin::INHERITED)
    }
}

impl From<&Sourced<String>> for Leaf {
    fn from(text: &Sourced<String>) -> Self {
        Self::text(text.value.as_str(), text.origin)
    }
}

impl From<Sourced<String>> for Leaf {
    fn from(text: Sourced<String>) -> Self {
        Self::text(text.value, text.origin)
    }
}

impl From<&Sourced<&'static str>> for Leaf {
    fn from(text: &Sourced<&'static str>) -> Self {
        Self::text(SmolStr::new_static(text.value), text.origin)
    }
}

impl From<&Sourced<bool>> for Leaf {
    fn from(flag: &Sourced<bool>) -> Self {
        Self::boolean(flag.value, flag.origin)
    }
}

impl From<&Sourced<i64>> for Leaf {
    fn from(number: &Sourced<i64>) -> Self {
        Self::integer(number.value, number.origin)
    }
}

impl From<i64> for Leaf {
    fn from(number: i64) -> Self {
        Self::integer(number, Origin::INHERITED)
    }
}

impl From<bool> for Leaf {
    fn from(flag: bool) -> Self {
        Self::boolean(flag, Origin::INHERITED)
    }
}

/// Whatever becomes a leaf becomes a tree; so does an optional one.
macro_rules! leaf_sources {
    ($($source:ty),+ $(,)?) => {$(
        impl From<$source> for Tree {
            fn from(value: $source) -> Self {
                Self::Leaf(value.into())
            }
        }
    )+};
}

leaf_sources!(
    &'static str,
    &Sourced<&'static str>,
    &Sourced<String>,
    Sourced<String>,
    &Sourced<bool>,
    &Sourced<i64>,
    i64,
    bool,
);

impl<T: Into<Self>> From<Option<T>> for Tree {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}

impl From<&Leaf> for Tree {
    fn from(leaf: &Leaf) -> Self {
        Self::Leaf(leaf.clone())
    }
}
