//! Which repository is meant, where its platform.yaml is, and which team files it holds.

use std::path::{Component, Path, PathBuf};

use teamwright_core::{Diagnostic, Platform, Source, file};

use crate::{
    args::PlatformArgs,
    files::{self, Unread},
    output::Failure,
};

/// The name of the platform's file.
pub(crate) const PLATFORM_FILE: &str = "platform.yaml";
/// The name of a team's file.
pub(crate) const TEAM_FILE: &str = "team.yaml";
/// The folder of teams where platform.yaml names no other.
const TEAMS: &str = "teams";
/// Argo CD unpacks a repository below a directory of this name.
const CMP_WORK_DIR: &str = "_cmp_server";

/// Team files below one root, with what was found while looking for them.
pub(crate) struct Repository {
    /// Paths of messages are relative to this directory.
    pub(crate) root: PathBuf,
    pub(crate) platform: Platform,
    /// Whether no platform.yaml was found where one was looked for.
    pub(crate) platform_is_missing: bool,
    /// Team sources in the order of their paths.
    pub(crate) teams: Vec<Source>,
    /// Whether these are all teams of the repository, so that they can be judged together.
    pub(crate) whole: bool,
    /// What is wrong with files before they are read.
    pub(crate) refused: Vec<Diagnostic>,
    /// Files that could not be read at all.
    pub(crate) failures: Vec<Failure>,
}

/// What a path on the command line stands for.
enum Kind {
    TeamFile { root: PathBuf, relative: PathBuf },
    Teams { root: PathBuf, relative: PathBuf },
}

/// Opens what the paths name; without a path, the repository that holds the current directory.
pub(crate) fn open(paths: &[PathBuf], platform: &PlatformArgs) -> Result<Repository, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure::new(format!("no current directory: {error}")))?;
    if paths.iter().any(|path| path.as_os_str() == "-") {
        return standard_input(paths, platform, &here);
    }
    let mut kinds = Vec::new();
    if paths.is_empty() {
        let root = root_above(&here);
        let platform = load_platform(platform, root.as_deref())?;
        let root = root.unwrap_or(here);
        let relative = PathBuf::from(platform.0.teams_path());
        if !root.join(&relative).is_dir() {
            let message = format!("no folder `{}` in {}", files::show(&relative), root.display());
            return Err(Failure::new(format!(
                "{message}\nhelp: name a team.yaml or a directory, or run inside a repository"
            )));
        }
        kinds.push(Kind::Teams { root: root.clone(), relative });
        return Ok(collect(root, kinds, platform));
    }
    for path in paths {
        kinds.push(classify(&here.join(path), path)?);
    }
    let root = match kinds.first() {
        Some(Kind::TeamFile { root, .. } | Kind::Teams { root, .. }) => root.clone(),
        None => here,
    };
    let found = root_holds_platform(&root).then_some(root.as_path());
    let platform = load_platform(platform, found)?;
    Ok(collect(root, kinds, platform))
}

fn standard_input(paths: &[PathBuf], platform: &PlatformArgs, here: &Path) -> Result<Repository, Failure> {
    if paths.len() > 1 {
        return Err(Failure::new("`-` stands alone: stdin holds one team file"));
    }
    let (platform, missing, mut refused) = load_platform(platform, root_above(here).as_deref())?;
    let mut bytes = Vec::new();
    let limit = teamwright_core::MAX_BYTES as u64 + 1;
    std::io::Read::read_to_end(&mut std::io::Read::take(std::io::stdin(), limit), &mut bytes)
        .map_err(|error| Failure::new(format!("could not read stdin: {error}")))?;
    let mut teams = Vec::new();
    match file::decode("<stdin>", bytes) {
        Ok(source) => teams.push(source),
        Err(diagnostic) => refused.push(*diagnostic),
    }
    Ok(Repository {
        root: here.to_path_buf(),
        platform,
        platform_is_missing: missing,
        teams,
        whole: false,
        refused,
        failures: Vec::new(),
    })
}

/// A team file, a team's directory, a folder of teams, or a repository.
fn classify(absolute: &Path, given: &Path) -> Result<Kind, Failure> {
    let absolute = plain(absolute);
    let metadata = std::fs::symlink_metadata(&absolute)
        .map_err(|error| Failure::new(format!("could not read `{}`: {error}", given.display())))?;
    let file = if metadata.is_dir() && !is_there(&absolute.join(TEAM_FILE)) {
        None
    } else if metadata.is_dir() {
        Some(absolute.join(TEAM_FILE))
    } else {
        Some(absolute.clone())
    };
    if let Some(file) = file {
        let above_teams = file.ancestors().nth(3).unwrap_or(Path::new("/"));
        let root = root_above(above_teams).filter(|root| root_holds_platform(root) || root.join(".git").exists());
        let root = root.unwrap_or_else(|| above_teams.to_path_buf());
        let relative = file.strip_prefix(&root).map_or_else(|_| file.clone(), Path::to_path_buf);
        return Ok(Kind::TeamFile { root, relative });
    }
    if root_holds_platform(&absolute) || absolute.join(".git").exists() || absolute.join(TEAMS).is_dir() {
        // The folder of teams is known once platform.yaml is read.
        return Ok(Kind::Teams { root: absolute, relative: PathBuf::new() });
    }
    let above = absolute.parent().unwrap_or(Path::new("/"));
    let root = root_above(above).filter(|root| root_holds_platform(root)).unwrap_or_else(|| above.to_path_buf());
    let relative = absolute.strip_prefix(&root).map_or_else(|_| absolute.clone(), Path::to_path_buf);
    Ok(Kind::Teams { root, relative })
}

/// The path without `.` and `..`, by its text: links are judged when the file is opened.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

fn is_there(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok()
}

fn root_holds_platform(root: &Path) -> bool {
    is_there(&root.join(PLATFORM_FILE))
}

/// The first directory from `start` upwards that holds platform.yaml or `.git`, or that Argo CD unpacked a repository into.
pub(crate) fn root_above(start: &Path) -> Option<PathBuf> {
    let is_root = |directory: &Path| {
        let unpacked = directory.parent().and_then(Path::file_name).is_some_and(|name| name == CMP_WORK_DIR);
        root_holds_platform(directory) || is_there(&directory.join(".git")) || unpacked
    };
    start.ancestors().find(|directory| is_root(directory)).map(Path::to_path_buf)
}

/// Platform files in a team's directory and in the folder of teams, which would lift guardrails if they were read.
pub(crate) fn misplaced_platforms(root: &Path, team_file: &Path) -> Vec<Diagnostic> {
    let directories = team_file.ancestors().skip(1).take(2).filter(|directory| !directory.as_os_str().is_empty());
    let files = directories.map(|directory| directory.join(PLATFORM_FILE));
    let there = files.filter(|file| is_there(&root.join(file)));
    there.map(|file| file::misplaced(&files::show(&file), file::Misplaced::Platform)).collect()
}

/// The platform, whether it was looked for in vain, and what keeps its file from being read.
type LoadedPlatform = (Platform, bool, Vec<Diagnostic>);

/// The platform that `--platform` names, or the one at the root.
pub(crate) fn load_platform(args: &PlatformArgs, root: Option<&Path>) -> Result<LoadedPlatform, Failure> {
    let (directory, relative) = match &args.file {
        Some(file) if file.as_os_str() == "none" => return Ok((Platform::built_in(), false, Vec::new())),
        Some(file) => match (file.parent(), file.file_name()) {
            (Some(directory), Some(name)) => (directory.to_path_buf(), PathBuf::from(name)),
            _ => return Err(Failure::new(format!("`{}` is not a file", file.display()))),
        },
        None => match root {
            Some(root) => (root.to_path_buf(), PathBuf::from(PLATFORM_FILE)),
            None => return Ok((Platform::built_in(), true, Vec::new())),
        },
    };
    match files::read_below(&directory, &relative) {
        Ok(source) => {
            let shown = args.file.as_deref().map_or_else(|| PLATFORM_FILE.to_owned(), files::show);
            let source = Source::new(shown, source.text());
            Ok((Platform::parse(&source), false, Vec::new()))
        }
        Err(Unread::Missing) if args.file.is_none() => Ok((Platform::built_in(), true, Vec::new())),
        Err(Unread::Missing) => {
            let file = args.file.as_deref().unwrap_or(&relative);
            Err(Failure::new(format!("no platform file `{}`", file.display())))
        }
        Err(Unread::Refused(diagnostic)) => Ok((Platform::built_in(), false, vec![*diagnostic])),
        Err(Unread::Failed(failure)) => Err(failure),
    }
}

fn collect(root: PathBuf, kinds: Vec<Kind>, platform: LoadedPlatform) -> Repository {
    let (platform, platform_is_missing, refused) = platform;
    let mut repository = Repository {
        root,
        platform,
        platform_is_missing,
        teams: Vec::new(),
        whole: false,
        refused,
        failures: Vec::new(),
    };
    for kind in kinds {
        match kind {
            Kind::TeamFile { root, relative } => repository.add(&root, &relative),
            Kind::Teams { root, relative } => {
                let relative = if relative.as_os_str().is_empty() {
                    PathBuf::from(repository.platform.teams_path())
                } else {
                    relative
                };
                repository.add_all(&root, &relative);
                repository.whole = true;
            }
        }
    }
    repository.teams.sort_by(|a, b| a.path().cmp(b.path()));
    repository.teams.dedup_by(|a, b| a.path() == b.path());
    repository
}

impl Repository {
    fn add(&mut self, root: &Path, relative: &Path) {
        self.refused.extend(misplaced_platforms(root, relative));
        match files::read_below(root, relative) {
            Ok(source) => self.teams.push(source),
            Err(Unread::Missing) => self.failures.push(Failure::new(format!("no file `{}`", files::show(relative)))),
            Err(Unread::Refused(diagnostic)) => self.refused.push(*diagnostic),
            Err(Unread::Failed(failure)) => self.failures.push(failure),
        }
    }

    /// Every team of a folder, and whatever has no business in it.
    fn add_all(&mut self, root: &Path, teams: &Path) {
        let entries = match std::fs::read_dir(root.join(teams)) {
            Ok(entries) => entries,
            Err(error) => {
                self.failures.push(Failure::new(format!("could not read `{}`: {error}", files::show(teams))));
                return;
            }
        };
        let mut names: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.file_name())).collect();
        names.sort();
        for name in names {
            let relative = teams.join(&name);
            let shown = files::show(&relative);
            let metadata = std::fs::symlink_metadata(root.join(&relative));
            if name.to_string_lossy().starts_with('.') {
                self.guard_source_overrides(&shown, &name.to_string_lossy());
            } else if metadata.as_ref().is_ok_and(|metadata| metadata.is_symlink()) {
                self.refused.push(file::refuse(&shown, file::Refusal::Symlink));
            } else if metadata.is_ok_and(|metadata| metadata.is_dir()) {
                self.add_team(root, &relative);
            }
        }
    }

    fn add_team(&mut self, root: &Path, directory: &Path) {
        let mut names: Vec<_> = match std::fs::read_dir(root.join(directory)) {
            Ok(entries) => entries.filter_map(|entry| entry.ok().map(|entry| entry.file_name())).collect(),
            Err(error) => {
                self.failures.push(Failure::new(format!("could not read `{}`: {error}", files::show(directory))));
                return;
            }
        };
        names.sort();
        for name in &names {
            let shown = files::show(&directory.join(name));
            self.guard_source_overrides(&shown, &name.to_string_lossy());
        }
        if names.iter().any(|name| name == TEAM_FILE) {
            self.add(root, &directory.join(TEAM_FILE));
        } else {
            self.refused.push(file::misplaced(&files::show(directory), file::Misplaced::NoTeamFile));
        }
    }

    /// Argo CD merges these files into the Application that syncs the directory.
    fn guard_source_overrides(&mut self, shown: &str, name: &str) {
        if name.starts_with(".argocd-source") {
            self.refused.push(file::misplaced(shown, file::Misplaced::SourceOverride));
        }
    }
}
