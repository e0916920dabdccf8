//! Network rules in force.

use std::marker::PhantomData;

use super::identity::Identity;
use crate::{diagnostic::Sink, platform::Platform, spec::TeamSpec};

/// `networkPolicy` as meant.
#[derive(Debug)]
pub(crate) struct Network<'p> {
    platform: PhantomData<&'p Platform>,
}

pub(crate) fn validate<'p>(
    _spec: &TeamSpec,
    _identity: Option<&Identity>,
    _platform: &'p Platform,
    _sink: &mut Sink,
) -> Network<'p> {
    Network { platform: PhantomData }
}
