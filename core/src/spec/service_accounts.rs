//! `serviceAccounts`.

use crate::{
    shape::{List, Shape},
    yaml::Node,
};

/// `serviceAccounts`.
pub(crate) static SERVICE_ACCOUNTS: List = List::of(Shape::Anything);

/// One entry as written.
#[derive(Debug)]
pub(crate) struct ServiceAccountSpec {}

/// Reads a checked list.
pub(crate) fn read(_node: Option<&Node>) -> Vec<ServiceAccountSpec> {
    Vec::new()
}
