//! `allow-same-namespace`: pods of the team reach each other. Every team has it.

use super::{always, common, peer, policy};
use crate::{
    manifest::{Manifest, list, map},
    team::Team,
};

pub(super) fn build(team: &Team<'_>) -> Manifest {
    common::guarded(policy(team, "allow-same-namespace", always(team)).field(
        "spec",
        map! {
            "podSelector" => map! {},
            "policyTypes" => list!["Ingress", "Egress"],
            "ingress" => peer::from([map! { "podSelector" => map! {} }]),
            "egress" => peer::to([map! { "podSelector" => map! {} }], &[]),
        },
    ))
}
