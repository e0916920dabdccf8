//! `allow-egress-internet`: `allowEgress: true` opens every address but those of `network.egress.exceptCidrs`, of the
//! cluster's pods and services, and of the metadata service.

use super::{peer, policy};
use crate::{
    manifest::{Manifest, Tree, list, map},
    platform::clusters::Cluster,
    team::Team,
    value::cidr::Family,
};

pub(super) fn build(team: &Team<'_>, cluster: &Cluster) -> Option<Manifest> {
    let allow = &team.network.allow_egress;
    let egress = &team.platform.network.egress;
    // Exceptions lie inside their block, or the API server refuses the policy: each family has a block of its own.
    let block = |everything: &'static str, family: Family| {
        let except = egress.except(family, cluster);
        map! { "ipBlock" => map! { "cidr" => everything, "except" => Tree::list(except.iter().map(Tree::from)) } }
    };
    allow.value.then(|| {
        let v4 = block("0.0.0.0/0", Family::V4);
        let v6 = egress.ipv6.value.then(|| block("::/0", Family::V6));
        policy(team, "allow-egress-internet", allow.origin).field(
            "spec",
            map! {
                "podSelector" => map! {},
                "policyTypes" => list!["Egress"],
                "egress" => peer::to(std::iter::once(v4).chain(v6), &egress.ports),
            },
        )
    })
}
