//! `allow-egress-<destination>`: an entry of `allowTo` opens a destination of platform.yaml, such as a database.

use super::{peer, policy};
use crate::{
    manifest::{Leaf, Manifest, list, map},
    origin::Sourced,
    platform::network::Destination,
    team::Team,
};

pub(super) fn build(team: &Team<'_>, destination: &Sourced<&Destination>) -> Manifest {
    let Destination { name, cidrs, ports } = destination.value;
    let name = Leaf::text(format!("allow-egress-{}", name.value), destination.origin);
    policy(team, name, destination.origin).field(
        "spec",
        map! {
            "podSelector" => map! {},
            "policyTypes" => list!["Egress"],
            "egress" => peer::to(cidrs.iter().map(peer::network), ports),
        },
    )
}
