//! What a host without JavaScript asks, as JSON. Each field means what its namesake means in the npm package.

use serde::Deserialize;
use teamwright_core::{File, Platform, Source, Target, assist::Surroundings, compile};

use crate::answers::{self, Misuse, Repository, Which};

/// One question. A question reads the fields that it needs; a name that none of them has is refused.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Request {
    /// The file.
    #[serde(default)]
    text: String,
    /// Its path in the repository.
    #[serde(default)]
    path: String,
    /// The text of platform.yaml; without it the built-in platform.
    platform: Option<String>,
    /// Its path in the repository.
    #[serde(default = "platform_path")]
    platform_path: String,
    /// The digest of the module that is running, for the pin in platform.yaml.
    digest: Option<String>,
    /// `project`, `namespace`, `apps` or `all`.
    #[serde(default = "all_parts")]
    part: String,
    /// The cluster that the namespace part is made for.
    cluster: Option<String>,
    /// Whether `text` is a `team` or a `platform`.
    #[serde(default = "team")]
    file: String,
    /// A place in it, in UTF-16 code units.
    utf16: Option<u32>,
    /// A 1-based line of the output.
    line: Option<u32>,
    /// Every team of the repository.
    #[serde(default)]
    teams: Vec<TeamText>,
    /// Names of the repository's teams, where they are known.
    #[serde(default)]
    team_names: Vec<String>,
    /// A code, a key or a kind.
    #[serde(default)]
    subject: String,
}

/// A team's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TeamText {
    path: String,
    text: String,
}

fn platform_path() -> String {
    "platform.yaml".to_owned()
}

fn all_parts() -> String {
    "all".to_owned()
}

fn team() -> String {
    "team".to_owned()
}

impl Request {
    /// Reads a request.
    pub(crate) fn read(json: &[u8]) -> Result<Self, Misuse> {
        serde_json::from_slice(json).map_err(|error| Misuse(format!("not a request: {error}")))
    }

    fn platform(&self) -> Platform {
        let read = |text: &String| Platform::parse(&Source::new(self.platform_path.clone(), text.clone()));
        self.platform.as_ref().map_or_else(Platform::built_in, read)
    }

    fn source(&self) -> Source {
        Source::new(self.path.clone(), self.text.clone())
    }

    fn target(&self, platform: &Platform) -> Result<Target, Misuse> {
        answers::target(platform, &self.part, self.cluster.clone())
    }

    fn place(&self) -> Result<u32, Misuse> {
        self.utf16.ok_or_else(|| Misuse("the request has no `utf16`".to_owned()))
    }

    /// The wire form of a compilation.
    pub(crate) fn compile(&self) -> Result<String, Misuse> {
        let platform = self.platform();
        let target = self.target(&platform)?;
        Ok(answers::compilation(&compile(&self.source(), &platform, &target), &platform, &target))
    }

    /// What is wrong with platform.yaml.
    pub(crate) fn platform_diagnostics(&self) -> Result<String, Misuse> {
        Ok(answers::diagnostics(&answers::about_platform(&self.platform(), self.digest.as_deref())))
    }

    /// Everything wrong with a repository.
    pub(crate) fn review(&self) -> Result<String, Misuse> {
        let (platform, mut repository) = (self.platform(), Repository::default());
        for team in &self.teams {
            repository.add(&Source::new(team.path.clone(), team.text.clone()), &platform);
        }
        Ok(repository.report(&platform, self.digest.as_deref()))
    }

    /// Where lines of the output come from: one line, those from a place, or all.
    pub(crate) fn origins(&self) -> Result<String, Misuse> {
        let which = match (self.line, self.utf16) {
            (Some(line), _) => Which::Line(line),
            (None, Some(utf16)) => Which::Around(self.file()?, utf16),
            (None, None) => Which::All,
        };
        let (platform, team) = (self.platform(), self.source());
        let compilation = compile(&team, &platform, &self.target(&platform)?);
        Ok(answers::origins(&compilation, &team, &platform, &which))
    }

    /// What may stand at a place.
    pub(crate) fn complete(&self) -> Result<String, Misuse> {
        let platform = self.platform();
        let around = Surroundings { file: self.file()?, platform: &platform, teams: &self.team_names };
        Ok(answers::complete(&self.source(), self.place()?, &around))
    }

    /// What is known about a place.
    pub(crate) fn hover(&self) -> Result<String, Misuse> {
        let platform = self.platform();
        Ok(answers::hover(&self.source(), self.place()?, &Surroundings::new(self.file()?, &platform)))
    }

    /// A long text, as a JSON string.
    pub(crate) fn explain(&self) -> Result<String, Misuse> {
        Ok(answers::json(&answers::explain(&self.subject)?))
    }

    /// A JSON Schema.
    pub(crate) fn schema(&self) -> Result<String, Misuse> {
        Ok(answers::schema(self.file()?))
    }

    fn file(&self) -> Result<File, Misuse> {
        answers::file(&self.file)
    }
}
