//! `secrets` in force.

use super::identity::Identity;
use crate::{diagnostic::Sink, platform::Platform, spec::TeamSpec};

/// One entry as meant.
#[derive(Debug)]
pub(crate) struct Secret {}

pub(crate) fn validate(
    _spec: &TeamSpec,
    _identity: Option<&Identity>,
    _platform: &Platform,
    _sink: &mut Sink,
) -> Vec<Secret> {
    Vec::new()
}
