//! Random platforms and teams that are right by the specification, and shrink to short, readable files.
//!
//! Each key is left out or filled by itself; what one key must know of another (which environments there are, whose namespace
//! may be named) is put right afterwards by [`World`].

pub mod apps;
pub mod limits;
pub mod platform;
pub mod team;
pub mod text;
pub mod world;

pub use world::World;

use proptest::{collection::vec, prelude::*};

use crate::document::{Hand, Node};

/// A way to write.
pub fn hand() -> impl Strategy<Value = Hand> {
    (vec(any::<u8>(), 0..24), prop::bool::weighted(0.1)).prop_map(|(styles, crlf)| Hand { styles, crlf })
}

/// A key that is there or not.
pub fn maybe<S: Strategy>(strategy: S) -> impl Strategy<Value = Option<S::Value>> {
    prop::option::of(strategy)
}

/// `true` or `false`.
pub fn flag() -> impl Strategy<Value = Node> {
    any::<bool>().prop_map(Node::flag)
}

/// One of these texts.
pub fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = Node> {
    prop::sample::select(words).prop_map(Node::text)
}

/// A number between two others.
pub fn number(range: std::ops::RangeInclusive<i64>) -> impl Strategy<Value = Node> {
    range.prop_map(|number| Node::Amount(number.to_string()))
}

/// So many different ones of these texts, in their order.
pub fn some_of(words: &'static [&'static str]) -> impl Strategy<Value = Node> {
    prop::sample::subsequence(words, 0..=words.len())
        .prop_map(|words| Node::texts(words.into_iter().map(str::to_owned)))
}

/// A list of different texts.
pub fn distinct<S: Strategy<Value = String>>(strategy: S, most: usize) -> impl Strategy<Value = Node> {
    prop::collection::btree_set(strategy, 0..=most).prop_map(Node::texts)
}
