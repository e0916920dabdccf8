//! LimitRange `<team>-limits`: what a container gets that asks for nothing, and the most that one container or volume may have.
//! Once a quota counts CPU and memory, a container without its own limits could not start; this gives it some.
//! `limitRange` and `tier` of team.yaml feed it, `tiers`, `defaults` and `ceilings` of platform.yaml too.
//! See <https://kubernetes.io/docs/concepts/policy/limit-range/>.

use smol_str::format_smolstr;

use super::common;
use crate::{
    manifest::{Leaf, Manifest, Part, Tree, list, map},
    team::Team,
};

pub(crate) fn build(team: &Team<'_>) -> Manifest {
    let origin = team.name.origin.becomes("every team has a limit range");
    let name = Leaf::text(format_smolstr!("{}-limits", team.name()), origin);
    let amount = |path: &str| team.limits.range(path);
    let container = |cpu: &str, memory: &str| map! { "cpu" => amount(cpu), "memory" => amount(memory) }.or_absent();
    let claim = |path: &str| map! { "storage" => amount(path) }.or_absent();
    let limits = list![
        entry(
            "Container",
            [
                ("default", container("default.cpu", "default.memory")),
                ("defaultRequest", container("defaultRequest.cpu", "defaultRequest.memory")),
                ("max", container("max.cpu", "max.memory")),
                ("min", container("min.cpu", "min.memory")),
            ],
        ),
        entry(
            "PersistentVolumeClaim",
            [("max", claim("persistentVolumeClaim.max")), ("min", claim("persistentVolumeClaim.min")),],
        ),
    ];
    common::guarded(common::object(team, Part::Namespace, "v1", "LimitRange", name, origin))
        .field("spec", map! { "limits" => limits })
}

/// An entry for a type; absent if it would say nothing: a team that may claim no storage has no bounds of a claim, and
/// Kubernetes takes no entry of a type alone.
fn entry<const N: usize>(kind: &'static str, fields: [(&'static str, Tree); N]) -> Tree {
    let mut entries = vec![("type".into(), Tree::from(kind))];
    entries.extend(fields.into_iter().map(|(key, value)| (key.into(), value)));
    match Tree::map(entries) {
        Tree::Map(entries) if entries.len() > 1 => Tree::Map(entries),
        _ => Tree::Absent,
    }
}

#[cfg(test)]
mod tests {
    use super::super::common::emitted;

    #[test]
    fn every_team_has_a_limit_range() {
        let team = "team: payments\nlimitRange: {min: {cpu: 10m}}";
        assert_eq!(
            emitted(team, "", "LimitRange", "payments-limits"),
            r#"---
apiVersion: v1
kind: LimitRange
metadata:
  name: payments-limits
  namespace: team-payments
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: payments
  annotations:
    argocd.argoproj.io/sync-options: "Prune=confirm,Delete=confirm"
    argocd.argoproj.io/sync-wave: "-5"
spec:
  limits:
  - type: Container
    default:
      cpu: "500m"
      memory: "512Mi"
    defaultRequest:
      cpu: "100m"
      memory: "128Mi"
    max:
      cpu: "2"
      memory: "4Gi"
    min:
      cpu: "10m"
      memory: "1Mi"
  - type: PersistentVolumeClaim
    max:
      storage: "100Gi"
    min:
      storage: "1Gi"
"#
        );
    }
}
