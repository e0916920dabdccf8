//! A directory of a repository, held open: what is asked of it is asked of the same one, whatever its name means by then.

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io,
    os::unix::ffi::OsStringExt,
    path::Path,
};

use rustix::{
    fd::{BorrowedFd, OwnedFd},
    fs::{AtFlags, Dir, FileType, Mode, OFlags},
    io::Errno,
};
use teamwright_core::{MAX_BYTES, Source, file::Refusal};

use super::{Entry, Kind, Unread, decode, read_limited, refused, unreadable};

const FLAGS: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC);
const DIRECTORY: OFlags = FLAGS.union(OFlags::DIRECTORY);
/// Without NONBLOCK the open of a pipe waits for a writer.
const FILE: OFlags = FLAGS.union(OFlags::NONBLOCK);

/// A directory. What lies in it is opened by its name alone, and never through a link.
pub(crate) struct Folder(Dir);

impl Folder {
    /// The directory at a path that the caller chose; links in it are followed.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self(Dir::new(rustix::fs::open(path, DIRECTORY, Mode::empty())?)?))
    }

    /// A directory in this one. Messages call it `shown`.
    pub(crate) fn folder(&self, name: &OsStr, shown: &str) -> Result<Self, Unread> {
        self.enter(name, DIRECTORY, shown)
            .and_then(|opened| Dir::new(opened).map_err(|errno| unreadable(shown, &errno.into())))
            .map(Self)
    }

    /// What is in it, in the order of the names.
    pub(crate) fn entries(&mut self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        while let Some(entry) = self.0.read() {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name == b"." || name == b".." {
                continue;
            }
            let kind = match entry.file_type() {
                // Some file systems tell only who asks for each name.
                FileType::Unknown => rustix::fs::statat(self.0.fd()?, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW)
                    .map_or(FileType::Unknown, |stat| FileType::from_raw_mode(stat.st_mode)),
                known => known,
            };
            let kind = match kind {
                FileType::Directory => Kind::Folder,
                FileType::Symlink => Kind::Link,
                _ => Kind::Other,
            };
            entries.push(Entry { name: OsString::from_vec(name.to_vec()), kind });
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// The text of a file in it. Messages call it `shown`.
    pub(crate) fn read(&self, name: &OsStr, shown: &str) -> Result<Source, Unread> {
        let opened = self.enter(name, FILE, shown)?;
        let stat = rustix::fs::fstat(&opened).map_err(|errno| unreadable(shown, &errno.into()))?;
        let size = usize::try_from(stat.st_size).unwrap_or_default();
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(refused(shown, Refusal::NotAFile));
        }
        if stat.st_nlink > 1 {
            return Err(refused(shown, Refusal::HardLink));
        }
        if size > MAX_BYTES {
            return Err(refused(shown, Refusal::TooLarge));
        }
        let bytes = read_limited(File::from(opened), size).map_err(|error| unreadable(shown, &error))?;
        decode(shown, bytes).map_err(Unread::Refused)
    }

    fn enter(&self, name: &OsStr, flags: OFlags, shown: &str) -> Result<OwnedFd, Unread> {
        let directory = self.0.fd().map_err(|errno| unreadable(shown, &errno.into()))?;
        rustix::fs::openat(directory, name, flags | OFlags::NOFOLLOW, Mode::empty())
            .map_err(|errno| explain(directory, name, errno, shown))
    }
}

/// A link gives ELOOP, or ENOTDIR where a directory was asked for; a look at the entry itself tells which it is.
fn explain(directory: BorrowedFd<'_>, name: &OsStr, errno: Errno, shown: &str) -> Unread {
    let stat = rustix::fs::statat(directory, name, AtFlags::SYMLINK_NOFOLLOW);
    match stat.map(|stat| FileType::from_raw_mode(stat.st_mode)) {
        Ok(FileType::Symlink) => refused(shown, Refusal::Symlink),
        _ if errno == Errno::NOENT => Unread::Missing,
        Ok(FileType::RegularFile | FileType::Directory) | Err(_) => unreadable(shown, &errno.into()),
        Ok(_) => refused(shown, Refusal::NotAFile),
    }
}
