//! `default-deny-all`: without another policy no pod is reached and none reaches anything. Every team has it.

use super::{always, common, policy};
use crate::{
    manifest::{Manifest, map},
    team::Team,
};

pub(super) fn build(team: &Team<'_>) -> Manifest {
    common::guarded(policy(team, "default-deny-all", always(team)).field(
        "spec",
        map! {
            "podSelector" => map! {},
            "policyTypes" => &["Ingress", "Egress"],
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::super::tests::policy;

    #[test]
    fn closes_both_directions_whatever_a_team_opens() {
        let expected = "---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny-all
  namespace: team-demo
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: demo
  annotations:
    argocd.argoproj.io/sync-options: \"Prune=confirm,Delete=confirm\"
    argocd.argoproj.io/sync-wave: \"-5\"
spec:
  podSelector: {}
  policyTypes:
  - Ingress
  - Egress
";
        assert_eq!(policy("default-deny-all", "", ""), expected);
        assert_eq!(policy("default-deny-all", "networkPolicy: {allowIngress: true, allowEgress: true}", ""), expected);
    }
}
