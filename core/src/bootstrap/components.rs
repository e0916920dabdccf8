//! The platform's components: one Application each, from its Helm chart, into Argo CD's own cluster.
//! See <https://argo-cd.readthedocs.io/en/stable/user-guide/helm/>.

mod namespaces;
mod values;
mod waves;

use super::{IN_CLUSTER, Layer, all, hub, made, sync_policy};
use crate::{
    diagnostic::{Diagnostic, Sink, secrets as codes},
    manifest::{Leaf, Manifest, Tree, map},
    origin::{Origin, Place, Sourced},
    platform::{
        Platform,
        components::{APPLICATION_PREFIX, Component},
    },
    span::Span,
    value::iam::Role,
};

/// Whether Argo CD itself is one of the components, so that its settings are values of its chart.
pub(super) fn has_argo_cd(layer: &Layer<'_>) -> bool {
    layer.components().any(|component| component.built_in_chart().is_some_and(|chart| chart.component == "argo-cd"))
}

pub(super) fn build(layer: &Layer<'_>) -> Vec<Manifest> {
    let waves = waves::of(layer);
    all(layer.components().map(|component| {
        let name = component.name.value.as_str();
        let wave = waves.get(name).copied().unwrap_or(waves::FIRST);
        let metadata = namespaces::metadata(layer, component);
        let mut options = Vec::with_capacity(2);
        options.extend((!matches!(metadata, Tree::Absent)).then_some("CreateNamespace=true"));
        // A chart's definitions of kinds may be larger than the annotation that `kubectl apply` keeps.
        options.push("ServerSideApply=true");
        layer.object("Application", format!("{APPLICATION_PREFIX}{name}"), wave).field(
            "spec",
            map! {
                "project" => &layer.platform.argocd.project,
                "source" => source(layer, component),
                "destination" => map! { "server" => IN_CLUSTER, "namespace" => namespace(component) },
                "syncPolicy" => sync_policy(false, options, metadata),
            },
        )
    }))
}

/// The wave of a component that is made.
pub(super) fn wave(layer: &Layer<'_>, component: &str) -> Option<i32> {
    waves::of(layer).get(component).copied()
}

/// Where the charts come from, each once, in alphabetical order.
pub(super) fn repositories(layer: &Layer<'_>) -> Vec<Leaf> {
    each_once(layer.components().filter_map(repository))
}

/// The namespaces that components run in, each once, in alphabetical order.
pub(super) fn namespaces(layer: &Layer<'_>) -> Vec<Leaf> {
    each_once(layer.components().filter_map(namespace))
}

fn each_once(texts: impl Iterator<Item = Leaf>) -> Vec<Leaf> {
    let mut found: Vec<_> = texts.collect();
    found.sort_by(|one, other| one.as_text().cmp(&other.as_text()));
    found.dedup_by(|one, other| one.value == other.value);
    found
}

/// Roles that have no account: an annotation holds an ARN.
pub(super) fn check(layer: &Layer<'_>) -> Vec<Diagnostic> {
    let platform = layer.platform;
    let empty = crate::Source::new("platform.yaml", "");
    let mut sink = Sink::new(platform.source.as_ref().unwrap_or(&empty));
    for component in layer.components() {
        let Some(role) = component.irsa_role.as_ref().filter(|role| arn(platform, role).is_none()) else { continue };
        let message = format!("the role of `{}` has no account", component.name.value);
        sink.report(codes::NO_ACCOUNT, role.origin.span(), message)
            .help("add `accountId` to the cluster that Argo CD runs in, or write the role's ARN");
    }
    sink.into_found()
}

/// The AWS role of a component, and who takes it.
pub(crate) struct ComponentRole {
    /// Where platform.yaml names it.
    pub(crate) role: Span,
    pub(crate) arn: String,
    pub(crate) namespace: String,
    /// Names of its service accounts in that namespace.
    pub(crate) accounts: Vec<String>,
    /// The built-in chart that it is installed from.
    pub(crate) chart: Option<&'static str>,
    /// What that is installed with.
    pub(crate) values: Tree,
}

/// The roles of the components that are made.
pub(super) fn roles(layer: &Layer<'_>) -> Vec<ComponentRole> {
    let role = |component: &Component| {
        let role = component.irsa_role.as_ref()?;
        let values = values::of(layer, component);
        Some(ComponentRole {
            role: role.origin.span(),
            arn: arn(layer.platform, role)?.as_text()?.to_owned(),
            namespace: component.namespace.as_ref()?.value.as_str().to_owned(),
            accounts: values::account_names(component, &values),
            chart: component.built_in_chart().map(|chart| chart.component),
            values,
        })
    };
    layer.components().filter_map(role).collect()
}

fn source(layer: &Layer<'_>, component: &Component) -> Tree {
    let row = component.row();
    let text = |written: &Option<Sourced<String>>, known: Option<&'static str>| {
        written.as_ref().map(Leaf::from).or_else(|| known.map(|known| Leaf::text(known, Origin::built_in())))
    };
    map! {
        "repoURL" => repository(component),
        "chart" => text(&component.chart, row.map(|row| row.chart)),
        "targetRevision" => text(&component.version, row.map(|row| row.version)),
        "helm" => map! {
            "releaseName" => made(component.release(), "the component's release"),
            "valuesObject" => values::of(layer, component).or_absent(),
        },
    }
}

/// A registry is written without `oci://`: with it, Argo CD would take the address for the chart itself.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#declarative>.
fn repository(component: &Component) -> Option<Leaf> {
    let Some(written) = &component.repo_url else {
        return Some(Leaf::text(component.row()?.repo_url, Origin::built_in()));
    };
    Some(match written.value.strip_prefix("oci://") {
        Some(registry) => Leaf::text(registry.trim_end_matches('/'), written.origin),
        None => Leaf::from(written),
    })
}

fn namespace(component: &Component) -> Option<Leaf> {
    component.namespace.as_ref().map(|name| Leaf::text(name.value.as_str(), name.origin))
}

/// The role's ARN in Argo CD's own cluster.
fn arn(platform: &Platform, role: &Sourced<String>) -> Option<Leaf> {
    let is_whole = Role::parse(&role.value).is_some_and(|role| role.home.is_some());
    if is_whole {
        return Some(Leaf::from(role));
    }
    let arn = platform.aws.role_arn(hub(platform)?, &role.value)?;
    Some(Leaf::text(
        arn,
        Origin::derived("the cluster's account and the role's name", Place::Platform(role.origin.span())),
    ))
}
