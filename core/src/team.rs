//! The team as meant: values in force with their origins, and the rules between keys.
//!
//! Once a [`Team`] exists, building cannot fail.

pub(crate) mod access;
pub(crate) mod apps;
pub(crate) mod identity;
pub(crate) mod limits;
pub(crate) mod locks;
pub(crate) mod network;
pub(crate) mod scheduling;
pub(crate) mod secrets;
pub(crate) mod service_accounts;
pub(crate) mod templates;

use crate::{
    diagnostic::Sink,
    origin::Sourced,
    platform::Platform,
    source::Source,
    spec::TeamSpec,
    value::name::{NamespaceName, TeamName},
    yaml::Node,
};

/// A valid team under a platform.
#[derive(Debug)]
pub struct Team<'p> {
    /// The platform whose rules it follows.
    pub(crate) platform: &'p Platform,
    pub(crate) name: Sourced<TeamName>,
    /// `<namespacePrefix><team>`.
    pub(crate) namespace: Sourced<NamespaceName>,
    pub(crate) description: Option<Sourced<String>>,
    pub(crate) owner: Option<identity::Owner>,
    pub(crate) limits: limits::Limits<'p>,
    pub(crate) network: network::Network<'p>,
    pub(crate) access: access::Access,
    pub(crate) scheduling: scheduling::Scheduling,
    pub(crate) service_accounts: Vec<service_accounts::ServiceAccount>,
    pub(crate) secrets: Vec<secrets::Secret>,
    pub(crate) applications: Vec<apps::Application<'p>>,
}

impl Team<'_> {
    /// The team's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.value.as_str()
    }

    /// The team's namespace.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.namespace.value.as_str()
    }
}

/// The directory that a team file lies in, if its path says so: `teams/backend/team.yaml` → `backend`.
pub(crate) fn directory(source: &Source) -> Option<&str> {
    let mut segments = source.path().rsplit('/');
    let file = segments.next()?;
    segments
        .next()
        .filter(|directory| file == "team.yaml" && !directory.is_empty() && *directory != "." && *directory != "..")
}

/// Judges a team file. Every rule reports; the team exists only if its identity does, and is used only without errors.
pub(crate) fn validate<'p>(spec: &TeamSpec, root: &Node, platform: &'p Platform, sink: &mut Sink) -> Option<Team<'p>> {
    locks::check(root, platform, sink);
    let identity = identity::validate(spec, platform, sink);
    let limits = limits::validate(spec, platform, sink);
    let network = network::validate(spec, identity.as_ref(), platform, sink);
    let access = access::validate(spec, sink);
    let scheduling = scheduling::validate(spec, platform, sink);
    let service_accounts = service_accounts::validate(spec, identity.as_ref(), platform, sink);
    let secrets = secrets::validate(spec, identity.as_ref(), platform, sink);
    let applications = apps::validate(spec, identity.as_ref(), platform, sink);
    let identity = identity?;
    Some(Team {
        platform,
        name: identity.name,
        namespace: identity.namespace,
        description: identity.description,
        owner: identity.owner,
        limits,
        network,
        access,
        scheduling,
        service_accounts,
        secrets,
        applications,
    })
}
