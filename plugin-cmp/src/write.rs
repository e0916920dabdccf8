//! Files are replaced as a whole: a reader sees the old text or the new one, never a part.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use crate::output::Failure;

/// Whether a replaced file must outlive a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Safety {
    /// It is somebody's source: its bytes are on disk before its name is taken over.
    Source,
    /// It can be made again.
    Made,
}

/// Writes `beside`, which must be on the same file system, and renames it to `path`. The permissions of `path` stay.
pub(crate) fn replace(path: &Path, beside: &Path, text: &str, safety: Safety) -> Result<(), Failure> {
    let written = write_new(path, beside, text, safety).and_then(|()| fs::rename(beside, path));
    written.map_err(|error| {
        let _ = fs::remove_file(beside);
        failure(path, &error)
    })
}

/// Why a file could not be written.
pub(crate) fn failure(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("could not write `{}`: {error}", path.display()))
}

fn write_new(path: &Path, beside: &Path, text: &str, safety: Safety) -> io::Result<()> {
    match fs::remove_file(beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // Never through a link that somebody else has put there.
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(beside)?;
    if let Some(metadata) = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file) {
        file.set_permissions(metadata.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    if safety == Safety::Source { file.sync_all() } else { Ok(()) }
}
