//! Who may do what, in Kubernetes and in Argo CD: people by their role, and a row for each thing that may be done.

use serde::Serialize;

use super::Lines;
use crate::{
    manifest::{Leaf, Manifest, Tree},
    resources::app_project::roles::permissions,
    team::Team,
};

/// The two roles of a team.
const ROLES: [&str; 2] = ["developer", "viewer"];

/// Who may do what.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Access {
    /// Everybody whom the team names.
    pub people: Vec<Person>,
    /// What may be done, in the order of the rules.
    pub rights: Vec<Right>,
}

/// A group or a user.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Person {
    /// `developer` or `viewer`.
    #[cfg_attr(test, ts(type = "\"developer\" | \"viewer\""))]
    pub role: &'static str,
    /// `group` or `user`.
    #[cfg_attr(test, ts(type = "\"group\" | \"user\""))]
    pub kind: &'static str,
    /// Its name in the login service.
    pub name: String,
    /// 1-based line of the output that gives it the role in Kubernetes.
    pub kubernetes: u32,
    /// The same in Argo CD; absent for users, which Argo CD's projects do not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub argocd: Option<u32>,
}

/// Something that may be done.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Right {
    /// Where.
    #[cfg_attr(test, ts(type = "\"kubernetes\" | \"argocd\""))]
    pub place: &'static str,
    /// The API group; empty for the core group and in Argo CD.
    pub group: String,
    /// Such as `deployments` and `pods/exec`; in Argo CD such as `applications, sync`, as its policies say it.
    pub resource: String,
    /// What developers may do; absent for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub developer: Option<Cell>,
    /// What viewers may do; absent for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub viewer: Option<Cell>,
}

/// What a role may do to something.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Cell {
    /// `look`, `change`, or `use` for what is neither.
    #[cfg_attr(test, ts(type = "\"look\" | \"change\" | \"use\""))]
    pub may: &'static str,
    /// The verbs, or Argo CD's actions.
    pub verbs: Vec<String>,
    /// 1-based line of the output that allows it.
    pub line: u32,
}

/// Draws the access to a team.
#[must_use]
pub fn access(team: &Team<'_>, manifests: &[Manifest]) -> Access {
    let lines = Lines::of(manifests);
    let mut rights = Vec::new();
    for (index, role) in ROLES.into_iter().enumerate() {
        for (object, manifest) in named(&lines, "Role", team, role) {
            for (_, rules) in &manifest.body {
                rules_of(&rules.clone().spelled_out(), object, index, &lines, &mut rights);
            }
        }
    }
    let project = lines.kind("AppProject").next().map_or(usize::MAX, |(object, _)| object);
    for (index, (_, permissions)) in permissions(team).into_iter().enumerate() {
        for (place, permission) in permissions.into_iter().enumerate() {
            let line = lines.at(project, &format!("/spec/roles/{index}/policies/{place}"));
            let what = format!("{}, {}", permission.resource, permission.action);
            let key = ("argocd", "", what.as_str());
            add(&mut rights, key, index, &[permission.action], line);
        }
    }
    Access { people: people(team, &lines, project), rights }
}

fn named<'l>(
    lines: &'l Lines<'_>,
    kind: &'static str,
    team: &Team<'_>,
    role: &str,
) -> impl Iterator<Item = (usize, &'l Manifest)> {
    let name = format!("{}-{role}", team.name());
    lines.kind(kind).filter(move |(_, manifest)| manifest.name.as_text() == Some(&name))
}

fn rules_of(rules: &Tree, object: usize, role: usize, lines: &Lines<'_>, rights: &mut Vec<Right>) {
    for (index, rule) in rules.items().iter().enumerate() {
        let words = |key: &str| rule.get(key).map(Tree::items).unwrap_or_default().iter().filter_map(text);
        let group = words("apiGroups").next().unwrap_or_default();
        let verbs: Vec<_> = words("verbs").collect();
        for (place, resource) in words("resources").enumerate() {
            let line = lines.at(object, &format!("/rules/{index}/resources/{place}"));
            add(rights, ("kubernetes", group, resource), role, &verbs, line);
        }
    }
}

/// Adds what a role may do to the row of its resource.
fn add(rights: &mut Vec<Right>, key: (&'static str, &str, &str), role: usize, verbs: &[&str], line: u32) {
    let (place, group, resource) = key;
    let is_row = |right: &Right| right.place == place && right.group == group && right.resource == resource;
    let row = match rights.iter().position(is_row) {
        Some(position) => rights.get_mut(position),
        None => {
            let (group, resource) = (group.to_owned(), resource.to_owned());
            rights.push(Right { place, group, resource, developer: None, viewer: None });
            rights.last_mut()
        }
    };
    let Some(row) = row else { return };
    let cell = if role == 0 { &mut row.developer } else { &mut row.viewer };
    let cell = cell.get_or_insert_with(|| Cell { may: "look", verbs: Vec::new(), line });
    cell.verbs.extend(verbs.iter().map(|verb| (*verb).to_owned()));
    cell.may = kind_of(&cell.verbs);
}

fn kind_of(verbs: &[String]) -> &'static str {
    let has = |verb: &str| verbs.iter().any(|known| known == verb);
    match () {
        () if verbs.iter().all(|verb| matches!(verb.as_str(), "get" | "list" | "watch")) => "look",
        () if has("create") && has("delete") => "change",
        () => "use",
    }
}

fn people(team: &Team<'_>, lines: &Lines<'_>, project: usize) -> Vec<Person> {
    let mut people = Vec::new();
    for (index, (role, subjects)) in ROLES.into_iter().zip([&team.access.developers, &team.access.viewers]).enumerate()
    {
        let binding = named(lines, "RoleBinding", team, role).next().map_or(usize::MAX, |(object, _)| object);
        let both =
            subjects.groups.iter().map(|name| ("group", name)).chain(subjects.users.iter().map(|name| ("user", name)));
        for (place, (kind, name)) in both.enumerate() {
            let argocd = || lines.at(project, &format!("/spec/roles/{index}/groups/{place}"));
            people.push(Person {
                role,
                kind,
                name: name.value.clone(),
                kubernetes: lines.at(binding, &format!("/subjects/{place}/name")),
                argocd: (kind == "group").then(argocd),
            });
        }
    }
    people
}

fn text(tree: &Tree) -> Option<&str> {
    match tree {
        Tree::Leaf(leaf) => Leaf::as_text(leaf),
        _ => None,
    }
}
