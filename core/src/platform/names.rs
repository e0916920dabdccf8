//! `namespacePrefix`, `namespaceMetadata`, `reserved`, `platformNamespaces`: who may be called what.

use super::Platform;
use crate::{
    diagnostic::Sink,
    origin::Sourced,
    shape::{Grammar, List, Record, Shape},
    value::name,
    yaml::Node,
};

/// `namespacePrefix`.
pub(crate) static PREFIX: Grammar =
    Grammar { what: "a prefix such as `team-`", pattern: "^[a-z]([-a-z0-9]*[a-z0-9])?-$", check: name::label_1123 };
/// The keys of `namespaceMetadata`.
pub(crate) static METADATA: Record = Record::of(&[]);
/// The keys of `reserved`.
pub(crate) static RESERVED: Record = Record::of(&[]);
/// `platformNamespaces`.
pub(crate) static PLATFORM_NAMESPACES: List = List::of(Shape::Text(&name::NAMESPACE));

/// The four keys as meant.
#[derive(Debug)]
pub(crate) struct Names {
    /// `namespacePrefix`: never empty, ends in `-`.
    pub(crate) prefix: Sourced<String>,
    /// `namespaceMetadata.labels`.
    pub(crate) labels: Vec<(String, Sourced<String>)>,
    /// `namespaceMetadata.annotations`.
    pub(crate) annotations: Vec<(String, Sourced<String>)>,
    /// `platformNamespaces`.
    pub(crate) platform_namespaces: Vec<Sourced<String>>,
}

impl Names {
    /// Reads the four keys of the root.
    pub(crate) fn read(_root: Option<&Node>) -> Self {
        Self {
            prefix: Sourced::built_in("team-".to_owned()),
            labels: Vec::new(),
            annotations: Vec::new(),
            platform_namespaces: Vec::new(),
        }
    }
}

pub(crate) fn check(_platform: &Platform, _sink: &mut Sink) {}
