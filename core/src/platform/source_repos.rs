//! `sourceRepos`: repositories that teams may deploy from.

use crate::{
    diagnostic::Sink,
    shape::{List, Shape},
    yaml::Node,
};

/// `sourceRepos`.
pub(crate) static SOURCE_REPOS: List = List::of(Shape::Anything);

/// `sourceRepos` as meant.
#[derive(Debug)]
pub(crate) struct SourceRepos {}

impl SourceRepos {
    pub(crate) fn read(_node: Option<&Node>, _sink: &mut Sink) -> Self {
        Self {}
    }
}
