//! `podSecurity`: the Pod Security Standard of team namespaces.

use crate::{shape::Record, yaml::Node};

/// The keys of `podSecurity`.
pub(crate) static POD_SECURITY: Record = Record::of(&[]);

/// `podSecurity` as meant.
#[derive(Debug)]
pub(crate) struct PodSecurity {}

impl PodSecurity {
    pub(crate) fn read(_node: Option<&Node>) -> Self {
        Self {}
    }
}
