//! Commands of `tests/argocd` and `tests/apiserver`, which are Kubernetes' and Argo CD's own code: they need Go 1.26.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
};

use crate::repository::{note, root};

/// The modules that have commands, in folders of their own below `cmd`.
const MODULES: [&str; 2] = ["tests/argocd", "tests/apiserver"];

/// A command of these modules, built from this checkout; `None` without Go, with a line that says so, which is a failure
/// in CI.
///
/// # Panics
/// If there is none of this name, if it can't be built, or in CI if there is no Go.
#[must_use]
pub fn command(name: &str) -> Option<PathBuf> {
    // Two tests that ask at once must not write one file.
    static BUILDING: Mutex<()> = Mutex::new(());
    let _one = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    if !has_go() {
        let message = format!("no Go 1.26: `{name}`, Kubernetes' and Argo CD's own code, is not asked");
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{message}");
        note(&format!("skipped: {message}"));
        return None;
    }
    let has_it = |module: &PathBuf| module.join("cmd").join(name).is_dir();
    let module = MODULES.iter().map(|module| root().join(module)).find(has_it);
    let module = module.unwrap_or_else(|| panic!("no module of Go has the command {name}"));
    let path = root().join("target/tools").join(name);
    if !path.exists() {
        note(&format!("building {name}: with empty caches of Go that takes some minutes, and 3 GB, once"));
    }
    let mut build = Command::new("go");
    // Tables for debuggers are a third of the file and of the time that it takes to link.
    build.args(["build", "-buildvcs=false", "-ldflags=-s -w", "-o"]).arg(&path).arg(format!("./cmd/{name}"));
    let built = build.current_dir(module).status();
    assert!(built.is_ok_and(|status| status.success()), "{name} can't be built");
    Some(path)
}

fn has_go() -> bool {
    let Ok(output) = Command::new("go").args(["env", "GOVERSION"]).stderr(Stdio::null()).output() else { return false };
    let version = String::from_utf8_lossy(&output.stdout);
    let mut numbers = version.trim().trim_start_matches("go").split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= (1, 26)
}
