//! The mutants, as `cargo mutants --list --json` names them.

use std::{collections::BTreeMap, path::Path, process::Command};

use serde::Deserialize;

use crate::Outcome;

/// A position in a file: lines and columns (in characters) count from one.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

#[derive(Deserialize)]
struct Span {
    start: Position,
}

#[derive(Deserialize)]
struct Function {
    function_name: String,
}

/// One mutant in cargo-mutants' words.
#[derive(Deserialize)]
struct Raw {
    name: String,
    file: String,
    function: Option<Function>,
    span: Span,
    replacement: String,
    genre: Genre,
}

/// What is changed; the names are cargo-mutants'.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Genre {
    FnValue,
    BinaryOperator,
    UnaryOperator,
    MatchArm,
    MatchArmGuard,
    StructField,
}

/// One way to break the core.
pub(crate) struct Mutant {
    /// What switches it on: its place in the list, from one.
    pub(crate) number: u32,
    /// The file below the root, with slashes.
    pub(crate) file: String,
    /// Where the replaced text begins.
    pub(crate) start: Position,
    /// What stands there instead; empty where something is deleted.
    pub(crate) replacement: String,
    pub(crate) genre: Genre,
    /// What survives edits elsewhere in the file: the file, what is done in which function, and, where a function has the
    /// same again, which of them it is.
    pub(crate) name: String,
}

/// The mutants of the core, in the order of their files and places.
pub(crate) fn all(cargo_mutants: &Path, root: &Path) -> Outcome<Vec<Mutant>> {
    let mut command = Command::new(cargo_mutants);
    command.current_dir(root).args(["mutants", "--list", "--json", "--package", "teamwright-core"]);
    let output = command.output().map_err(|error| format!("{}: {error}", cargo_mutants.display()))?;
    if !output.status.success() {
        return Err(format!("cargo mutants: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let raw: Vec<Raw> =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("the list of mutants: {error}"))?;
    Ok(named(raw))
}

fn named(raw: Vec<Raw>) -> Vec<Mutant> {
    let mut met: BTreeMap<String, u32> = BTreeMap::new();
    let name = |raw: &Raw| {
        let done = words_of(&raw.name);
        let function = raw.function.as_ref().map_or("", |function| &function.function_name);
        let place = if done.contains(function) { String::new() } else { format!(" in {function}") };
        format!("{}: {done}{place}", raw.file)
    };
    let mut mutant = |(number, raw): (u32, Raw)| {
        let name = name(&raw);
        let times = met.entry(name.clone()).or_default();
        *times += 1;
        let name = if *times == 1 { name } else { format!("{name} #{times}") };
        let Raw { file, span, replacement, genre, .. } = raw;
        Mutant { number, file, start: span.start, replacement, genre, name }
    };
    (1..).zip(raw).map(&mut mutant).collect()
}

/// What is done, without the place: of `core/src/a.rs:3:5: replace f -> bool with true` what follows the column.
fn words_of(name: &str) -> &str {
    name.splitn(4, ':').nth(3).unwrap_or(name).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_second_of_the_same_and_no_line() {
        let list = r#"[
            {"name": "a.rs:3:5: replace < with > in f", "file": "a.rs", "function": {"function_name": "f"},
             "span": {"start": {"line": 3, "column": 5}, "end": {"line": 3, "column": 6}}, "replacement": ">", "genre": "BinaryOperator"},
            {"name": "a.rs:9:5: replace < with > in f", "file": "a.rs", "function": {"function_name": "f"},
             "span": {"start": {"line": 9, "column": 5}, "end": {"line": 9, "column": 6}}, "replacement": ">", "genre": "BinaryOperator"}
        ]"#;
        let mutants = named(serde_json::from_str(list).unwrap());
        let names: Vec<_> = mutants.iter().map(|mutant| (mutant.number, mutant.name.as_str())).collect();
        assert_eq!(names, [(1, "a.rs: replace < with > in f"), (2, "a.rs: replace < with > in f #2")]);
    }
}
