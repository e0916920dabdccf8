//! `network`: what the network keys of a team file open.

use super::Platform;
use crate::{diagnostic::Sink, shape::Record, yaml::Node};

/// The keys of `network`.
pub(crate) static NETWORK: Record = Record::of(&[]);

/// `network` as meant.
#[derive(Debug)]
pub(crate) struct Network {}

impl Network {
    pub(crate) fn read(_node: Option<&Node>, _sink: &mut Sink) -> Self {
        Self {}
    }
}

pub(crate) fn check(_platform: &Platform, _sink: &mut Sink) {}
