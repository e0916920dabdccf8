//! `scheduling`: how a team's nodeSelector and tolerations reach its pods.

use crate::{shape::Record, yaml::Node};

/// The keys of `scheduling`.
pub(crate) static SCHEDULING: Record = Record::of(&[]);

/// `scheduling` as meant.
#[derive(Debug)]
pub(crate) struct Scheduling {}

impl Scheduling {
    pub(crate) fn read(_node: Option<&Node>) -> Self {
        Self {}
    }
}
