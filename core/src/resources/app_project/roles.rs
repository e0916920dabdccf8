//! What developers and viewers may do in Argo CD, on the team's own applications only.
//!
//! Never `create`, `override` or `*`: with them a person could deploy something that is not in Git.
//! See <https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/>.

use crate::{
    manifest::{Leaf, Tree, map},
    origin::Origin,
    team::{Team, access::Subjects},
};

/// What somebody may do to the team's applications, as Argo CD names it.
pub(crate) struct Permission<'t> {
    /// `applications` or `logs`.
    pub(crate) resource: &'static str,
    pub(crate) action: &'t str,
    origin: Origin,
}

/// What developers and what viewers may do, in the order of their policies.
pub(crate) fn permissions<'t>(team: &'t Team<'_>) -> [(&'static str, Vec<Permission<'t>>); 2] {
    let access = &team.platform.access;
    let may = |resource, action| Permission { resource, action, origin: Origin::INHERITED };

    let mut developer: Vec<_> =
        ["get", "sync", "action/*", "delete/*/Pod/*"].map(|action| may("applications", action)).into();
    let verbs = access.application_verbs.iter();
    developer.extend(verbs.map(|verb| Permission { origin: verb.origin, ..may("applications", &verb.value) }));
    developer.push(may("logs", "get"));

    let mut viewer = vec![may("applications", "get")];
    if access.viewer_logs.value {
        let origin = access.viewer_logs.origin.brings("rbac of platform.yaml");
        viewer.push(Permission { origin, ..may("logs", "get") });
    }
    [("developer", developer), ("viewer", viewer)]
}

pub(super) fn build(team: &Team<'_>) -> Tree {
    let project = team.name();
    let about = [
        ("Runs the team's applications", &team.access.developers),
        ("Looks at the team's applications", &team.access.viewers),
    ];
    let roles = permissions(team).into_iter().zip(about).map(|((name, permissions), (description, subjects))| {
        let policy = |Permission { resource, action, origin }| {
            let policy = format!("p, proj:team-{project}:{name}, {resource}, {action}, team-{project}/*, allow");
            Tree::Leaf(Leaf::text(policy, origin))
        };
        role(name, description, subjects, permissions.into_iter().map(policy).collect())
    });
    Tree::list(roles)
}

/// Users are not among the subjects: a project's roles have groups only.
fn role(name: &'static str, description: &'static str, subjects: &Subjects, policies: Vec<Tree>) -> Tree {
    map! {
        "name" => name,
        "description" => description,
        "groups" => Tree::list(subjects.groups.iter().map(Tree::from)).or_absent(),
        "policies" => Tree::List(policies),
    }
}
