//! The built command, for tests that run it as people do.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

/// The path of the `teamwright` command, built from this checkout with the profile of the running test.
///
/// # Panics
/// If it can't be built.
#[must_use]
pub fn teamwright() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(build)
}

/// `teamwright` with arguments, in a directory; nothing of the test's own environment changes its answer.
///
/// # Panics
/// If it can't be started.
#[must_use]
pub fn run(directory: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(teamwright());
    command.current_dir(directory).args(arguments).env_remove("ARGOCD_APP_PARAMETERS");
    command.output().unwrap_or_else(|error| panic!("{}: {error}", teamwright().display()))
}

fn build() -> PathBuf {
    // target/<profile>/deps/<test>
    let test = std::env::current_exe().unwrap_or_else(|error| panic!("no path of the running test: {error}"));
    let profile = test.ancestors().nth(2).unwrap_or_else(|| panic!("{} is not below target", test.display()));
    let target = profile.parent().unwrap_or(profile);
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--package", "teamwright", "--target-dir"]).arg(target);
    cargo.current_dir(crate::repository::root());
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    let status = cargo.status().unwrap_or_else(|error| panic!("cargo can't be started: {error}"));
    assert!(status.success(), "the command can't be built");
    profile.join(format!("teamwright{}", std::env::consts::EXE_SUFFIX))
}
