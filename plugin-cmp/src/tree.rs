//! `render --out`: one file an object below a directory, of which only our own files are ever removed.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Component, Path, PathBuf},
};

use crate::{
    output::Failure,
    write::{self, Safety, failure},
};

/// Lists the files of earlier runs into the same directory.
pub(crate) const RECORD: &str = ".teamwright-files";

/// Holds what is being written, until it gets its name.
const UNFINISHED: &str = ".teamwright-unfinished";

/// A directory that is being written. One run at a time may do that.
pub(crate) struct Tree {
    directory: PathBuf,
    /// Files of earlier runs.
    earlier: BTreeSet<String>,
    /// Files of this run.
    made: BTreeSet<String>,
    /// Directories below that are known to be no links.
    directories: BTreeSet<PathBuf>,
    /// Takes the names of new files while they are written, so that a killed run leaves nothing behind that is unknown.
    record: File,
    /// Unlocked when it is dropped.
    _lock: Option<File>,
}

impl Tree {
    /// Opens a directory and makes it if need be.
    pub(crate) fn open(directory: &Path) -> Result<Self, Failure> {
        let fail = |error: io::Error| failure(directory, &error);
        fs::create_dir_all(directory).map_err(fail)?;
        // A link in place of the directory itself is the caller's wish; what lies below is not.
        let directory = directory.canonicalize().map_err(fail)?;
        let lock = File::open(&directory).ok();
        if let Some(Err(TryLockError::WouldBlock)) = lock.as_ref().map(File::try_lock) {
            return Err(Failure::new(format!("another run is writing to `{}`", directory.display())));
        }
        let path = directory.join(RECORD);
        let fail = |error: io::Error| failure(&path, &error);
        let earlier = match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_file() => fs::read_to_string(&path).map_err(fail)?,
            Ok(_) => return Err(Failure::new(format!("`{}` is not a regular file", path.display()))),
            Err(_) => String::new(),
        };
        let record = OpenOptions::new().append(true).create(true).open(&path).map_err(fail)?;
        // A killed run can have left the last line unfinished.
        let whole = earlier.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let earlier = whole.lines().filter(|line| is_below(line)).map(str::to_owned).collect();
        Ok(Self { directory, earlier, made: BTreeSet::new(), directories: BTreeSet::new(), record, _lock: lock })
    }

    /// Writes a file, unless it has this text already. `relative` has `/` between its components.
    pub(crate) fn write(&mut self, relative: String, text: &str) -> Result<(), Failure> {
        let path = self.directory.join(&relative);
        if let Some(parent) = Path::new(&relative).parent() {
            self.make_directory(parent)?;
        }
        let is_file = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file());
        let same = is_file && fs::read(&path).is_ok_and(|earlier| earlier == text.as_bytes());
        if !same {
            if !self.earlier.contains(&relative) {
                let line = format!("{relative}\n");
                self.record
                    .write_all(line.as_bytes())
                    .map_err(|error| failure(&self.directory.join(RECORD), &error))?;
                self.earlier.insert(relative.clone());
            }
            write::replace(&path, &self.directory.join(UNFINISHED), text, Safety::Made)?;
        }
        self.made.insert(relative);
        Ok(())
    }

    /// Removes files of earlier runs that were not made again and that `is_stale` tells to be this run's to judge.
    pub(crate) fn finish(mut self, is_stale: impl Fn(&str) -> bool) -> Result<usize, Failure> {
        let stale: Vec<_> =
            self.earlier.iter().filter(|line| !self.made.contains(*line) && is_stale(line)).cloned().collect();
        for line in &stale {
            self.remove(line)?;
            self.earlier.remove(line);
        }
        self.earlier.append(&mut self.made);
        self.record_all()?;
        Ok(stale.len())
    }

    fn record_all(&self) -> Result<(), Failure> {
        let text = record(&self.earlier);
        let path = self.directory.join(RECORD);
        if fs::read(&path).is_ok_and(|earlier| earlier == text.as_bytes()) {
            return Ok(());
        }
        write::replace(&path, &self.directory.join(UNFINISHED), &text, Safety::Made)
    }

    fn make_directory(&mut self, relative: &Path) -> Result<(), Failure> {
        if self.directories.contains(relative) {
            return Ok(());
        }
        let mut path = self.directory.clone();
        for component in relative.components() {
            path.push(component);
            match fs::symlink_metadata(&path) {
                Ok(metadata) if metadata.is_dir() => {}
                Ok(_) => {
                    return Err(Failure::new(format!("`{}` is in the way: it is not a directory", path.display())));
                }
                Err(_) => fs::create_dir(&path).map_err(|error| failure(&path, &error))?,
            }
        }
        self.directories.insert(relative.to_path_buf());
        Ok(())
    }

    fn remove(&self, line: &str) -> Result<(), Failure> {
        let relative = Path::new(line);
        let mut path = self.directory.clone();
        for component in relative.parent().unwrap_or(Path::new("")).components() {
            path.push(component);
            if !fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir()) {
                // Gone, or a link to somewhere else: none of our files is in there.
                return Ok(());
            }
        }
        let path = self.directory.join(relative);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Failure::new(format!("could not remove `{}`: {error}", path.display())));
            }
            _ => {}
        }
        // Directories go when they are empty; the first one that is not ends the walk.
        for parent in relative.ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty()) {
            if fs::remove_dir(self.directory.join(parent)).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// The text of the record of these files.
pub(crate) fn record(files: &BTreeSet<String>) -> String {
    files.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

/// A line of the record that can only name a file below the directory.
fn is_below(line: &str) -> bool {
    let path = Path::new(line);
    !line.is_empty() && path.components().all(|part| matches!(part, Component::Normal(_)))
}
