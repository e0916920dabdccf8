//! Every valid input that the tests know, for questions about all of them.

use std::fs;

use teamwright_core::{Platform, Source, Target, compile};

use crate::{
    cases, corpus,
    repository::{files_below, root, shared},
};

/// A team's file with its platform.
#[derive(Debug)]
pub struct Input {
    /// Where it comes from.
    pub name: String,
    /// The team's file at its place in a repository.
    pub team: Source,
    /// The platform's file; `None` is the built-in platform.
    pub platform: Option<Source>,
    /// The platform's templates.
    pub templates: Vec<Source>,
}

impl Input {
    /// The platform as meant.
    #[must_use]
    pub fn read_platform(&self) -> Platform {
        let platform = self.platform.as_ref().map_or_else(Platform::built_in, Platform::parse);
        platform.with_templates(self.templates.iter().cloned().map(Ok))
    }

    /// Every object as one stream, for each cluster; empty if the input is not valid.
    #[must_use]
    pub fn outputs(&self) -> Vec<(String, String)> {
        let platform = self.read_platform();
        let output = |cluster: &str| {
            let target = Target { cluster: Some(cluster.to_owned()), ..Target::default() };
            Some((cluster.to_owned(), compile(&self.team, &platform, &target).yaml()?))
        };
        platform.cluster_names().filter_map(output).collect()
    }
}

/// Cases, corpora, examples, and the live teams where they are there. Some of them are not valid.
///
/// # Panics
/// If one can't be read.
#[must_use]
pub fn all() -> Vec<Input> {
    let mut inputs = of_this_repository();
    inputs.extend(shared("live-org").into_iter().flat_map(|folder| of_repository("live", &folder)));
    inputs
}

/// The same without the live teams: the same ones in every checkout.
///
/// # Panics
/// If one can't be read.
#[must_use]
pub fn of_this_repository() -> Vec<Input> {
    let mut inputs: Vec<_> = cases::all()
        .into_iter()
        .map(|case| Input {
            name: format!("case {}", case.name),
            team: case.team,
            platform: case.platform,
            templates: case.templates,
        })
        .collect();
    for folder in ["tests/values", "tests/faults"] {
        inputs.extend(corpus::read(&root().join(folder)).iter().filter_map(of_corpus));
    }
    inputs.extend(of_repository("example", &root().join("examples/acme")));
    inputs
}

fn of_corpus(case: &corpus::Case) -> Option<Input> {
    let team = case.section("team.yaml")?;
    let platform = case.section("platform.yaml").map(|section| Source::new("platform.yaml", section.text.clone()));
    // A path without a directory leaves the team free to have any name.
    let path = if team.heading.contains('/') { team.heading.as_str() } else { "" };
    Some(Input { name: case.name.clone(), team: Source::new(path, team.text.clone()), platform, templates: Vec::new() })
}

fn of_repository(name: &str, folder: &std::path::Path) -> Vec<Input> {
    let read = |path: &std::path::Path| {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let relative = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
        Source::new(relative, text)
    };
    let platform = read(&folder.join("platform.yaml"));
    let templates = folder.join("platform/templates");
    let templates = if templates.is_dir() { files_below(&templates, ".yaml") } else { Vec::new() };
    let templates: Vec<_> = templates.iter().map(|path| read(path)).collect();
    let teams = files_below(&folder.join("teams"), "team.yaml");
    teams
        .iter()
        .map(|path| {
            let team = read(path);
            Input {
                name: format!("{name} {}", team.path()),
                team,
                platform: Some(platform.clone()),
                templates: templates.clone(),
            }
        })
        .collect()
}
