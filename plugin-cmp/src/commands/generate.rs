//! `generate`: what Argo CD runs. One team, one part, one write to stdout, or nothing at all.

use std::path::{Path, PathBuf};

use teamwright_core::{Diagnostic, Platform, Source, Target, compile, render as yaml};

use crate::{
    Exit,
    args::{GenerateArgs, PlatformArgs},
    files::{self, Unread},
    findings::Deny,
    format::text,
    output::{Failure, Streams},
    parameters::{self, Parameters},
    repository,
};

pub(crate) fn run(args: &GenerateArgs, out: &Streams) -> Result<Exit, Failure> {
    let deny = Deny::parse(&args.deny)?;
    let value = match std::env::var("ARGOCD_APP_PARAMETERS") {
        Ok(value) => Some(value),
        Err(std::env::VarError::NotPresent) => None,
        Err(std::env::VarError::NotUnicode(_)) => return Err(Failure::new("ARGOCD_APP_PARAMETERS is not UTF-8")),
    };
    let parameters = match parameters::parse(value.as_deref()) {
        Ok(parameters) => parameters,
        Err(message) => {
            out.error(&message);
            return Ok(Exit::InputWrong);
        }
    };
    let here = std::env::current_dir().map_err(|error| Failure::new(format!("no current directory: {error}")))?;
    let (platform, source) = match open(&here, &parameters) {
        Ok(opened) => opened,
        Err(Stopped::Wrong(diagnostics)) => {
            out.note(&text::render(&diagnostics, &deny, out.stderr_color()));
            return Ok(Exit::InputWrong);
        }
        Err(Stopped::Said(message)) => {
            out.error(&message);
            return Ok(Exit::InputWrong);
        }
        Err(Stopped::Failed(failure)) => return Err(failure),
    };
    if let Err(message) =
        compiler_fits(&platform, parameters.compiler.as_deref()).and_then(|()| cluster_fits(&platform, &parameters))
    {
        out.error(&message);
        return Ok(Exit::InputWrong);
    }
    let target = Target { part: parameters.part, cluster: parameters.cluster };
    let compilation = compile(&source, &platform, &target);
    let mut found = platform.diagnostics().to_vec();
    found.extend(compilation.diagnostics.iter().cloned());
    out.note_if(&text::render(&found, &deny, out.stderr_color()));
    let denied = found.iter().any(|diagnostic| deny.is_error(diagnostic));
    let Some(manifests) = compilation.manifests.filter(|_| !denied) else {
        return Ok(Exit::InputWrong);
    };
    if manifests.is_empty() {
        out.result(&format!("# {}: nothing to deploy\n", source.path()))?;
    } else {
        out.result(&yaml::stream(&manifests))?;
    }
    Ok(Exit::Fine)
}

/// Why nothing is compiled.
enum Stopped {
    Wrong(Vec<Diagnostic>),
    Said(String),
    Failed(Failure),
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// The platform and the team's file.
fn open(here: &Path, parameters: &Parameters) -> Result<(Platform, Source), Stopped> {
    // Without a parameter the current directory is the team's own: what lies in it, or in the folder of teams, must not
    // be taken for the platform's.
    let start = if parameters.team.is_some() { Some(here) } else { here.ancestors().nth(2) };
    let root = start.and_then(repository::root_above);
    let (platform, missing, refused) = repository::load_platform(&PlatformArgs { file: None }, root.as_deref())?;
    if !refused.is_empty() {
        return Err(Stopped::Wrong(refused));
    }
    let root = match root {
        Some(root) if !missing => root,
        _ => {
            return Err(Stopped::Said(
                "no platform.yaml above the teams' folder\nhelp: if Argo CD sends a part of the repository only, list `/platform.yaml` in the annotation argocd.argoproj.io/manifest-generate-paths"
                    .to_owned(),
            ));
        }
    };
    let relative = match &parameters.team {
        Some(team) => {
            // A name, never a path: the directory of another place can't be reached with it.
            if team.is_empty() || team.contains(['/', '\\']) || team.starts_with('.') {
                return Err(Stopped::Said(format!(
                    "plugin parameter `team` is `{}`, which is no team's name",
                    team.escape_debug()
                )));
            }
            PathBuf::from(platform.teams_path()).join(team).join(repository::TEAM_FILE)
        }
        None => here.strip_prefix(&root).unwrap_or(here).join(repository::TEAM_FILE),
    };
    let misplaced = repository::misplaced_platforms(&root, &relative);
    if !misplaced.is_empty() {
        return Err(Stopped::Wrong(misplaced));
    }
    match files::read_below(&root, &relative) {
        Ok(source) => Ok((platform, source)),
        Err(Unread::Missing) => Err(Stopped::Said(format!(
            "no file `{}`\nhelp: the plugin parameter `team` must name a directory below `{}`",
            files::show(&relative),
            platform.teams_path()
        ))),
        Err(Unread::Refused(diagnostic)) => Err(Stopped::Wrong(vec![*diagnostic])),
        Err(Unread::Failed(failure)) => Err(Stopped::Failed(failure)),
    }
}

/// A repository that is pinned to a compiler gets exactly that one.
fn compiler_fits(platform: &Platform, parameter: Option<&str>) -> Result<(), String> {
    let pin = platform.compiler_pin();
    if let Some(pin) = &pin
        && !teamwright_core::is_this_compiler(pin)
    {
        return Err(format!(
            "platform.yaml pins compiler {pin}, and this one is {}\nhelp: run the pinned version, or change `compiler` in platform.yaml",
            teamwright_core::VERSION
        ));
    }
    match (parameter, pin) {
        (Some(asked), Some(pin)) if asked != pin.to_string() => {
            Err(format!("plugin parameter `compiler` is `{}`, and platform.yaml pins {pin}", asked.escape_debug()))
        }
        _ => Ok(()),
    }
}

/// With several clusters the namespace part must say for which one it is.
fn cluster_fits(platform: &Platform, parameters: &Parameters) -> Result<(), String> {
    let names: Vec<_> = platform.cluster_names().collect();
    match &parameters.cluster {
        Some(name) if !names.contains(&name.as_str()) => Err(format!(
            "plugin parameter `cluster` is `{}`: the clusters are {}",
            name.escape_debug(),
            names.join(", ")
        )),
        None if names.len() > 1
            && parameters.part.holds(teamwright_core::Part::Namespace)
            && !platform.has_errors() =>
        {
            Err(format!("plugin parameter `cluster` is missing: the clusters are {}", names.join(", ")))
        }
        _ => Ok(()),
    }
}
