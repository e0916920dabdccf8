//! The one table of kinds: which a team may deploy through Argo CD, and what its people may do to them with kubectl.
//!
//! Nobody reads Secrets and nobody writes ServiceAccounts, Endpoints or what guards the namespace.
//! See <https://kubernetes.io/docs/concepts/security/rbac-good-practices/>.

/// A kind, or a part of one such as `deployments/scale`.
#[derive(Debug)]
pub(crate) struct Capability {
    /// The API group; empty for the core group.
    pub(crate) group: &'static str,
    /// The kind if a team may deploy it; empty otherwise.
    pub(crate) kind: &'static str,
    /// The plural by which Roles name it.
    pub(crate) resource: &'static str,
    /// What a developer may do to it.
    pub(crate) developer: Verbs,
    /// What a viewer may do to it.
    pub(crate) viewer: Verbs,
}

/// What somebody may do to a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verbs {
    Nothing,
    Read,
    /// Measurements are computed on request, so there is nothing to watch.
    Measure,
    Scale,
    Write,
}

impl Verbs {
    /// As a Role names them.
    pub(crate) const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Nothing => &[],
            Self::Read => &["get", "list", "watch"],
            Self::Measure => &["get", "list"],
            Self::Scale => &["get", "update", "patch"],
            Self::Write => &["get", "list", "watch", "create", "update", "patch", "delete"],
        }
    }
}

/// Whether teams may deploy a kind without `allowedKinds`.
pub(crate) fn deploys(group: &str, kind: &str) -> bool {
    deployable().any(|row| row.group == group && row.kind == kind)
}

/// The kinds that teams may deploy.
pub(crate) fn deployable() -> impl Iterator<Item = &'static Capability> {
    CAPABILITIES.iter().filter(|row| !row.kind.is_empty())
}

const APPS: &str = "apps";
const GATEWAY: &str = "gateway.networking.k8s.io";
const ROLLOUTS: &str = "argoproj.io";
const SECRETS: &str = "external-secrets.io";

use Verbs::{Measure, Nothing, Read, Scale, Write};

/// The table.
pub(crate) static CAPABILITIES: &[Capability] = &[
    row("", "ConfigMap", "configmaps", Write, Read),
    row("", "Secret", "secrets", Nothing, Nothing),
    row("", "Service", "services", Write, Read),
    row("", "ServiceAccount", "serviceaccounts", Read, Read),
    row("", "PersistentVolumeClaim", "persistentvolumeclaims", Write, Read),
    row("", "Pod", "pods", Write, Read),
    row(APPS, "Deployment", "deployments", Write, Read),
    row(APPS, "StatefulSet", "statefulsets", Write, Read),
    row(APPS, "DaemonSet", "daemonsets", Write, Read),
    row(APPS, "ReplicaSet", "replicasets", Write, Read),
    row("batch", "Job", "jobs", Write, Read),
    row("batch", "CronJob", "cronjobs", Write, Read),
    row("networking.k8s.io", "Ingress", "ingresses", Write, Read),
    row(GATEWAY, "HTTPRoute", "httproutes", Write, Read),
    row(GATEWAY, "GRPCRoute", "grpcroutes", Write, Read),
    row("autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers", Write, Read),
    row("policy", "PodDisruptionBudget", "poddisruptionbudgets", Write, Read),
    row(ROLLOUTS, "Rollout", "rollouts", Write, Read),
    row(ROLLOUTS, "AnalysisTemplate", "analysistemplates", Write, Read),
    row(ROLLOUTS, "AnalysisRun", "analysisruns", Write, Read),
    row(ROLLOUTS, "Experiment", "experiments", Write, Read),
    row(APPS, "", "deployments/scale", Scale, Nothing),
    row(APPS, "", "statefulsets/scale", Scale, Nothing),
    row(APPS, "", "replicasets/scale", Scale, Nothing),
    row(ROLLOUTS, "", "rollouts/scale", Scale, Nothing),
    row("", "", "events", Read, Read),
    row("", "", "endpoints", Read, Read),
    row("", "", "resourcequotas", Read, Read),
    row("", "", "limitranges", Read, Read),
    row("events.k8s.io", "", "events", Read, Read),
    row("discovery.k8s.io", "", "endpointslices", Read, Read),
    row("networking.k8s.io", "", "networkpolicies", Read, Read),
    row("metrics.k8s.io", "", "pods", Measure, Measure),
    row(SECRETS, "", "externalsecrets", Read, Read),
    row(SECRETS, "", "secretstores", Read, Read),
];

const fn row(
    group: &'static str,
    kind: &'static str,
    resource: &'static str,
    developer: Verbs,
    viewer: Verbs,
) -> Capability {
    Capability { group, kind, resource, developer, viewer }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_reads_secrets_or_writes_what_guards_them() {
        for row in CAPABILITIES {
            let verbs = || row.developer.names().iter().chain(row.viewer.names());
            let reads_only = verbs().all(|verb| Read.names().contains(verb));
            assert!(verbs().all(|verb| Write.names().contains(verb)), "{}", row.resource);
            match row.resource {
                "secrets" => assert_eq!(verbs().count(), 0),
                "serviceaccounts" | "endpoints" | "endpointslices" | "resourcequotas" | "limitranges"
                | "networkpolicies" | "externalsecrets" | "secretstores" => assert!(reads_only, "{}", row.resource),
                resource => {
                    let part = resource.split_once('/').map(|(_, part)| part);
                    assert!(part.is_none_or(|part| part == "scale"), "{resource}");
                    assert!(!resource.contains('*') && !resource.contains("role"), "{resource}");
                }
            }
        }
    }

    #[test]
    fn viewers_only_look() {
        assert!(CAPABILITIES.iter().flat_map(|row| row.viewer.names()).all(|verb| Read.names().contains(verb)));
    }
}
