//! `default-deny-all`: without another policy no pod is reached and none reaches anything. Every team has it.

use super::{always, common, policy};
use crate::{
    manifest::{Manifest, list, map},
    team::Team,
};

pub(super) fn build(team: &Team<'_>) -> Manifest {
    common::guarded(policy(team, "default-deny-all", always(team)).field(
        "spec",
        map! {
            "podSelector" => map! {},
            "policyTypes" => list!["Ingress", "Egress"],
        },
    ))
}
