//! The namespaces of components, and the Pod Security level that each is made with.
//! See <https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#namespace-metadata>
//! and <https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces>.

use super::{Component, Layer};
use crate::{
    manifest::{Tree, map},
    platform::components::Level,
};

/// Labels of a component's namespace: the same for all that share it, because the last to be deployed sets them. Absent for
/// the namespaces that Kubernetes has itself, which nobody else labels.
pub(super) fn metadata(layer: &Layer<'_>, component: &Component) -> Tree {
    let own = name(component);
    if own.is_none_or(|own| own == "default" || own.starts_with("kube-")) {
        return Tree::Absent;
    }
    let levels: Option<Vec<_>> = layer
        .components()
        .filter(|other| name(other) == own)
        .map(|other| other.built_in_chart().map(|chart| chart.level))
        .collect();
    // What the pods of a chart need that is not built in, nobody here knows: they are warned about and let in.
    let enforced = levels.and_then(|levels| levels.into_iter().max()).map(|level| match level {
        Level::Baseline => "baseline",
        Level::Privileged => "privileged",
    });
    map! {
        "labels" => map! {
            "pod-security.kubernetes.io/enforce" => enforced,
            "pod-security.kubernetes.io/warn" => "restricted",
        },
    }
}

fn name(component: &Component) -> Option<&str> {
    component.namespace.as_ref().map(|name| name.value.as_str())
}
