//! Application: one app in one environment, as Argo CD deploys it.
//!
//! Fed by `apps`, and by `clusters`, `argocd`, `gitops.adopt`, `syncWaves` and `defaults.syncPolicy` of platform.yaml.
//! All of them live in Argo CD's namespace, whichever cluster they deploy to. Project, namespace and server never come
//! from the team: whoever could write them could deploy anywhere.
//! See <https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#applications>.

mod helm;
mod sync_policy;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use smol_str::SmolStr;

use super::common;
use crate::{
    manifest::{Leaf, Manifest, Part, Tree, map},
    origin::{Origin, Place},
    span::Spanned,
    spec::apps::{
        OnDelete,
        directory::DirectorySpec,
        environments::Tool,
        ignore_differences::IgnoreDifferenceSpec,
        kustomize::{KustomizeSpec, Pair},
    },
    team::{Team, apps::Application},
};

/// Argo CD deletes the objects of an Application with this finalizer before the Application itself.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/>.
const DELETE_OBJECTS: &str = "resources-finalizer.argocd.argoproj.io";

pub(crate) fn build(team: &Team<'_>) -> Vec<Manifest> {
    team.applications.iter().map(|application| one(team, application)).collect()
}

fn one(team: &Team<'_>, application: &Application<'_>) -> Manifest {
    let origin = application.name.origin.becomes("an app of the team");
    let name = &application.name;
    let mut manifest = common::object(team, Part::Apps, "argoproj.io/v1alpha1", "Application", name, origin).field(
        "spec",
        map! {
            "project" => common::project_name(team),
            "source" => source(application),
            "destination" => map! {
                "server" => &application.cluster.server,
                "namespace" => &team.namespace,
            },
            "syncPolicy" => sync_policy::build(&application.sync_policy),
            "ignoreDifferences" => ignore_differences(&application.ignore_differences),
        },
    );
    if let Some(environment) = &application.environment {
        manifest = manifest.label("environment", environment);
    }
    if application.on_delete.value == OnDelete::Delete {
        let origin = application.on_delete.origin;
        manifest =
            manifest.finalizer(Leaf::text(SmolStr::new_static(DELETE_OBJECTS), origin.becomes("onDelete: delete")));
    }
    manifest.wave = application.wave.value;
    if application.wave.origin.place != Place::Nowhere {
        manifest.wave_origin = application.wave.origin;
    }
    manifest
}

fn source(application: &Application<'_>) -> Tree {
    let (mut helm, mut kustomize, mut directory) = (Tree::Absent, Tree::Absent, Tree::Absent);
    match &application.tool {
        Some(Tool::Helm(spec)) => helm = helm::build(spec),
        Some(Tool::Kustomize(spec)) => kustomize = self::kustomize(spec),
        Some(Tool::Directory(spec)) => directory = self::directory(spec),
        None => {}
    }
    map! {
        "repoURL" => &application.repo_url,
        "path" => &application.path,
        "targetRevision" => &application.target_revision,
        "helm" => helm,
        "kustomize" => kustomize,
        "directory" => directory,
    }
}

fn kustomize(spec: &KustomizeSpec) -> Tree {
    map! {
        "namePrefix" => spec.name_prefix.as_ref().map(written),
        "nameSuffix" => spec.name_suffix.as_ref().map(written),
        "images" => Tree::list(spec.images.iter().map(written)).or_absent(),
        "commonLabels" => pairs(&spec.common_labels),
        "commonAnnotations" => pairs(&spec.common_annotations),
    }
}

fn directory(spec: &DirectorySpec) -> Tree {
    map! {
        "recurse" => spec.recurse.as_ref().map(|flag| Leaf::boolean(flag.value, Origin::written(flag.span))),
        "include" => spec.include.as_ref().map(written),
        "exclude" => spec.exclude.as_ref().map(written),
    }
}

fn ignore_differences(entries: &[IgnoreDifferenceSpec]) -> Tree {
    let entry = |entry: &IgnoreDifferenceSpec| {
        map! {
            "group" => entry.group.as_ref().map(written),
            "kind" => written(&entry.kind),
            "name" => entry.name.as_ref().map(written),
            "namespace" => entry.namespace.as_ref().map(written),
            "jsonPointers" => Tree::list(entry.json_pointers.iter().map(written)),
        }
    };
    Tree::list(entries.iter().map(entry)).or_absent()
}

/// A text of team.yaml.
fn written(text: &Spanned<String>) -> Tree {
    Tree::Leaf(Leaf::text(text.value.as_str(), Origin::written(text.span)))
}

fn pairs(pairs: &[Pair]) -> Tree {
    Tree::map(pairs.iter().map(|(key, value)| (Cow::Owned(key.value.clone()), written(value))).collect()).or_absent()
}
