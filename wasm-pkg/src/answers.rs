//! Questions of either border put to the core, and its answers as JSON.

use serde::Serialize;
use teamwright_core::{
    Compilation, Diagnostic, Facts, File, Input, MAX_BYTES, Origins, Part, Platform, Source, Target, analyse,
    assist::{self, Surroundings},
    explain, file, layout, picture,
    render::{self, Layout},
    review, schema, sort_diagnostics,
    wire::{self, Offsets},
};

/// What a caller did wrong, in words.
pub(crate) struct Misuse(pub(crate) String);

/// A value as JSON text.
pub(crate) fn json(value: &impl Serialize) -> String {
    // Only a map whose keys are no texts could fail here, and no wire type has one.
    serde_json::to_string(value).unwrap_or_default()
}

/// The target of these words. An unknown cluster is the caller's mistake, unless platform.yaml is wrong itself.
pub(crate) fn target(platform: &Platform, part: &str, cluster: Option<String>) -> Result<Target, Misuse> {
    let Some(part) = Part::named(part) else {
        let names: Vec<_> = Part::NAMES.iter().map(|(name, _)| *name).collect();
        return Err(Misuse(format!("no part `{part}`: the parts are {}", names.join(", "))));
    };
    let known = |name: &String| platform.has_errors() || platform.cluster_names().any(|known| known == name);
    match cluster {
        Some(name) if !known(&name) => {
            let names: Vec<_> = platform.cluster_names().collect();
            Err(Misuse(format!("no cluster `{name}`: the clusters are {}", names.join(", "))))
        }
        cluster => Ok(Target { part, cluster }),
    }
}

/// `team` or `platform`.
pub(crate) fn file(word: &str) -> Result<File, Misuse> {
    let known = [File::Team, File::Platform].into_iter().find(|file| wire::file(*file) == word);
    known.ok_or_else(|| Misuse(format!("no file `{word}`: the files are team, platform")))
}

/// Findings as they stand.
pub(crate) fn diagnostics(found: &[Diagnostic]) -> String {
    json(&wire::diagnostics(found, Offsets::Utf16))
}

/// What is wrong with platform.yaml, and whether it wants another compiler; `digest` is that of the running one.
pub(crate) fn about_platform(platform: &Platform, digest: Option<&str>) -> Vec<Diagnostic> {
    let mut found = platform.diagnostics().to_vec();
    found.extend(platform.other_compiler(digest));
    sort_diagnostics(&mut found);
    found
}

/// The whole of a compilation.
pub(crate) fn compilation(compilation: &Compilation, platform: &Platform, target: &Target) -> String {
    json(&wire::compilation(compilation, platform, target, Offsets::Utf16))
}

/// The objects as Kubernetes knows them; `null` where nothing was compiled.
pub(crate) fn objects(compilation: &Compilation) -> String {
    let Some(manifests) = &compilation.manifests else { return "null".to_owned() };
    let objects: Vec<_> = manifests.iter().map(|manifest| render::json(manifest, Layout::Compact)).collect();
    format!("[{}]", objects.join(","))
}

/// What becomes of the objects; `null` where one side was not compiled.
pub(crate) fn comparison(before: &Compilation, after: &Compilation) -> String {
    let sides = before.manifests.as_deref().zip(after.manifests.as_deref());
    json(&sides.map(|(before, after)| wire::comparison(before, after)))
}

/// A whole repository, team by team.
#[derive(Default)]
pub(crate) struct Repository {
    facts: Vec<Facts>,
    /// What was found in each team's own file.
    found: Vec<Vec<Diagnostic>>,
}

impl Repository {
    /// Looks at the team with this index, or at one more.
    pub(crate) fn set(&mut self, index: usize, team: &Source, platform: &Platform) {
        let mut file = analyse(team, platform);
        let found = std::mem::take(&mut file.diagnostics);
        match self.facts.get_mut(index).zip(self.found.get_mut(index)) {
            Some(before) => (*before.0, *before.1) = (file.facts(), found),
            None => {
                self.facts.push(file.facts());
                self.found.push(found);
            }
        }
    }

    /// Forgets the teams from this index on.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.facts.truncate(length);
        self.found.truncate(length);
    }

    /// Everything wrong: with platform.yaml, with each team, and what only all of them show.
    pub(crate) fn report(&self, platform: &Platform, digest: Option<&str>) -> String {
        let mut found = about_platform(platform, digest);
        found.extend(self.found.iter().flatten().cloned());
        found.extend(review(&self.facts, platform));
        sort_diagnostics(&mut found);
        json(&wire::report(&found, self.facts.len(), Offsets::Utf16))
    }
}

/// A picture of a team: `network`, `quota` or `access`; `null` where nothing was compiled.
pub(crate) fn picture(
    name: &str,
    compilation: &Compilation,
    team: &Source,
    platform: &Platform,
    neighbours: &Repository,
) -> Result<String, Misuse> {
    let file = analyse(team, platform);
    let drawn = file.team.as_ref().zip(compilation.manifests.as_deref());
    Ok(match name {
        "network" => json(&drawn.map(|(team, manifests)| picture::network(team, manifests, &neighbours.facts))),
        "quota" => json(&drawn.map(|(team, manifests)| picture::quota(team, manifests))),
        "access" => json(&drawn.map(|(team, manifests)| picture::access(team, manifests))),
        _ => return Err(Misuse(format!("no picture `{name}`: the pictures are network, quota, access"))),
    })
}

/// What a folder holds; `entries` are separated by NUL, which no path has.
pub(crate) fn survey(folder: &str, entries: &str, platform: &Platform) -> String {
    let entries: Vec<_> = entries.split('\0').collect();
    json(&wire::survey(layout::survey(folder, &entries, platform), Offsets::Utf16))
}

/// A file's text, or what keeps its bytes from being one: too many, or not UTF-8.
pub(crate) fn read(path: &str, bytes: Vec<u8>) -> Result<Source, Box<Diagnostic>> {
    if bytes.len() > MAX_BYTES {
        return Err(Box::new(file::refuse(path, file::Refusal::TooLarge)));
    }
    file::decode(path, bytes)
}

/// What keeps bytes from being a file's text. No finding if nothing does.
pub(crate) fn unreadable(path: &str, bytes: Vec<u8>) -> String {
    let found = read(path, bytes).err().map(|found| *found);
    diagnostics(found.as_slice())
}

/// A team's objects as files, for every cluster; `null` if there is an error.
pub(crate) fn object_files(team: &Source, platform: &Platform) -> String {
    json(&layout::object_files(&analyse(team, platform), platform).map(wire::object_files))
}

/// What may stand at a place, in UTF-16 code units.
pub(crate) fn complete(source: &Source, utf16: u32, around: &Surroundings<'_>) -> String {
    let found = assist::complete(source, source.offset_of_utf16(utf16), around);
    json(&wire::completions(&found, source, Offsets::Utf16))
}

/// What is known about a place, in UTF-16 code units; `null` where nothing is.
pub(crate) fn hover(source: &Source, utf16: u32, around: &Surroundings<'_>) -> String {
    let found = assist::hover(source, source.offset_of_utf16(utf16), around);
    json(&found.map(|found| wire::hover(&found, source, around.platform, Offsets::Utf16)))
}

/// Which lines of the output are asked about.
pub(crate) enum Which {
    /// All.
    All,
    /// A 1-based line of the stream.
    Line(u32),
    /// What a place feeds, in UTF-16 code units: of `team`, `platform`, or the template of that path.
    Around(String, u32),
}

/// Lines of the output with the text that each goes back to; none where nothing was compiled.
pub(crate) fn origins(
    compilation: &Compilation,
    team: &Source,
    platform: &Platform,
    which: &Which,
) -> Result<String, Misuse> {
    let manifests = compilation.manifests.as_deref().unwrap_or_default();
    let origins = Origins::of(manifests);
    let leaves = match which {
        Which::All => origins.leaves().iter().collect(),
        Which::Line(line) => origins.at_line(*line).into_iter().collect(),
        Which::Around(word, utf16) => {
            let text = match file(word) {
                Ok(File::Team) => Some((File::Team.into(), team)),
                Ok(File::Platform) => platform.source().map(|source| (File::Platform.into(), source)),
                Err(Misuse(wrong)) => match platform.template_at(word) {
                    None if !platform.has_errors() => return Err(Misuse(wrong + ", and templates by their paths")),
                    template => template,
                },
            };
            let fed = |(input, source): (Input, &Source)| {
                assist::fed(&origins, source, input, source.offset_of_utf16(*utf16))
            };
            text.map(fed).unwrap_or_default()
        }
    };
    let wire = |leaf| wire::leaf(leaf, manifests, team, platform, Offsets::Utf16);
    Ok(json(&leaves.into_iter().map(wire).collect::<Vec<_>>()))
}

/// The long text for a code, a key or a kind; else what comes near.
pub(crate) fn explain(subject: &str) -> Result<String, Misuse> {
    explain::explain(subject).map_err(Misuse)
}

/// The JSON Schema of a file.
pub(crate) fn schema(file: File) -> String {
    json(&match file {
        File::Team => schema::team(),
        File::Platform => schema::platform(),
    })
}
