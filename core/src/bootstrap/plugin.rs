//! How an Application asks the plugin for a team.

use super::{Layer, made};
use crate::{
    manifest::{Leaf, Tree, list, map},
    origin::Origin,
};

/// The team's directory, in the template of an ApplicationSet: never the normalised name, which two directories could share.
pub(super) const TEAM: &str = "{{ .path.basename }}";
/// The cluster, where there is one for each.
pub(super) const CLUSTER: &str = "{{ .cluster }}";

/// `source` of a team's Application. Its path is a folder of the platform's: Argo CD merges `.argocd-source.yaml` from there into
/// the source, and a team that could write one could change which part of it is deployed.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/parameters/#store-overrides-in-git>.
pub(super) fn source(layer: &Layer<'_>, part: &'static str, cluster: Option<&'static str>) -> Tree {
    let parameter = |name: &'static str, value: Leaf| map! { "name" => name, "string" => value };
    let pin = layer.platform.compiler_pin();
    let plugin = map! {
        "name" => &layer.platform.argocd.plugin_name,
        "parameters" => list![
            parameter("team", TEAM.into()),
            parameter("part", part.into()),
            cluster.map_or(Tree::Absent, |cluster| parameter("cluster", cluster.into())),
            // It makes cached manifests of another compiler those of another source.
            pin.map_or(Tree::Absent, |pin| parameter("compiler", made(pin.to_string(), "compiler of platform.yaml"))),
        ],
    };
    let path = &layer.gitops().platform_path;
    layer.source(Leaf::text(path.value.as_str(), path.origin), plugin)
}

/// The files that a team's objects are made from; Argo CD keeps what it made before while no commit touches them.
/// See <https://argo-cd.readthedocs.io/en/stable/operator-manual/high_availability/#manifest-paths-annotation>.
pub(super) fn paths(layer: &Layer<'_>) -> Leaf {
    let teams = &layer.gitops().teams_path;
    let templates = layer.platform.templates_path();
    let paths = format!("/{}/{TEAM};/platform.yaml;/{templates}", teams.value);
    Leaf::text(paths, Origin::derived("teamsPath and platformPath", teams.origin.place))
}
