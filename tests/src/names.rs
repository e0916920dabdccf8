//! What the tests are called, for pages that promise them.

use std::{collections::BTreeSet, fs};

use crate::{
    cases,
    repository::{files_below, root},
};

/// The names of all tests and cases.
///
/// # Panics
/// If a file of the checkout can't be read.
#[must_use]
pub fn all() -> BTreeSet<String> {
    let mut names: BTreeSet<_> = cases::all().into_iter().map(|case| case.name).collect();
    for folder in ["tests/tests", "tests/src", "tests/parity/tests", "core/src", "plugin-cmp/src"] {
        for path in files_below(&root().join(folder), ".rs") {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            names.extend(of(&text));
        }
    }
    names
}

/// The function behind each `#[test]`.
fn of(text: &str) -> impl Iterator<Item = String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let behind = |rest: &str| {
        let (_, name) = rest.split_once("fn ")?;
        Some(name.split(|c| !is_name(c)).next().unwrap_or_default().to_owned())
    };
    text.split("#[test]\n").skip(1).filter_map(behind).collect::<Vec<_>>().into_iter()
}

/// The texts between backticks of a line.
pub fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The cells of each line of a page's tables that begins so.
#[must_use]
pub fn rows<'a>(page: &'a str, start: &str) -> Vec<Vec<&'a str>> {
    let cells = |line: &'a str| line.trim_matches('|').split('|').map(str::trim).collect();
    page.lines().filter(|line| line.starts_with(start)).map(cells).collect()
}
