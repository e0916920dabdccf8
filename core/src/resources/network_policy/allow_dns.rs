//! `allow-dns`: every pod may ask the cluster's name servers. Every team has it; `network.dns` of platform.yaml adds addresses.

use super::{always, common, peer, policy};
use crate::{
    manifest::{Manifest, map},
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
            "policyTypes" => &["Egress"],
            "egress" => peer::to(peers, &[Port::constant("UDP", 53), Port::constant("TCP", 53)]),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::super::tests::spec;

    #[test]
    fn a_name_server_is_a_kube_dns_pod_or_an_address_of_the_platform() {
        let platform = "network: {ingress: [], dns: {nodeLocal: 169.254.20.10, clusterIP: \"fd00::a\"}}";
        assert_eq!(
            spec("allow-dns", "", platform),
            "  podSelector: {}
  policyTypes:
  - Egress
  egress:
  - to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
      podSelector:
        matchLabels:
          k8s-app: kube-dns
    - ipBlock:
        cidr: \"169.254.20.10/32\"
    - ipBlock:
        cidr: \"fd00::a/128\"
    ports:
    - protocol: UDP
      port: 53
    - protocol: TCP
      port: 53
"
        );
    }
}
