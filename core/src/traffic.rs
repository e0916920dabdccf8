//! What NetworkPolicies let through, read from the objects themselves: one way for each side that a rule names.
//!
//! Policies only add to each other, so a way is open if any of them opens it.
//! See <https://kubernetes.io/docs/concepts/services-networking/network-policies/>.

use crate::manifest::{Manifest, Tree};

/// Which way a connection is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// To the team's pods.
    In,
    /// From the team's pods.
    Out,
}

/// A way through a policy.
#[derive(Debug)]
pub(crate) struct Way<'m> {
    /// Index of the policy among the objects.
    pub(crate) object: usize,
    pub(crate) direction: Direction,
    /// The place of its rule in the policy, and of the other side in the rule.
    place: (usize, usize),
    /// The other side, as an entry of `from` or `to`.
    pub(crate) peer: &'m Tree,
    /// Entries of `ports`; `None` for every port.
    pub(crate) ports: Option<&'m [Tree]>,
}

/// The ways of all policies among some objects, in their order.
pub(crate) fn ways(manifests: &[Manifest]) -> Vec<Way<'_>> {
    let mut found = Vec::new();
    let policies = manifests.iter().enumerate().filter(|(_, manifest)| manifest.kind == "NetworkPolicy");
    for (object, manifest) in policies {
        for (_, spec) in &manifest.body {
            for (rules, peers, direction) in [("ingress", "from", Direction::In), ("egress", "to", Direction::Out)] {
                for (rule, tree) in spec.get(rules).map(Tree::items).unwrap_or_default().iter().enumerate() {
                    let ports = tree.get("ports").map(Tree::items);
                    let sides = tree.get(peers).map(Tree::items).unwrap_or_default().iter().enumerate();
                    found.extend(sides.map(|(side, peer)| Way { object, direction, place: (rule, side), peer, ports }));
                }
            }
        }
    }
    found
}

impl Way<'_> {
    /// Where the other side stands in the policy, as a JSON Pointer.
    pub(crate) fn path(&self) -> String {
        let (rule, side) = self.place;
        match self.direction {
            Direction::In => format!("/spec/ingress/{rule}/from/{side}"),
            Direction::Out => format!("/spec/egress/{rule}/to/{side}"),
        }
    }

    /// Whether nothing passes here that does not pass through one of `others`.
    pub(crate) fn is_within(&self, others: &[Way<'_>]) -> bool {
        others.iter().any(|other| {
            let ports = match (self.ports, other.ports) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(own), Some(more)) => are_among(own, more),
            };
            ports && self.direction == other.direction && is_side_within(self.peer, other.peer)
        })
    }
}

/// Whether a side is no more than another: the same, or the same network with at least its exceptions.
fn is_side_within(own: &Tree, other: &Tree) -> bool {
    let (Some(own_block), Some(other_block)) = (own.get("ipBlock"), other.get("ipBlock")) else {
        return own.is_same(other);
    };
    let is_same_network = match (own_block.get("cidr"), other_block.get("cidr")) {
        (Some(own), Some(other)) => own.is_same(other),
        _ => false,
    };
    is_same_network && are_among(exceptions(other_block), exceptions(own_block))
}

fn are_among(few: &[Tree], many: &[Tree]) -> bool {
    few.iter().all(|one| many.iter().any(|other| one.is_same(other)))
}

fn exceptions(block: &Tree) -> &[Tree] {
    block.get("except").map(Tree::items).unwrap_or_default()
}
