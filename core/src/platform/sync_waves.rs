//! `syncWaves`: waves of kinds, in place of the built-in table.

use crate::{
    diagnostic::Sink,
    shape::{Empty, Map, Shape},
    value::name,
    yaml::Node,
};

/// `syncWaves`.
pub(crate) static SYNC_WAVES: Map = Map { key: &name::TEAM, value: Shape::Anything, empty: Empty::Allowed };

/// `syncWaves` as meant.
#[derive(Debug)]
pub(crate) struct SyncWaves {}

impl SyncWaves {
    pub(crate) fn read(_node: Option<&Node>, _sink: &mut Sink) -> Self {
        Self {}
    }
}
