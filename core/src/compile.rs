//! The whole flow for one team.

use crate::{
    diagnostic::{self, Diagnostic, Sink},
    manifest::{Manifest, Part, order},
    platform::Platform,
    resources, shape,
    source::Source,
    spec,
    team::{
        self, Team,
        templates::{self, Made},
    },
    yaml,
};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// Which objects.
    pub part: Part,
    /// For which cluster the namespace part is made; the first one of platform.yaml unless named.
    pub cluster: Option<String>,
}

/// A team file after decoding and validation.
#[derive(Debug)]
pub struct TeamFile<'p> {
    /// The file.
    pub source: Source,
    /// What the platform's templates make of the team; `None` if they can't.
    templated: Option<Vec<Made>>,
    /// The team as meant; `None` if anything in the file is an error.
    pub team: Option<Team<'p>>,
    /// The name under which others may refer to the team even while its file is wrong: the directory's, else the one written.
    pub known_as: Option<String>,
    /// Everything found in this file, and in templates for this team, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// The objects of one team, or what keeps them from being made.
#[derive(Debug)]
pub struct Compilation {
    /// Objects in the order in which they are emitted; `None` if there is any error.
    pub manifests: Option<Vec<Manifest>>,
    /// Everything found in team.yaml, and in templates for this team. What is wrong with platform.yaml stays with the [`Platform`].
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles one team file. Pure; a mistake in the file is a value, never an `Err`.
#[must_use]
pub fn compile(source: &Source, platform: &Platform, target: &Target) -> Compilation {
    let file = analyse(source, platform);
    Compilation { manifests: file.manifests(target), diagnostics: file.diagnostics }
}

/// Decodes and validates one team file without building anything.
#[must_use]
pub fn analyse<'p>(source: &Source, platform: &'p Platform) -> TeamFile<'p> {
    let mut sink = Sink::new(source);
    let mut root = yaml::parse(&mut sink);
    let complete = shape::check_root(&mut root, &spec::ROOT, &mut sink);
    let spec = root.as_ref().filter(|_| complete).map(spec::TeamSpec::read);
    let known_as = team::directory(source).map(str::to_owned);
    let known_as = known_as.or_else(|| spec.as_ref()?.team.as_ref().map(|team| team.value.clone()));
    let team =
        spec.as_ref().zip(root.as_ref()).and_then(|(spec, root)| team::validate(spec, root, platform, &mut sink));
    let team = team.filter(|_| !sink.has_errors());
    let mut diagnostics = sink.into_found();
    let mut found = Vec::new();
    let templated = team.as_ref().map(|team| templates::make(team, &mut found)).filter(|_| found.is_empty());
    if !found.is_empty() {
        diagnostics.append(&mut found);
        diagnostic::sort(&mut diagnostics);
    }
    TeamFile { source: source.clone(), templated, team, known_as, diagnostics }
}

/// Every object of a team for a target, in order. Cannot fail.
#[must_use]
pub(crate) fn build(team: &Team<'_>, templated: &[Made], target: &Target) -> Vec<Manifest> {
    let cluster = team.platform.cluster(target.cluster.as_deref());
    let mut manifests = resources::build(team, cluster, target.part);
    if target.part.holds(Part::Namespace) {
        manifests.extend(templated.iter().filter_map(|made| made.on(cluster)).cloned());
    }
    order::sort(&mut manifests);
    manifests
}

impl TeamFile<'_> {
    /// Every object for a target, in the order in which they are emitted; `None` if this file, a template or platform.yaml has an
    /// error.
    #[must_use]
    pub fn manifests(&self, target: &Target) -> Option<Vec<Manifest>> {
        let team = self.team.as_ref().filter(|team| !team.platform.has_errors())?;
        self.templated.as_ref().map(|templated| build(team, templated, target))
    }
}

impl Compilation {
    /// The manifests as one YAML stream; `None` if there is any error.
    #[must_use]
    pub fn yaml(&self) -> Option<String> {
        self.manifests.as_deref().map(crate::render::stream)
    }

    /// Whether anything is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(diagnostic::Diagnostic::is_error)
    }
}
