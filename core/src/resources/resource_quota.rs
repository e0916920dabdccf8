//! ResourceQuota `<team>-quota`: the most that everything in the team's namespace may use together.
//! `resourceQuota` and `tier` of team.yaml feed it, `tiers`, `defaults` and `ceilings` of platform.yaml too.
//! See <https://kubernetes.io/docs/concepts/policy/resource-quotas/>.

use smol_str::format_smolstr;

use super::common;
use crate::{
    manifest::{Leaf, Manifest, Part, Tree, map},
    team::Team,
};

pub(crate) fn build(team: &Team<'_>) -> Manifest {
    let origin = team.name.origin.becomes("every team has a quota");
    let name = Leaf::text(format_smolstr!("{}-quota", team.name()), origin);
    let hard = team.limits.quota.iter().map(|(key, quantity)| (key.clone(), Tree::from(quantity)));
    common::guarded(common::object(team, Part::Namespace, "v1", "ResourceQuota", name, origin))
        .field("spec", map! { "hard" => Tree::map(hard.collect()) })
}

#[cfg(test)]
mod tests {
    use super::super::common::emitted;

    #[test]
    fn every_team_has_a_quota() {
        assert_eq!(
            emitted("team: payments", "", "ResourceQuota", "payments-quota"),
            r#"---
apiVersion: v1
kind: ResourceQuota
metadata:
  name: payments-quota
  namespace: team-payments
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: payments
  annotations:
    argocd.argoproj.io/sync-options: "Prune=confirm,Delete=confirm"
    argocd.argoproj.io/sync-wave: "-5"
spec:
  hard:
    requests.cpu: "10"
    requests.memory: "20Gi"
    limits.cpu: "20"
    limits.memory: "40Gi"
    pods: "30"
    services: "10"
    services.loadbalancers: "0"
    services.nodeports: "0"
    configmaps: "20"
    secrets: "20"
    persistentvolumeclaims: "5"
"#
        );
    }

    #[test]
    fn devices_follow_the_requests_and_counts_of_objects_the_end() {
        let team =
            "team: ml\nresourceQuota:\n  count/jobs.batch: 4\n  requests: {nvidia.com/gpu: 2, storage: 1024Gi}\n";
        let quota = emitted(team, "", "ResourceQuota", "ml-quota");
        let hard = quota.split_once("hard:\n").unwrap().1;
        let keys: Vec<_> = hard.lines().map(|line| line.trim().split(": ").next().unwrap()).collect();
        let first = ["requests.cpu", "requests.memory", "requests.storage", "requests.nvidia.com/gpu", "limits.cpu"];
        assert_eq!(keys[..5], first);
        assert_eq!(keys.last(), Some(&"count/jobs.batch"));
        assert!(hard.contains("requests.storage: \"1Ti\""));
    }
}
