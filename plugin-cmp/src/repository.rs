//! Which repository is meant, where its platform.yaml is, and which team files it holds.

mod place;
mod platform;
mod root;
mod teams;

use std::{
    collections::BTreeSet,
    path::{Component, Path, PathBuf},
};

pub(crate) use teamwright_core::layout::{PLATFORM_FILE, TEAM_FILE};
use teamwright_core::{Diagnostic, Facts, Manifest, Platform, Source, Target, Team, TeamFile, analyse, file};

use self::place::{Names, Place, one_root};
pub(crate) use self::{
    platform::LoadedPlatform,
    root::{Root, misplaced_beside},
    teams::source_override_in,
};
use crate::{args::PlatformArgs, files, output::Failure, progress::Progress};

/// The folder of teams where platform.yaml names no other.
const TEAMS: &str = "teams";
/// What stdin is called in messages.
const STDIN: &str = "<stdin>";

/// Team files below one root, with what was found while looking for them.
pub(crate) struct Repository {
    pub(crate) platform: Platform,
    /// The file that the platform was read from.
    pub(crate) platform_file: Option<PathBuf>,
    /// Whether no platform.yaml was found where one was looked for.
    pub(crate) platform_is_missing: bool,
    /// Team files in the order of their paths.
    pub(crate) teams: Vec<TeamText>,
    /// Whether these are all teams of a folder, so that they can be judged together.
    pub(crate) whole: bool,
    /// What is wrong with files before they are read.
    pub(crate) refused: Vec<Diagnostic>,
    /// Files that could not be read at all.
    pub(crate) failures: Vec<Failure>,
    /// Directories of teams that exist and whose file was not read.
    pub(crate) unread: BTreeSet<String>,
    /// Whether there may be teams that are not known.
    pub(crate) incomplete: bool,
}

/// A team's text, and the file to which it can be written back.
pub(crate) struct TeamText {
    pub(crate) source: Source,
    pub(crate) file: Option<PathBuf>,
}

/// What is kept of a team once its file has been looked at.
pub(crate) struct Judged<'a> {
    /// What the other teams' files are held against.
    pub(crate) facts: Facts,
    /// Everything found in the file alone, in order.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The team as meant, as long as there is room.
    file: Option<TeamFile<'a>>,
    platform: &'a Platform,
}

/// Teams with so many bytes of text stay in memory as they are meant, which takes seven times as much; those after them are
/// made out twice, so that a repository of any size fits.
const KEPT: usize = 1 << 20;

impl Judged<'_> {
    /// The objects for a target; none if anything is an error.
    pub(crate) fn manifests(&self, target: &Target) -> Vec<Manifest> {
        let manifests = match &self.file {
            Some(file) => file.manifests(target),
            None => analyse(self.facts.source(), self.platform).manifests(target),
        };
        manifests.unwrap_or_default()
    }

    /// Shows the team, unless anything in its file is an error.
    pub(crate) fn with_team(&self, look: impl FnOnce(&Team<'_>)) {
        match &self.file {
            Some(file) => file.team.as_ref().map(look),
            None => analyse(self.facts.source(), self.platform).team.as_ref().map(look),
        };
    }
}

/// Opens what the paths name; without a path, the repository that holds the current directory.
pub(crate) fn open(paths: &[PathBuf], platform: &PlatformArgs) -> Result<Repository, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure::new(format!("no current directory: {error}")))?;
    if paths.iter().any(|path| path.as_os_str() == "-") {
        return standard_input(paths, platform, &here);
    }
    if paths.is_empty() {
        let root = Root::above(&here);
        let mut repository = Repository::new(platform, root.as_ref(), &here)?;
        let directory = root.as_ref().map_or(here.as_path(), |root| &root.directory);
        repository.add_directory_given(Some(directory), directory, directory)?;
        return Ok(repository.sorted());
    }
    let mut places = Vec::new();
    let mut failures = Vec::new();
    for path in paths {
        match Place::of(path, &here) {
            Ok(place) => places.push(place),
            Err(failure) => failures.push(failure),
        }
    }
    let root = one_root(&mut places)?;
    let mut repository = Repository::new(platform, root.as_ref(), &here)?;
    repository.failures = failures;
    let root = root.as_ref().map(|root| root.directory.as_path());
    for place in &places {
        match &place.names {
            // The platform is judged with every run.
            Names::Platform => {}
            Names::Team { file, above } => {
                let base = root.unwrap_or(above);
                repository.add(base, file.strip_prefix(base).unwrap_or(file));
            }
            Names::Link { path } => {
                repository.refuse_link(root.and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path))
            }
            Names::Teams { directory } => repository.add_directory_given(root, directory, place.given)?,
        }
    }
    Ok(repository.sorted())
}

fn standard_input(paths: &[PathBuf], platform: &PlatformArgs, here: &Path) -> Result<Repository, Failure> {
    if paths.len() > 1 {
        return Err(Failure::new("`-` stands alone: stdin holds one team file"));
    }
    let mut repository = Repository::new(platform, Root::above(here).as_ref(), here)?;
    let bytes = files::read_limited(std::io::stdin(), 0)
        .map_err(|error| Failure::new(format!("could not read stdin: {error}")))?;
    match files::decode(STDIN, bytes) {
        Ok(source) => repository.teams.push(TeamText { source, file: None }),
        Err(diagnostic) => repository.refused.push(*diagnostic),
    }
    Ok(repository)
}

impl Repository {
    fn new(args: &PlatformArgs, root: Option<&Root>, here: &Path) -> Result<Self, Failure> {
        let loaded = LoadedPlatform::load(args, root.map(|root| root.directory.as_path()), here)?;
        Ok(Self {
            platform: loaded.platform,
            platform_file: loaded.file,
            platform_is_missing: loaded.is_missing,
            teams: Vec::new(),
            whole: false,
            refused: root.map(Root::findings).unwrap_or_default(),
            failures: Vec::new(),
            unread: BTreeSet::new(),
            incomplete: false,
        })
    }

    /// A repository, the folder of its teams or one above it, or any other folder of teams.
    fn add_directory_given(&mut self, root: Option<&Path>, directory: &Path, given: &Path) -> Result<(), Failure> {
        let teams = PathBuf::from(self.platform.teams_path());
        let base = match root {
            Some(root) => root,
            None if is_there(&directory.join(&teams)) => directory,
            None => directory.parent().unwrap_or(directory),
        };
        let all = base.join(&teams);
        let relative = directory.strip_prefix(base).unwrap_or(directory);
        if is_there(&all) && all.starts_with(directory) {
            self.add_all(base, &teams);
        } else if directory != all && directory.starts_with(&all) {
            let file = files::show(&relative.join(TEAM_FILE));
            self.failures.push(Failure::new(format!("no file `{file}`")));
        } else if directory != base {
            self.add_all(base, relative);
        } else if holds_teams(directory) && self.platform_file.as_deref() == Some(&directory.join(PLATFORM_FILE)) {
            // This is the folder of teams itself; a platform.yaml in it has no say.
            self.platform = Platform::refused(root::misplaced(Path::new(PLATFORM_FILE)));
        } else {
            return Err(Failure::new(format!(
                "no folder `{}` in `{}`\nhelp: name a team.yaml or a directory of teams, or run inside a repository",
                files::show(&teams),
                given.display()
            )));
        }
        Ok(())
    }

    fn sorted(mut self) -> Self {
        self.teams.sort_by(|a, b| a.source.path().cmp(b.source.path()).then_with(|| a.file.cmp(&b.file)));
        self.teams.dedup_by(|a, b| a.file == b.file);
        self
    }

    /// Every team decoded and validated. `done` says in the past tense what is shown as progress.
    pub(crate) fn judge(&self, done: &'static str) -> impl Iterator<Item = Judged<'_>> {
        let mut progress = Progress::new(done, self.teams.len());
        let mut read = 0;
        self.teams.iter().map(move |team| {
            progress.step();
            let mut file = analyse(&team.source, &self.platform);
            let diagnostics = std::mem::take(&mut file.diagnostics);
            let facts = file.facts();
            read += team.source.text().len();
            let file = (read <= KEPT).then_some(file);
            Judged { facts, diagnostics, file, platform: &self.platform }
        })
    }

    /// What is to be said about platform.yaml, or about there being none.
    pub(crate) fn about_platform(&self) -> Vec<Diagnostic> {
        let mut found = self.platform.diagnostics().to_vec();
        found.extend(self.platform.other_compiler(crate::DIGEST));
        if let Some(first) = self.teams.first().filter(|_| self.platform_is_missing) {
            found.push(file::no_platform(first.source.path()));
        }
        found
    }
}

/// Whether a directory holds directories with a team.yaml.
fn holds_teams(directory: &Path) -> bool {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| is_there(&entry.path().join(TEAM_FILE)))
}

/// The path without `.` and `..`, by its text: links are judged when the file is opened.
pub(crate) fn plain_path(path: &Path) -> PathBuf {
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
