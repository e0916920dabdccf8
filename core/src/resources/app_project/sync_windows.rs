//! The platform's sync windows, as far as they concern the team's applications.
//!
//! Fed by `syncWindows` of platform.yaml. A window of environments names the applications in them, every other window the
//! team's namespace, which every application of the team deploys to; Argo CD wants one of the two.
//! See <https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/>.

use crate::{
    manifest::{Tree, list, map},
    origin::Sourced,
    platform::sync_windows::SyncWindow,
    team::{Team, apps::Application},
};

/// `syncWindows`; absent where no window concerns the team.
pub(super) fn build(team: &Team<'_>) -> Tree {
    Tree::list(team.platform.sync_windows.iter().map(|window| self::window(team, window))).or_absent()
}

/// One window; absent if the team has no application in its environments.
fn window(team: &Team<'_>, window: &SyncWindow) -> Tree {
    let (applications, namespaces) = match &window.environments {
        Some(_) => (applications(team, window), Tree::Absent),
        None => (Tree::Absent, list![&team.namespace]),
    };
    if matches!((&applications, &namespaces), (Tree::Absent, Tree::Absent)) {
        return Tree::Absent;
    }
    map! {
        "kind" => &window.kind,
        "schedule" => &window.schedule,
        "duration" => &window.duration,
        "applications" => applications,
        "namespaces" => namespaces,
        // Argo CD leaves `false` out when it writes a project, so writing it would be a difference for ever.
        "manualSync" => window.manual_sync.as_ref().filter(|flag| flag.value),
        "timeZone" => window.time_zone.as_ref(),
        "description" => description(team, window),
    }
}

fn applications(team: &Team<'_>, window: &SyncWindow) -> Tree {
    let concerned = team.applications.iter().filter(|application| concerns(window, application));
    Tree::list(concerned.map(|application| Tree::from(&application.name))).or_absent()
}

/// An application without an environment is in all of its cluster's.
fn concerns(window: &SyncWindow, application: &Application<'_>) -> bool {
    match &application.environment {
        Some(environment) => window.names(&environment.value),
        None => window.environments.iter().flatten().any(|named| application.cluster.serves(&named.value)),
    }
}

/// Older versions of Argo CD don't know the field, and would drop it again and again.
fn description<'a>(team: &Team<'_>, window: &'a SyncWindow) -> Option<&'a Sourced<String>> {
    const SINCE: (u32, u32) = (3, 1);
    window.description.as_ref().filter(|_| team.platform.argocd.version >= SINCE)
}

#[cfg(test)]
mod tests {
    use super::super::super::common::emitted;

    const CLUSTERS: &str = "\
network: {ingress: []}
sourceRepos: [https://github.com/acme/*]
clusters:
  - {name: a, server: https://a.example.com, environments: [production]}
  - {name: b, server: https://b.example.com, environments: [staging, preview]}
";

    const TEAM: &str = "\
team: demo
apps:
  - name: web
    repoURL: https://github.com/acme/web
    path: deploy
    targetRevision: main
    environments: {production: {path: production}, staging: {path: staging}}
  - {name: api, repoURL: https://github.com/acme/api, path: deploy, targetRevision: main, environment: production}
";

    fn windows(team: &str, platform: &str) -> String {
        let yaml = emitted(team, &format!("{CLUSTERS}{platform}"), "AppProject", "team-demo");
        let windows = yaml.split("  syncWindows:\n").nth(1).unwrap_or_default();
        windows.split("  orphanedResources:").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_window_without_environments_is_the_namespaces() {
        let platform = "syncWindows: [{kind: allow, schedule: 30 6 * * 1-5, duration: 12h30m, manualSync: false}]";
        let expected = "  - kind: allow
    schedule: \"30 6 * * 1-5\"
    duration: \"12h30m\"
    namespaces:
    - team-demo
";
        assert_eq!(windows("team: demo", platform), expected);
    }

    #[test]
    fn a_window_of_environments_names_the_applications_in_them() {
        let platform = "\
syncWindows:
  - kind: deny
    schedule: \"0 18 * * 5\"
    duration: 62h
    environments: [production]
    timeZone: Europe/Berlin
    manualSync: true
    description: no deploys at the weekend
  - {kind: deny, schedule: \"0 18 * * 5\", duration: 62h, environments: [staging]}
  - {kind: deny, schedule: \"0 18 * * 5\", duration: 62h, environments: [preview]}
";
        let expected = "  - kind: deny
    schedule: \"0 18 * * 5\"
    duration: \"62h\"
    applications:
    - demo-web-production
    - demo-api
    manualSync: true
    timeZone: Europe/Berlin
    description: \"no deploys at the weekend\"
  - kind: deny
    schedule: \"0 18 * * 5\"
    duration: \"62h\"
    applications:
    - demo-web-staging
";
        assert_eq!(windows(TEAM, platform), expected);
        assert_eq!(windows("team: demo", platform), "");
        let older = format!("argocd: {{version: \"3.0\"}}\n{platform}");
        assert_eq!(windows(TEAM, &older), expected.replace("    description: \"no deploys at the weekend\"\n", ""));
    }
}
