//! `resourceQuota`: the most that a team may use. The same shape stands in tiers, defaults and ceilings.

use std::borrow::Cow;

use crate::{shape::Record, span::Spanned, value::quantity::Quantity, yaml::Node};

/// The keys of `resourceQuota`.
pub(crate) static QUOTA: Record = Record::of(&[]);

/// Leaves of `resourceQuota` or `limitRange` by their dotted path, such as `requests.cpu` or `persistentVolumeClaim.max`,
/// in the order of the file.
pub(crate) type Leaves = Vec<(Cow<'static, str>, Spanned<Quantity>)>;

/// Reads a checked `resourceQuota`.
pub(crate) fn read(_node: Option<&Node>) -> Leaves {
    Vec::new()
}
