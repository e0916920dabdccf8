//! Where things are: the workspace, and reference material that a checkout may lack.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// The workspace's root.
#[must_use]
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_path_buf()
}

/// A folder of the reference material beside the checkout; `None`, with a line that says so, where it is absent.
#[must_use]
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = root().parent()?.join("shared").join(name);
    if path.exists() {
        return Some(path);
    }
    note(&format!("skipped: no ../shared/{name} beside the checkout"));
    None
}

/// Says a line to whoever runs the tests. `println!` would not be seen: the words of a test that passes are swallowed.
pub fn note(line: &str) {
    let _ = std::io::stderr().write_all(format!("{line}\n").as_bytes());
}

/// Every file below a folder whose name ends so, in order.
///
/// # Panics
/// If the folder can't be read.
#[must_use]
pub fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path();
        if path.is_dir() {
            found.extend(files_below(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
