//! RoleBindings: who the developers and viewers are. A role that nobody has gets none.
//!
//! Fed by `access`.

use super::{common, role};
use crate::{
    manifest::{Manifest, Part, Tree, map},
    origin::Sourced,
    team::{Team, access::Subjects},
};

pub(crate) fn build(team: &Team<'_>) -> impl Iterator<Item = Manifest> {
    let both = [("developer", &team.access.developers), ("viewer", &team.access.viewers)];
    both.into_iter().filter_map(|(role, subjects)| binding(team, role, subjects))
}

/// Unlike the Role it is deleted without asking: who loses access loses it at once.
fn binding(team: &Team<'_>, role: &str, subjects: &Subjects) -> Option<Manifest> {
    let first = subjects.groups.iter().chain(&subjects.users).next()?;
    let name = role::name(team, role);
    let groups = subjects.groups.iter().map(|group| subject("Group", group));
    let users = subjects.users.iter().map(|user| subject("User", user));
    let origin = first.origin.becomes("access names somebody");
    let binding =
        common::object(team, Part::Namespace, "rbac.authorization.k8s.io/v1", "RoleBinding", name.clone(), origin)
            .field("subjects", Tree::list(groups.chain(users)))
            .field("roleRef", map! { "apiGroup" => RBAC, "kind" => "Role", "name" => name });
    Some(binding)
}

const RBAC: &str = "rbac.authorization.k8s.io";

fn subject(kind: &'static str, name: &Sourced<String>) -> Tree {
    map! { "apiGroup" => RBAC, "kind" => kind, "name" => name }
}

#[cfg(test)]
mod tests {
    use super::super::common::emitted;

    #[test]
    fn groups_and_users_are_bound() {
        let team = "team: demo\naccess: {developers: {groups: [Demo Devs], users: [ann@example.com]}}";
        let expected = "\
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: demo-developer
  namespace: team-demo
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: demo
  annotations:
    argocd.argoproj.io/sync-wave: \"-3\"
subjects:
- apiGroup: rbac.authorization.k8s.io
  kind: Group
  name: \"Demo Devs\"
- apiGroup: rbac.authorization.k8s.io
  kind: User
  name: \"ann@example.com\"
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: demo-developer
";
        assert_eq!(emitted(team, "", "RoleBinding", "demo-developer"), expected);
    }

    #[test]
    fn a_role_that_nobody_has_is_not_bound() {
        let team = "team: demo\naccess: {developers: {groups: [a]}}";
        assert_eq!(emitted(team, "", "RoleBinding", "demo-viewer"), "");
        assert_ne!(emitted(team, "", "Role", "demo-viewer"), "");
    }
}
