//! Opening files of a repository that somebody else may have written: below its root, never through a link, regular
//! files only, and no more bytes than the compiler takes.

use std::{
    io::{self, Read},
    path::{Component, Path},
};

use teamwright_core::{Diagnostic, MAX_BYTES, Source, file};

use crate::output::Failure;

/// Why there is no text.
pub(crate) enum Unread {
    /// There is no such file.
    Missing,
    /// It was refused; the input is wrong.
    Refused(Box<Diagnostic>),
    /// It could not be read; the work can't be done.
    Failed(Failure),
}

/// Reads `relative` below `root`; messages call it `shown`. No component of it may be a link.
pub(crate) fn read_below(root: &Path, relative: &Path, shown: &str) -> Result<Source, Unread> {
    let opened = open_below(root, relative, shown)?;
    let expected = opened.metadata().ok().and_then(|metadata| usize::try_from(metadata.len()).ok());
    let bytes = read_limited(opened, expected.unwrap_or_default()).map_err(|error| unreadable(shown, &error))?;
    decode(shown, bytes).map_err(Unread::Refused)
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

fn unreadable(shown: &str, error: &io::Error) -> Unread {
    Unread::Failed(Failure::new(format!("could not read `{shown}`: {error}")))
}

#[cfg(unix)]
fn open_below(root: &Path, relative: &Path, shown: &str) -> Result<std::fs::File, Unread> {
    use rustix::{
        fs::{FileType, Mode, OFlags},
        io::Errno,
    };
    let unreadable = |errno: Errno| unreadable(shown, &io::Error::from(errno));
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let flags = OFlags::RDONLY | OFlags::CLOEXEC;
    let mut directory = rustix::fs::open(root, flags | OFlags::DIRECTORY, Mode::empty()).map_err(unreadable)?;
    let names: Vec<_> = relative.components().filter(|component| *component != Component::CurDir).collect();
    let Some((last, above)) = names.split_last() else {
        return Err(refused(shown, file::Refusal::NotAFile));
    };
    // A link gives ELOOP, or ENOTDIR where a directory was asked for; a look at the entry itself tells which it is.
    let explain = |directory: &rustix::fd::OwnedFd, name: &Component<'_>, errno: Errno| {
        let kind = rustix::fs::statat(directory, name.as_os_str(), rustix::fs::AtFlags::SYMLINK_NOFOLLOW)
            .map(|stat| FileType::from_raw_mode(stat.st_mode));
        match kind {
            Ok(FileType::Symlink) => refused(shown, file::Refusal::Symlink),
            _ if errno == Errno::NOENT => Unread::Missing,
            Ok(FileType::RegularFile | FileType::Directory) => unreadable(errno),
            Ok(_) => refused(shown, file::Refusal::NotAFile),
            Err(_) => unreadable(errno),
        }
    };
    for name in above {
        let next = flags | OFlags::DIRECTORY | OFlags::NOFOLLOW;
        directory = rustix::fs::openat(&directory, name.as_os_str(), next, Mode::empty())
            .map_err(|errno| explain(&directory, name, errno))?;
    }
    // Without NONBLOCK the open of a pipe waits for a writer.
    let last_flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let opened = rustix::fs::openat(&directory, last.as_os_str(), last_flags, Mode::empty())
        .map_err(|errno| explain(&directory, last, errno))?;
    let stat = rustix::fs::fstat(&opened).map_err(unreadable)?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err(refused(shown, file::Refusal::NotAFile));
    }
    if stat.st_nlink > 1 {
        return Err(refused(shown, file::Refusal::HardLink));
    }
    if u64::try_from(stat.st_size).is_ok_and(|size| size > MAX_BYTES as u64) {
        return Err(refused(shown, file::Refusal::TooLarge));
    }
    Ok(std::fs::File::from(opened))
}

#[cfg(not(unix))]
fn open_below(root: &Path, relative: &Path, shown: &str) -> Result<std::fs::File, Unread> {
    let mut path = root.to_path_buf();
    let mut metadata = None;
    for name in relative.components().filter(|component| *component != Component::CurDir) {
        path.push(name);
        let found = std::fs::symlink_metadata(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Unread::Missing,
            _ => unreadable(shown, &error),
        })?;
        if found.is_symlink() {
            return Err(refused(shown, file::Refusal::Symlink));
        }
        metadata = Some(found);
    }
    match metadata {
        Some(found) if found.is_file() && found.len() <= MAX_BYTES as u64 => {}
        Some(found) if found.is_file() => return Err(refused(shown, file::Refusal::TooLarge)),
        _ => return Err(refused(shown, file::Refusal::NotAFile)),
    }
    std::fs::File::open(&path).map_err(|error| unreadable(shown, &error))
}
