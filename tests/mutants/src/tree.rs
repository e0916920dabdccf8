//! The copy of the tree that mutants live in; the checkout is never touched.

use std::{
    collections::BTreeSet,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

use crate::Outcome;

/// The checkout, and what is made of it.
pub(crate) struct Tree {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// The copy.
    pub(crate) copy: PathBuf,
    /// Where cargo builds the copy.
    pub(crate) target: PathBuf,
    /// Files of the checkout, below its root.
    files: BTreeSet<PathBuf>,
}

impl Tree {
    /// Brings the copy up to date; a file that did not change keeps its time, so that cargo builds only what did.
    /// Copies in several folders of one `work` share what is built of their dependencies.
    pub(crate) fn renew(root: &Path, work: &Path, folder: &str) -> Outcome<Self> {
        let mut git = Command::new("git");
        git.current_dir(root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let output = git.output().map_err(|error| format!("git: {error}"))?;
        let listed = String::from_utf8(output.stdout).map_err(|error| format!("git ls-files: {error}"))?;
        let files = listed.split('\0').map(PathBuf::from).filter(|path| root.join(path).is_file()).collect();
        let tree = Self { root: root.to_owned(), copy: work.join(folder), target: work.join("build"), files };
        for path in &tree.files {
            let bytes = fs::read(root.join(path)).map_err(|error| format!("{}: {error}", path.display()))?;
            // What is switched is written by whoever knows the switches.
            if !is_core(path) {
                write(&tree.copy.join(path), &bytes)?;
            }
        }
        tree.forget(&tree.copy)?;
        Ok(tree)
    }

    /// Removes what the checkout no longer has.
    fn forget(&self, folder: &Path) -> Outcome<()> {
        for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?.flatten() {
            let path = entry.path();
            let Ok(below) = path.strip_prefix(&self.copy) else { continue };
            if path.is_dir() {
                self.forget(&path)?;
            } else if !self.files.contains(below) {
                fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            }
        }
        Ok(())
    }

    /// The core's files, below the root.
    pub(crate) fn core(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.iter().filter(|path| is_core(path))
    }

    /// A file of the checkout.
    pub(crate) fn read(&self, path: &Path) -> Outcome<String> {
        fs::read_to_string(self.root.join(path)).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Writes a file of the copy.
    pub(crate) fn write(&self, path: &Path, text: &str) -> Outcome<()> {
        write(&self.copy.join(path), text.as_bytes())
    }

    /// A number that is another one when the core or its tests are.
    pub(crate) fn digest(&self) -> Outcome<u64> {
        let mut hasher = DefaultHasher::new();
        for path in self.files.iter().filter(|path| is_judged(path)) {
            path.hash(&mut hasher);
            fs::read(self.root.join(path)).map_err(|error| format!("{}: {error}", path.display()))?.hash(&mut hasher);
        }
        Ok(hasher.finish())
    }
}

fn is_core(path: &Path) -> bool {
    path.starts_with("core/src") && path.extension().is_some_and(|end| end == "rs")
}

fn write(path: &Path, bytes: &[u8]) -> Outcome<()> {
    if fs::read(path).is_ok_and(|found| found == bytes) {
        return Ok(());
    }
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, bytes))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// Whether a file belongs to the core or to what judges it.
fn is_judged(path: &Path) -> bool {
    path.starts_with("core") || path.starts_with("tests") && !path.starts_with("tests/mutants")
}
