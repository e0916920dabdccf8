//! The platform layer: what Argo CD needs to find and deploy the teams of a repository by itself, from platform.yaml alone.
//!
//! One room an idea, and each returns objects. Nothing here reads a team's file: the directories alone say which teams there
//! are, so that one bad file stops no other team.
//!
//! ```text
//! <clustersPath>/<hub>/root.yaml      applied once by hand; from then on Argo CD applies the folder that it lies in
//! <clustersPath>/<hub>/…              projects, ApplicationSets, an Application for each component and each cluster's guards
//! <clustersPath>/<cluster>/guards/…   what holds inside that cluster whatever Git says
//! <clustersPath>/<cluster>/signatures/…   the same, as far as Kyverno has to be there first
//! ```

mod argocd_cm;
mod components;
mod guards;
mod plugin;
mod policies;
mod projects;
mod root;
mod team_sets;

pub(crate) use components::ComponentRole;
use policies::signatures;
use smol_str::SmolStr;

use crate::{
    diagnostic::{Diagnostic, Sink, identity as codes},
    manifest::{Leaf, Manifest, Part, Tree, map},
    origin::{Origin, Place, Sourced},
    platform::{Platform, clusters::Cluster, components::Component, gitops::Gitops},
    span::Span,
};

/// Argo CD's own cluster, as every Argo CD knows it.
const IN_CLUSTER: &str = "https://kubernetes.default.svc";

/// How much of the platform layer is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What teams need, and the components of the platform.
    Whole,
    /// What teams need, for a cluster that has its components already.
    Teams,
}

/// A file of the repository, with the objects that it holds.
#[derive(Debug)]
pub struct BootstrapFile {
    /// Relative to the repository, with `/` between its components.
    pub path: String,
    /// The cluster in whose folder it lies.
    pub cluster: String,
    /// At least one.
    pub manifests: Vec<Manifest>,
}

/// Makes the platform layer, or what teams need of it. In the order of the files' paths, but for the root, which comes first.
///
/// # Errors
/// What is missing, where platform.yaml is right for teams but says too little to deploy from. With errors in platform.yaml
/// itself: none but those.
pub fn bootstrap(platform: &Platform, extent: Extent) -> Result<Vec<BootstrapFile>, Vec<Diagnostic>> {
    let layer = Layer::of(platform, extent)?;
    let hub = layer.hub();
    let in_hub = |manifest: Manifest| file(layer.path(hub, ""), hub, manifest);
    let mut files = vec![BootstrapFile {
        path: format!("{}root.yaml", layer.path(hub, "")),
        cluster: hub.to_owned(),
        manifests: root::build(&layer),
    }];
    files.extend(projects::build(&layer).into_iter().map(in_hub));
    files.extend(components::build(&layer).into_iter().map(in_hub));
    files.extend(team_sets::build(&layer).into_iter().map(in_hub));
    files.extend(argocd_cm::build(&layer).into_iter().map(in_hub));
    files.extend(guards::applications(&layer).into_iter().map(in_hub));
    files.extend(signatures::applications(&layer).into_iter().map(in_hub));
    for cluster in &platform.clusters {
        let name = &cluster.name.value;
        let mut hold = |folder: &str, manifests: Vec<Manifest>| {
            let folder = layer.path(name, &format!("{folder}/"));
            files.extend(manifests.into_iter().map(|manifest| file(folder.clone(), name, manifest)));
        };
        hold(guards::FOLDER, guards::build(&layer, cluster));
        hold(guards::FOLDER, policies::build(&layer, cluster));
        hold(signatures::FOLDER, signatures::build(&layer, cluster));
    }
    if let Some((_, rest)) = files.split_first_mut() {
        rest.sort_by(|a, b| a.path.cmp(&b.path));
    }
    Ok(files)
}

/// The cluster that Argo CD runs in, where it is one of the teams'.
fn hub(platform: &Platform) -> Option<&Cluster> {
    platform.clusters.iter().find(|cluster| is_hub(cluster))
}

/// Whether Argo CD runs in this cluster.
pub(crate) fn is_hub(cluster: &Cluster) -> bool {
    cluster.server.value == IN_CLUSTER
}

/// The AWS roles of the components.
///
/// # Errors
/// Those of [`bootstrap`].
pub(crate) fn component_roles(platform: &Platform, extent: Extent) -> Result<Vec<ComponentRole>, Vec<Diagnostic>> {
    Layer::of(platform, extent).map(|layer| components::roles(&layer))
}

fn file(folder: String, cluster: &str, manifest: Manifest) -> BootstrapFile {
    let name = manifest.name.as_text().unwrap_or_default();
    BootstrapFile {
        path: format!("{folder}{}-{name}.yaml", manifest.kind),
        cluster: cluster.to_owned(),
        manifests: vec![manifest],
    }
}

fn no_address(platform: &Platform) -> Vec<Diagnostic> {
    let empty = crate::Source::new("platform.yaml", "");
    let mut sink = Sink::new(platform.source.as_ref().unwrap_or(&empty));
    sink.report(
        codes::NO_REPOSITORY,
        Span::at(0),
        "`gitops.repoURL` is missing: Argo CD must know where this repository is",
    )
    .help("write `gitops: {repoURL: https://github.com/acme/gitops}`, as Argo CD clones it");
    sink.into_found()
}

/// What every room reads.
struct Layer<'a> {
    platform: &'a Platform,
    repository: &'a Sourced<String>,
    extent: Extent,
}

impl<'a> Layer<'a> {
    fn of(platform: &'a Platform, extent: Extent) -> Result<Self, Vec<Diagnostic>> {
        let errors: Vec<_> = platform.diagnostics().iter().filter(|found| found.is_error()).cloned().collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        let Some(repository) = &platform.gitops.repo_url else { return Err(no_address(platform)) };
        let layer = Self { platform, repository, extent };
        let missing = components::check(&layer);
        if missing.is_empty() { Ok(layer) } else { Err(missing) }
    }

    /// The components that are made; none of them with [`Extent::Teams`].
    fn components(&self) -> impl Iterator<Item = &'a Component> + use<'a> {
        let is_whole = self.extent == Extent::Whole;
        self.platform.components.enabled().filter(move |_| is_whole)
    }

    const fn gitops(&self) -> &Gitops {
        &self.platform.gitops
    }

    /// The name of the cluster that Argo CD runs in.
    fn hub(&self) -> &str {
        hub(self.platform).map_or("in-cluster", |cluster| cluster.name.value.as_str())
    }

    /// A folder below a cluster's, with a final `/`.
    fn path(&self, cluster: &str, below: &str) -> String {
        format!("{}/{cluster}/{below}", self.gitops().clusters_path.value)
    }

    /// An object in Argo CD's namespace.
    fn object(&self, kind: &'static str, name: impl Into<SmolStr>, wave: i32) -> Manifest {
        let (api_version, origin) = match kind {
            "ConfigMap" => ("v1", Origin::built_in()),
            _ => ("argoproj.io/v1alpha1", Origin::built_in()),
        };
        let name = Leaf::text(name, Origin::built_in());
        finished(
            Manifest::new(Part::All, api_version, kind, name, origin).in_namespace(&self.platform.argocd.namespace),
            wave,
        )
    }

    /// The source of an Application: a folder of this repository.
    fn source(&self, path: Leaf, tool: Tree) -> Tree {
        map! {
            "repoURL" => self.repository,
            "targetRevision" => &self.gitops().revision,
            "path" => path,
            "plugin" => tool,
        }
    }

    /// A cluster and its server, wherever Argo CD runs.
    fn servers(&self) -> impl Iterator<Item = &Sourced<String>> {
        self.platform.clusters.iter().map(|cluster: &Cluster| &cluster.server)
    }
}

/// Says who made it, and in which wave it comes.
fn finished(manifest: Manifest, wave: i32) -> Manifest {
    let mut manifest = manifest.label("app.kubernetes.io/managed-by", "teamwright");
    manifest.wave = wave;
    manifest.wave_origin = Origin::derived("the order of the platform layer", Place::Nowhere);
    manifest
}

/// The last touch, once a room is done with an object.
fn all(manifests: impl IntoIterator<Item = Manifest>) -> Vec<Manifest> {
    let mut manifests: Vec<_> = manifests.into_iter().collect();
    manifests.iter_mut().for_each(Manifest::finish);
    manifests
}

/// A text made by a rule.
fn made(text: impl Into<SmolStr>, rule: &'static str) -> Leaf {
    Leaf::text(text, Origin::derived(rule, Place::Nowhere))
}

/// `syncPolicy` of what the platform team owns: Git is what counts, and a failure is tried again. `metadata` is that of a
/// namespace that is made by the way, or absent.
fn sync_policy(allow_empty: bool, options: Vec<&'static str>, metadata: Tree) -> Tree {
    map! {
        "automated" => map! {
            "prune" => true,
            "selfHeal" => true,
            "allowEmpty" => Tree::Leaf(Leaf::boolean(allow_empty, Origin::INHERITED)),
        },
        "syncOptions" => Tree::from(options).or_absent(),
        "retry" => map! {
            "limit" => 5,
            "backoff" => map! { "duration" => "10s", "factor" => 2, "maxDuration" => "5m" },
        },
        "managedNamespaceMetadata" => metadata,
    }
}
