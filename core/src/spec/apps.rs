//! `apps`: what Argo CD deploys for the team, and from which repositories.

pub(crate) mod directory;
pub(crate) mod environments;
pub(crate) mod helm;
pub(crate) mod ignore_differences;
pub(crate) mod kustomize;
pub(crate) mod sync_policy;

use std::sync::Arc;

use environments::{EnvironmentSpec, Settings};
use ignore_differences::IgnoreDifferenceSpec;

use crate::{
    shape::{Field, List, Record, Shape, field},
    span::{Span, Spanned},
    value::{bounded, name, path, repo_url, revision},
    yaml::Node,
};

/// `apps`; `[]` says that there are none.
pub(crate) static APPS: List = List::of(Shape::Record(&APP)).unique_by("name");

/// The keys of an app.
pub(crate) static APP: Record = Record { fields: FIELDS, others: None, refused: REFUSED };

const FIELDS: &[Field] = &[
    field("name", Shape::Text(&name::APP), "The app's name. Argo CD shows it as `<team>-<name>`.").required(),
    field("repoURL", Shape::Text(&repo_url::REPO_URL), "The Git repository that holds the app's manifests.").required(),
    PATH.required(),
    TARGET_REVISION.required(),
    field(
        "environment",
        Shape::Text(&name::ENVIRONMENT),
        "The environment that the app is for. It decides the cluster, and may be left out where there is only one.",
    ),
    field(
        "environments",
        Shape::Map(&environments::ENVIRONMENTS),
        "In place of `environment`: several, each with what is different there. Each becomes an application of its own.",
    ),
    CLUSTER,
    field(
        "syncWave",
        Shape::Bare(&bounded::WAVE),
        "The order among the team's own apps: lower numbers first. It is 0 unless written.",
    ),
    field(
        "onDelete",
        Shape::Choice(&OnDelete::NAMES),
        "What happens to the app's objects when the app leaves this file: `delete` (unless written) or `keep`.",
    ),
    SYNC_POLICY,
    field(
        "ignoreDifferences",
        Shape::List(&ignore_differences::IGNORE_DIFFERENCES),
        "Fields that something else in the cluster changes, so that Argo CD passes over them.",
    ),
    HELM,
    KUSTOMIZE,
    DIRECTORY,
];

const PATH: Field = field(
    "path",
    Shape::Text(&path::DIRECTORY),
    "The directory in the repository with the app's manifests; `.` is the repository's root.",
)
.formerly("manifestPath");

const TARGET_REVISION: Field =
    field("targetRevision", Shape::Text(&revision::REVISION), "The branch, tag or commit that is deployed.");

const CLUSTER: Field = field(
    "cluster",
    Shape::Text(&name::CLUSTER),
    "A cross-check: the cluster that serves the environment. It changes nothing; a wrong one is an error.",
);

const SYNC_POLICY: Field = field(
    "syncPolicy",
    Shape::Record(&sync_policy::SYNC_POLICY),
    "When and how Argo CD applies the app. What is not written here keeps its default.",
);

const HELM: Field = field("helm", Shape::Record(&helm::HELM), "How a Helm chart at `path` is rendered.");

const KUSTOMIZE: Field =
    field("kustomize", Shape::Record(&kustomize::KUSTOMIZE), "What Kustomize changes on the manifests at `path`.");

const DIRECTORY: Field =
    field("directory", Shape::Record(&directory::DIRECTORY), "Which files of a plain directory at `path` are taken.");

const REFUSED: &[(&str, &str)] = &[
    (
        "health",
        "Argo CD has no health of a single application; a check for a kind belongs in `healthChecks` of platform.yaml",
    ),
    ("namespace", "remove it: every app of a team goes to the team's own namespace"),
    ("destination", "remove it: the cluster follows from `environment`, the namespace from the team"),
    ("project", "remove it: every app of a team belongs to the team's own project"),
    ("chart", "a chart lies in a Git repository here: write its directory in `path`"),
    ("source", "write `repoURL`, `path` and `targetRevision` directly in the app"),
    ("sources", "an app has one source: make an app of each"),
    ("plugin", "teams' apps are rendered by `helm`, `kustomize` or `directory` only"),
    (
        "labels",
        "the labels of an application are the platform's; for labels on its objects see `kustomize.commonLabels`",
    ),
    ("annotations", "a team sets no annotation on an application; for its objects see `kustomize.commonAnnotations`"),
    ("finalizers", "write `onDelete: delete` or `onDelete: keep`"),
];

/// An entry as written; what was wrong is absent.
#[derive(Debug)]
pub(crate) struct AppSpec {
    /// The whole mapping.
    pub(crate) span: Span,
    /// Whether a key could not be read, so that an absent one means nothing.
    pub(crate) partial: bool,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) repo_url: Option<Spanned<String>>,
    pub(crate) environment: Option<Spanned<String>>,
    /// The key `environment`, be its value right or wrong.
    pub(crate) environment_key: Option<Span>,
    pub(crate) environments: Vec<EnvironmentSpec>,
    /// The key `environments`, be its value right or wrong.
    pub(crate) environments_key: Option<Span>,
    pub(crate) sync_wave: Option<Spanned<i64>>,
    pub(crate) on_delete: Option<Spanned<OnDelete>>,
    pub(crate) ignore_differences: Arc<[IgnoreDifferenceSpec]>,
    /// What an environment may replace.
    pub(crate) settings: Settings,
}

/// What happens to an app's objects when it leaves the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnDelete {
    Delete,
    Keep,
}

impl OnDelete {
    const NAMES: [&'static str; 2] = ["delete", "keep"];

    fn read(node: &Node) -> Option<Spanned<Self>> {
        let choice = if node.text()? == "keep" { Self::Keep } else { Self::Delete };
        Some(Spanned::new(choice, node.span))
    }
}

impl AppSpec {
    fn read(node: &Node) -> Self {
        let text = |key: &str| node.get(key).and_then(Node::spanned);
        let key = |key: &str| node.entry(key).map(|entry| entry.key.span);
        Self {
            span: node.span,
            partial: node.is_partial(),
            name: text("name"),
            repo_url: text("repoURL"),
            environment: text("environment"),
            environment_key: key("environment"),
            environments: environments::read(node.get("environments")),
            environments_key: key("environments"),
            sync_wave: node.get("syncWave").and_then(bounded::read),
            on_delete: node.get("onDelete").and_then(OnDelete::read),
            ignore_differences: ignore_differences::read(node.get("ignoreDifferences")),
            settings: Settings::read(node),
        }
    }
}

/// Reads a checked list.
pub(crate) fn read(node: Option<&Node>) -> Vec<AppSpec> {
    let items = node.map(Node::items).unwrap_or_default();
    items.iter().filter(|item| item.is_valid()).map(AppSpec::read).collect()
}
