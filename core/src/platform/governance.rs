//! `healthChecks`, `policies`, `exemptions`, `compiler`, `assertions`: decoded and checked here, used by later commands.

use super::{CompilerPin, Platform};
use crate::{
    diagnostic::{Diagnostic, Sink},
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

    /// `compiler`, as written.
    pub(crate) fn compiler_pin(&self) -> Option<CompilerPin> {
        None
    }
}

/// A warning for each exemption that has run out on a date.
pub(crate) fn expired(_platform: &Platform, _today: &str) -> Result<Vec<Diagnostic>, ()> {
    Ok(Vec::new())
}

pub(crate) fn check(_platform: &Platform, _sink: &mut Sink) {}
