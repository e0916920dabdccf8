//! Opening files of a repository that somebody else may have written: below its root, never through a link, regular
//! files only, and no more bytes than the compiler takes.

#[cfg_attr(not(unix), path = "files/folder_by_path.rs")]
mod folder;

use std::{
    ffi::{OsStr, OsString},
    io::{self, Read},
    path::{Component, Path},
};

use teamwright_core::{Diagnostic, MAX_BYTES, Source, file};

pub(crate) use self::folder::Folder;
use crate::output::Failure;

/// Something in a directory.
pub(crate) struct Entry {
    pub(crate) name: OsString,
    pub(crate) kind: Kind,
}

/// What bears a name.
#[derive(PartialEq, Eq)]
pub(crate) enum Kind {
    Folder,
    Link,
    /// A file, or what is neither.
    Other,
}

/// Why there is no text.
pub(crate) enum Unread {
    /// There is no such file.
    Missing,
    /// It was refused; the input is wrong.
    Refused(Box<Diagnostic>),
    /// It could not be read; the work can't be done.
    Failed(Failure),
}

impl Unread {
    /// What is wrong with the input, or why the work can't be done; a file that was meant to be there and is not is the latter.
    pub(crate) fn refusal(self, shown: &str) -> Result<Box<Diagnostic>, Failure> {
        match self {
            Self::Missing => Err(Failure::new(format!("no file `{shown}`"))),
            Self::Refused(why) => Ok(why),
            Self::Failed(failure) => Err(failure),
        }
    }
}

/// What is in a directory that was opened.
pub(crate) fn list(opened: Result<Folder, Unread>, shown: &str) -> Result<(Folder, Vec<Entry>), Unread> {
    let mut folder = opened?;
    let entries = folder.entries().map_err(|error| unreadable(shown, &error))?;
    Ok((folder, entries))
}

/// Reads `relative` below `root`; messages call it `shown`. No component of it may be a link.
pub(crate) fn read_below(root: &Path, relative: &Path, shown: &str) -> Result<Source, Unread> {
    let (Some(name), Some(above)) = (relative.file_name(), relative.parent()) else {
        return Err(refused(shown, file::Refusal::NotAFile));
    };
    folder_below(root, above, shown)?.read(name, shown)
}

/// Opens the directory `relative` below `root`; messages call what is looked for `shown`. No component of it may be a link.
pub(crate) fn folder_below(root: &Path, relative: &Path, shown: &str) -> Result<Folder, Unread> {
    let root = Folder::open(root).map_err(|error| unreadable(shown, &error))?;
    let names = relative.components().filter(|component| *component != Component::CurDir).map(Component::as_os_str);
    names.into_iter().try_fold(root, |folder, name: &OsStr| folder.folder(name, shown))
}

/// The text of what [`read_limited`] gave, unless it is more than the compiler takes or no text.
pub(crate) fn decode(shown: &str, bytes: Vec<u8>) -> Result<Source, Box<Diagnostic>> {
    if bytes.len() > MAX_BYTES {
        return Err(Box::new(file::refuse(shown, file::Refusal::TooLarge)));
    }
    file::decode(shown, bytes)
}

/// A path with `/` between its components, as messages show it.
pub(crate) fn show(path: &Path) -> String {
    let parts = path.components().filter_map(|component| match component {
        Component::CurDir => None,
        Component::RootDir => Some(String::new()),
        other => Some(other.as_os_str().to_string_lossy().escape_debug().to_string()),
    });
    let shown = parts.collect::<Vec<_>>().join("/");
    if shown.is_empty() { ".".to_owned() } else { shown }
}

/// One byte more than the compiler takes, at most, so that what is too long can be told. `expected` bytes fit at once.
pub(crate) fn read_limited(opened: impl Read, expected: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(expected.min(MAX_BYTES) + 1);
    opened.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn refused(shown: &str, refusal: file::Refusal) -> Unread {
    Unread::Refused(Box::new(file::refuse(shown, refusal)))
}

pub(crate) fn unreadable(shown: &str, error: &io::Error) -> Unread {
    Unread::Failed(Failure::new(format!("could not read `{shown}`: {error}")))
}
