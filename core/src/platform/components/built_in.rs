//! The one table of components that are there unless platform.yaml says otherwise.

use super::Namespace;

/// A component of the table.
#[derive(Debug)]
pub(super) struct BuiltIn {
    pub(super) name: &'static str,
    pub(super) namespace: Namespace,
    /// What has to be there before it; entries that are switched off fall away.
    pub(super) depends_on: &'static [&'static str],
}

const OBSERVABILITY: Namespace = Namespace::Named("observability");

/// The table. Each component comes behind those that it depends on.
pub(super) static BUILT_IN: [BuiltIn; 16] = [
    row("argo-cd", Namespace::OfArgoCd, &[]),
    row("kyverno", Namespace::Named("kyverno"), &[]),
    row("external-secrets", Namespace::Named("external-secrets"), &[]),
    row("argo-workflows", Namespace::Named("argo"), &["argo-cd"]),
    row("argo-events", Namespace::Named("argo-events"), &["argo-workflows"]),
    row("argo-rollouts", Namespace::Named("argo-rollouts"), &["argo-events"]),
    row("prometheus", OBSERVABILITY, &[]),
    row("loki", OBSERVABILITY, &[]),
    row("tempo", OBSERVABILITY, &[]),
    row("grafana", OBSERVABILITY, &["prometheus", "loki", "tempo"]),
    row("trivy-operator", Namespace::Named("trivy-system"), &["kyverno"]),
    row("falco", Namespace::Named("falco"), &["trivy-operator"]),
    row("opencost", Namespace::Named("opencost"), &["prometheus"]),
    row("velero", Namespace::Named("velero"), &[]),
    row("goldilocks", Namespace::Named("goldilocks"), &["vpa"]),
    row("vpa", Namespace::Named("vpa-system"), &[]),
];

const fn row(name: &'static str, namespace: Namespace, depends_on: &'static [&'static str]) -> BuiltIn {
    BuiltIn { name, namespace, depends_on }
}

/// The row of a name.
pub(super) fn find(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|row| row.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_dependencies_are_rows() {
        for (index, row) in BUILT_IN.iter().enumerate() {
            assert!(BUILT_IN.iter().take(index).all(|other| other.name != row.name), "{}", row.name);
            assert!(row.depends_on.iter().all(|name| find(name).is_some()), "{}", row.name);
        }
    }
}
