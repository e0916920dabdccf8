//! Where a repository begins, and which platform.yaml files have no say in it.

use std::path::{Path, PathBuf};

use teamwright_core::{Diagnostic, Platform, file};

use super::{PLATFORM_FILE, is_there};
use crate::files;

/// Argo CD unpacks a repository below a directory of this name.
const CMP_WORK_DIR: &str = "_cmp_server";

/// The directory that paths in messages are relative to and that holds platform.yaml, if there is one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Root {
    pub(crate) directory: PathBuf,
    /// Files called platform.yaml that a team could have put in between; relative to the directory.
    misplaced: Vec<PathBuf>,
}

impl Root {
    /// The first directory from `start` upwards that holds platform.yaml or `.git`, or that Argo CD unpacked a repository
    /// into. A platform.yaml among the teams of one further up does not count: it would be a team's own.
    pub(crate) fn above(start: &Path) -> Option<Self> {
        let mut holders = Vec::new();
        let mut boundary = None;
        for directory in start.ancestors() {
            if is_there(&directory.join(PLATFORM_FILE)) {
                holders.push(directory);
            }
            if is_boundary(directory) {
                boundary = Some(directory);
                break;
            }
        }
        let mut holders = holders.into_iter();
        let mut directory = holders.next().or(boundary)?;
        let mut misplaced = Vec::new();
        for above in holders {
            if directory.starts_with(above.join(teams_path(above))) {
                misplaced.push(directory);
                directory = above;
            }
        }
        let relative = |inner: &Path| inner.strip_prefix(directory).unwrap_or(inner).join(PLATFORM_FILE);
        let misplaced = misplaced.into_iter().map(relative).collect();
        Some(Self { directory: directory.to_path_buf(), misplaced })
    }

    /// Whether nothing above a directory belongs to its repository.
    pub(crate) fn begins(directory: &Path) -> bool {
        is_boundary(directory)
    }

    /// What is to be said about the files that do not count.
    pub(crate) fn findings(&self) -> Vec<Diagnostic> {
        self.misplaced.iter().map(|file| misplaced(file)).collect()
    }
}

/// Whether a repository begins at a directory.
pub(super) fn is_one(directory: &Path) -> bool {
    Root::above(directory).is_some_and(|root| root.directory == directory)
}

/// The finding about a platform.yaml that stands where a team can write.
pub(crate) fn misplaced(file: &Path) -> Diagnostic {
    file::misplaced(&files::show(file), file::Misplaced::Platform)
}

/// Platform files in a team's directory and in the folder of teams, which would lift guardrails if they were read.
pub(crate) fn misplaced_beside(base: &Path, team_file: &Path) -> Vec<Diagnostic> {
    let directories = team_file.ancestors().skip(1).take(2).filter(|directory| !directory.as_os_str().is_empty());
    let files = directories.map(|directory| directory.join(PLATFORM_FILE));
    files.filter(|file| is_there(&base.join(file))).map(|file| misplaced(&file)).collect()
}

fn is_boundary(directory: &Path) -> bool {
    let unpacked = directory.parent().and_then(Path::file_name).is_some_and(|name| name == CMP_WORK_DIR);
    unpacked || is_there(&directory.join(".git"))
}

/// The folder of teams that a directory's platform.yaml names; the usual one where it can't be read.
fn teams_path(directory: &Path) -> PathBuf {
    let source = files::read_below(directory, Path::new(PLATFORM_FILE), PLATFORM_FILE).ok();
    source.map_or_else(|| PathBuf::from(super::TEAMS), |source| PathBuf::from(Platform::parse(&source).teams_path()))
}
