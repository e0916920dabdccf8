//! `allow-monitoring`: the pods of `network.monitoringNamespace` of platform.yaml reach every team. Without the key there
//! is no such policy.

use super::{peer, policy};
use crate::{
    manifest::{Manifest, list, map},
    team::Team,
};

pub(super) fn build(team: &Team<'_>) -> Option<Manifest> {
    team.platform.network.monitoring_namespace.as_ref().map(|namespace| {
        policy(team, "allow-monitoring", namespace.origin).field(
            "spec",
            map! {
                "podSelector" => map! {},
                "policyTypes" => list!["Ingress"],
                "ingress" => peer::from([peer::namespace(namespace)]),
            },
        )
    })
}
