//! `healthChecks`, `policies`, `exemptions`, `compiler`, `assertions`: decoded and checked here, used by later commands.

use super::Platform;
use crate::{
    diagnostic::Sink,
    shape::{List, Record, Shape},
    yaml::Node,
};

/// `healthChecks`.
pub(crate) static HEALTH_CHECKS: List = List::of(Shape::Anything);
/// `policies`.
pub(crate) static POLICIES: List = List::of(Shape::Anything);
/// `exemptions`.
pub(crate) static EXEMPTIONS: List = List::of(Shape::Anything);
/// The keys of `compiler`.
pub(crate) static COMPILER: Record = Record::of(&[]);
/// `assertions`.
pub(crate) static ASSERTIONS: List = List::of(Shape::Anything);

/// The five keys as meant.
#[derive(Debug)]
pub(crate) struct Governance {}

impl Governance {
    pub(crate) fn read(_root: Option<&Node>, _sink: &mut Sink) -> Self {
        Self {}
    }
}

pub(crate) fn check(_platform: &Platform, _sink: &mut Sink) {}
