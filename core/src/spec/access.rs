//! `access`: who may work in the namespace and in Argo CD.

use crate::{
    shape::{List, Record, Shape, field},
    span::{Span, Spanned},
    value::subject::SUBJECT,
    yaml::Node,
};

/// The keys of `access`.
pub(crate) static ACCESS: Record = Record::of(&[
    field(
        "developers",
        Shape::Record(&SUBJECTS),
        "People who run the team's applications: they see everything, sync, restart and change what is deployed.",
    ),
    field("viewers", Shape::Record(&SUBJECTS), "People who may look, and change nothing."),
]);

static SUBJECTS: Record = Record::of(&[
    field("groups", Shape::List(&NAMES), "Groups of your login service, in the cluster and in Argo CD."),
    field("users", Shape::List(&NAMES), "Single people, in the cluster only: Argo CD knows nobody but groups."),
]);

static NAMES: List = List::of(Shape::Text(&SUBJECT));

/// `access` as written.
#[derive(Debug, Default)]
pub(crate) struct AccessSpec {
    /// The start of the mapping; `None` where the key is absent.
    pub(crate) at: Option<Span>,
    /// Whether a key of the mapping could not be read, so that an absent one means nothing.
    pub(crate) partial: bool,
    pub(crate) developers: SubjectsSpec,
    pub(crate) viewers: SubjectsSpec,
}

/// `access.developers` or `access.viewers` as written.
#[derive(Debug, Default)]
pub(crate) struct SubjectsSpec {
    /// The start of the mapping; `None` where the key is absent.
    pub(crate) at: Option<Span>,
    /// Whether anything below could not be read, so that having nobody means nothing.
    pub(crate) partial: bool,
    pub(crate) groups: Vec<Spanned<String>>,
    pub(crate) users: Vec<Spanned<String>>,
}

impl AccessSpec {
    /// Reads the root's entry of `access`, be its value valid or not.
    pub(crate) fn read(node: Option<&Node>) -> Self {
        let Some(node) = node else { return Self::default() };
        let subjects = |key: &str| node.entry(key).map(|entry| SubjectsSpec::read(&entry.value)).unwrap_or_default();
        Self {
            at: Some(Span::at(node.span.start)),
            partial: node.is_partial() || !node.is_valid(),
            developers: subjects("developers"),
            viewers: subjects("viewers"),
        }
    }
}

impl SubjectsSpec {
    fn read(node: &Node) -> Self {
        let list = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
        let names = |key: &str| list(key).iter().filter_map(Node::spanned).collect();
        let wrong = |node: &Node| !node.is_valid() || node.items().iter().any(|item| !item.is_valid());
        Self {
            at: Some(Span::at(node.span.start)),
            partial: node.is_partial() || wrong(node) || node.entries().iter().any(|entry| wrong(&entry.value)),
            groups: names("groups"),
            users: names("users"),
        }
    }
}
