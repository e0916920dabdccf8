//! `allow-ingress`: `allowIngress: true` lets in what `network.ingress` of platform.yaml names, and nothing else.

use super::{peer, policy};
use crate::{
    manifest::{Leaf, Manifest, Tree, map},
    platform::network::Peer,
    team::Team,
};

pub(super) fn build(team: &Team<'_>) -> Option<Manifest> {
    let allow = &team.network.allow_ingress;
    let peers = &team.platform.network.ingress;
    // A rule without peers would let everybody in.
    let is_open = allow.value && !peers.is_empty();
    is_open.then(|| {
        policy(team, "allow-ingress", allow.origin).field(
            "spec",
            map! {
                "podSelector" => map! {},
                "policyTypes" => &["Ingress"],
                "ingress" => peer::from(peers.iter().map(side)),
            },
        )
    })
}

/// Namespace and labels stand in one peer: both must fit.
fn side(side: &Peer) -> Tree {
    match side {
        Peer::Network(cidr) => peer::network(cidr),
        Peer::Namespace { name, pod_labels } if pod_labels.is_empty() => peer::namespace(name),
        Peer::Namespace { name, pod_labels } => {
            let label = |(key, value): &(String, _)| (key.clone().into(), Tree::Leaf(Leaf::from(value)));
            map! {
                "namespaceSelector" => peer::namespace_selector(name),
                "podSelector" => map! { "matchLabels" => Tree::map(pod_labels.iter().map(label).collect()) },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::spec;

    #[test]
    fn lets_in_what_the_platform_names() {
        let platform = "network:
  ingress:
    - {namespace: edge, podLabels: {app.kubernetes.io/name: gateway}}
    - {cidr: 10.0.0.0/20}
    - {namespace: mesh}
";
        assert_eq!(
            spec("allow-ingress", "networkPolicy: {allowIngress: true}", platform),
            "  podSelector: {}
  policyTypes:
  - Ingress
  ingress:
  - from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: edge
      podSelector:
        matchLabels:
          app.kubernetes.io/name: gateway
    - ipBlock:
        cidr: \"10.0.0.0/20\"
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: mesh
"
        );
        assert_eq!(spec("allow-ingress", "networkPolicy: {allowIngress: false}", platform), "");
    }
}
