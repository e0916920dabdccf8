//! `rbac` and `allowedKinds`: what a team's people may do, and what the team may deploy.

use crate::{
    diagnostic::Sink,
    shape::{List, Record, Shape},
    yaml::Node,
};

/// The keys of `rbac`.
pub(crate) static RBAC: Record = Record::of(&[]);
/// `allowedKinds`.
pub(crate) static ALLOWED_KINDS: List = List::of(Shape::Anything);

/// `rbac` and `allowedKinds` as meant.
#[derive(Debug)]
pub(crate) struct Access {}

impl Access {
    pub(crate) fn read(_rbac: Option<&Node>, _allowed_kinds: Option<&Node>, _sink: &mut Sink) -> Self {
        Self {}
    }
}
