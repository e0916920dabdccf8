//! What is asked about an input, in the words of the plain exports.

use serde::Serialize;
use teamwright_core::{File, Part, all_codes, wire};
use teamwright_tests::{fuzz::Random, schema_paths};

use crate::{
    input::{Input, TeamText, to_u32},
    native::Native,
};

/// One question.
#[derive(Debug, Clone)]
pub(crate) struct Question<'a> {
    /// What the plain exports call it, behind `tw_`.
    pub(crate) name: &'static str,
    /// What they read.
    pub(crate) about: Request<'a>,
}

impl Question<'_> {
    /// Whether the plain exports have nothing of that name: objects and their files are values of JavaScript, which other
    /// hosts have as texts.
    pub(crate) fn is_for_javascript_alone(&self) -> bool {
        matches!(self.name, "objects" | "objectFiles")
    }

    /// What the plain exports read, as one line of JSON.
    pub(crate) fn request(&self) -> String {
        serde_json::to_string(&self.about).unwrap_or_else(|error| panic!("a request is no JSON: {error}"))
    }
}

/// The fields of `wasm-pkg/src/request.rs`, as far as they are asked for.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(crate) text: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(crate) path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) platform: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) part: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cluster: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) utf16: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) teams: Vec<TeamText>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(crate) team_names: &'a [String],
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) subject: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<Earlier<'a>>,
}

/// Both files as they were.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Earlier<'a> {
    pub(crate) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) platform: Option<&'a str>,
}

/// The whole output of an input.
pub(crate) fn compile(input: &Input) -> Question<'_> {
    let platform = input.platform.as_deref();
    let about = Request { text: &input.team.text, path: &input.team.path, platform, ..Request::default() };
    Question { name: "compile", about }
}

/// Everything that is asked about an input.
pub(crate) fn questions<'a>(input: &'a Input, native: &Native) -> Vec<Question<'a>> {
    let mut random = Random::new(input.seed);
    let platform = input.platform.as_deref();
    let team = || compile(input).about;
    let ask = |name, about| Question { name, about };
    let mut questions = vec![
        ask("platform", Request { platform, ..Request::default() }),
        compile(input),
        ask("origins", team()),
        ask("review", Request { platform, teams: input.repository(), ..Request::default() }),
    ];
    if let Some(lines) = native.lines() {
        let line = Some(1 + to_u32(random.below(lines)));
        questions.push(ask("origins", Request { line, ..team() }));
        questions.push(ask("objects", team()));
        questions.push(ask("objectFiles", team()));
        for subject in ["network", "quota", "access"] {
            questions
                .push(ask("picture", Request { subject: subject.to_owned(), teams: input.others.clone(), ..team() }));
        }
    }
    questions.push(ask("compare", Request { before: Some(earlier(input, &mut random)), ..team() }));
    for (part, cluster) in targets(input, native, &mut random) {
        questions.push(ask("compile", Request { part: Some(part), cluster, ..team() }));
    }
    for place in &input.places {
        let (file, utf16) = (Some(wire::file(place.file)), Some(place.utf16));
        questions.push(ask("origins", Request { file, utf16, ..team() }));
        let path = if place.file == File::Team { &input.team.path } else { "platform.yaml" };
        let text = Request { text: input.text(place.file), path, platform, file, utf16, ..Request::default() };
        questions.push(ask("hover", text.clone()));
        questions.push(ask("complete", Request { team_names: &input.team_names, ..text }));
    }
    questions
}

/// What is compared with: the team's file without one of its lines, a third of the times under the built-in platform.
fn earlier<'a>(input: &'a Input, random: &mut Random) -> Earlier<'a> {
    let lines: Vec<_> = input.team.text.split_inclusive('\n').collect();
    let left_out = random.below(lines.len());
    let text = lines.iter().enumerate().filter(|(line, _)| *line != left_out).map(|(_, text)| *text).collect();
    Earlier { text, platform: input.platform.as_deref().filter(|_| !random.one_in(3)) }
}

/// Parts with clusters: all of the first few, or one.
fn targets(input: &Input, native: &Native, random: &mut Random) -> Vec<(&'static str, Option<String>)> {
    const MOST_CLUSTERS: usize = 3;
    let clusters = native.clusters();
    let parts: Vec<_> = Part::NAMES.iter().map(|(name, _)| *name).collect();
    if input.is_thorough {
        let clusters = clusters.into_iter().take(MOST_CLUSTERS);
        return clusters.flat_map(|name| parts.iter().map(move |part| (*part, Some(name.clone())))).collect();
    }
    let part = random.choose(&parts).copied().unwrap_or("all");
    vec![(part, random.choose(&clusters).cloned())]
}

/// What is asked once: every long text, and the schemas.
pub(crate) fn about_the_compiler() -> Vec<Question<'static>> {
    let explain = |subject: String| Question { name: "explain", about: Request { subject, ..Request::default() } };
    let mut questions: Vec<_> = all_codes().map(|code| explain(code.id.to_owned())).collect();
    for file in [File::Team, File::Platform] {
        let schema =
            if file == File::Team { teamwright_core::schema::team() } else { teamwright_core::schema::platform() };
        let keys = schema_paths::paths(&schema);
        let keys = keys.iter().map(|path| path.trim_start_matches('/').replace("/-", "").replace('/', "."));
        questions.extend(keys.filter(|key| teamwright_core::explain::explain(key).is_ok()).map(explain));
        let about = Request { file: Some(wire::file(file)), ..Request::default() };
        questions.push(Question { name: "schema", about });
    }
    questions
}
