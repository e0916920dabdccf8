//! The Application that everything begins with, and the project that it needs. Applied once by hand; afterwards it applies the
//! folder that its own file lies in.
//! See <https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/#app-of-apps-pattern>.

use super::{IN_CLUSTER, Layer, all, made, projects, sync_policy};
use crate::manifest::{Manifest, Tree, map};

pub(super) fn build(layer: &Layer<'_>) -> Vec<Manifest> {
    let path = made(layer.path(layer.hub(), "").trim_end_matches('/'), "clustersPath and the cluster of Argo CD");
    let root = layer.object("Application", "platform-root", 0).field(
        "spec",
        map! {
            "project" => &layer.platform.argocd.project,
            "source" => layer.source(path, Tree::Absent),
            "destination" => map! { "server" => IN_CLUSTER, "namespace" => &layer.platform.argocd.namespace },
            "syncPolicy" => sync_policy(false, vec!["FailOnSharedResource=true"], Tree::Absent),
        },
    );
    all([projects::platform(layer), root])
}
