//! `allow-same-namespace`: pods of the team reach each other. Every team has it.

use super::{always, common, peer, policy};
use crate::{
    manifest::{Manifest, map},
    team::Team,
};

pub(super) fn build(team: &Team<'_>) -> Manifest {
    common::guarded(policy(team, "allow-same-namespace", always(team)).field(
        "spec",
        map! {
            "podSelector" => map! {},
            "policyTypes" => &["Ingress", "Egress"],
            "ingress" => peer::from([map! { "podSelector" => map! {} }]),
            "egress" => peer::to([map! { "podSelector" => map! {} }], &[]),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::super::tests::spec;

    #[test]
    fn opens_both_directions_inside_the_namespace() {
        assert_eq!(
            spec("allow-same-namespace", "", ""),
            "  podSelector: {}
  policyTypes:
  - Ingress
  - Egress
  ingress:
  - from:
    - podSelector: {}
  egress:
  - to:
    - podSelector: {}
"
        );
    }
}
