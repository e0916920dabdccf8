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
    pub(crate) developer: &'static [&'static str],
    /// What a viewer may do to it.
    pub(crate) viewer: &'static [&'static str],
}

/// Whether teams may deploy a kind without `allowedKinds`.
pub(crate) fn deploys(group: &str, kind: &str) -> bool {
    deployable().any(|row| row.group == group && row.kind == kind)
}

/// The kinds that teams may deploy.
pub(crate) fn deployable() -> impl Iterator<Item = &'static Capability> {
    CAPABILITIES.iter().filter(|row| !row.kind.is_empty())
}

const NONE: &[&str] = &[];
const READ: &[&str] = &["get", "list", "watch"];
/// Measurements are computed on request, so there is nothing to watch.
const MEASURE: &[&str] = &["get", "list"];
const SCALE: &[&str] = &["get", "update", "patch"];
const WRITE: &[&str] = &["get", "list", "watch", "create", "update", "patch", "delete"];

const APPS: &str = "apps";
const GATEWAY: &str = "gateway.networking.k8s.io";
const ROLLOUTS: &str = "argoproj.io";
const SECRETS: &str = "external-secrets.io";

/// The table.
pub(crate) static CAPABILITIES: &[Capability] = &[
    row("", "ConfigMap", "configmaps", WRITE, READ),
    row("", "Secret", "secrets", NONE, NONE),
    row("", "Service", "services", WRITE, READ),
    row("", "ServiceAccount", "serviceaccounts", READ, READ),
    row("", "PersistentVolumeClaim", "persistentvolumeclaims", WRITE, READ),
    row("", "Pod", "pods", WRITE, READ),
    row(APPS, "Deployment", "deployments", WRITE, READ),
    row(APPS, "StatefulSet", "statefulsets", WRITE, READ),
    row(APPS, "DaemonSet", "daemonsets", WRITE, READ),
    row(APPS, "ReplicaSet", "replicasets", WRITE, READ),
    row("batch", "Job", "jobs", WRITE, READ),
    row("batch", "CronJob", "cronjobs", WRITE, READ),
    row("networking.k8s.io", "Ingress", "ingresses", WRITE, READ),
    row(GATEWAY, "HTTPRoute", "httproutes", WRITE, READ),
    row(GATEWAY, "GRPCRoute", "grpcroutes", WRITE, READ),
    row("autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers", WRITE, READ),
    row("policy", "PodDisruptionBudget", "poddisruptionbudgets", WRITE, READ),
    row(ROLLOUTS, "Rollout", "rollouts", WRITE, READ),
    row(ROLLOUTS, "AnalysisTemplate", "analysistemplates", WRITE, READ),
    row(ROLLOUTS, "AnalysisRun", "analysisruns", WRITE, READ),
    row(ROLLOUTS, "Experiment", "experiments", WRITE, READ),
    row(APPS, "", "deployments/scale", SCALE, NONE),
    row(APPS, "", "statefulsets/scale", SCALE, NONE),
    row(APPS, "", "replicasets/scale", SCALE, NONE),
    row(ROLLOUTS, "", "rollouts/scale", SCALE, NONE),
    row("", "", "events", READ, READ),
    row("", "", "endpoints", READ, READ),
    row("", "", "resourcequotas", READ, READ),
    row("", "", "limitranges", READ, READ),
    row("events.k8s.io", "", "events", READ, READ),
    row("discovery.k8s.io", "", "endpointslices", READ, READ),
    row("networking.k8s.io", "", "networkpolicies", READ, READ),
    row("metrics.k8s.io", "", "pods", MEASURE, MEASURE),
    row(SECRETS, "", "externalsecrets", READ, READ),
    row(SECRETS, "", "secretstores", READ, READ),
];

const fn row(
    group: &'static str,
    kind: &'static str,
    resource: &'static str,
    developer: &'static [&'static str],
    viewer: &'static [&'static str],
) -> Capability {
    Capability { group, kind, resource, developer, viewer }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_reads_secrets_or_writes_what_guards_them() {
        for row in CAPABILITIES {
            let verbs = || row.developer.iter().chain(row.viewer);
            let reads_only = verbs().all(|verb| READ.contains(verb));
            assert!(verbs().all(|verb| WRITE.contains(verb)), "{}", row.resource);
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
        assert!(CAPABILITIES.iter().flat_map(|row| row.viewer).all(|verb| READ.contains(verb)));
    }
}
