//! `clusters`: the clusters and the environments that each serves.

mod issuer;
pub(super) mod networks;
pub(crate) mod region;
mod server;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use super::{Platform, environments, sourced, switch_or};
use crate::{
    diagnostic::{Sink, network as codes, shape as shape_codes},
    origin::Sourced,
    shape::{Fault, Grammar, List, Record, Shape, field},
    span::Span,
    value::{cidr, cidr::Cidr, name},
    yaml::Node,
};

/// `clusters`.
pub(crate) static CLUSTERS: List = List::not_empty(Shape::Record(&CLUSTER)).unique_by("name");

/// The keys of one cluster.
static CLUSTER: Record = Record::of(&[
    field("name", Shape::Text(&NAME), "The cluster's name, as people say it and as `--cluster` takes it.").required(),
    field("server", Shape::Text(&server::SERVER), "The API server's address, exactly as Argo CD knows it.").required(),
    field(
        "environments",
        Shape::List(&environments::ENVIRONMENTS),
        "The environments that run here. An application goes to the cluster that serves its environment.",
    ),
    field("autoSync", Shape::Boolean, "Whether Argo CD syncs by itself unless an application says otherwise."),
    field("kubernetesVersion", Shape::Text(&VERSION), "The version of Kubernetes: it decides what may be emitted."),
    field("region", Shape::Text(&region::REGION), "The AWS region, for secrets and for the registry."),
    field("accountId", Shape::Text(&ACCOUNT), "The AWS account whose roles the cluster's pods may take."),
    field(
        "oidcIssuer",
        Shape::Text(&issuer::ISSUER),
        "Who issues the tokens of its service accounts, so that AWS roles can tell them: `bootstrap --iam` needs it.",
    ),
    field("podCidrs", Shape::List(&CIDRS), "Networks that pods have their addresses in. Never part of the internet."),
    field("serviceCidrs", Shape::List(&CIDRS), "Networks that services have their addresses in."),
]);

static CIDRS: List = List::of(Shape::Text(&cidr::CIDR));

/// A cluster's name: RFC 1123 label.
static NAME: Grammar = Grammar {
    what: "a cluster's name such as `production`: lower-case letters, digits and `-`",
    pattern: name::LABEL_1123,
    check: name::label_1123,
};

/// `MAJOR.MINOR`.
static VERSION: Grammar = Grammar {
    what: "a version such as `\"1.34\"`",
    pattern: r"^[1-9][0-9]?\.(0|[1-9][0-9]{0,2})$",
    check: |text| match version(text) {
        Some(_) => Ok(()),
        None => Err(version_fault(text)),
    },
};

/// An AWS account.
pub(crate) static ACCOUNT: Grammar = Grammar {
    what: "an AWS account: 12 digits in quotes, such as `\"111122223333\"`",
    pattern: "^[0-9]{12}$",
    check: |text| {
        let fits = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(()) } else { Err(Fault::default()) }
    },
};

/// A cluster as meant.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) name: Sourced<String>,
    /// The API server's address as Argo CD knows it.
    pub(crate) server: Sourced<String>,
    /// The environments that it serves; `None`: any.
    pub(crate) environments: Option<Vec<Sourced<String>>>,
    /// Whether Argo CD syncs by itself unless an application says otherwise.
    pub(crate) auto_sync: Sourced<bool>,
    /// `MAJOR.MINOR`, which gates what may be emitted.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "everything that is emitted today exists in every supported version")
    )]
    pub(crate) kubernetes_version: (u32, u32),
    pub(crate) region: Option<Sourced<String>>,
    pub(crate) account_id: Option<Sourced<String>>,
    /// Who issues the tokens of its service accounts: `https://`, a host and a path.
    pub(crate) oidc_issuer: Option<Sourced<String>>,
    /// Networks of its pods.
    pub(crate) pod_cidrs: Vec<Sourced<Cidr>>,
    /// Networks of its services.
    pub(crate) service_cidrs: Vec<Sourced<Cidr>>,
}

impl Cluster {
    /// Whether it serves an environment.
    pub(crate) fn serves(&self, environment: &str) -> bool {
        self.environments.as_ref().is_none_or(|all| all.iter().any(|known| known.value == environment))
    }

    /// Networks of its pods, then of its services.
    pub(crate) fn cidrs(&self) -> impl Iterator<Item = &Sourced<Cidr>> {
        self.pod_cidrs.iter().chain(&self.service_cidrs)
    }

    fn in_cluster() -> Self {
        Self {
            name: Sourced::built_in("in-cluster".to_owned()),
            server: Sourced::built_in("https://kubernetes.default.svc".to_owned()),
            environments: None,
            auto_sync: Sourced::built_in(true),
            kubernetes_version: NEWEST,
            region: None,
            account_id: None,
            oidc_issuer: None,
            pod_cidrs: Vec::new(),
            service_cidrs: Vec::new(),
        }
    }

    /// `None` where a required key was reported.
    fn read(node: &Node) -> Option<Self> {
        let text = |key: &str| node.get(key).and_then(sourced);
        let cidrs = |key: &str| networks::read(node.get(key));
        Some(Self {
            name: text("name")?,
            server: text("server")?,
            environments: node.get("environments").map(|list| list.items().iter().filter_map(sourced).collect()),
            auto_sync: switch_or(node.get("autoSync"), true),
            kubernetes_version: node.get("kubernetesVersion").and_then(Node::text).and_then(version).unwrap_or(NEWEST),
            region: text("region"),
            account_id: text("accountId"),
            oidc_issuer: text("oidcIssuer"),
            pod_cidrs: cidrs("podCidrs"),
            service_cidrs: cidrs("serviceCidrs"),
        })
    }
}

impl Platform {
    /// The cluster that serves an environment.
    pub(crate) fn cluster_for(&self, environment: &str) -> Option<&Cluster> {
        self.clusters.iter().find(|cluster| cluster.serves(environment))
    }

    /// Every environment that is served by name, in the order of the file.
    pub(crate) fn environments(&self) -> impl Iterator<Item = &str> {
        let named = self.clusters.iter().filter_map(|cluster| cluster.environments.as_ref());
        named.flatten().map(|environment| environment.value.as_str())
    }
}

/// The version of Kubernetes where a cluster names none.
const NEWEST: (u32, u32) = (1, 34);

/// The cluster that stands for `clusters` where the key is absent.
pub(crate) fn fallback() -> &'static Cluster {
    static IN_CLUSTER: OnceLock<Cluster> = OnceLock::new();
    IN_CLUSTER.get_or_init(Cluster::in_cluster)
}

/// The clusters, of which there is always one.
pub(crate) fn read(node: Option<&Node>, sink: &mut Sink) -> Vec<Cluster> {
    let nodes: Vec<_> = node.map(Node::items).unwrap_or_default().iter().filter(|node| node.is_valid()).collect();
    let several = nodes.len() > 1;
    for node in nodes.iter().filter(|node| several && node.entry("environments").is_none() && !node.is_partial()) {
        let message = "`environments` is missing: only a single cluster serves every environment";
        sink.report(shape_codes::MISSING_KEY, Span::at(node.span.start), message)
            .help("add `environments: [production]` with the environments that run on this cluster");
    }
    let mut clusters: Vec<_> = nodes.into_iter().filter_map(Cluster::read).collect();
    same_server(&clusters, sink);
    issuer::same(&clusters, sink);
    same_environment(&clusters, sink);
    for cluster in &clusters {
        networks::check(cluster, sink);
    }
    if clusters.is_empty() {
        clusters.push(Cluster::in_cluster());
    }
    clusters
}

pub(crate) fn check(platform: &Platform, sink: &mut Sink) {
    region::check(platform, sink);
}

/// Two clusters at one address would be synced twice.
fn same_server(clusters: &[Cluster], sink: &mut Sink) {
    for (index, cluster) in clusters.iter().enumerate() {
        let same = |other: &&Cluster| server::same(&other.server.value, &cluster.server.value);
        if let Some(first) = clusters.iter().take(index).find(same) {
            let message = format!("`{}` is already the server of cluster `{}`", cluster.server.value, first.name.value);
            sink.report(codes::SAME_SERVER, cluster.server.origin.span(), message)
                .see(first.server.origin.span(), "first written here")
                .help("write this cluster's own address, as `argocd cluster list` shows it");
        }
    }
}

/// An application goes to *the* cluster of its environment.
fn same_environment(clusters: &[Cluster], sink: &mut Sink) {
    for (index, cluster) in clusters.iter().enumerate() {
        for environment in cluster.environments.iter().flatten() {
            let earlier = clusters.iter().take(index).filter_map(|other| Some((other, other.environments.as_ref()?)));
            let find = |all: &[Sourced<String>]| all.iter().find(|known| known.value == environment.value).cloned();
            let first = earlier.filter_map(|(other, all)| Some((other, find(all)?))).next();
            if let Some((other, first)) = first {
                let message = format!("cluster `{}` already serves `{}`", other.name.value, environment.value);
                sink.report(codes::SHARED_ENVIRONMENT, environment.origin.span(), message)
                    .see(first.origin.span(), "first written here")
                    .help("keep the environment at one of the two clusters");
            }
        }
    }
}

/// `1.34` → `(1, 34)`.
fn version(text: &str) -> Option<(u32, u32)> {
    let number = |text: &str| {
        let fits = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if fits && (text == "0" || !text.starts_with('0')) { text.parse().ok() } else { None }
    };
    let (major, minor) = text.split_once('.')?;
    Some((number(major).filter(|major| *major > 0)?, number(minor)?))
}

/// `v1.34`, `1.34.2` and `v1.34.2-eks-…` have an obvious meaning.
fn version_fault(text: &str) -> Fault {
    let mut parts = text.strip_prefix('v').unwrap_or(text).splitn(3, '.');
    let meant = parts.next().zip(parts.next()).map(|(major, minor)| format!("{major}.{minor}"));
    match meant.filter(|meant| version(meant).is_some()) {
        Some(meant) => Fault::default().help(format!("write `\"{meant}\"`")).replacement(meant),
        None => Fault::default(),
    }
}
