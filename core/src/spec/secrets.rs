//! `secrets`.

use crate::{
    shape::{List, Shape},
    yaml::Node,
};

/// `secrets`.
pub(crate) static SECRETS: List = List::of(Shape::Anything);

/// One entry as written.
#[derive(Debug)]
pub(crate) struct SecretSpec {}

/// Reads a checked list.
pub(crate) fn read(_node: Option<&Node>) -> Vec<SecretSpec> {
    Vec::new()
}
