//! The components that are there unless platform.yaml says otherwise, and the charts that install them.

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

/// The Helm chart of a row. Apart from the rows, because judging files of teams never asks for it.
#[derive(Debug)]
pub(crate) struct Chart {
    /// The row's name.
    pub(crate) component: &'static str,
    pub(crate) chart: &'static str,
    pub(crate) repo_url: &'static str,
    pub(crate) version: &'static str,
    /// The Helm release; the objects' names follow from it.
    pub(crate) release: &'static str,
    /// The service accounts that take the component's role; none if the chart has no settings for them.
    pub(crate) accounts: &'static [Account],
    /// What its pods need from their namespace.
    pub(crate) level: Level,
}

/// A service account of a chart.
#[derive(Debug)]
pub(crate) struct Account {
    /// Where the chart takes its settings, as a path of keys with `.` between them.
    pub(crate) path: &'static str,
    /// What follows the release in its name.
    pub(crate) suffix: &'static str,
}

/// A Pod Security level, the strictest first. See <https://kubernetes.io/docs/concepts/security/pod-security-standards/>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Baseline,
    Privileged,
}

/// The one account of most charts.
pub(super) const ACCOUNT: &[Account] = &[account("serviceAccount", "")];
const ARGO: &str = "https://argoproj.github.io/argo-helm";
const FAIRWINDS: &str = "https://charts.fairwinds.com/stable";
const GRAFANA: &str = "https://grafana-community.github.io/helm-charts";

/// One chart a row, in the rows' order. `docs/components.md` says where each version was looked up.
pub(super) static CHARTS: [Chart; 16] = [
    // The release that the installation guide upgrades.
    Chart {
        release: "argocd",
        accounts: &[
            account("controller.serviceAccount", "-application-controller"),
            account("server.serviceAccount", "-server"),
        ],
        ..chart("argo-cd", ARGO, "10.9.2")
    },
    Chart {
        accounts: &[account("admissionController.rbac.serviceAccount", "-admission-controller")],
        ..chart("kyverno", "https://kyverno.github.io/kyverno", "3.9.0")
    },
    chart("external-secrets", "https://charts.external-secrets.io", "2.9.0"),
    Chart {
        accounts: &[
            account("controller.serviceAccount", "-workflow-controller"),
            account("server.serviceAccount", "-server"),
        ],
        ..chart("argo-workflows", ARGO, "1.0.18")
    },
    Chart {
        accounts: &[account("controller.serviceAccount", "-controller-manager")],
        ..chart("argo-events", ARGO, "2.4.22")
    },
    chart("argo-rollouts", ARGO, "2.41.0"),
    Chart {
        accounts: &[account("serviceAccounts.server", "-server")],
        ..chart("prometheus", "https://prometheus-community.github.io/helm-charts", "29.27.0")
    },
    chart("loki", GRAFANA, "18.11.0"),
    chart("tempo", GRAFANA, "2.2.4"),
    chart("grafana", GRAFANA, "12.11.1"),
    chart("trivy-operator", "https://aquasecurity.github.io/helm-charts", "0.34.0"),
    // It watches the nodes' system calls.
    Chart { level: Level::Privileged, ..chart("falco", "https://falcosecurity.github.io/charts", "9.1.0") },
    chart("opencost", "https://opencost.github.io/opencost-helm-chart", "2.5.17"),
    Chart {
        accounts: &[account("serviceAccount.server", "-server")],
        ..chart("velero", "https://vmware-tanzu.github.io/helm-charts", "12.1.0")
    },
    Chart { accounts: &[], ..chart("goldilocks", FAIRWINDS, "11.0.0") },
    chart("vpa", FAIRWINDS, "5.0.0"),
];

const fn account(path: &'static str, suffix: &'static str) -> Account {
    Account { path, suffix }
}

/// A chart that is called like its component, as most are.
const fn chart(name: &'static str, repo_url: &'static str, version: &'static str) -> Chart {
    Chart { component: name, chart: name, repo_url, version, release: name, accounts: ACCOUNT, level: Level::Baseline }
}

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
    fn each_row_has_a_chart_that_platform_yaml_could_name() {
        use super::super::chart::{CHART, REPOSITORY, VERSION};
        let rows: Vec<_> = BUILT_IN.iter().map(|row| row.name).collect();
        assert_eq!(CHARTS.iter().map(|chart| chart.component).collect::<Vec<_>>(), rows);
        for chart in &CHARTS {
            let checks = [(&CHART, chart.chart), (&REPOSITORY, chart.repo_url), (&VERSION, chart.version)];
            assert!(checks.iter().all(|(grammar, text)| (grammar.check)(text).is_ok()), "{chart:?}");
        }
    }

    #[test]
    fn names_are_unique_and_dependencies_are_rows() {
        for (index, row) in BUILT_IN.iter().enumerate() {
            assert!(BUILT_IN.iter().take(index).all(|other| other.name != row.name), "{}", row.name);
            assert!(row.depends_on.iter().all(|name| find(name).is_some()), "{}", row.name);
        }
    }
}
