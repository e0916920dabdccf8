//! `allow-egress-<destination>`: an entry of `allowTo` opens a destination of platform.yaml, such as a database.

use smol_str::format_smolstr;

use super::{peer, policy};
use crate::{
    manifest::{Leaf, Manifest, map},
    origin::Sourced,
    platform::network::Destination,
    team::Team,
};

pub(super) fn build(team: &Team<'_>, destination: &Sourced<&Destination>) -> Manifest {
    let Destination { name, cidrs, ports } = destination.value;
    let name = Leaf::text(format_smolstr!("allow-egress-{}", name.value), destination.origin);
    policy(team, name, destination.origin).field(
        "spec",
        map! {
            "podSelector" => map! {},
            "policyTypes" => &["Egress"],
            "egress" => peer::to(cidrs.iter().map(peer::network), ports),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::spec;

    #[test]
    fn opens_the_networks_and_ports_of_the_destination() {
        let platform = "network:
  ingress: []
  destinations:
    rds: {cidrs: [10.20.0.0/24, 10.20.8.0/24], ports: [{port: 5432}, {port: 53, protocol: UDP}]}
";
        assert_eq!(
            spec("allow-egress-rds", "networkPolicy: {allowTo: [rds]}", platform),
            "  podSelector: {}
  policyTypes:
  - Egress
  egress:
  - to:
    - ipBlock:
        cidr: \"10.20.0.0/24\"
    - ipBlock:
        cidr: \"10.20.8.0/24\"
    ports:
    - protocol: TCP
      port: 5432
    - protocol: UDP
      port: 53
"
        );
        assert_eq!(spec("allow-egress-rds", "", platform), "");
    }
}
