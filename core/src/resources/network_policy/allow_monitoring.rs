//! `allow-monitoring`: the pods of `network.monitoringNamespace` of platform.yaml reach every team. Without the key there
//! is no such policy.

use super::{peer, policy};
use crate::{
    manifest::{Manifest, map},
    team::Team,
};

pub(super) fn build(team: &Team<'_>) -> Option<Manifest> {
    team.platform.network.monitoring_namespace.as_ref().map(|namespace| {
        policy(team, "allow-monitoring", namespace.origin).field(
            "spec",
            map! {
                "podSelector" => map! {},
                "policyTypes" => &["Ingress"],
                "ingress" => peer::from([peer::namespace(namespace)]),
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::spec;

    #[test]
    fn lets_monitoring_in_where_the_platform_has_it() {
        assert_eq!(
            spec("allow-monitoring", "", "network: {ingress: [], monitoringNamespace: observability}"),
            "  podSelector: {}
  policyTypes:
  - Ingress
  ingress:
  - from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: observability
"
        );
        assert_eq!(spec("allow-monitoring", "", ""), "");
    }
}
