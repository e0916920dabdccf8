//! What developers and viewers may do in Argo CD, on the team's own applications only.
//!
//! Never `create`, `override` or `*`: with them a person could deploy something that is not in Git.
//! See <https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/>.

use crate::{
    manifest::{Leaf, Tree, list, map},
    origin::Origin,
    team::{Team, access::Subjects},
};

pub(super) fn build(team: &Team<'_>) -> Tree {
    let access = &team.platform.access;
    let line = |role: &str, resource: &str, action: &str, origin: Origin| {
        let project = team.name();
        let policy = format!("p, proj:team-{project}:{role}, {resource}, {action}, team-{project}/*, allow");
        Tree::Leaf(Leaf::text(policy, origin))
    };
    let developer = |resource: &str, action: &str| line("developer", resource, action, Origin::INHERITED);
    let viewer = |resource: &str, action: &str| line("viewer", resource, action, Origin::INHERITED);

    let mut developers = vec![
        developer("applications", "get"),
        developer("applications", "sync"),
        developer("applications", "action/*"),
        developer("applications", "delete/*/Pod/*"),
    ];
    for verb in &access.application_verbs {
        developers.push(line("developer", "applications", &verb.value, verb.origin));
    }
    developers.push(developer("logs", "get"));

    let mut viewers = vec![viewer("applications", "get")];
    if access.viewer_logs.value {
        let origin = access.viewer_logs.origin.brings("rbac of platform.yaml");
        viewers.push(line("viewer", "logs", "get", origin));
    }
    list![
        role("developer", "Runs the team's applications", &team.access.developers, developers),
        role("viewer", "Looks at the team's applications", &team.access.viewers, viewers),
    ]
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
