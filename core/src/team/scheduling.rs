//! Node selector and tolerations in force.

use crate::{diagnostic::Sink, platform::Platform, spec::TeamSpec};

/// `nodeSelector` and `tolerations` as meant.
#[derive(Debug)]
pub(crate) struct Scheduling {}

pub(crate) fn validate(_spec: &TeamSpec, _platform: &Platform, _sink: &mut Sink) -> Scheduling {
    Scheduling {}
}
