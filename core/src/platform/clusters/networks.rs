//! `podCidrs` and `serviceCidrs`: the addresses that a cluster gives to its own.

use super::Cluster;
use crate::{
    diagnostic::{Sink, network as codes},
    origin::{Origin, Sourced},
    value::cidr::Cidr,
    yaml::Node,
};

/// Reads a checked list of networks.
pub(in crate::platform) fn read(list: Option<&Node>) -> Vec<Sourced<Cidr>> {
    let network = |item: &Node| Some(Sourced::new(Cidr::parse(item.text()?)?, Origin::platform(item.span)));
    list.map(Node::items).unwrap_or_default().iter().filter(|item| item.is_valid()).filter_map(network).collect()
}

/// An address belongs to a pod or to a service, in one network: an overlap is a typing mistake.
pub(super) fn check(cluster: &Cluster, sink: &mut Sink) {
    for (index, network) in cluster.cidrs().enumerate() {
        if network.value.is_everything() {
            let message = format!("`{}` is every address, not a network of one cluster", network.value);
            sink.report(codes::CLUSTER_NETWORKS, network.origin.span(), message)
                .help("write the cluster's own network, such as `10.100.0.0/16`");
            continue;
        }
        let Some(first) = cluster
            .cidrs()
            .take(index)
            .find(|first| !first.value.is_everything() && first.value.overlaps(network.value))
        else {
            continue;
        };
        let message = format!("`{}` overlaps `{}` of the same cluster", network.value, first.value);
        sink.report(codes::CLUSTER_NETWORKS, network.origin.span(), message)
            .see(first.origin.span(), "overlaps this one")
            .help("pods and services have networks of their own; look them up in the cluster");
    }
}
