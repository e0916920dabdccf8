//! Rules between `network` and other keys of platform.yaml.

use super::{Network, Peer, check_namespace};
use crate::{
    diagnostic::{Sink, network as codes},
    origin::{Place, Sourced},
    platform::Platform,
    shape::{alternatives, did_you_mean},
    span::{Span, Spanned},
    value::cidr::Cidr,
};

pub(crate) fn check(platform: &Platform, sink: &mut Sink) {
    for peer in &platform.network.ingress {
        let Peer::Network(network) = peer else { continue };
        if !network.value.is_everything() {
            holds_a_clusters_own(network, platform, sink, || "`allowIngress: true`".to_owned());
        }
    }
    for destination in &platform.network.destinations {
        for network in &destination.cidrs {
            let written = || format!("`allowTo: [{}]`", destination.name.value);
            holds_a_clusters_own(network, platform, sink, written);
        }
    }
    pods_are_excepted(platform, sink);
    defaults(platform, sink);
}

/// A written list of exceptions takes the place of the private networks, and where the platform does not say which
/// addresses pods have, nothing else keeps them out of the internet.
fn pods_are_excepted(platform: &Platform, sink: &mut Sink) {
    let egress = &platform.network.egress;
    let Some(written) = egress.except_at.filter(|_| platform.is_sound("network") && platform.is_sound("clusters"))
    else {
        return;
    };
    let unknown = platform.clusters.iter().filter(|cluster| cluster.pod_cidrs.is_empty());
    let Some((cluster, open)) =
        unknown.map(|cluster| (cluster, egress.open_private(cluster))).find(|(_, open)| !open.is_empty())
    else {
        return;
    };
    let open = open.iter().map(Cidr::to_string).collect::<Vec<_>>().join(", ");
    let message = format!("with this list {open} are part of the internet, and nothing says which addresses pods have");
    let report = sink
        .report(codes::PODS_IN_INTERNET, written, message)
        .help(format!("write `podCidrs` for cluster `{}`, or add these networks here", cluster.name.value));
    if cluster.name.origin.place != Place::Nowhere {
        report.see(cluster.name.origin.span(), "a cluster without `podCidrs`");
    }
}

/// An address range can't tell one team's pods from another's.
fn holds_a_clusters_own(network: &Sourced<Cidr>, platform: &Platform, sink: &mut Sink, written: impl Fn() -> String) {
    let mut held = Vec::new();
    for cluster in &platform.clusters {
        for (what, theirs) in [("pods", &cluster.pod_cidrs), ("services", &cluster.service_cidrs)] {
            let overlapping = theirs.iter().filter(|own| own.value.overlaps(network.value));
            held.extend(overlapping.map(|own| (what, own, &cluster.name.value)));
        }
    }
    let Some((what, _, cluster)) = held.first() else { return };
    let message = format!("`{}` holds addresses of {what} of cluster `{cluster}`", network.value);
    let help = format!(
        "{} opens the way to or from all of them, whichever team's they are; write smaller networks",
        written()
    );
    let mut report = sink.report(codes::OPENS_CLUSTER, network.origin.span(), message).help(help);
    for (what, own, cluster) in &held {
        report = report.see(own.origin.span(), format!("the {what} of `{cluster}`"));
    }
}

/// What `defaults.networkPolicy` gives to every team is judged here, once, and not at every team.
fn defaults(platform: &Platform, sink: &mut Sink) {
    let written = &platform.defaults.network_policy;
    if let Some(flag) = written.allow_ingress.as_ref().filter(|flag| flag.value) {
        ingress_exists(flag.span, platform, sink);
    }
    for list in [&written.allow_from_namespaces, &written.allow_to_namespaces] {
        for name in list.iter().flatten() {
            check_namespace(name, platform, sink);
        }
    }
    for name in written.allow_to.iter().flatten() {
        check_destination(name, platform, sink);
    }
}

/// `allowIngress: true` needs something to let in.
pub(crate) fn ingress_exists(span: Span, platform: &Platform, sink: &mut Sink) {
    let Network { ingress, ingress_origin, .. } = &platform.network;
    if !ingress.is_empty() || !platform.is_sound("network") {
        return;
    }
    let message = "`allowIngress` opens nothing: the platform has no ingress";
    let report = sink.report(codes::NO_INGRESS, span, message).help("write `allowIngress: false`, or remove the key");
    if let Some(source) = &platform.source {
        report.see_in(source, ingress_origin.span(), "the platform's ingress");
    }
}

/// `allowTo` takes names of `network.destinations`.
pub(crate) fn check_destination(name: &Spanned<String>, platform: &Platform, sink: &mut Sink) {
    let known = &platform.network.destinations;
    if platform.network.destination(&name.value).is_some() || !platform.is_sound("network") {
        return;
    }
    let report = sink.report(codes::UNKNOWN_DESTINATION, name.span, format!("unknown destination `{}`", name.value));
    let names = || known.iter().map(|destination| destination.name.value.as_str());
    match did_you_mean(&name.value, names()) {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => {
            report.help("the platform has no destinations; the platform team adds them under `network.destinations`")
        }
        None => report.help(format!("write {}", alternatives(&names().collect::<Vec<_>>()))),
    };
}
