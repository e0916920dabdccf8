//! What a review needs of a team: little enough that thousands of teams fit into memory at once.

use crate::{
    compile::TeamFile,
    origin::Sourced,
    source::Source,
    span::Span,
    team::Team,
    value::name::{NamespaceName, TeamName},
};

/// What one file says about itself to the other teams.
#[derive(Debug)]
pub struct Facts {
    pub(super) source: Source,
    /// The name under which others may refer to the team even while its file is wrong.
    pub(super) known_as: Option<String>,
    /// `None` if anything in the file is an error.
    pub(super) team: Option<TeamFacts>,
}

/// The part that only a valid team has.
#[derive(Debug)]
pub(super) struct TeamFacts {
    name: Sourced<TeamName>,
    namespace: NamespaceName,
    /// Names of its Argo CD Applications.
    pub(super) applications: Vec<Sourced<String>>,
    pub(super) allow_from: Vec<Sourced<NamespaceName>>,
    pub(super) allow_to: Vec<Sourced<NamespaceName>>,
    pub(super) allow_egress: bool,
    /// AWS roles that the file names, and where.
    pub(super) roles: Vec<(String, Span)>,
}

impl TeamFacts {
    fn of(team: &Team<'_>) -> Self {
        Self {
            name: team.name.clone(),
            namespace: team.namespace.value.clone(),
            applications: team.applications.iter().map(|application| application.name.clone()).collect(),
            allow_from: team.network.allow_from.clone(),
            allow_to: team.network.allow_to.clone(),
            allow_egress: team.network.allow_egress.value,
            roles: team.written_roles().map(|(role, span)| (role.to_owned(), span)).collect(),
        }
    }

    pub(super) fn name(&self) -> &str {
        self.name.value.as_str()
    }

    /// Where the name is written.
    pub(super) const fn name_span(&self) -> Span {
        self.name.origin.span()
    }

    pub(super) fn namespace(&self) -> &str {
        self.namespace.as_str()
    }
}

impl TeamFile<'_> {
    /// What [`review`](super::review) needs of this file.
    #[must_use]
    pub fn facts(&self) -> Facts {
        Facts {
            source: self.source.clone(),
            known_as: self.known_as.clone(),
            team: self.team.as_ref().map(TeamFacts::of),
        }
    }
}

impl Facts {
    /// The file.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The name under which others may refer to the team even while its file is wrong: the directory's, else the one written.
    #[must_use]
    pub fn known_as(&self) -> Option<&str> {
        self.known_as.as_deref()
    }

    /// The team's name, unless anything in the file is an error.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.team.as_ref().map(TeamFacts::name)
    }

    /// The team's namespace, unless anything in the file is an error.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        self.team.as_ref().map(TeamFacts::namespace)
    }

    /// Whether the team lets traffic in from a namespace by its name.
    pub(crate) fn lets_in(&self, namespace: &str) -> bool {
        self.team.as_ref().is_some_and(|team| lists(&team.allow_from, namespace))
    }

    /// Whether the team lets traffic out to a namespace by its name.
    pub(crate) fn names_as_target(&self, namespace: &str) -> bool {
        self.team.as_ref().is_some_and(|team| lists(&team.allow_to, namespace))
    }

    /// Whether the team lets traffic out to everybody.
    pub(crate) fn lets_out(&self) -> bool {
        self.team.as_ref().is_some_and(|team| team.allow_egress)
    }
}

fn lists(names: &[Sourced<NamespaceName>], namespace: &str) -> bool {
    names.iter().any(|name| name.value.as_str() == namespace)
}
