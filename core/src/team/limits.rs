//! Quota and limit range in force.

use crate::{diagnostic::Sink, platform::Platform, spec::TeamSpec};

/// Quota and limit range as meant.
#[derive(Debug)]
pub(crate) struct Limits {}

pub(crate) fn validate(_spec: &TeamSpec, _platform: &Platform, _sink: &mut Sink) -> Limits {
    Limits {}
}
