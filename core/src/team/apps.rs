//! Applications in force: one for each app and environment.

use super::identity::Identity;
use crate::{
    diagnostic::Sink,
    origin::Sourced,
    platform::{Platform, clusters::Cluster},
    spec::TeamSpec,
};

/// One Argo CD Application as meant.
#[derive(Debug)]
pub(crate) struct Application<'p> {
    /// `<team>-<app>`, or `<team>-<app>-<environment>` where the app has several.
    pub(crate) name: Sourced<String>,
    pub(crate) environment: Option<Sourced<String>>,
    /// The cluster that serves the environment.
    pub(crate) cluster: &'p Cluster,
    /// The repository as written.
    pub(crate) repo_url: Sourced<String>,
}

pub(crate) fn validate<'p>(
    _spec: &TeamSpec,
    _identity: Option<&Identity>,
    _platform: &'p Platform,
    _sink: &mut Sink,
) -> Vec<Application<'p>> {
    Vec::new()
}
