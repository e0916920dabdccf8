//! `network.egress`: what `allowEgress` means by the internet.

use super::{LINK_LOCAL, Port, ports};
use crate::{
    diagnostic::{Sink, network as codes},
    origin::{Origin, Place, Sourced},
    platform::{
        clusters::{Cluster, networks},
        switch_or,
    },
    shape::{List, Record, Shape, field},
    span::Span,
    value::cidr::{self, Cidr, Family},
    yaml::Node,
};

/// The keys of `network.egress`.
pub(super) static EGRESS: Record = Record::of(&[
    field(
        "exceptCidrs",
        Shape::List(&EXCEPT_CIDRS),
        "Networks that are not the internet, in place of the built-in list of private ones.",
    ),
    field("ports", Shape::List(&ports::PORTS), "Ports that may be reached on the internet; all unless written."),
    field("ipv6", Shape::Boolean, "Whether the internet includes IPv6."),
]);

static EXCEPT_CIDRS: List = List::of(Shape::Text(&cidr::CIDR));

/// Private networks, which are not the internet. See <https://www.rfc-editor.org/rfc/rfc6890>.
const PRIVATE: [Cidr; 5] = [
    Cidr::v4([10, 0, 0, 0], 8),
    Cidr::v4([172, 16, 0, 0], 12),
    Cidr::v4([192, 168, 0, 0], 16),
    Cidr::v4([100, 64, 0, 0], 10),
    LINK_LOCAL,
];
/// The same for IPv6: unique local addresses, which hold the metadata service, and link-local ones.
const PRIVATE_V6: [Cidr; 2] = [Cidr::v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7), Cidr::v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10)];

/// `network.egress` as meant.
#[derive(Debug)]
pub(crate) struct Egress {
    /// What is excepted for every cluster, both families, as written.
    except: Vec<Sourced<Cidr>>,
    /// Where the list of exceptions stands, if it is written.
    pub(super) except_at: Option<Span>,
    /// Ports on the internet; empty: all.
    pub(crate) ports: Vec<Port>,
    pub(crate) ipv6: Sourced<bool>,
}

impl Egress {
    pub(super) fn read(node: Option<&Node>, sink: &mut Sink) -> Self {
        let get = |key: &str| node.and_then(|node| node.get(key));
        let ipv6 = switch_or(get("ipv6"), false);
        let except = match get("exceptCidrs") {
            Some(list) => written(list, node.is_some_and(says_no_ipv6), sink),
            None => PRIVATE.into_iter().map(Sourced::built_in).collect(),
        };
        let except_at = get("exceptCidrs").map(|list| list.span);
        Self { except, except_at, ports: ports::read(get("ports"), sink), ipv6 }
    }

    /// What of a family is not the internet for a team on this cluster: sorted, and none inside another.
    pub(crate) fn except(&self, family: Family, cluster: &Cluster) -> Vec<Sourced<Cidr>> {
        let always = match family {
            Family::V4 => std::slice::from_ref(&LINK_LOCAL),
            Family::V6 => PRIVATE_V6.as_slice(),
        };
        let rule = Origin::derived("never part of the internet", Place::Nowhere);
        let always = always.iter().map(|network| Sourced::new(*network, rule));
        let all = self.except.iter().chain(cluster.cidrs()).cloned().chain(always);
        let mut all: Vec<_> = all.filter(|network| network.value.family() == family).collect();
        all.sort_by_key(|network| network.value);
        let mut kept: Vec<Sourced<Cidr>> = Vec::with_capacity(all.len());
        for network in all {
            // Sorted, a network stands before everything that it holds, and nothing else stands between.
            if !kept.last().is_some_and(|last| last.value.contains(network.value)) {
                kept.push(network);
            }
        }
        kept
    }
}

impl Egress {
    /// Private networks of IPv4 that `allowEgress` opens on this cluster: pods may have their addresses there.
    pub(super) fn open_private(&self, cluster: &Cluster) -> Vec<Cidr> {
        let except = self.except(Family::V4, cluster);
        let is_open = |private: &Cidr| {
            let inside = except.iter().map(|network| network.value);
            // None of the exceptions lies inside another one, so that their sizes add up.
            let covered: u128 = inside.clone().filter(|one| private.contains(*one)).map(Cidr::size).sum();
            covered < private.size() && !inside.clone().any(|one| one.contains(*private))
        };
        PRIVATE.into_iter().filter(is_open).collect()
    }
}

/// Whether it is certain that IPv6 stays closed: a misspelt or wrong key may have meant otherwise.
fn says_no_ipv6(node: &Node) -> bool {
    match node.entry("ipv6") {
        Some(entry) => entry.value.text() == Some("false"),
        None => !node.is_partial(),
    }
}

/// The written list without what can't be an exception.
fn written(list: &Node, ipv6_is_off: bool, sink: &mut Sink) -> Vec<Sourced<Cidr>> {
    let mut networks = networks::read(Some(list));
    networks.retain(|network| {
        let span = network.origin.span();
        if network.value.is_everything() {
            sink.report(codes::EXCEPTS_EVERYTHING, span, format!("`{}` excepts the whole internet", network.value))
                .help("remove it; to close the internet for all teams, write `locks: [networkPolicy.allowEgress]`");
            return false;
        }
        if ipv6_is_off && network.value.family() == Family::V6 {
            sink.report(codes::NO_EFFECT, span, format!("`{}` is IPv6, which is not open anyway", network.value))
                .help("remove it, or write `ipv6: true`");
        }
        true
    });
    networks
}
