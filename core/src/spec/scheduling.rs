//! `nodeSelector` and `tolerations`: which nodes the team's pods run on.

use crate::{
    shape::{Empty, List, Map, Shape},
    value::name,
    yaml::Node,
};

/// `nodeSelector`.
pub(crate) static NODE_SELECTOR: Map = Map { key: &name::TEAM, value: Shape::Anything, empty: Empty::Allowed };
/// `tolerations`.
pub(crate) static TOLERATIONS: List = List::of(Shape::Anything);

/// `nodeSelector` as written.
#[derive(Debug, Default)]
pub(crate) struct NodeSelectorSpec {}

/// `tolerations` as written.
#[derive(Debug, Default)]
pub(crate) struct TolerationsSpec {}

impl NodeSelectorSpec {
    pub(crate) fn read(_node: Option<&Node>) -> Self {
        Self::default()
    }
}

impl TolerationsSpec {
    pub(crate) fn read(_node: Option<&Node>) -> Self {
        Self::default()
    }
}
