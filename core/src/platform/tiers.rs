//! `tiers` and `ceilings`: size classes, and the most that a team may write.

use super::Platform;
use crate::{
    diagnostic::Sink,
    shape::{Empty, Map, Record, Shape},
    value::name,
    yaml::Node,
};

/// `tiers`.
pub(crate) static TIERS: Map = Map { key: &name::TIER, value: Shape::Anything, empty: Empty::Allowed };
/// The keys of `ceilings`.
pub(crate) static CEILINGS: Record = Record::of(&[]);

/// Tiers and ceilings as meant.
#[derive(Debug)]
pub(crate) struct Tiers {}

impl Tiers {
    pub(crate) fn read(_tiers: Option<&Node>, _ceilings: Option<&Node>, _sink: &mut Sink) -> Self {
        Self {}
    }
}

pub(crate) fn check(_platform: &Platform, _sink: &mut Sink) {}
