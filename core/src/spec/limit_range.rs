//! `limitRange`: what a single container or volume gets and may ask for.

use super::resource_quota::Leaves;
use crate::{shape::Record, yaml::Node};

/// The keys of `limitRange`.
pub(crate) static LIMIT_RANGE: Record = Record::of(&[]);

/// Reads a checked `limitRange`.
pub(crate) fn read(_node: Option<&Node>) -> Leaves {
    Vec::new()
}
