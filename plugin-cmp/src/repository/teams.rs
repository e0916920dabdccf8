//! The team files of a folder, and whatever has no business beside them.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use teamwright_core::{Source, file, layout::SOURCE_OVERRIDE};

use super::{PLATFORM_FILE, Repository, TEAM_FILE, TeamText, root};
use crate::files::{self, Entry, Folder, Kind, Unread};

impl Repository {
    /// One team file.
    pub(super) fn add(&mut self, base: &Path, relative: &Path) {
        self.refused.extend(root::misplaced_beside(base, relative));
        let directory = relative.parent().unwrap_or(Path::new(""));
        let shown = files::show(relative);
        let text = files::folder_below(base, directory, &shown).and_then(|mut folder| {
            // Where the directory can't be listed, its file can still be read, or says itself what is wrong.
            for Entry { name, .. } in folder.entries().unwrap_or_default() {
                self.guard_source_overrides(directory, &name);
            }
            folder.read(relative.file_name().unwrap_or_default(), &shown)
        });
        self.take(text, base, relative, &shown);
    }

    /// Every team of a folder.
    pub(super) fn add_all(&mut self, base: &Path, teams: &Path) {
        self.whole = true;
        if let Some(link) = link_among(base, teams) {
            self.refuse_link(&link);
            self.incomplete = true;
            return;
        }
        let shown = files::show(teams);
        let Some((folder, entries)) = self.list(files::folder_below(base, teams, &shown), &shown) else { return };
        for Entry { name, kind } in entries {
            if name == PLATFORM_FILE && !teams.as_os_str().is_empty() {
                self.refused.push(root::misplaced(&teams.join(name)));
            } else if name.as_encoded_bytes().starts_with(b".") {
                self.guard_source_overrides(teams, &name);
            } else if kind == Kind::Link {
                self.refuse_link(&teams.join(name));
            } else if kind == Kind::Folder {
                self.add_directory(base, &folder, &teams.join(name));
            }
        }
    }

    /// A link in place of a team or of their folder.
    pub(super) fn refuse_link(&mut self, relative: &Path) {
        self.refused.push(file::refuse(&files::show(relative), file::Refusal::Symlink));
        self.leave_out(relative);
    }

    fn add_directory(&mut self, base: &Path, teams: &Folder, directory: &Path) {
        let shown = files::show(directory);
        let name = directory.file_name().unwrap_or_default();
        let Some((folder, entries)) = self.list(teams.folder(name, &shown), &shown) else {
            self.leave_out(directory);
            return;
        };
        for Entry { name, .. } in &entries {
            self.guard_source_overrides(directory, name);
            if name == PLATFORM_FILE {
                self.refused.push(root::misplaced(&directory.join(name)));
            }
        }
        if entries.iter().any(|entry| entry.name == TEAM_FILE) {
            let shown = format!("{shown}/{TEAM_FILE}");
            self.take(folder.read(TEAM_FILE.as_ref(), &shown), base, &directory.join(TEAM_FILE), &shown);
        } else {
            self.refused.push(file::misplaced(&shown, file::Misplaced::NoTeamFile));
            self.leave_out(directory);
        }
    }

    /// A team's text, or why there is none.
    fn take(&mut self, text: Result<Source, Unread>, base: &Path, relative: &Path, shown: &str) {
        match text {
            Ok(source) => {
                self.teams.push(TeamText { source, file: Some(base.join(relative)) });
                return;
            }
            Err(unread) => self.fail(unread, shown),
        }
        self.leave_out(relative.parent().unwrap_or(relative));
    }

    fn fail(&mut self, unread: Unread, shown: &str) {
        match unread.refusal(shown) {
            Ok(diagnostic) => self.refused.push(*diagnostic),
            Err(failure) => self.failures.push(failure),
        }
    }

    /// What is in a directory. One that can't be opened or listed is a failure: its teams are not known.
    fn list(&mut self, opened: Result<Folder, Unread>, shown: &str) -> Option<(Folder, Vec<Entry>)> {
        match files::list(opened, shown) {
            Ok(listed) => Some(listed),
            Err(unread) => {
                self.fail(unread, shown);
                self.incomplete = true;
                None
            }
        }
    }

    /// A team that exists and has no readable file.
    fn leave_out(&mut self, directory: &Path) {
        self.unread.extend(directory.file_name().map(|name| name.to_string_lossy().into_owned()));
    }

    fn guard_source_overrides(&mut self, directory: &Path, name: &OsStr) {
        if is_source_override(name) {
            self.refused.push(file::misplaced(&files::show(&directory.join(name)), file::Misplaced::SourceOverride));
        }
    }
}

/// Whether a directory holds a file that would change how Argo CD reads it.
pub(crate) fn source_override_in(directory: &Path) -> Option<OsString> {
    let entries = Folder::open(directory).and_then(|mut folder| folder.entries()).unwrap_or_default();
    entries.into_iter().map(|entry| entry.name).find(|name| is_source_override(name))
}

fn is_source_override(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(SOURCE_OVERRIDE.as_bytes())
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
