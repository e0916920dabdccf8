//! The border to JavaScript. Only the package's own TypeScript calls these; it makes objects of the texts.

use teamwright_core::{
    self as core, Diagnostic, Source, VERSION,
    assist::Surroundings,
    wire::{self, Offsets},
};
use wasm_bindgen::prelude::*;

use crate::{
    answers::{self, Misuse, Repository, Which},
    panic::{self, Reader},
};

impl From<Misuse> for JsError {
    fn from(misuse: Misuse) -> Self {
        Self::new(&misuse.0)
    }
}

#[wasm_bindgen(start)]
fn start() {
    panic::keep_words(Reader::Console);
}

/// Templates on their way into a platform.
#[wasm_bindgen]
#[derive(Default)]
pub struct Templates(Vec<Result<Source, Box<Diagnostic>>>);

#[wasm_bindgen]
impl Templates {
    /// None yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more.
    pub fn add(&mut self, path: &str, text: &str) {
        self.0.push(Ok(Source::new(path, text)));
    }

    /// One more, if its bytes are a text.
    #[wasm_bindgen(js_name = addBytes)]
    pub fn add_bytes(&mut self, path: &str, bytes: Vec<u8>) {
        self.0.push(answers::read(path, bytes));
    }
}

/// A platform.yaml with its templates, read and checked once.
#[wasm_bindgen]
pub struct Platform {
    platform: core::Platform,
    digest: Option<String>,
}

#[wasm_bindgen]
impl Platform {
    /// Reads platform.yaml, or takes the built-in platform; `digest` is that of this module, for the pin.
    pub fn parse(yaml: Option<String>, path: &str, digest: Option<String>, templates: Templates) -> Self {
        let read = |yaml| core::Platform::parse(&Source::new(path, yaml));
        let platform = yaml.map_or_else(core::Platform::built_in, read);
        Self { platform: platform.with_templates(templates.0), digest }
    }

    /// What is wrong with it.
    pub fn diagnostics(&self) -> String {
        answers::diagnostics(&answers::about_platform(&self.platform, self.digest.as_deref()))
    }

    /// Names of its clusters.
    pub fn clusters(&self) -> String {
        answers::json(&self.platform.cluster_names().collect::<Vec<_>>())
    }

    /// The path of a template that is called so.
    #[wasm_bindgen(js_name = templatePath)]
    pub fn template_path(&self, name: &str) -> Option<String> {
        self.platform.template_path(name)
    }
}

/// A compiled team. Each view of it is made when it is asked for.
#[wasm_bindgen]
pub struct Compilation {
    compilation: core::Compilation,
    target: core::Target,
    team: Source,
}

/// Compiles a team.
#[wasm_bindgen]
pub fn compile(
    team: &str,
    path: &str,
    platform: &Platform,
    part: &str,
    cluster: Option<String>,
) -> Result<Compilation, JsError> {
    let team = Source::new(path, team);
    let target = answers::target(&platform.platform, part, cluster)?;
    let compilation = core::compile(&team, &platform.platform, &target);
    Ok(Compilation { compilation, target, team })
}

#[wasm_bindgen]
impl Compilation {
    /// Findings.
    pub fn diagnostics(&self) -> String {
        answers::diagnostics(&self.compilation.diagnostics)
    }

    /// Whether there are objects.
    #[wasm_bindgen(getter, js_name = hasManifests)]
    pub fn has_manifests(&self) -> bool {
        self.compilation.manifests.is_some()
    }

    /// The stream.
    pub fn yaml(&self) -> Option<String> {
        self.compilation.yaml()
    }

    /// The objects with their places in the stream.
    pub fn manifests(&self, platform: &Platform) -> String {
        let wired = wire::compilation(&self.compilation, &platform.platform, &self.target, Offsets::Utf16);
        answers::json(&wired.manifests)
    }

    /// The objects as Kubernetes knows them.
    pub fn objects(&self) -> String {
        answers::objects(&self.compilation)
    }

    /// What became of the objects of an earlier compilation.
    #[wasm_bindgen(js_name = changesSince)]
    pub fn changes_since(&self, before: &Compilation) -> String {
        answers::comparison(&before.compilation, &self.compilation)
    }

    /// The network, the quota or the access of the team, among these other teams.
    pub fn picture(&self, platform: &Platform, name: &str, neighbours: &Review) -> Result<String, JsError> {
        Ok(answers::picture(name, &self.compilation, &self.team, &platform.platform, &neighbours.0)?)
    }

    /// Where each line comes from.
    pub fn origins(&self, platform: &Platform) -> Result<String, JsError> {
        Ok(answers::origins(&self.compilation, &self.team, &platform.platform, &Which::All)?)
    }

    /// Where one line comes from.
    #[wasm_bindgen(js_name = originOfLine)]
    pub fn origin_of_line(&self, platform: &Platform, line: u32) -> Result<String, JsError> {
        Ok(answers::origins(&self.compilation, &self.team, &platform.platform, &Which::Line(line))?)
    }

    /// Which lines come from a place.
    #[wasm_bindgen(js_name = linesFrom)]
    pub fn lines_from(&self, platform: &Platform, file: String, utf16: u32) -> Result<String, JsError> {
        Ok(answers::origins(&self.compilation, &self.team, &platform.platform, &Which::Around(file, utf16))?)
    }
}

/// Teams that are looked at together.
#[wasm_bindgen]
#[derive(Default)]
pub struct Review(Repository);

#[wasm_bindgen]
impl Review {
    /// No team yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// The team with this index, or one more.
    pub fn set(&mut self, index: usize, platform: &Platform, path: &str, team: &str) {
        self.0.set(index, &Source::new(path, team), &platform.platform);
    }

    /// Only so many, from now on.
    pub fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Everything found.
    pub fn report(&self, platform: &Platform) -> String {
        self.0.report(&platform.platform, platform.digest.as_deref())
    }
}

/// What a folder holds.
#[wasm_bindgen]
pub fn survey(folder: &str, entries: &str, platform: &Platform) -> String {
    answers::survey(folder, entries, &platform.platform)
}

/// What keeps bytes from being a text.
#[wasm_bindgen]
pub fn unreadable(path: &str, bytes: Vec<u8>) -> String {
    answers::unreadable(path, bytes)
}

/// A team's objects as files.
#[wasm_bindgen(js_name = objectFiles)]
pub fn object_files(team: &str, path: &str, platform: &Platform) -> String {
    answers::object_files(&Source::new(path, team), &platform.platform)
}

/// What may stand at a place.
#[wasm_bindgen]
pub fn complete(
    text: &str,
    utf16: u32,
    platform: &Platform,
    file: &str,
    path: &str,
    teams: Vec<String>,
) -> Result<String, JsError> {
    let around = Surroundings { file: answers::file(file)?, platform: &platform.platform, teams: &teams };
    Ok(answers::complete(&Source::new(path, text), utf16, &around))
}

/// What is known about a place.
#[wasm_bindgen]
pub fn hover(text: &str, utf16: u32, platform: &Platform, file: &str, path: &str) -> Result<String, JsError> {
    let around = Surroundings::new(answers::file(file)?, &platform.platform);
    Ok(answers::hover(&Source::new(path, text), utf16, &around))
}

/// The long text for a code, a key or a kind.
#[wasm_bindgen]
pub fn explain(subject: &str) -> Result<String, JsError> {
    Ok(answers::explain(subject)?)
}

/// The JSON Schema of a file.
#[wasm_bindgen]
pub fn schema(file: &str) -> Result<String, JsError> {
    Ok(answers::schema(answers::file(file)?))
}

/// The compiler's version.
#[wasm_bindgen]
pub fn version() -> String {
    VERSION.to_owned()
}

/// The most bytes that a file may have.
#[wasm_bindgen(js_name = maxBytes)]
pub fn max_bytes() -> usize {
    core::MAX_BYTES
}

/// The words of the last panic.
#[wasm_bindgen(js_name = lastPanic)]
pub fn last_panic() -> String {
    panic::last()
}
