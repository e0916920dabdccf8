//! The team files of a folder, and whatever has no business beside them.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
};

use teamwright_core::{file, layout::SOURCE_OVERRIDE};

use super::{Repository, TEAM_FILE, TeamText, root};
use crate::{
    files::{self, Unread},
    output::Failure,
};

impl Repository {
    /// One team file.
    pub(super) fn add(&mut self, base: &Path, relative: &Path) {
        self.refused.extend(root::misplaced_beside(base, relative));
        let directory = relative.parent().unwrap_or(Path::new(""));
        // Where the directory can't be listed, its file can still be read, or says itself what is wrong.
        for name in names_in(&base.join(directory)).unwrap_or_default() {
            self.guard_source_overrides(&directory.join(&name), &name.to_string_lossy());
        }
        self.read(base, relative);
    }

    /// Every team of a folder.
    pub(super) fn add_all(&mut self, base: &Path, teams: &Path) {
        self.whole = true;
        if let Some(link) = link_among(base, teams) {
            self.refuse_link(&link);
            self.incomplete = true;
            return;
        }
        for name in self.list(base, teams) {
            let relative = teams.join(&name);
            let metadata = std::fs::symlink_metadata(base.join(&relative));
            if name.to_string_lossy().starts_with('.') {
                self.guard_source_overrides(&relative, &name.to_string_lossy());
            } else if metadata.as_ref().is_ok_and(|metadata| metadata.is_symlink()) {
                self.refuse_link(&relative);
            } else if metadata.is_ok_and(|metadata| metadata.is_dir()) {
                self.add_directory(base, &relative);
            }
        }
    }

    /// A link in place of a team or of their folder.
    pub(super) fn refuse_link(&mut self, relative: &Path) {
        self.refused.push(file::refuse(&files::show(relative), file::Refusal::Symlink));
        self.leave_out(relative);
    }

    fn add_directory(&mut self, base: &Path, directory: &Path) {
        let failures = self.failures.len();
        let names = self.list(base, directory);
        for name in &names {
            self.guard_source_overrides(&directory.join(name), &name.to_string_lossy());
        }
        let team_file = directory.join(TEAM_FILE);
        if names.iter().any(|name| name == TEAM_FILE) {
            self.refused.extend(root::misplaced_beside(base, &team_file));
            self.read(base, &team_file);
        } else {
            if self.failures.len() == failures {
                self.refused.push(file::misplaced(&files::show(directory), file::Misplaced::NoTeamFile));
            }
            self.leave_out(directory);
        }
    }

    fn read(&mut self, base: &Path, relative: &Path) {
        let shown = files::show(relative);
        match files::read_below(base, relative, &shown) {
            Ok(source) => {
                self.teams.push(TeamText { source, file: Some(base.join(relative)) });
                return;
            }
            Err(Unread::Missing) => self.failures.push(Failure::new(format!("no file `{shown}`"))),
            Err(Unread::Refused(diagnostic)) => self.refused.push(*diagnostic),
            Err(Unread::Failed(failure)) => self.failures.push(failure),
        }
        self.leave_out(relative.parent().unwrap_or(relative));
    }

    /// Names in a directory, sorted. One that can't be listed is a failure: its teams are not known.
    fn list(&mut self, base: &Path, directory: &Path) -> Vec<OsString> {
        names_in(&base.join(directory)).unwrap_or_else(|error| {
            self.failures.push(Failure::new(format!("could not read `{}`: {error}", files::show(directory))));
            self.incomplete = true;
            Vec::new()
        })
    }

    /// A team that exists and has no readable file.
    fn leave_out(&mut self, directory: &Path) {
        self.unread.extend(directory.file_name().map(|name| name.to_string_lossy().into_owned()));
    }

    fn guard_source_overrides(&mut self, relative: &Path, name: &str) {
        if name.starts_with(SOURCE_OVERRIDE) {
            self.refused.push(file::misplaced(&files::show(relative), file::Misplaced::SourceOverride));
        }
    }
}

/// Whether a directory holds a file that would change how Argo CD reads it.
pub(crate) fn source_override_in(directory: &Path) -> Option<OsString> {
    let names = names_in(directory).unwrap_or_default();
    names.into_iter().find(|name| name.to_string_lossy().starts_with(SOURCE_OVERRIDE))
}

fn names_in(directory: &Path) -> io::Result<Vec<OsString>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        names.push(entry?.file_name());
    }
    names.sort();
    Ok(names)
}

/// The first part of a path below `base` that is a symbolic link.
fn link_among(base: &Path, relative: &Path) -> Option<PathBuf> {
    let mut path = PathBuf::new();
    relative.components().find_map(|component| {
        path.push(component);
        let metadata = std::fs::symlink_metadata(base.join(&path)).ok()?;
        metadata.is_symlink().then(|| path.clone())
    })
}
