//! `owner`: whom to ask about the team.

use crate::{
    shape::{Record, Shape, field},
    span::Spanned,
    value::contact,
    yaml::Node,
};

/// The keys of `owner`.
pub(crate) static OWNER: Record = Record::of(&[
    field("name", Shape::Free(256), "The team or person, as people say it.").required(),
    field("email", Shape::Text(&contact::EMAIL), "An address that somebody reads.").required(),
    field("slack", Shape::Text(&contact::SLACK), "The channel, with its `#` and therefore in quotes."),
]);

/// `owner` as written.
#[derive(Debug)]
pub(crate) struct OwnerSpec {
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) email: Option<Spanned<String>>,
    pub(crate) slack: Option<Spanned<String>>,
}

impl OwnerSpec {
    pub(crate) fn read(node: &Node) -> Self {
        let text = |key: &str| node.get(key).and_then(Node::spanned);
        Self { name: text("name"), email: text("email"), slack: text("slack") }
    }
}
