//! `aws`: partition, role prefix, secret prefixes, registry.

use crate::{diagnostic::Sink, origin::Sourced, shape::Record, yaml::Node};

/// The keys of `aws`.
pub(crate) static AWS: Record = Record::of(&[]);

/// `aws` as meant.
#[derive(Debug)]
pub(crate) struct Aws {
    pub(crate) partition: Sourced<String>,
}

impl Aws {
    pub(crate) fn read(_node: Option<&Node>, _sink: &mut Sink) -> Self {
        Self { partition: Sourced::built_in("aws".to_owned()) }
    }
}
