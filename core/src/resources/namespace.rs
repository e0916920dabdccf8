//! Namespace: the team's own, with the Pod Security Standard that its pods must meet and with whom to ask.
//!
//! Fed by `team`, `description` and `owner`, and by `organization`, `podSecurity` and `namespaceMetadata` of platform.yaml.

mod scheduling;

use std::borrow::Cow;

use super::common;
use crate::{
    manifest::{Manifest, Part},
    team::Team,
};

pub(crate) fn build(team: &Team<'_>) -> Manifest {
    let platform = team.platform;
    let security = &platform.pod_security;
    let mut namespace = Manifest::new(Part::Namespace, "v1", "Namespace", &team.namespace, team.namespace.origin)
        .label(common::MANAGED_BY, "teamwright")
        .label("app.kubernetes.io/name", &team.name)
        // Audit and warn stay restricted: they tell what a pod lacks, and turn nothing away.
        .label("pod-security.kubernetes.io/enforce", &security.enforce)
        .label("pod-security.kubernetes.io/enforce-version", &security.version)
        .label("pod-security.kubernetes.io/audit", "restricted")
        .label("pod-security.kubernetes.io/audit-version", &security.version)
        .label("pod-security.kubernetes.io/warn", "restricted")
        .label("pod-security.kubernetes.io/warn-version", &security.version)
        .label("team", &team.name)
        .label("teamwright.dev/team", &team.name)
        // A platform whose policy makes a quota for every namespace leaves those with this label alone.
        .label("team-resources/managed", "true");
    if let Some(organization) = &platform.organization {
        namespace = namespace.label("app.kubernetes.io/part-of", organization);
    }
    for (key, value) in &platform.namespace_metadata.labels {
        namespace = namespace.label(Cow::Owned(key.clone()), value);
    }
    for (key, value) in &platform.namespace_metadata.annotations {
        namespace = namespace.annotation(Cow::Owned(key.clone()), value);
    }
    for (key, value) in scheduling::annotations(team) {
        namespace = namespace.annotation(key, value);
    }
    let owner = team.owner.as_ref();
    for (key, value) in [
        ("teamwright.dev/description", team.description.as_ref()),
        ("teamwright.dev/owner-name", owner.map(|owner| &owner.name)),
        ("teamwright.dev/owner-email", owner.map(|owner| &owner.email)),
        ("teamwright.dev/owner-slack", owner.and_then(|owner| owner.slack.as_ref())),
    ] {
        if let Some(value) = value {
            namespace = namespace.annotation(key, value);
        }
    }
    common::guarded(namespace)
}

#[cfg(test)]
mod tests {
    use super::super::common::emitted;

    #[test]
    fn the_smallest_team_has_a_guarded_namespace() {
        let expected = "\
---
apiVersion: v1
kind: Namespace
metadata:
  name: team-demo
  labels:
    app.kubernetes.io/managed-by: teamwright
    app.kubernetes.io/name: demo
    pod-security.kubernetes.io/audit: restricted
    pod-security.kubernetes.io/audit-version: v1.34
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/enforce-version: v1.34
    pod-security.kubernetes.io/warn: restricted
    pod-security.kubernetes.io/warn-version: v1.34
    team: demo
    team-resources/managed: \"true\"
    teamwright.dev/team: demo
  annotations:
    argocd.argoproj.io/sync-options: \"Prune=confirm,Delete=confirm\"
    argocd.argoproj.io/sync-wave: \"-5\"
";
        assert_eq!(emitted("team: demo", "", "Namespace", "team-demo"), expected);
    }

    #[test]
    fn people_and_the_platform_add_to_it() {
        let team = "team: demo\ndescription: |\n  Sells things\n  and more\nowner: {name: Dé, email: d@example.com, slack: \"#demo\"}";
        let platform = "organization: acme\npodSecurity: {enforce: baseline, version: v1.33}\nnamespacePrefix: t-\n\
            namespaceMetadata: {labels: {cost-center: shared}, annotations: {example.com/a: 1 of 2}}";
        let expected = "\
---
apiVersion: v1
kind: Namespace
metadata:
  name: t-demo
  labels:
    app.kubernetes.io/managed-by: teamwright
    app.kubernetes.io/name: demo
    app.kubernetes.io/part-of: acme
    cost-center: shared
    pod-security.kubernetes.io/audit: restricted
    pod-security.kubernetes.io/audit-version: v1.33
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/enforce-version: v1.33
    pod-security.kubernetes.io/warn: restricted
    pod-security.kubernetes.io/warn-version: v1.33
    team: demo
    team-resources/managed: \"true\"
    teamwright.dev/team: demo
  annotations:
    argocd.argoproj.io/sync-options: \"Prune=confirm,Delete=confirm\"
    argocd.argoproj.io/sync-wave: \"-5\"
    example.com/a: \"1 of 2\"
    teamwright.dev/description: \"Sells things\\nand more\\n\"
    teamwright.dev/owner-email: \"d@example.com\"
    teamwright.dev/owner-name: \"Dé\"
    teamwright.dev/owner-slack: \"#demo\"
";
        assert_eq!(emitted(team, platform, "Namespace", "t-demo"), expected);
    }
}
