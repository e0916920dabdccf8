//! `allow-egress-teams`: `allowEgress: true` also lets the team reach other teams, each of which decides whom it lets in.
//! With `network.consent: both` in platform.yaml there is no such policy: `allowToNamespaces` is the only way.

use super::{peer, policy};
use crate::{
    manifest::{Manifest, list, map},
    platform::network::Consent,
    team::Team,
};

/// The label of every team's namespace. Only Argo CD may set it, so no other namespace can pass for a team's.
const TEAM: &str = "teamwright.dev/team";

pub(super) fn build(team: &Team<'_>) -> Option<Manifest> {
    let allow = &team.network.allow_egress;
    let is_open = allow.value && team.platform.network.consent.value == Consent::Receiver;
    is_open.then(|| {
        let is_a_team = map! { "key" => TEAM, "operator" => "Exists" };
        let teams = map! { "namespaceSelector" => map! { "matchExpressions" => list![is_a_team] } };
        policy(team, "allow-egress-teams", allow.origin).field(
            "spec",
            map! {
                "podSelector" => map! {},
                "policyTypes" => &["Egress"],
                "egress" => peer::to([teams], &[]),
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::spec;

    const TEAM: &str = "networkPolicy: {allowEgress: true}";

    #[test]
    fn a_team_is_a_namespace_with_our_label() {
        assert_eq!(
            spec("allow-egress-teams", TEAM, ""),
            "  podSelector: {}
  policyTypes:
  - Egress
  egress:
  - to:
    - namespaceSelector:
        matchExpressions:
        - key: teamwright.dev/team
          operator: Exists
"
        );
    }

    #[test]
    fn with_consent_of_both_no_team_is_open_to_all() {
        assert_eq!(spec("allow-egress-teams", TEAM, "network: {ingress: [], consent: both}"), "");
    }
}
