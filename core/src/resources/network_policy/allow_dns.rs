//! `allow-dns`: every pod may ask the cluster's name servers. Every team has it; `network.dns` of platform.yaml adds addresses.

use super::{always, common, peer, policy};
use crate::{
    manifest::{Manifest, Tree, list, map},
    platform::network::Port,
    team::Team,
};

pub(super) fn build(team: &Team<'_>) -> Manifest {
    // Namespace and labels in one peer: pods of another namespace can wear the label, and would be a way out.
    let kube_dns = map! {
        "namespaceSelector" => peer::namespace_selector("kube-system"),
        "podSelector" => map! { "matchLabels" => map! { "k8s-app" => "kube-dns" } },
    };
    // NodeLocal DNSCache has the node's network, which no selector of pods matches.
    let addresses = team.platform.network.name_servers.iter().map(peer::network);
    let peers = std::iter::once(kube_dns).chain(addresses);
    common::guarded(policy(team, "allow-dns", always(team)).field(
        "spec",
        map! {
            "podSelector" => map! {},
            "policyTypes" => list!["Egress"],
            "egress" => peer::to(peers, &[Port::constant("UDP", 53), Port::constant("TCP", 53)]),
        },
    ))
}
