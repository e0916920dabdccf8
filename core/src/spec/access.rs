//! `access`: who may work in the namespace and in Argo CD.

use crate::{shape::Record, yaml::Node};

/// The keys of `access`.
pub(crate) static ACCESS: Record = Record::of(&[]);

/// `access` as written.
#[derive(Debug, Default)]
pub(crate) struct AccessSpec {}

impl AccessSpec {
    pub(crate) fn read(_node: Option<&Node>) -> Self {
        Self::default()
    }
}
