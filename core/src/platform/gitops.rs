//! `gitops`: where this repository lives and how it is laid out.

use super::Platform;
use crate::{diagnostic::Sink, shape::Record, yaml::Node};

/// The keys of `gitops`.
pub(crate) static GITOPS: Record = Record::of(&[]);

/// `gitops` as meant.
#[derive(Debug)]
pub(crate) struct Gitops {
    /// `adopt`: an existing organisation is being taken over, so shared resources are no failure.
    pub(crate) adopt: bool,
}

impl Gitops {
    pub(crate) fn read(_node: Option<&Node>) -> Self {
        Self { adopt: false }
    }
}

pub(crate) fn check(_platform: &Platform, _sink: &mut Sink) {}
