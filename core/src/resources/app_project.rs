//! AppProject: what Argo CD may deploy for the team, from where, to where, and who may press the buttons.
//!
//! Fed by `apps` (repositories and clusters), `access` (groups) and `owner`, and by `allowedKinds`, `rbac`, `syncWindows`,
//! `notifications`, `argocd` and `compiler` of platform.yaml. Argo CD checks an AppProject that comes from Git by its schema only, so nothing here
//! may be malformed: one bad policy line drops every role of the project.
//! See <https://argo-cd.readthedocs.io/en/stable/user-guide/projects/>.

mod kinds;
pub(crate) mod roles;
mod sync_windows;

pub(crate) use super::common::project_name as name;

use super::common;
use crate::{
    manifest::{Leaf, Manifest, Part, Tree, list, map},
    origin::{Origin, Place},
    team::Team,
    value::repo_url,
};

pub(crate) fn build(team: &Team<'_>) -> Manifest {
    let origin = team.name.origin.becomes("every team has a project");
    let mut project = common::object(team, Part::Project, "argoproj.io/v1alpha1", "AppProject", name(team), origin)
        .finalizer("resources-finalizer.argocd.argoproj.io")
        .field(
            "spec",
            map! {
                "description" => "What Argo CD may deploy for this team",
                "sourceRepos" => source_repos(team),
                "destinations" => destinations(team),
                "clusterResourceWhitelist" => list![],
                "namespaceResourceWhitelist" => kinds::allowed(team.platform),
                "namespaceResourceBlacklist" => kinds::refused(),
                "roles" => roles::build(team),
                "syncWindows" => sync_windows::build(team),
                "orphanedResources" => map! { "warn" => true },
            },
        );
    // Only here, and only when pinned: on other objects every upgrade would be a change to all of them.
    if let Some(pin) = team.platform.compiler_pin() {
        let pin = Leaf::text(pin.to_string(), Origin::derived("compiler of platform.yaml", Place::Nowhere));
        project = project.annotation("teamwright.dev/compiler", pin);
    }
    subscriptions(team).into_iter().fold(project, |project, (key, channel)| project.annotation(key, channel))
}

/// What the owner's channel hears about every application of the project.
/// See <https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/subscriptions/>.
fn subscriptions(team: &Team<'_>) -> Vec<(String, Leaf)> {
    let Some(slack) = team.owner.as_ref().and_then(|owner| owner.slack.as_ref()) else { return Vec::new() };
    let name = slack.value.strip_prefix('#').unwrap_or(&slack.value);
    let channel = Leaf::text(name, slack.origin.becomes("the channel's name, without its `#`"));
    let triggers = team.platform.notifications.slack.iter();
    triggers.map(|on| (format!("notifications.argoproj.io/subscribe.{}.slack", on.value), channel.clone())).collect()
}

/// The exact repositories of the team's applications, each once in the sense of Argo CD.
fn source_repos(team: &Team<'_>) -> Tree {
    let mut seen = Vec::new();
    let mut repositories = Vec::new();
    for application in &team.applications {
        let normal = repo_url::normalise(&application.repo_url.value);
        if !seen.contains(&normal) {
            seen.push(normal);
            repositories.push(Tree::from(&application.repo_url));
        }
    }
    Tree::list(repositories)
}

/// The team's namespace on each cluster that an application goes to.
fn destinations(team: &Team<'_>) -> Tree {
    let mut servers: Vec<&str> = Vec::new();
    let mut destinations = Vec::new();
    for application in &team.applications {
        let server = &application.cluster.server;
        if !servers.contains(&server.value.as_str()) {
            servers.push(&server.value);
            destinations.push(map! { "server" => server, "namespace" => &team.namespace });
        }
    }
    Tree::list(destinations)
}

#[cfg(test)]
mod tests {
    use super::super::common::emitted;

    const WITHOUT_APPLICATIONS: &str = "\
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: team-demo
  namespace: argocd
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: demo
  annotations:
    argocd.argoproj.io/sync-wave: \"-5\"
  finalizers:
  - resources-finalizer.argocd.argoproj.io
spec:
  description: \"What Argo CD may deploy for this team\"
  sourceRepos: []
  destinations: []
  clusterResourceWhitelist: []
  namespaceResourceWhitelist:
  - group: \"\"
    kind: ConfigMap
  - group: \"\"
    kind: Secret
  - group: \"\"
    kind: Service
  - group: \"\"
    kind: ServiceAccount
  - group: \"\"
    kind: PersistentVolumeClaim
  - group: \"\"
    kind: Pod
  - group: apps
    kind: Deployment
  - group: apps
    kind: StatefulSet
  - group: apps
    kind: DaemonSet
  - group: apps
    kind: ReplicaSet
  - group: batch
    kind: Job
  - group: batch
    kind: CronJob
  - group: networking.k8s.io
    kind: Ingress
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
  - group: gateway.networking.k8s.io
    kind: GRPCRoute
  - group: autoscaling
    kind: HorizontalPodAutoscaler
  - group: policy
    kind: PodDisruptionBudget
  - group: argoproj.io
    kind: Rollout
  - group: argoproj.io
    kind: AnalysisTemplate
  - group: argoproj.io
    kind: AnalysisRun
  - group: argoproj.io
    kind: Experiment
  namespaceResourceBlacklist:
  - group: \"\"
    kind: ResourceQuota
  - group: \"\"
    kind: LimitRange
  - group: networking.k8s.io
    kind: NetworkPolicy
  - group: rbac.authorization.k8s.io
    kind: Role
  - group: rbac.authorization.k8s.io
    kind: RoleBinding
  roles:
  - name: developer
    description: \"Runs the team's applications\"
    policies:
    - \"p, proj:team-demo:developer, applications, get, team-demo/*, allow\"
    - \"p, proj:team-demo:developer, applications, sync, team-demo/*, allow\"
    - \"p, proj:team-demo:developer, applications, action/*, team-demo/*, allow\"
    - \"p, proj:team-demo:developer, applications, delete/*/Pod/*, team-demo/*, allow\"
    - \"p, proj:team-demo:developer, logs, get, team-demo/*, allow\"
  - name: viewer
    description: \"Looks at the team's applications\"
    policies:
    - \"p, proj:team-demo:viewer, applications, get, team-demo/*, allow\"
    - \"p, proj:team-demo:viewer, logs, get, team-demo/*, allow\"
  orphanedResources:
    warn: true
";

    #[test]
    fn a_team_without_applications_may_deploy_nothing() {
        assert_eq!(emitted("team: demo", "", "AppProject", "team-demo"), WITHOUT_APPLICATIONS);
    }

    #[test]
    fn groups_and_the_platforms_wishes_are_added() {
        let team = "team: demo\naccess: {developers: {groups: [a, b]}, viewers: {users: [ann]}}";
        let platform = "argocd: {namespace: argo}\nrbac: {developer: {applications: [delete]}, viewer: {logs: false}}\n\
            allowedKinds: [{group: keda.sh, kind: ScaledObject}]";
        let expected = WITHOUT_APPLICATIONS
            .replace("namespace: argocd", "namespace: argo")
            .replace("    kind: Experiment\n", "    kind: Experiment\n  - group: keda.sh\n    kind: ScaledObject\n")
            .replacen("    policies:\n", "    groups:\n    - a\n    - b\n    policies:\n", 1)
            .replace(
                "    - \"p, proj:team-demo:developer, logs",
                "    - \"p, proj:team-demo:developer, applications, delete, team-demo/*, allow\"\n    - \"p, proj:team-demo:developer, logs",
            )
            .replace("    - \"p, proj:team-demo:viewer, logs, get, team-demo/*, allow\"\n", "");
        assert_eq!(emitted(team, platform, "AppProject", "team-demo"), expected);
    }

    #[test]
    fn repositories_and_clusters_are_exact_and_stand_there_once() {
        let app = |name: &str, repository: &str, environment: &str| {
            format!(
                "  - {{name: {name}, repoURL: \"{repository}\", path: ., targetRevision: main, environment: {environment}}}\n"
            )
        };
        let team = [
            app("a", "https://github.com/acme/web", "staging"),
            app("b", "https://github.com/Acme/Web.git", "staging"),
            app("c", "https://github.com/acme/api", "production"),
        ];
        let platform = "sourceRepos: [\"https://github.com/acme/*\"]\nclusters:\n  \
            - {name: p, server: \"https://p.example.com\", environments: [production]}\n  \
            - {name: s, server: \"https://s.example.com\", environments: [staging]}";
        let project = emitted(&format!("team: demo\napps:\n{}", team.concat()), platform, "AppProject", "team-demo");
        let expected = "  sourceRepos:\n  - \"https://github.com/acme/web\"\n  - \"https://github.com/acme/api\"\n  \
            destinations:\n  - server: \"https://s.example.com\"\n    namespace: team-demo\n  \
            - server: \"https://p.example.com\"\n    namespace: team-demo\n  clusterResourceWhitelist: []\n";
        assert!(project.contains(expected), "{project}");
    }
}
