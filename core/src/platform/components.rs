//! `components`: platform components, changes to the built-in list and new ones.

use super::Platform;
use crate::{
    diagnostic::Sink,
    shape::{Empty, Map, Shape},
    value::name,
    yaml::Node,
};

/// `components`.
pub(crate) static COMPONENTS: Map = Map { key: &name::TEAM, value: Shape::Anything, empty: Empty::Allowed };

/// Components as meant.
#[derive(Debug)]
pub(crate) struct Components {}

/// The components that are there unless platform.yaml says otherwise.
const BUILT_IN: [&str; 16] = [
    "argo-cd",
    "kyverno",
    "external-secrets",
    "argo-workflows",
    "argo-events",
    "argo-rollouts",
    "prometheus",
    "loki",
    "tempo",
    "grafana",
    "trivy-operator",
    "falco",
    "opencost",
    "velero",
    "goldilocks",
    "vpa",
];

impl Components {
    pub(crate) fn read(_node: Option<&Node>, _sink: &mut Sink) -> Self {
        Self {}
    }

    /// Names of enabled components; the platform has an Application `platform-<name>` for each.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        BUILT_IN.into_iter()
    }

    /// Namespaces of enabled components; teams may refer to them.
    pub(crate) fn namespaces(&self) -> impl Iterator<Item = &str> {
        ["argocd", "observability"].into_iter()
    }
}

pub(crate) fn check(_platform: &Platform, _sink: &mut Sink) {}
