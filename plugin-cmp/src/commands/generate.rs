//! `generate`: what Argo CD runs. One team, one part, one write to stdout, or nothing at all.

use std::path::{Path, PathBuf};

use teamwright_core::{Diagnostic, Part, Platform, Source, Target, analyse, file, render as yaml};

use crate::{
    Exit,
    args::{GenerateArgs, PlatformArgs},
    deadline::Deadline,
    files::{self, Unread},
    findings::{Deny, count},
    format::compact,
    output::{Failure, Streams},
    parameters::{self, Parameters},
    repository::{self, LoadedPlatform, Root},
};

pub(crate) fn run(args: &GenerateArgs, out: &Streams) -> Result<Exit, Failure> {
    let deny = Deny::parse(&args.deny)?;
    match generate(&deny, out) {
        Ok(manifests) => {
            out.result(&manifests)?;
            return Ok(Exit::Fine);
        }
        Err(Stopped::Wrong(diagnostics)) => out.drawn(&compact::render(&diagnostics, &deny)),
        Err(Stopped::Said(message)) => out.error(&compact::sentence(&message)),
        Err(Stopped::Failed(failure)) => return Err(failure),
    }
    Ok(Exit::InputWrong)
}

/// Why nothing is made.
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

impl From<String> for Stopped {
    fn from(message: String) -> Self {
        Self::Said(message)
    }
}

fn generate(deny: &Deny, out: &Streams) -> Result<String, Stopped> {
    let deadline = Deadline::new();
    let value = match std::env::var(parameters::VARIABLE) {
        Ok(value) => Some(value),
        Err(std::env::VarError::NotPresent) => None,
        Err(std::env::VarError::NotUnicode(_)) => return Err(format!("{} is not UTF-8", parameters::VARIABLE).into()),
    };
    let parameters = parameters::parse(value.as_deref())?;
    let here = std::env::current_dir().map_err(|error| Failure::new(format!("no current directory: {error}")))?;
    let (platform, source) = open(&here, &parameters)?;
    deadline.after("read the files")?;
    if !platform.has_errors() {
        compiler_fits(&platform, parameters.compiler.as_deref())?;
        cluster_fits(&platform, &parameters)?;
    }
    let file = analyse(&source, &platform);
    let target = Target { part: parameters.part, cluster: parameters.cluster };
    let mut found = platform.diagnostics().to_vec();
    found.extend_from_slice(&file.diagnostics);
    let denied = found.iter().any(|diagnostic| deny.is_error(diagnostic));
    let Some(manifests) = file.manifests(&target).filter(|_| !denied) else { return Err(Stopped::Wrong(found)) };
    let text = if manifests.is_empty() {
        format!("# {}: nothing to deploy\n", source.path())
    } else {
        yaml::stream(&manifests)
    };
    deadline.after("compiled the team")?;
    out.drawn(&(compact::render(&found, deny) + &summary(&source, &target, manifests.len(), found.len())));
    // The process ends after one write, and the kernel takes back all memory at once.
    std::mem::forget((manifests, file.team));
    std::mem::forget(platform);
    Ok(text)
}

/// One line for the sidecar's log, which shows stderr of a success as well.
fn summary(source: &Source, target: &Target, objects: usize, warnings: usize) -> String {
    let cluster = target.cluster.as_deref().map(|name| format!(" for cluster {name}")).unwrap_or_default();
    let (objects, warnings) = (count(objects, "object"), count(warnings, "warning"));
    let part = target.part.name();
    format!(
        "{}: {objects} of part {part}{cluster}, {warnings}; teamwright {}\n",
        source.path(),
        teamwright_core::VERSION
    )
}

/// The platform and the team's file.
fn open(here: &Path, parameters: &Parameters) -> Result<(Platform, Source), Stopped> {
    let Some(root) = root(here, parameters.team.is_some())? else { return Err(no_platform()) };
    let base = root.directory.as_path();
    let loaded = LoadedPlatform::load(&PlatformArgs { file: None }, Some(base), here)?;
    if loaded.is_missing {
        return Err(no_platform());
    }
    let platform = loaded.platform;
    let teams = PathBuf::from(platform.teams_path());
    let directory = match &parameters.team {
        Some(team) => {
            // A name, never a path: the directory of another place can't be reached with it.
            if team.is_empty() || team.starts_with('.') || team.contains(['/', '\\', '\0']) {
                return Err(format!("plugin parameter `team` is `{team}`, which is no team's name\nhelp: write the name of its directory alone").into());
            }
            teams.join(team)
        }
        None => here.strip_prefix(base).unwrap_or(here).to_path_buf(),
    };
    if !platform.has_errors() && directory.parent() != Some(&teams) {
        return Err(format!(
            "`{}` is no team's directory: they lie in `{}`\nhelp: name the team with the plugin parameter `team`",
            files::show(&directory),
            files::show(&teams)
        )
        .into());
    }
    let relative = directory.join(repository::TEAM_FILE);
    let mut refused = root.findings();
    refused.extend(repository::misplaced_beside(base, &relative));
    // Where the source path is a team's to write, Argo CD has merged the file already, whatever it says of the parameters.
    let path = here.strip_prefix(base).unwrap_or(here);
    if path.starts_with(&teams)
        && let Some(name) = repository::source_override_in(here)
    {
        refused.push(file::misplaced(&files::show(&path.join(name)), file::Misplaced::SourceOverride));
    }
    if !refused.is_empty() {
        return Err(Stopped::Wrong(refused));
    }
    let shown = files::show(&relative);
    match files::read_below(base, &relative, &shown) {
        Ok(source) => Ok((platform, source)),
        Err(Unread::Missing) => Err(Stopped::Said(format!(
            "no file `{shown}`\nhelp: the plugin parameter `team` must name a directory below `{}`",
            files::show(&teams)
        ))),
        Err(Unread::Refused(diagnostic)) => {
            let mut found = platform.diagnostics().to_vec();
            found.push(*diagnostic);
            Err(Stopped::Wrong(found))
        }
        Err(Unread::Failed(failure)) => Err(Stopped::Failed(failure)),
    }
}

/// Where the repository begins. Without the parameter `team` the current directory is the team's, and platform.yaml stands
/// above the folder of teams; what Argo CD did not send is not looked for outside of it.
fn root(here: &Path, has_team: bool) -> Result<Option<Root>, Stopped> {
    if has_team {
        return Ok(Root::above(here));
    }
    match here.ancestors().take(2).find(|directory| Root::begins(directory)) {
        Some(root) if root != here => Ok(Root::above(root)),
        Some(_) if here.join(repository::PLATFORM_FILE).exists() => Err(Stopped::Said(
            "plugin parameter `team` is missing\nhelp: the Application's path is the whole repository: name a team"
                .to_owned(),
        )),
        Some(_) => Ok(None),
        None => Ok(here.ancestors().nth(2).and_then(Root::above)),
    }
}

fn no_platform() -> Stopped {
    Stopped::Said(
        "no platform.yaml above the teams' folder\nhelp: if Argo CD sends a part of the repository only, list `/platform.yaml` in the annotation argocd.argoproj.io/manifest-generate-paths"
            .to_owned(),
    )
}

/// A repository that is pinned to a compiler gets exactly that one.
fn compiler_fits(platform: &Platform, parameter: Option<&str>) -> Result<(), String> {
    let running = teamwright_core::VERSION;
    match (platform.compiler_pin(), parameter) {
        (Some(pin), _) if !teamwright_core::is_this_compiler(&pin, crate::DIGEST) => Err(format!(
            "platform.yaml pins compiler {pin}, and this one is {running}\nhelp: run the pinned version, or change `compiler` in platform.yaml"
        )),
        (Some(pin), Some(asked)) if asked != pin.to_string() => Err(format!(
            "plugin parameter `compiler` is `{asked}`, and platform.yaml pins {pin}\nhelp: run `teamwright bootstrap` again, which writes the parameter"
        )),
        (None, Some(asked)) if asked != running => Err(format!(
            "plugin parameter `compiler` is `{asked}`, and this one is {running}\nhelp: run `teamwright bootstrap` again, which writes the parameter"
        )),
        _ => Ok(()),
    }
}

/// With several clusters the namespace part must say for which one it is.
fn cluster_fits(platform: &Platform, parameters: &Parameters) -> Result<(), String> {
    let names: Vec<_> = platform.cluster_names().collect();
    match &parameters.cluster {
        Some(name) if !names.contains(&name.as_str()) => {
            Err(format!("plugin parameter `cluster` is `{name}`: the clusters are {}", names.join(", ")))
        }
        None if names.len() > 1 && parameters.part.holds(Part::Namespace) => {
            Err(format!("plugin parameter `cluster` is missing: the clusters are {}", names.join(", ")))
        }
        _ => Ok(()),
    }
}
