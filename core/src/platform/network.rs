//! `network`: what the network keys of a team file open.

mod check;
mod destinations;
mod egress;
mod ingress;
mod namespaces;
mod ports;
#[cfg(test)]
mod tests;

pub(crate) use check::{check, check_destination, ingress_exists};
pub(crate) use destinations::Destination;
pub(crate) use egress::Egress;
pub(crate) use ingress::Peer;
pub(crate) use namespaces::{check_namespace, known as known_namespaces};
pub(crate) use ports::Port;

use super::switch_or;
use crate::{
    diagnostic::{Sink, network as codes},
    origin::{Origin, Sourced},
    shape::{Fault, Grammar, Record, Shape, field},
    value::{
        cidr::{self, Address, Cidr},
        name::{self, NamespaceName},
    },
    yaml::Node,
};

/// The keys of `network`.
pub(crate) static NETWORK: Record = Record::of(&[
    field(
        "consent",
        Shape::Choice(&["receiver", "both"]),
        "Who must agree before one team reaches another: `receiver` means the team that is reached, `both` means both of them.",
    ),
    field(
        "ingress",
        Shape::List(&ingress::INGRESS),
        "Where traffic from outside the cluster comes from: what `allowIngress` lets in.",
    ),
    field(
        "dns",
        Shape::Record(&DNS),
        "Addresses of name servers beside the pods of kube-dns, which every team reaches.",
    ),
    field("egress", Shape::Record(&egress::EGRESS), "What `allowEgress` means by the internet."),
    field(
        "destinations",
        Shape::Map(&destinations::DESTINATIONS),
        "Databases and endpoints on private addresses, by the names that teams write in `allowTo`.",
    ),
    field(
        "monitoringNamespace",
        Shape::Text(&name::NAMESPACE),
        "The namespace whose pods may reach every team's pods.",
    ),
    field(
        "podIdentity",
        Shape::Boolean,
        "Whether pods may reach the agent of EKS Pod Identity, which gives them the credentials of their role.",
    ),
]);

/// The keys of `network.dns`.
static DNS: Record = Record::of(&[
    field("nodeLocal", Shape::Text(&NAME_SERVER), "The address of NodeLocal DNSCache on every node."),
    field("clusterIP", Shape::Text(&NAME_SERVER), "The address of the service `kube-dns`."),
]);

/// The address of a name server.
static NAME_SERVER: Grammar = Grammar {
    check: |text| {
        (cidr::ADDRESS.check)(text)?;
        let metadata = |address: Address| METADATA_SERVICES.contains(&address.alone());
        match Address::parse(text) {
            Some(address) if metadata(address) => {
                Err(Fault::new(format!("`{text}` is the cloud's metadata service, not a name server"))
                    .code(codes::METADATA)
                    .help("write the address of the name server, such as `169.254.20.10` for NodeLocal DNSCache"))
            }
            _ => Ok(()),
        }
    },
    ..cidr::ADDRESS
};

/// Link-local addresses: on a node they lead to the metadata service and nowhere else that a team needs.
/// See <https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html>.
pub(crate) const LINK_LOCAL: Cidr = Cidr::v4([169, 254, 0, 0], 16);
/// The agent of EKS Pod Identity. See <https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html>.
pub(crate) const POD_IDENTITY: Cidr = Cidr::v4([169, 254, 170, 23], 32);
/// The same over IPv6.
pub(crate) const POD_IDENTITY_V6: Cidr = Cidr::v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23], 128);

/// Whatever hands out credentials at a fixed address: instance metadata, container credentials, EKS Pod Identity.
const METADATA_SERVICES: [Cidr; 5] = [
    Cidr::v4([169, 254, 169, 254], 32),
    Cidr::v4([169, 254, 170, 2], 32),
    POD_IDENTITY,
    Cidr::v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254], 128),
    POD_IDENTITY_V6,
];

/// Who must agree before one team reaches another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consent {
    /// The team that is reached.
    Receiver,
    /// Both.
    Both,
}

/// `network` as meant.
#[derive(Debug)]
pub(crate) struct Network {
    pub(crate) consent: Sourced<Consent>,
    /// What `allowIngress` lets in; empty only where platform.yaml says so.
    pub(crate) ingress: Vec<Peer>,
    /// Where `ingress` stands, be it written or not.
    pub(crate) ingress_origin: Origin,
    /// Name servers beside kube-dns, each a network of one address.
    pub(crate) name_servers: Vec<Sourced<Cidr>>,
    pub(crate) egress: Egress,
    /// By name, in the order of the file.
    pub(crate) destinations: Vec<Destination>,
    pub(crate) monitoring_namespace: Option<Sourced<NamespaceName>>,
    pub(crate) pod_identity: Sourced<bool>,
}

impl Network {
    /// Reads `network` of a root; what is absent means its default.
    pub(crate) fn read(root: Option<&Node>, sink: &mut Sink) -> Self {
        let node = root.and_then(|root| root.get("network"));
        let get = |key: &str| node.and_then(|node| node.get(key));
        ingress::check_absence(root, sink);
        let (ingress, ingress_origin) = ingress::read(get("ingress"), sink);
        let consent = match get("consent").and_then(Node::spanned) {
            Some(word) if word.value == "both" => Sourced::new(Consent::Both, Origin::platform(word.span)),
            Some(word) => Sourced::new(Consent::Receiver, Origin::platform(word.span)),
            None => Sourced::built_in(Consent::Receiver),
        };
        let name_space = get("monitoringNamespace").and_then(Node::spanned);
        Self {
            consent,
            ingress,
            ingress_origin,
            name_servers: name_servers(get("dns")),
            egress: Egress::read(get("egress"), sink),
            destinations: destinations::read(get("destinations"), sink),
            monitoring_namespace: name_space
                .map(|name| Sourced::new(NamespaceName::new(name.value), Origin::platform(name.span))),
            pod_identity: switch_or(get("podIdentity"), false),
        }
    }

    /// The destination of this name.
    pub(crate) fn destination(&self, name: &str) -> Option<&Destination> {
        self.destinations.iter().find(|destination| destination.name.value == name)
    }

    /// Namespaces that `network` names.
    pub(crate) fn namespaces(&self) -> impl Iterator<Item = &str> {
        self.placed_namespaces().map(|name| name.value.as_str())
    }

    /// Namespaces that `network` names, with their places.
    pub(crate) fn placed_namespaces(&self) -> impl Iterator<Item = &Sourced<NamespaceName>> {
        let ingress = self.ingress.iter().filter_map(|peer| match peer {
            Peer::Namespace { name, .. } => Some(name),
            Peer::Network(_) => None,
        });
        ingress.chain(&self.monitoring_namespace)
    }
}

fn name_servers(node: Option<&Node>) -> Vec<Sourced<Cidr>> {
    let mut all: Vec<Sourced<Cidr>> = Vec::new();
    for text in ["nodeLocal", "clusterIP"].into_iter().filter_map(|key| node?.get(key)?.spanned()) {
        let address = Address::parse(&text.value).map(Address::alone);
        let address = address.filter(|address| all.iter().all(|other| other.value != *address));
        all.extend(address.map(|address| Sourced::new(address, Origin::platform(text.span))));
    }
    all
}
