//! Who the team is: its name, its namespace, its owner.

use crate::{
    diagnostic::Sink,
    origin::{Origin, Place, Sourced},
    platform::Platform,
    spec::TeamSpec,
    value::name::{NamespaceName, TeamName},
};

/// The identity as meant.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) name: Sourced<TeamName>,
    pub(crate) namespace: Sourced<NamespaceName>,
    pub(crate) description: Option<Sourced<String>>,
    pub(crate) owner: Option<Owner>,
}

/// `owner` as meant.
#[derive(Debug)]
pub(crate) struct Owner {
    pub(crate) name: Sourced<String>,
    pub(crate) email: Sourced<String>,
    pub(crate) slack: Option<Sourced<String>>,
}

/// `None` if there is no valid name.
pub(crate) fn validate(spec: &TeamSpec, platform: &Platform, _sink: &mut Sink) -> Option<Identity> {
    let written = spec.team.as_ref()?;
    let name = Sourced::new(TeamName::new(written.value.clone()), Origin::written(written.span));
    let namespace = NamespaceName::new(format!("{}{}", platform.names.prefix.value, written.value));
    let namespace = Sourced::new(namespace, Origin::derived("namespacePrefix and team", Place::Team(written.span)));
    Some(Identity { name, namespace, description: None, owner: None })
}
