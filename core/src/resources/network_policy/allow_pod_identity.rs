//! `allow-pod-identity`: `network.podIdentity: true` of platform.yaml lets every pod reach the agent of EKS Pod Identity on
//! its node. Beside DNS it is the only way to a link-local address.
//! See <https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html>.

use super::{peer, policy};
use crate::{
    manifest::{Manifest, map},
    origin::{Origin, Sourced},
    platform::network::{POD_IDENTITY, POD_IDENTITY_V6, Port},
    team::Team,
};

pub(super) fn build(team: &Team<'_>) -> Option<Manifest> {
    let network = &team.platform.network;
    network.pod_identity.value.then(|| {
        let v6 = network.egress.ipv6.value.then_some(POD_IDENTITY_V6);
        let agents = std::iter::once(POD_IDENTITY).chain(v6).map(|agent| Sourced::new(agent, Origin::INHERITED));
        policy(team, "allow-pod-identity", network.pod_identity.origin).field(
            "spec",
            map! {
                "podSelector" => map! {},
                "policyTypes" => &["Egress"],
                "egress" => peer::to(agents.map(|agent| peer::network(&agent)), &[Port::constant("TCP", 80)]),
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::spec;

    #[test]
    fn opens_the_agent_and_nothing_else_of_the_node() {
        assert_eq!(
            spec("allow-pod-identity", "", "network: {ingress: [], podIdentity: true, egress: {ipv6: true}}"),
            "  podSelector: {}
  policyTypes:
  - Egress
  egress:
  - to:
    - ipBlock:
        cidr: \"169.254.170.23/32\"
    - ipBlock:
        cidr: \"fd00:ec2::23/128\"
    ports:
    - protocol: TCP
      port: 80
"
        );
        assert_eq!(spec("allow-pod-identity", "", ""), "");
    }
}
