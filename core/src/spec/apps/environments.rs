//! `environments`: one app in several environments, and what is different in each.

use std::sync::Arc;

use super::{
    CLUSTER, DIRECTORY, HELM, KUSTOMIZE, PATH, SYNC_POLICY, TARGET_REVISION, directory::DirectorySpec, helm::HelmSpec,
    kustomize::KustomizeSpec, sync_policy::SyncPolicySpec,
};
use crate::{
    shape::{Empty, Map, Record, Shape},
    span::{Span, Spanned},
    value::name,
    yaml::{Entry, Node},
};

/// `environments`: names, and below each the keys that it replaces as a whole.
pub(crate) static ENVIRONMENTS: Map =
    Map { key: &name::ENVIRONMENT, value: Shape::Record(&ENVIRONMENT), empty: Empty::Refused };

/// The keys of one environment; `{}` says that nothing is different there.
static ENVIRONMENT: Record = Record::of(&[TARGET_REVISION, PATH, CLUSTER, SYNC_POLICY, HELM, KUSTOMIZE, DIRECTORY]);

/// One environment as written.
#[derive(Debug)]
pub(crate) struct EnvironmentSpec {
    pub(crate) name: Spanned<String>,
    pub(crate) settings: Settings,
}

/// What stands in an app and, in place of that, in one of its environments.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) target_revision: Option<Spanned<String>>,
    pub(crate) path: Option<Spanned<String>>,
    pub(crate) cluster: Option<Spanned<String>>,
    pub(crate) sync_policy: Option<SyncPolicySpec>,
    /// `helm`, `kustomize` and `directory` in the order of the file; more than one is reported by whoever reads this.
    pub(crate) tools: Vec<ToolSpec>,
}

/// `helm`, `kustomize` or `directory` as written.
#[derive(Debug)]
pub(crate) struct ToolSpec {
    pub(crate) key: Spanned<&'static str>,
    /// `None` where its value is wrong and reported.
    pub(crate) tool: Option<Tool>,
}

/// What renders the manifests at `path`. Cheap to clone: several environments share one.
#[derive(Debug, Clone)]
pub(crate) enum Tool {
    Helm(Arc<HelmSpec>),
    Kustomize(Arc<KustomizeSpec>),
    Directory(Arc<DirectorySpec>),
}

impl Settings {
    /// Reads the keys that an app and an environment share.
    pub(crate) fn read(node: &Node) -> Self {
        let text = |key: &str| node.get(key).and_then(Node::spanned);
        Self {
            target_revision: text("targetRevision"),
            path: text("path"),
            cluster: text("cluster"),
            sync_policy: node.get("syncPolicy").map(SyncPolicySpec::read),
            tools: node.entries().iter().filter_map(ToolSpec::read).collect(),
        }
    }
}

impl ToolSpec {
    fn read(entry: &Entry) -> Option<Self> {
        let node = &entry.value;
        let (name, tool) = match entry.key.value.as_str() {
            "helm" => ("helm", Tool::Helm(Arc::new(HelmSpec::read(node)))),
            "kustomize" => ("kustomize", Tool::Kustomize(Arc::new(KustomizeSpec::read(node)))),
            "directory" => ("directory", Tool::Directory(Arc::new(DirectorySpec::read(node)))),
            _ => return None,
        };
        Some(Self { key: Spanned::new(name, entry.key.span), tool: node.is_valid().then_some(tool) })
    }
}

impl Tool {
    /// The whole mapping, if nothing is left in it.
    pub(crate) fn empty(&self) -> Option<Span> {
        match self {
            Self::Helm(helm) => helm.empty,
            Self::Kustomize(kustomize) => kustomize.empty,
            Self::Directory(directory) => directory.empty,
        }
    }
}

/// Reads a checked mapping.
pub(crate) fn read(node: Option<&Node>) -> Vec<EnvironmentSpec> {
    let entries = node.map(Node::entries).unwrap_or_default();
    let read = |entry: &Entry| EnvironmentSpec { name: entry.key.clone(), settings: Settings::read(&entry.value) };
    entries.iter().map(read).collect()
}
