//! Sides of a connection, as a policy writes them.

use crate::{
    manifest::{Leaf, Tree, list, map},
    origin::Sourced,
    platform::network::Port,
    value::cidr::Cidr,
};

/// The label that the API server itself puts on every namespace, so that nobody can claim another's.
/// See <https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name>.
const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// The selector of one namespace.
pub(super) fn namespace_selector(name: impl Into<Leaf>) -> Tree {
    map! { "matchLabels" => map! { NAMESPACE_NAME => Tree::Leaf(name.into()) } }
}

/// All pods of a namespace.
pub(super) fn namespace(name: impl Into<Leaf>) -> Tree {
    map! { "namespaceSelector" => namespace_selector(name) }
}

/// All addresses of a network.
pub(super) fn network(cidr: &Sourced<Cidr>) -> Tree {
    map! { "ipBlock" => map! { "cidr" => cidr } }
}

/// Where traffic may come from.
pub(super) fn from(peers: impl IntoIterator<Item = Tree>) -> Tree {
    list![map! { "from" => Tree::list(peers) }]
}

/// Where traffic may go to; without ports, on all of them.
pub(super) fn to(peers: impl IntoIterator<Item = Tree>, ports: &[Port]) -> Tree {
    list![map! { "to" => Tree::list(peers), "ports" => Tree::list(ports.iter().map(Tree::from)).or_absent() }]
}
