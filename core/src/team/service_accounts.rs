//! `service_accounts` in force.

use super::identity::Identity;
use crate::{diagnostic::Sink, platform::Platform, spec::TeamSpec};

/// One entry as meant.
#[derive(Debug)]
pub(crate) struct ServiceAccount {}

pub(crate) fn validate(
    _spec: &TeamSpec,
    _identity: Option<&Identity>,
    _platform: &Platform,
    _sink: &mut Sink,
) -> Vec<ServiceAccount> {
    Vec::new()
}
