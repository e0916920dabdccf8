//! Kinds of objects, the API groups that they belong to, and those of them that guard the teams.

use super::label;

/// Kinds that guard a team, or open what is closed to it, in whatever group; all kinds of network policies count as well.
const GUARDED_KINDS: &[&str] = &[
    "ResourceQuota",
    "LimitRange",
    "PolicyEndpoint",
    "GlobalNetworkSet",
    "NetworkSet",
    "Role",
    "RoleBinding",
    "ClusterRole",
    "ClusterRoleBinding",
    "Namespace",
    "Application",
    "ApplicationSet",
    "AppProject",
    "Endpoints",
    "EndpointSlice",
];

/// Groups of which every kind does so.
const GUARDED_GROUPS: &[&str] = &[
    "external-secrets.io",
    "generators.external-secrets.io",
    "kyverno.io",
    "policies.kyverno.io",
    "rbac.authorization.k8s.io",
    "apiextensions.k8s.io",
    "admissionregistration.k8s.io",
];

/// Whether every kind of a group guards the teams.
pub(crate) fn is_guarded_group(group: &str) -> bool {
    GUARDED_GROUPS.contains(&group)
}

/// Whether a kind guards the teams, in whatever group and in whatever letters.
pub(crate) fn is_guarded(kind: &str) -> bool {
    let guarded = GUARDED_KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind));
    guarded || kind.to_ascii_lowercase().contains("networkpolicy")
}

/// Whether a text is written like a kind.
pub(crate) fn is_kind(text: &str) -> bool {
    text.len() <= label::LONGEST_NAME
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.starts_with(|first: char| first.is_ascii_uppercase())
}
