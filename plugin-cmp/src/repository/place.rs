//! What a path on the command line stands for.

use std::path::{Path, PathBuf};

use super::{
    PLATFORM_FILE, TEAM_FILE, is_there, plain_path,
    root::{self, Root},
};
use crate::output::Failure;

/// A path on the command line.
pub(super) struct Place<'a> {
    pub(super) given: &'a Path,
    pub(super) names: Names,
    root: Option<Root>,
}

/// What a path stands for.
pub(super) enum Names {
    /// A repository's platform.yaml.
    Platform,
    /// A team file; without a repository its path in messages begins below `above`.
    Team { file: PathBuf, above: PathBuf },
    /// A folder of teams, or a repository.
    Teams { directory: PathBuf },
    /// A link inside a repository.
    Link { path: PathBuf },
}

impl<'a> Place<'a> {
    pub(super) fn of(given: &'a Path, here: &Path) -> Result<Self, Failure> {
        let mut path = plain_path(&here.join(given));
        let unreadable = |error: std::io::Error| Failure::new(format!("could not read `{}`: {error}", given.display()));
        let mut metadata = std::fs::symlink_metadata(&path).map_err(unreadable)?;
        if metadata.is_symlink() {
            let around = path.parent().and_then(Root::above);
            match path.canonicalize().ok().filter(|target| target.is_dir()) {
                // A link to a repository, or from outside of one, is the caller's own.
                Some(target) if around.is_none() || root::is_one(&target) => {
                    metadata = std::fs::symlink_metadata(&target).map_err(unreadable)?;
                    path = target;
                }
                _ if around.is_some() => return Ok(Self { given, names: Names::Link { path }, root: around }),
                _ => {}
            }
        }
        let (names, root) = if path.file_name().is_some_and(|name| name == TEAM_FILE) {
            Self::team(path)
        } else if metadata.is_dir() && is_there(&path.join(TEAM_FILE)) {
            Self::team(path.join(TEAM_FILE))
        } else if metadata.is_dir() {
            let root = Root::above(&path);
            (Names::Teams { directory: path }, root)
        } else if path.file_name().is_some_and(|name| name == PLATFORM_FILE) {
            (Names::Platform, path.parent().and_then(Root::above))
        } else {
            Self::team(path)
        };
        Ok(Self { given, names, root })
    }

    /// A repository is looked for from above the folder of teams.
    fn team(file: PathBuf) -> (Names, Option<Root>) {
        let above = file.ancestors().nth(3).unwrap_or(Path::new("/")).to_path_buf();
        let root = Root::above(&above);
        (Names::Team { file, above }, root)
    }
}

/// The repository that all paths lie in; two would need two platforms.
pub(super) fn one_root(places: &mut [Place<'_>]) -> Result<Option<Root>, Failure> {
    let Some((first, others)) = places.split_first_mut() else { return Ok(None) };
    let root = first.root.take();
    let same = |place: &&mut Place<'_>| {
        place.root.as_ref().map(|root| &root.directory) == root.as_ref().map(|root| &root.directory)
    };
    match others.iter_mut().find(|place| !same(place)) {
        None => Ok(root),
        Some(other) => Err(Failure::new(format!(
            "`{}` and `{}` lie in different repositories\nhelp: name the paths of one repository at a time",
            first.given.display(),
            other.given.display()
        ))),
    }
}
