//! The library: the answers that every other host must give.
//!
//! It is called here, and not through the border's own glue, so that what the glue gets wrong shows as well.

use serde::Serialize;
use teamwright_core::{
    Compilation, Diagnostic, Facts, File, Origins, Part, Platform, Source, Target, analyse,
    assist::{self, Surroundings},
    compile, explain, layout, picture,
    render::{self, Layout},
    review, schema, sort_diagnostics,
    wire::{self, Offsets},
};

use crate::{
    input::{Input, TeamText},
    question::{Question, Request},
};

/// The two files of an input, read once.
pub(crate) struct Native {
    team: Source,
    platform: Platform,
    whole: Compilation,
}

/// What is wrong with platform.yaml, and whether it wants another compiler than this build, which has no digest.
pub(crate) fn about_platform(platform: &Platform) -> Vec<Diagnostic> {
    let mut found = platform.diagnostics().to_vec();
    found.extend(platform.other_compiler(None));
    sort_diagnostics(&mut found);
    found
}

/// The platform of an input.
pub(crate) fn platform(text: Option<&str>) -> Platform {
    text.map_or_else(Platform::built_in, |text| Platform::parse(&Source::new("platform.yaml", text)))
}

/// Everything wrong with a repository, in order.
pub(crate) fn findings(teams: &[TeamText], platform: &Platform) -> Vec<Diagnostic> {
    let mut found = about_platform(platform);
    let mut facts = Vec::with_capacity(teams.len());
    for team in teams {
        let file = analyse(&Source::new(team.path.as_str(), team.text.as_str()), platform);
        facts.push(file.facts());
        found.extend(file.diagnostics);
    }
    found.extend(review(&facts, platform));
    sort_diagnostics(&mut found);
    found
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|error| panic!("an answer is no JSON: {error}"))
}

impl Native {
    /// Compiles an input.
    pub(crate) fn of(input: &Input) -> Self {
        let team = Source::new(input.team.path.as_str(), input.team.text.as_str());
        let platform = platform(input.platform.as_deref());
        let whole = compile(&team, &platform, &Target::default());
        Self { team, platform, whole }
    }

    /// Lines of the stream, where there is one.
    pub(crate) fn lines(&self) -> Option<usize> {
        self.whole.yaml().map(|yaml| yaml.lines().count())
    }

    /// The names of the clusters.
    pub(crate) fn clusters(&self) -> Vec<String> {
        self.platform.cluster_names().map(str::to_owned).collect()
    }

    /// The answer to a question about this input.
    pub(crate) fn answer(&self, question: &Question<'_>) -> String {
        let request = &question.about;
        let platform = &self.platform;
        let utf16 = request.utf16.unwrap_or_default();
        match question.name {
            "platform" => json(&wire::diagnostics(&about_platform(platform), Offsets::Utf16)),
            "compile" => self.compilation(request),
            "objects" => self.objects(),
            "origins" => self.origins(request),
            "objectFiles" => {
                let files = layout::object_files(&analyse(&self.team, platform), platform);
                json(&files.map(wire::object_files))
            }
            "picture" => self.picture(request),
            "compare" => self.comparison(request),
            "review" => json(&wire::report(&findings(&request.teams, platform), request.teams.len(), Offsets::Utf16)),
            "complete" => {
                let source = Source::new(request.path, request.text);
                let around = Surroundings { teams: request.team_names, ..Surroundings::new(file(request), platform) };
                let found = assist::complete(&source, source.offset_of_utf16(utf16), &around);
                json(&wire::completions(&found, &source, Offsets::Utf16))
            }
            "hover" => {
                let source = Source::new(request.path, request.text);
                let around = Surroundings::new(file(request), platform);
                let found = assist::hover(&source, source.offset_of_utf16(utf16), &around);
                json(&found.map(|found| wire::hover(&found, &source, platform, Offsets::Utf16)))
            }
            other => panic!("`{other}` is not asked about an input"),
        }
    }

    /// Each as Kubernetes knows it.
    fn objects(&self) -> String {
        let Some(manifests) = &self.whole.manifests else { return "null".to_owned() };
        let objects: Vec<_> = manifests.iter().map(|manifest| render::json(manifest, Layout::Compact)).collect();
        format!("[{}]", objects.join(","))
    }

    fn compilation(&self, request: &Request<'_>) -> String {
        let part = request.part.and_then(Part::named).unwrap_or_default();
        let target = Target { part, cluster: request.cluster.clone() };
        let compilation = compile(&self.team, &self.platform, &target);
        json(&wire::compilation(&compilation, &self.platform, &target, Offsets::Utf16))
    }

    fn picture(&self, request: &Request<'_>) -> String {
        let Some(manifests) = &self.whole.manifests else { return "null".to_owned() };
        let file = analyse(&self.team, &self.platform);
        let Some(team) = &file.team else { return "null".to_owned() };
        let facts = |team: &TeamText| analyse(&Source::new(&*team.path, &*team.text), &self.platform).facts();
        let neighbours: Vec<Facts> = request.teams.iter().map(facts).collect();
        match &*request.subject {
            "network" => json(&picture::network(team, manifests, &neighbours)),
            "quota" => json(&picture::quota(team, manifests)),
            _ => json(&picture::access(team, manifests)),
        }
    }

    /// What became of the objects of the earlier text.
    fn comparison(&self, request: &Request<'_>) -> String {
        let Some(earlier) = &request.before else { return "null".to_owned() };
        let source = Source::new(request.path, &*earlier.text);
        let earlier = compile(&source, &platform(earlier.platform), &Target::default());
        let sides = earlier.manifests.as_deref().zip(self.whole.manifests.as_deref());
        json(&sides.map(|(before, after)| wire::comparison(before, after)))
    }

    fn origins(&self, request: &Request<'_>) -> String {
        let manifests = self.whole.manifests.as_deref().unwrap_or_default();
        let origins = Origins::of(manifests);
        let leaves = match (request.line, request.utf16) {
            (Some(line), _) => origins.at_line(line).into_iter().collect(),
            (None, None) => origins.leaves().iter().collect(),
            (None, Some(utf16)) => {
                let file = file(request);
                let source = if file == File::Team { Some(&self.team) } else { self.platform.source() };
                let fed = |source: &Source| assist::fed(&origins, source, file, source.offset_of_utf16(utf16));
                source.map(fed).unwrap_or_default()
            }
        };
        let wire = |leaf| wire::leaf(leaf, manifests, &self.team, &self.platform, Offsets::Utf16);
        json(&leaves.into_iter().map(wire).collect::<Vec<_>>())
    }
}

/// The answer to a question that is not about an input.
pub(crate) fn about_the_compiler(question: &Question<'_>) -> String {
    let request = &question.about;
    match question.name {
        "explain" => json(&explain::explain(&request.subject).unwrap_or_default()),
        _ if file(request) == File::Team => json(&schema::team()),
        _ => json(&schema::platform()),
    }
}

fn file(request: &Request<'_>) -> File {
    if request.file == Some("platform") { File::Platform } else { File::Team }
}
