//! Namespace: the team's own, with the Pod Security Standard that its pods must meet and with whom to ask.
//!
//! Fed by `team`, `description` and `owner`, and by `organization`, `podSecurity` and `namespaceMetadata` of platform.yaml.

use std::borrow::Cow;

use super::common;
use crate::{
    manifest::{Manifest, Part},
    team::Team,
};

pub(crate) fn build(team: &Team<'_>) -> Manifest {
    let platform = team.platform;
    let security = &platform.pod_security;
    let mut namespace =
        Manifest::new(Part::Namespace, "v1", "Namespace", &team.namespace, team.namespace.origin)
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
    for (key, value) in &platform.names.labels {
        namespace = namespace.label(Cow::Owned(key.clone()), value);
    }
    for (key, value) in &platform.names.annotations {
        namespace = namespace.annotation(Cow::Owned(key.clone()), value);
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
