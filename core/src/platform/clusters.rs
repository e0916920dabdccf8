//! `clusters`: the clusters and the environments that each serves.

use std::sync::OnceLock;

use super::Platform;
use crate::{
    diagnostic::Sink,
    origin::Sourced,
    shape::{List, Shape},
    yaml::Node,
};

/// `clusters`.
pub(crate) static CLUSTERS: List = List::of(Shape::Anything);

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
    pub(crate) kubernetes_version: (u32, u32),
    pub(crate) region: Option<Sourced<String>>,
    pub(crate) account_id: Option<Sourced<String>>,
    // pod and service networks: value::cidr
}

impl Cluster {
    /// Whether it serves an environment.
    pub(crate) fn serves(&self, environment: &str) -> bool {
        self.environments.as_ref().is_none_or(|all| all.iter().any(|known| known.value == environment))
    }
}

/// The cluster that stands for `clusters` where the key is absent.
pub(crate) fn fallback() -> &'static Cluster {
    static IN_CLUSTER: OnceLock<Cluster> = OnceLock::new();
    IN_CLUSTER.get_or_init(|| Cluster {
        name: Sourced::built_in("in-cluster".to_owned()),
        server: Sourced::built_in("https://kubernetes.default.svc".to_owned()),
        environments: None,
        auto_sync: Sourced::built_in(true),
        kubernetes_version: (1, 34),
        region: None,
        account_id: None,
    })
}

pub(crate) fn read(_node: Option<&Node>, _sink: &mut Sink) -> Vec<Cluster> {
    Vec::new()
}

pub(crate) fn check(_platform: &Platform, _sink: &mut Sink) {}
