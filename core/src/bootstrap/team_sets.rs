//! ApplicationSets: one Application a team and part, from the directories that there are. Nothing here reads a team's file, so that
//! a file that is garbage, or none at all, fails in its own Application alone.
//! See <https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/#git-generator-directories>.

use super::{
    IN_CLUSTER, Layer, all, made,
    plugin::{self, CLUSTER, TEAM},
    projects::{CONTROL, GUARDRAILS},
    sync_policy,
};
use crate::{
    manifest::{Leaf, Manifest, Tree, list, map},
    platform::gitops::TeamApplications,
    value::name::LONGEST_TEAM,
};

/// After everything that teams' objects need.
const WAVE: i32 = 10;

/// One ApplicationSet.
struct Set {
    name: &'static str,
    /// The Application's name.
    application: String,
    project: &'static str,
    part: &'static str,
    /// The parameter `cluster`.
    cluster: Option<&'static str>,
    generators: Tree,
    destination: Tree,
    /// A team without applications is no mistake.
    allow_empty: bool,
}

pub(super) fn build(layer: &Layer<'_>) -> Vec<Manifest> {
    let control = map! { "server" => IN_CLUSTER, "namespace" => &layer.platform.argocd.namespace };
    let namespace =
        Leaf::text(format!("{}{TEAM}", layer.platform.names.prefix.value), layer.platform.names.prefix.origin);
    let in_control = |name, part: &'static str, allow_empty| Set {
        name,
        application: format!("team-{TEAM}-{part}"),
        project: CONTROL,
        part,
        cluster: None,
        generators: list![directories(layer)],
        destination: control.clone(),
        allow_empty,
    };
    let namespaces = |elements: Tree| Set {
        name: "teams-namespace",
        application: format!("team-{TEAM}-namespace-{CLUSTER}"),
        project: GUARDRAILS,
        part: "namespace",
        cluster: Some(CLUSTER),
        generators: list![matrix(directories(layer), elements)],
        destination: map! { "server" => "{{ .server }}", "namespace" => namespace.clone() },
        allow_empty: false,
    };
    let sets = match layer.gitops().team_applications {
        TeamApplications::Three => vec![
            in_control("teams-project", "project", false),
            namespaces(clusters(layer, |_| true)),
            in_control("teams-apps", "apps", true),
        ],
        TeamApplications::One => {
            let hub = layer.hub();
            let first = layer.platform.clusters.iter().position(|cluster| cluster.name.value == hub).unwrap_or(0);
            let whole = Set {
                name: "teams",
                application: format!("team-{TEAM}"),
                project: GUARDRAILS,
                part: "all",
                cluster: Some(CLUSTER),
                generators: list![matrix(directories(layer), clusters(layer, |number| number == first))],
                destination: map! { "server" => "{{ .server }}", "namespace" => namespace.clone() },
                allow_empty: false,
            };
            // Its waves order the guards of one cluster; those of the others are Applications of their own.
            let others =
                (layer.platform.clusters.len() > 1).then(|| namespaces(clusters(layer, |number| number != first)));
            [whole].into_iter().chain(others).collect()
        }
    };
    all(sets.into_iter().map(|set| one(layer, set)))
}

fn one(layer: &Layer<'_>, set: Set) -> Manifest {
    let options = if layer.gitops().adopt { Vec::new() } else { vec!["FailOnSharedResource=true"] };
    layer.object("ApplicationSet", set.name, WAVE).field(
        "spec",
        map! {
            "goTemplate" => true,
            "goTemplateOptions" => &["missingkey=error"],
            "generators" => set.generators,
            // A team whose directory is gone loses its Applications and nothing that runs: deletion is a decision.
            "syncPolicy" => map! { "preserveResourcesOnDeletion" => true },
            "template" => map! {
                "metadata" => map! {
                    "name" => made(set.application, "the team's directory and the part"),
                    "labels" => map! {
                        "app.kubernetes.io/managed-by" => "teamwright",
                        "team" => TEAM,
                        "teamwright.dev/part" => set.part,
                    },
                    "annotations" => map! { "argocd.argoproj.io/manifest-generate-paths" => plugin::paths(layer) },
                },
                "spec" => map! {
                    "project" => set.project,
                    "source" => plugin::source(layer, set.part, set.cluster),
                    "destination" => set.destination,
                    "syncPolicy" => sync_policy(set.allow_empty, options, Tree::Absent),
                },
            },
        },
    )
}

/// One element a directory below the teams' folder whose name can be a team's. Of any other the API server would refuse the
/// Application, and an ApplicationSet that can't make one makes and removes for all, but says for good that it is broken, and
/// the removals wait.
fn directories(layer: &Layer<'_>) -> Tree {
    let teams = &layer.gitops().teams_path;
    let path = |pattern: &str| Leaf::text(format!("{}/{pattern}", teams.value), teams.origin);
    let without = |pattern: &str| map! { "path" => path(pattern), "exclude" => true };
    map! {
        "git" => map! {
            "repoURL" => layer.repository,
            "revision" => &layer.gitops().revision,
            "directories" => list![
                map! { "path" => path("[a-z]*") },
                without(r"*[^a-z0-9\-]*"),
                without("*-"),
                without(&format!("{}*", "?".repeat(LONGEST_TEAM + 1))),
            ],
        },
    }
}

/// One element a cluster, of those whose number is wanted.
fn clusters(layer: &Layer<'_>, is_wanted: impl Fn(usize) -> bool) -> Tree {
    let wanted = layer.platform.clusters.iter().enumerate().filter(|(number, _)| is_wanted(*number));
    let elements = wanted.map(|(_, cluster)| map! { "cluster" => &cluster.name, "server" => &cluster.server });
    map! { "list" => map! { "elements" => Tree::list(elements) } }
}

/// Every pair of the two.
fn matrix(one: Tree, other: Tree) -> Tree {
    map! { "matrix" => map! { "generators" => list![one, other] } }
}
