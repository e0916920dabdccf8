//! Roles: what developers and viewers of a team may do in its namespace with kubectl.
//!
//! Fed by the table of capabilities and by `rbac` of platform.yaml. Kinds of `allowedKinds` are not among them: a Role
//! names kinds by their plural, which platform.yaml does not tell; people see such objects in Argo CD.

use super::common;
use crate::{
    manifest::{Leaf, Manifest, Part, Tree, list, map},
    origin::Sourced,
    platform::capabilities::{CAPABILITIES, Capability},
    team::Team,
};

pub(crate) fn build(team: &Team<'_>) -> [Manifest; 2] {
    let access = &team.platform.access;
    let get_logs = || (Some(()), "pods/log", "get");
    let developer = [
        get_logs(),
        (enabled(&access.exec), "pods/exec", "create"),
        (enabled(&access.port_forward), "pods/portforward", "create"),
    ];
    let viewer = [(enabled(&access.viewer_logs), "pods/log", "get")];
    [
        role(team, "developer", |row| row.developer, &developer),
        role(team, "viewer", |row| row.viewer, &viewer),
    ]
}
