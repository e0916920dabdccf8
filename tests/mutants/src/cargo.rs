//! Cargo in the copy: what rustc refuses, and the test binaries.

use std::{collections::BTreeMap, path::PathBuf, process::Command};

use serde::Deserialize;

use crate::{Outcome, tree::Tree};

/// What rustc refuses.
#[derive(Deserialize)]
pub(crate) struct Refusal {
    pub(crate) message: String,
    level: String,
    code: Option<Code>,
    pub(crate) spans: Vec<Stretch>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

/// Bytes of a file that a message points at.
#[derive(Deserialize)]
pub(crate) struct Stretch {
    /// Below the root.
    pub(crate) file_name: String,
    pub(crate) byte_start: usize,
    pub(crate) byte_end: usize,
    pub(crate) is_primary: bool,
}

impl Refusal {
    /// Whether it has this code of rustc's.
    pub(crate) fn is(&self, code: &str) -> bool {
        self.code.as_ref().is_some_and(|own| own.code == code)
    }

    /// The words that rustc would have printed.
    pub(crate) fn rendered(&self) -> &str {
        self.rendered.as_deref().unwrap_or(&self.message)
    }
}

#[derive(Deserialize)]
struct Line {
    message: Option<Refusal>,
    target: Option<Target>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// Why the core with its mutants does not compile; empty if it does.
pub(crate) fn check(tree: &Tree, build: Build) -> Outcome<Vec<Refusal>> {
    let (lines, succeeded, words) = run(tree, build, &["check", "--package", "teamwright-core", "--lib"])?;
    let refused = |refusal: &Refusal| refusal.level == "error" && !refusal.spans.is_empty();
    let refusals: Vec<_> = lines.into_iter().filter_map(|line| line.message).filter(refused).collect();
    if refusals.is_empty() && !succeeded { Err(words) } else { Ok(refusals) }
}

/// The binary of the core's own tests.
pub(crate) const OWN: &str = "teamwright_core";

/// The paths of test binaries by their names.
pub(crate) type Binaries = BTreeMap<String, PathBuf>;

/// Both packages, always: cargo gives what they share the features that both ask for, and builds it once.
const TESTS: [&str; 7] = ["test", "--no-run", "--package", "teamwright-core", "--package", "teamwright-tests", "--lib"];

/// What a build is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// Thousands of mutants: quick to run.
    Shared,
    /// One mutant: quick to build.
    Single,
}

impl Build {
    /// Seconds of processor time that rustc may take for a crate: a mutant of what it evaluates may never end.
    fn limit(self) -> &'static str {
        match self {
            Self::Shared => "unlimited",
            Self::Single => "120",
        }
    }

    /// For the core alone, so that its dependencies are built once.
    fn options(self) -> &'static [&'static str] {
        match self {
            Self::Shared => &[],
            Self::Single => &["--config", "profile.dev.package.teamwright-core.opt-level=0"],
        }
    }
}

/// Builds the core's own tests, or gives what rustc says.
pub(crate) fn own_tests(tree: &Tree, build: Build) -> Outcome<Binaries> {
    built(tree, build, &TESTS)
}

/// Builds the core's own tests, these integration tests, and the command that some of them start.
pub(crate) fn tests(tree: &Tree, build: Build, names: &[String]) -> Outcome<Binaries> {
    built(tree, build, &["build", "--package", "teamwright"])?;
    let mut arguments = TESTS.to_vec();
    arguments.extend(names.iter().flat_map(|name| ["--test", name.as_str()]));
    built(tree, build, &arguments)
}

fn built(tree: &Tree, build: Build, arguments: &[&str]) -> Outcome<Binaries> {
    let executable = |line: Line| Some((line.target?.name, line.executable?));
    let arguments = [arguments, build.options()].concat();
    let lines = run(tree, build, &arguments).and_then(whole)?;
    let mut binaries: Binaries = lines.into_iter().filter_map(executable).collect();
    // The tests of the tests' own library judge nothing of the core.
    binaries.remove("teamwright_tests");
    Ok(binaries)
}

fn whole((lines, succeeded, words): (Vec<Line>, bool, String)) -> Outcome<Vec<Line>> {
    if succeeded {
        return Ok(lines);
    }
    let errors = lines.iter().filter_map(|line| line.message.as_ref()).filter(|message| message.level == "error");
    Err(errors.map(Refusal::rendered).chain([words.as_str()]).collect())
}

fn run(tree: &Tree, build: Build, arguments: &[&str]) -> Outcome<(Vec<Line>, bool, String)> {
    let mut cargo = Command::new("sh");
    cargo.args(["-c", "ulimit -t $1; shift; exec \"$@\"", "sh", build.limit()]);
    cargo.arg(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let (command, arguments) = arguments.split_first().unwrap_or((&"check", &[]));
    cargo.current_dir(&tree.copy).args([command, "--quiet", "--message-format=json"]).args(arguments);
    cargo.env("CARGO_TARGET_DIR", &tree.target);
    // Thousands of short runs: quick to build, and quicker than nothing to run. A mutant's code has a right to be ugly.
    cargo.env("CARGO_PROFILE_DEV_OPT_LEVEL", "1").env("CARGO_PROFILE_DEV_DEBUG", "0");
    cargo.env("RUSTFLAGS", "--cap-lints=allow");
    let output = cargo.output().map_err(|error| format!("cargo can't be started: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    Ok((lines, output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
}
