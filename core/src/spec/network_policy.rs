//! `networkPolicy`: which traffic is let through.

use crate::{shape::Record, yaml::Node};

/// The keys of `networkPolicy`.
pub(crate) static NETWORK_POLICY: Record = Record::of(&[]);

/// `networkPolicy` as written.
#[derive(Debug, Default)]
pub(crate) struct NetworkPolicySpec {}

impl NetworkPolicySpec {
    pub(crate) fn read(_node: Option<&Node>) -> Self {
        Self::default()
    }
}
