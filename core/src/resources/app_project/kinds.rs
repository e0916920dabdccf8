//! The kinds that a team may deploy, and those that it never may.

use crate::{
    manifest::{Tree, map},
    platform::{Platform, capabilities},
};

/// What guards the namespace, named once more: a list of what is refused wins over a list of what is allowed.
const REFUSED: &[(&str, &str)] = &[
    ("", "ResourceQuota"),
    ("", "LimitRange"),
    ("networking.k8s.io", "NetworkPolicy"),
    ("rbac.authorization.k8s.io", "Role"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
];

/// `namespaceResourceWhitelist`: never absent and never empty, because Argo CD takes its absence for "everything".
pub(super) fn allowed(platform: &Platform) -> Tree {
    let built_in = capabilities::deployable().map(|row| map! { "group" => row.group, "kind" => row.kind });
    let added = &platform.access.allowed_kinds;
    Tree::list(built_in.chain(added.iter().map(|added| map! { "group" => &added.group, "kind" => &added.kind })))
}

/// `namespaceResourceBlacklist`.
pub(super) fn refused() -> Tree {
    Tree::list(REFUSED.iter().map(|(group, kind)| map! { "group" => *group, "kind" => *kind }))
}
