//! `network.destinations`: databases and endpoints on private addresses.

use super::{LINK_LOCAL, METADATA_SERVICES, Port, ports};
use crate::{
    diagnostic::{Sink, network as codes},
    origin::{Origin, Sourced},
    platform::clusters::networks,
    shape::{Empty, Fault, Grammar, List, Map, Record, Shape, field},
    value::{
        cidr::{self, Cidr},
        name,
    },
    yaml::Node,
};

/// `network.destinations`.
pub(super) static DESTINATIONS: Map = Map { key: &NAME, value: Shape::Record(&DESTINATION), empty: Empty::Allowed };

/// The keys of a destination.
static DESTINATION: Record = Record::of(&[
    field("cidrs", Shape::List(&CIDRS), "The networks that it lies in.").required(),
    field("ports", Shape::List(&ports::PORTS), "The ports that it listens on; all unless written."),
]);

static CIDRS: List = List::not_empty(Shape::Text(&cidr::CIDR));

/// A destination's name: RFC 1035 label, since `allow-egress-<name>` is a policy of its own.
static NAME: Grammar = Grammar {
    what: "a destination's name such as `rds`: lower-case letters, digits and `-`, beginning with a letter",
    pattern: name::LABEL_1035,
    check: |text| match text {
        "internet" | "teams" => Err(Fault::new(format!("a destination can't be called `{text}`"))
            .code(codes::DESTINATION_NAME)
            .help(format!("the policy `allow-egress-{text}` belongs to `allowEgress`; take another name"))),
        _ => name::label_1035(text),
    },
};

/// A destination as meant.
#[derive(Debug)]
pub(crate) struct Destination {
    pub(crate) name: Sourced<String>,
    /// Never empty, if platform.yaml has no error.
    pub(crate) cidrs: Vec<Sourced<Cidr>>,
    /// Empty: all.
    pub(crate) ports: Vec<Port>,
}

/// Reads the checked mapping.
pub(super) fn read(node: Option<&Node>, sink: &mut Sink) -> Vec<Destination> {
    let mut destinations = Vec::new();
    for entry in node.map(Node::entries).unwrap_or_default().iter().filter(|entry| entry.value.is_valid()) {
        let cidrs = networks::read(entry.value.get("cidrs"));
        for network in &cidrs {
            reaches_metadata(network, sink);
        }
        destinations.push(Destination {
            name: Sourced::new(entry.key.value.clone(), Origin::platform(entry.key.span)),
            cidrs,
            ports: ports::read(entry.value.get("ports"), sink),
        });
    }
    destinations
}

/// A team that reaches the metadata service takes the node's role.
fn reaches_metadata(network: &Sourced<Cidr>, sink: &mut Sink) {
    let reached = [LINK_LOCAL].into_iter().chain(METADATA_SERVICES).find(|service| service.overlaps(network.value));
    if let Some(service) = reached {
        let message = format!("`{}` reaches the cloud's metadata service in `{service}`", network.value);
        sink.report(codes::METADATA, network.origin.span(), message)
            .help("write only the networks of the destination itself");
    }
}
