//! `apps`.

pub(crate) mod sync_policy;

use crate::{
    shape::{List, Shape},
    yaml::Node,
};

/// `apps`.
pub(crate) static APPS: List = List::of(Shape::Anything);

/// One entry as written.
#[derive(Debug)]
pub(crate) struct AppSpec {}

/// Reads a checked list.
pub(crate) fn read(_node: Option<&Node>) -> Vec<AppSpec> {
    Vec::new()
}
