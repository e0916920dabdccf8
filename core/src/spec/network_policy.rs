//! `networkPolicy`: which traffic is let through.

use crate::{
    shape::{Fault, Grammar, List, Record, Shape, field},
    span::Spanned,
    value::name,
    yaml::Node,
};

/// The keys of `networkPolicy`.
pub(crate) static NETWORK_POLICY: Record = Record::of(&[
    field(
        "allowIngress",
        Shape::Boolean,
        "Whether users outside the cluster may reach the team's pods, through the platform's ingress. Closed unless `true`.",
    ),
    field(
        "allowEgress",
        Shape::Boolean,
        "Whether the team's pods may reach the internet, and other teams that let them in. Closed unless `true`.",
    ),
    field(
        "allowFromNamespaces",
        Shape::List(&NAMESPACES),
        "Namespaces whose pods may reach the team's pods, such as `team-payments` for team payments.",
    ),
    field("allowToNamespaces", Shape::List(&NAMESPACES), "Namespaces whose pods the team's pods may reach."),
    field(
        "allowTo",
        Shape::List(&DESTINATIONS),
        "Databases and other private addresses that the team's pods may reach, by the names that the platform gives them.",
    ),
]);

static NAMESPACES: List = List::of(Shape::Text(&NAMESPACE));
static DESTINATIONS: List = List::of(Shape::Text(&DESTINATION));

/// A namespace; a pattern is a frequent wish that a network policy can't fulfil.
pub(crate) static NAMESPACE: Grammar = Grammar {
    check: |text| match text.contains('*') {
        true => {
            Err(Fault::new(format!("`{text}` is a pattern, not a namespace")).help("list each namespace by its name"))
        }
        false => name::label_1123(text),
    },
    ..name::NAMESPACE
};

/// The name of a destination.
pub(crate) static DESTINATION: Grammar = Grammar {
    what: "a destination of the platform such as `rds`: lower-case letters, digits and `-`, beginning with a letter",
    pattern: name::LABEL_1035,
    check: name::label_1035,
};

/// `networkPolicy` as written, in a team file or in `defaults` of platform.yaml.
#[derive(Debug, Default)]
pub(crate) struct NetworkPolicySpec {
    pub(crate) allow_ingress: Option<Spanned<bool>>,
    pub(crate) allow_egress: Option<Spanned<bool>>,
    /// Each list without the entries that were reported; `None` where it is not written.
    pub(crate) allow_from_namespaces: Option<Vec<Spanned<String>>>,
    pub(crate) allow_to_namespaces: Option<Vec<Spanned<String>>>,
    pub(crate) allow_to: Option<Vec<Spanned<String>>>,
}

impl NetworkPolicySpec {
    pub(crate) fn read(node: Option<&Node>) -> Self {
        let get = |key: &str| node.and_then(|node| node.get(key));
        let list = |key: &str| get(key).map(|list| list.items().iter().filter_map(Node::spanned).collect());
        Self {
            allow_ingress: get("allowIngress").and_then(Node::boolean),
            allow_egress: get("allowEgress").and_then(Node::boolean),
            allow_from_namespaces: list("allowFromNamespaces"),
            allow_to_namespaces: list("allowToNamespaces"),
            allow_to: list("allowTo"),
        }
    }
}
