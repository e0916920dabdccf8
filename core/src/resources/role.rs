//! Roles: what developers and viewers of a team may do in its namespace with kubectl.
//!
//! Fed by the table of capabilities and by `rbac` of platform.yaml. Kinds of `allowedKinds` are not among them: a Role
//! names kinds by their plural, which platform.yaml does not tell; people see such objects in Argo CD.

use smol_str::format_smolstr;

use super::common;
use crate::{
    manifest::{Leaf, Manifest, Part, Tree, list, map},
    origin::Sourced,
    platform::capabilities::{CAPABILITIES, Capability, Verbs},
    team::Team,
};

pub(crate) fn build(team: &Team<'_>) -> [Manifest; 2] {
    let access = &team.platform.access;
    let developer = [
        rule(&"", vec!["pods/log"], &["get"]),
        // Creating is the verb of both: a role that only reads must never be enough for a shell.
        rule_if(&access.exec, "pods/exec", "create"),
        rule_if(&access.port_forward, "pods/portforward", "create"),
    ];
    let viewer = [rule_if(&access.viewer_logs, "pods/log", "get")];
    [
        role(team, name(team, "developer"), |row| row.developer, developer),
        role(team, name(team, "viewer"), |row| row.viewer, viewer),
    ]
}

/// `<team>-developer` or `<team>-viewer`.
pub(crate) fn name(team: &Team<'_>, role: &str) -> Leaf {
    Leaf::text(format_smolstr!("{}-{role}", team.name()), team.name.origin.becomes("the team's name and the role"))
}

fn role(
    team: &Team<'_>,
    name: Leaf,
    verbs: impl Fn(&Capability) -> Verbs,
    parts_of_pods: impl IntoIterator<Item = Tree>,
) -> Manifest {
    let origin = team.name.origin.becomes("every team has a role for developers and one for viewers");
    let role = common::object(team, Part::Namespace, "rbac.authorization.k8s.io/v1", "Role", name, origin)
        .field("rules", Tree::list(by_group(verbs).chain(parts_of_pods)));
    common::guarded(role)
}

/// The table as rules: one for each API group and set of verbs.
fn by_group(verbs: impl Fn(&Capability) -> Verbs) -> impl Iterator<Item = Tree> {
    let mut rules: Vec<(&'static Capability, Vec<&'static str>)> = Vec::with_capacity(CAPABILITIES.len());
    for row in CAPABILITIES.iter().filter(|row| verbs(row) != Verbs::Nothing) {
        let same = |(first, _): &&mut (&Capability, _)| verbs(first) == verbs(row) && first.group == row.group;
        match rules.iter_mut().find(same) {
            Some((_, resources)) => resources.push(row.resource),
            None => {
                let mut resources = Vec::with_capacity(8);
                resources.push(row.resource);
                rules.push((row, resources));
            }
        }
    }
    rules.into_iter().map(move |(row, resources)| rule(&row.group, resources, verbs(row).names()))
}

fn rule(group: &'static &'static str, resources: Vec<&'static str>, verbs: &'static [&'static str]) -> Tree {
    map! { "apiGroups" => std::slice::from_ref(group), "resources" => resources, "verbs" => verbs }
}

fn rule_if(allowed: &Sourced<bool>, resource: &'static str, verb: &'static str) -> Tree {
    let origin = allowed.origin.brings("rbac of platform.yaml");
    if allowed.value {
        map! { "apiGroups" => &[""], "resources" => list![Leaf::text(resource, origin)], "verbs" => list![Leaf::text(verb, origin)] }
    } else {
        Tree::Absent
    }
}

#[cfg(test)]
mod tests {
    use super::super::common::emitted;

    /// A Role's rules, one a line: `group: resources: verbs`.
    fn rules(platform: &str, name: &str) -> Vec<String> {
        let role = emitted("team: demo", platform, "Role", name);
        let words = |text: &str| text.split_whitespace().filter(|word| *word != "-").collect::<Vec<_>>().join(" ");
        let rule =
            |text: &str| text.replace("resources:", "\0").replace("verbs:", "\0").split('\0').map(words).collect();
        let rules = role.split("- apiGroups:").skip(1).map(rule);
        rules.map(|parts: Vec<String>| parts.join(": ")).collect()
    }

    const VIEWER: &[&str] = &[
        "\"\": configmaps services serviceaccounts persistentvolumeclaims pods events endpoints resourcequotas limitranges: get list watch",
        "apps: deployments statefulsets daemonsets replicasets: get list watch",
        "batch: jobs cronjobs: get list watch",
        "networking.k8s.io: ingresses networkpolicies: get list watch",
        "gateway.networking.k8s.io: httproutes grpcroutes: get list watch",
        "autoscaling: horizontalpodautoscalers: get list watch",
        "policy: poddisruptionbudgets: get list watch",
        "argoproj.io: rollouts analysistemplates analysisruns experiments: get list watch",
        "events.k8s.io: events: get list watch",
        "discovery.k8s.io: endpointslices: get list watch",
        "metrics.k8s.io: pods: get list",
        "external-secrets.io: externalsecrets secretstores: get list watch",
        "\"\": pods/log: get",
    ];

    const DEVELOPER: &[&str] = &[
        "\"\": configmaps services persistentvolumeclaims pods: get list watch create update patch delete",
        "\"\": serviceaccounts events endpoints resourcequotas limitranges: get list watch",
        "apps: deployments statefulsets daemonsets replicasets: get list watch create update patch delete",
        "batch: jobs cronjobs: get list watch create update patch delete",
        "networking.k8s.io: ingresses: get list watch create update patch delete",
        "gateway.networking.k8s.io: httproutes grpcroutes: get list watch create update patch delete",
        "autoscaling: horizontalpodautoscalers: get list watch create update patch delete",
        "policy: poddisruptionbudgets: get list watch create update patch delete",
        "argoproj.io: rollouts analysistemplates analysisruns experiments: get list watch create update patch delete",
        "apps: deployments/scale statefulsets/scale replicasets/scale: get update patch",
        "argoproj.io: rollouts/scale: get update patch",
        "events.k8s.io: events: get list watch",
        "discovery.k8s.io: endpointslices: get list watch",
        "networking.k8s.io: networkpolicies: get list watch",
        "metrics.k8s.io: pods: get list",
        "external-secrets.io: externalsecrets secretstores: get list watch",
        "\"\": pods/log: get",
    ];

    #[test]
    fn a_role_is_guarded_and_names_its_team() {
        let role = emitted("team: demo", "", "Role", "demo-viewer");
        let expected = "\
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: demo-viewer
  namespace: team-demo
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: demo
  annotations:
    argocd.argoproj.io/sync-options: \"Prune=confirm,Delete=confirm\"
    argocd.argoproj.io/sync-wave: \"-3\"
rules:
- apiGroups:
  - \"\"
  resources:
  - configmaps
";
        assert!(role.starts_with(expected), "{role}");
    }

    #[test]
    fn viewers_look_and_read_logs() {
        assert_eq!(rules("", "demo-viewer"), VIEWER);
    }

    #[test]
    fn developers_change_what_they_deploy() {
        assert_eq!(rules("", "demo-developer"), DEVELOPER);
    }

    #[test]
    fn the_platform_opens_shells_and_ports_and_closes_logs() {
        let platform = "rbac: {developer: {exec: true, portForward: true}, viewer: {logs: false}}";
        let (usual, added) = (DEVELOPER.len(), ["\"\": pods/exec: create", "\"\": pods/portforward: create"]);
        let developer = rules(platform, "demo-developer");
        assert_eq!((&developer[..usual] == DEVELOPER, &developer[usual..]), (true, &added.map(str::to_owned)[..]));
        assert_eq!(rules(platform, "demo-viewer"), VIEWER[..VIEWER.len() - 1]);
    }
}
