//! A directory of a repository where the system can't hold one open: a path, judged at each step.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use teamwright_core::{MAX_BYTES, Source, file::Refusal};

use super::{Entry, Kind, Unread, decode, read_limited, refused, unreadable};

/// A directory. What lies in it is opened by its name alone, and never through a link.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// The directory at a path that the caller chose; links in it are followed.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(path.to_path_buf()))
    }

    /// A directory in this one. Messages call it `shown`.
    pub(crate) fn folder(&self, name: &OsStr, shown: &str) -> Result<Self, Unread> {
        let (path, found) = self.look(name, shown)?;
        if found.is_dir() { Ok(Self(path)) } else { Err(refused(shown, Refusal::NotAFile)) }
    }

    /// What is in it, in the order of the names.
    pub(crate) fn entries(&mut self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            let kind = match entry.file_type() {
                Ok(kind) if kind.is_dir() => Kind::Folder,
                Ok(kind) if kind.is_symlink() => Kind::Link,
                _ => Kind::Other,
            };
            entries.push(Entry { name: entry.file_name(), kind });
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// The text of a file in it. Messages call it `shown`.
    pub(crate) fn read(&self, name: &OsStr, shown: &str) -> Result<Source, Unread> {
        let (path, found) = self.look(name, shown)?;
        if !found.is_file() {
            return Err(refused(shown, Refusal::NotAFile));
        }
        let size = usize::try_from(found.len()).unwrap_or(usize::MAX);
        if size > MAX_BYTES {
            return Err(refused(shown, Refusal::TooLarge));
        }
        let bytes = File::open(&path).and_then(|opened| read_limited(opened, size));
        decode(shown, bytes.map_err(|error| unreadable(shown, &error))?).map_err(Unread::Refused)
    }

    fn look(&self, name: &OsStr, shown: &str) -> Result<(PathBuf, fs::Metadata), Unread> {
        let path = self.0.join(name);
        let found = fs::symlink_metadata(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Unread::Missing,
            _ => unreadable(shown, &error),
        })?;
        if found.is_symlink() { Err(refused(shown, Refusal::Symlink)) } else { Ok((path, found)) }
    }
}
