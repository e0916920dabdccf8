//! `syncWindows`: times at which Argo CD may or may not sync.

use super::Platform;
use crate::{
    diagnostic::Sink,
    shape::{List, Shape},
    yaml::Node,
};

/// `syncWindows`.
pub(crate) static SYNC_WINDOWS: List = List::of(Shape::Anything);

/// A window as meant.
#[derive(Debug)]
pub(crate) struct SyncWindow {}

pub(crate) fn read(_node: Option<&Node>, _sink: &mut Sink) -> Vec<SyncWindow> {
    Vec::new()
}

pub(crate) fn check(_platform: &Platform, _sink: &mut Sink) {}
