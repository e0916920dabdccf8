//! What a host without JavaScript asks, as JSON. Each field means what its namesake means in the npm package.

use std::borrow::Cow;

use teamwright_core::{
    File, Platform, Source, Target,
    assist::Surroundings,
    compile,
    json::{self, Value},
};

use crate::answers::{self, Misuse, Repository, Which};

/// One question. A question reads the fields that it needs; a name that none of them has is refused.
pub(crate) struct Request {
    /// The file.
    text: String,
    /// Its path in the repository.
    path: String,
    /// The text of platform.yaml; without it the built-in platform.
    platform: Option<String>,
    /// Its path in the repository.
    platform_path: String,
    /// The platform's templates, in the order of their names.
    templates: Vec<TextFile>,
    /// The digest of the module that is running, for the pin in platform.yaml.
    digest: Option<String>,
    /// `project`, `namespace`, `apps` or `all`.
    part: String,
    /// The cluster that the namespace part is made for.
    cluster: Option<String>,
    /// Whether `text` is a `team` or a `platform`; of origins also a template by its path.
    file: String,
    /// A place in it, in UTF-16 code units.
    utf16: Option<u32>,
    /// A 1-based line of the output.
    line: Option<u32>,
    /// Every team of the repository.
    teams: Vec<TextFile>,
    /// Names of the repository's teams, where they are known.
    team_names: Vec<String>,
    /// A code, a key or a kind; or a picture.
    subject: String,
    /// What a team is compared with.
    before: Option<Earlier>,
}

/// The files as they were.
struct Earlier {
    text: String,
    platform: Option<String>,
    templates: Vec<TextFile>,
}

/// A team's file, or a template.
struct TextFile {
    path: String,
    text: String,
}

/// The fields of an object.
struct Fields<'a> {
    /// Those that nobody took yet.
    left: Vec<(Cow<'a, str>, Value<'a>)>,
    /// Names that were asked for.
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    fn of(value: Value<'a>) -> Result<Self, String> {
        match value {
            Value::Map(left) => Ok(Self { left, known: Vec::new() }),
            _ => Err("expected an object".to_owned()),
        }
    }

    /// A field, if it is there and not `null`.
    fn take(&mut self, name: &'static str) -> Option<Value<'a>> {
        self.known.push(name);
        let index = self.left.iter().position(|(left, _)| left == name)?;
        Some(self.left.swap_remove(index).1).filter(|value| *value != Value::Null)
    }

    fn text(&mut self, name: &'static str) -> Result<Option<String>, String> {
        self.take(name).map(|value| text(value, name)).transpose()
    }

    fn number(&mut self, name: &'static str) -> Result<Option<u32>, String> {
        let number = |value| match value {
            Value::Number(digits) => digits.parse().ok(),
            _ => None,
        };
        self.take(name)
            .map(|value| number(value).ok_or_else(|| format!("`{name}` is no number of 32 bits")))
            .transpose()
    }

    fn list(&mut self, name: &'static str) -> Result<Vec<Value<'a>>, String> {
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::List(items)) => Ok(items),
            Some(_) => Err(format!("`{name}` is no array")),
        }
    }

    fn files(&mut self, name: &'static str, what: &str) -> Result<Vec<TextFile>, String> {
        self.list(name)?.into_iter().map(|file| TextFile::read(file, what)).collect()
    }

    /// Nothing may be left.
    fn end(self) -> Result<(), String> {
        match self.left.first() {
            None => Ok(()),
            Some((name, _)) if self.known.contains(&name.as_ref()) => Err(format!("the field `{name}` stands twice")),
            Some((name, _)) => Err(format!("unknown field `{name}`: the fields are {}", self.known.join(", "))),
        }
    }
}

fn text(value: Value<'_>, name: &str) -> Result<String, String> {
    match value {
        Value::Text(text) => Ok(text.into_owned()),
        _ => Err(format!("`{name}` is no string")),
    }
}

impl TextFile {
    fn read(value: Value<'_>, what: &str) -> Result<Self, String> {
        let mut fields = Fields::of(value)?;
        let path = fields.text("path")?.ok_or_else(|| format!("a {what} has no `path`"))?;
        let text = fields.text("text")?.ok_or_else(|| format!("a {what} has no `text`"))?;
        fields.end()?;
        Ok(Self { path, text })
    }

    fn source(&self) -> Source {
        Source::new(self.path.clone(), self.text.clone())
    }
}

impl Earlier {
    fn read(value: Value<'_>) -> Result<Self, String> {
        let mut fields = Fields::of(value)?;
        let text = fields.text("text")?.ok_or("`before` has no `text`")?;
        let (platform, templates) = (fields.text("platform")?, fields.files("templates", "template")?);
        fields.end()?;
        Ok(Self { text, platform, templates })
    }
}

impl Request {
    /// Reads a request.
    pub(crate) fn read(request: &[u8]) -> Result<Self, Misuse> {
        let text = std::str::from_utf8(request).map_err(|error| error.to_string());
        let request = text.and_then(json::read).and_then(Self::of);
        request.map_err(|fault| Misuse(format!("not a request: {fault}")))
    }

    fn of(value: Value<'_>) -> Result<Self, String> {
        let mut fields = Fields::of(value)?;
        let names = fields.list("teamNames")?.into_iter();
        let request = Self {
            text: fields.text("text")?.unwrap_or_default(),
            path: fields.text("path")?.unwrap_or_default(),
            platform: fields.text("platform")?,
            platform_path: fields.text("platformPath")?.unwrap_or_else(|| "platform.yaml".to_owned()),
            templates: fields.files("templates", "template")?,
            digest: fields.text("digest")?,
            part: fields.text("part")?.unwrap_or_else(|| "all".to_owned()),
            cluster: fields.text("cluster")?,
            file: fields.text("file")?.unwrap_or_else(|| "team".to_owned()),
            utf16: fields.number("utf16")?,
            line: fields.number("line")?,
            teams: fields.files("teams", "team")?,
            team_names: names.map(|name| text(name, "teamNames")).collect::<Result<_, _>>()?,
            subject: fields.text("subject")?.unwrap_or_default(),
            before: fields.take("before").map(Earlier::read).transpose()?,
        };
        fields.end()?;
        Ok(request)
    }

    fn platform(&self) -> Platform {
        self.platform_of(self.platform.as_ref(), &self.templates)
    }

    fn platform_of(&self, text: Option<&String>, templates: &[TextFile]) -> Platform {
        let read = |text: &String| Platform::parse(&Source::new(self.platform_path.clone(), text.clone()));
        let platform = text.map_or_else(Platform::built_in, read);
        platform.with_templates(templates.iter().map(|template| Ok(template.source())))
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
        let platform = self.platform();
        Ok(self.repository(&platform).report(&platform, self.digest.as_deref()))
    }

    fn repository(&self, platform: &Platform) -> Repository {
        let mut repository = Repository::default();
        for (index, team) in self.teams.iter().enumerate() {
            repository.set(index, &team.source(), platform);
        }
        repository
    }

    /// A picture.
    pub(crate) fn picture(&self) -> Result<String, Misuse> {
        let (platform, team) = (self.platform(), self.source());
        let compilation = compile(&team, &platform, &self.target(&platform)?);
        answers::picture(&self.subject, &compilation, &team, &platform, &self.repository(&platform))
    }

    /// Where lines of the output come from: one line, those from a place, or all.
    pub(crate) fn origins(&self) -> Result<String, Misuse> {
        let which = match (self.line, self.utf16) {
            (Some(line), _) => Which::Line(line),
            (None, Some(utf16)) => Which::Around(self.file.clone(), utf16),
            (None, None) => Which::All,
        };
        let (platform, team) = (self.platform(), self.source());
        let compilation = compile(&team, &platform, &self.target(&platform)?);
        answers::origins(&compilation, &team, &platform, &which)
    }

    /// What becomes of the objects of an earlier version.
    pub(crate) fn compare(&self) -> Result<String, Misuse> {
        let before = self.before.as_ref().ok_or_else(|| Misuse("the request has no `before`".to_owned()))?;
        let compiled = |text: &str, platform: &Platform| {
            let target = self.target(platform)?;
            Ok(compile(&Source::new(self.path.clone(), text), platform, &target))
        };
        let earlier = compiled(&before.text, &self.platform_of(before.platform.as_ref(), &before.templates))?;
        Ok(answers::comparison(&earlier, &compiled(&self.text, &self.platform())?))
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
