//! `network.ingress`: where traffic from outside the cluster comes from.

use crate::{
    diagnostic::{Sink, network as codes, shape as shape_codes},
    origin::{Origin, Sourced},
    shape::{Empty, List, Map, Record, Shape, field},
    span::Span,
    value::{
        cidr::{self, Cidr},
        label,
        name::{self, NamespaceName},
    },
    yaml::Node,
};

/// `network.ingress`.
pub(super) static INGRESS: List = List::of(Shape::Record(&ENTRY));

/// The keys of an entry.
static ENTRY: Record = Record::of(&[
    field("namespace", Shape::Text(&name::NAMESPACE), "The namespace of the ingress controller."),
    field(
        "podLabels",
        Shape::Map(&POD_LABELS),
        "Labels of the controller's pods; all pods of the namespace unless written.",
    ),
    field(
        "cidr",
        Shape::Text(&cidr::CIDR),
        "A network, such as the subnets of load balancers that send to pods directly.",
    ),
]);

/// An empty selector would mean every pod.
static POD_LABELS: Map = Map { key: &label::KEY, value: Shape::Text(&label::VALUE), empty: Empty::Refused };

/// A side of a connection.
#[derive(Debug)]
pub(crate) enum Peer {
    /// Pods of a namespace: all of them without labels.
    Namespace { name: Sourced<NamespaceName>, pod_labels: Vec<(String, Sourced<String>)> },
    /// Addresses.
    Network(Sourced<Cidr>),
}

/// The namespace in which most clusters have their ingress controller.
const USUAL: &str = "ingress-nginx";

/// Warns where a platform.yaml does not say where traffic comes from.
pub(super) fn check_absence(root: Option<&Node>, sink: &mut Sink) {
    let Some(root) = root else { return };
    let (place, example) = match root.entry("network") {
        None if root.is_partial() => return,
        None => (root, format!("network: {{ingress: [{{namespace: {USUAL}}}]}}")),
        Some(entry) if !entry.value.is_valid() => return,
        Some(entry) if entry.value.entry("ingress").is_some() || entry.value.is_partial() => return,
        Some(entry) => (&entry.value, format!("ingress: [{{namespace: {USUAL}}}]")),
    };
    let message = format!("`network.ingress` is missing: `allowIngress` means the namespace `{USUAL}`");
    sink.report(codes::ASSUMED_INGRESS, Span::at(place.span.start), message)
        .help(format!("add `{example}`, or the namespace of your ingress controller"));
}

/// What stands in the list, and where the list stands.
pub(super) fn read(node: Option<&Node>, sink: &mut Sink) -> (Vec<Peer>, Origin) {
    let Some(node) = node else {
        let name = Sourced::built_in(NamespaceName::new(USUAL));
        return (vec![Peer::Namespace { name, pod_labels: Vec::new() }], Origin::built_in());
    };
    let items = node.items().iter().filter(|item| item.is_valid());
    (items.filter_map(|item| read_one(item, sink)).collect(), Origin::platform(node.span))
}

/// Exactly one of `namespace` and `cidr`; labels only with a namespace.
fn read_one(item: &Node, sink: &mut Sink) -> Option<Peer> {
    let key = |key: &str| item.entry(key).map(|entry| entry.key.span);
    match (key("namespace"), key("cidr"), key("podLabels")) {
        (Some(namespace), Some(cidr), _) => {
            sink.report(codes::ONE_PEER, namespace.max(cidr), "an entry has both `namespace` and `cidr`")
                .see(namespace.min(cidr), "the other one")
                .help("write two entries");
        }
        (None, Some(cidr), Some(labels)) => {
            sink.report(shape_codes::TOO_MUCH, labels, "`podLabels` needs a `namespace`; a `cidr` has no pods")
                .see(cidr, "the network")
                .help("remove `podLabels`, or write an entry with `namespace`");
        }
        (None, None, _) if !item.is_partial() => {
            sink.report(codes::ONE_PEER, Span::at(item.span.start), "an entry has neither `namespace` nor `cidr`")
                .help("add `namespace: …` for an ingress controller, or `cidr: …` for a load balancer's network");
        }
        _ => {}
    }
    let text = |key: &str| item.get(key).and_then(Node::spanned);
    if let Some(name) = text("namespace") {
        let labels = item.get("podLabels").map(Node::entries).unwrap_or_default().iter();
        let label = |text: crate::span::Spanned<String>| Sourced::new(text.value, Origin::platform(text.span));
        return Some(Peer::Namespace {
            name: Sourced::new(NamespaceName::new(name.value), Origin::platform(name.span)),
            pod_labels: labels
                .filter_map(|entry| Some((entry.key.value.clone(), label(entry.value.spanned()?))))
                .collect(),
        });
    }
    let network = text("cidr")?;
    let network = Sourced::new(Cidr::parse(&network.value)?, Origin::platform(network.span));
    if network.value.is_everything() {
        let message = format!("`{}` lets every address in, every pod of the cluster included", network.value);
        sink.report(codes::INGRESS_FROM_EVERYWHERE, network.origin.span(), message)
            .help("write the subnets of the load balancers, or `namespace: …` of the ingress controller");
    }
    Some(Peer::Network(network))
}
