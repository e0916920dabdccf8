//! Whatever we emit is accepted by the code that will receive it: Kubernetes' strict decoders and create strategies, the
//! custom resources' definitions, Argo CD's project rules. The judge stands in `tests/argocd`; it needs Go 1.26.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use teamwright_tests::{
    inputs,
    repository::{note, root},
};

/// The judge that `TEAMWRIGHT_JUDGE` names, or one built from this checkout; `None` without Go, which is a failure in CI.
fn judge() -> Option<PathBuf> {
    if let Some(path) = env::var_os("TEAMWRIGHT_JUDGE") {
        return Some(path.into());
    }
    if !has_go() {
        let message = "no Go 1.26: Kubernetes' and Argo CD's own code does not judge the output";
        assert!(env::var("CI").as_deref() != Ok("true"), "{message}");
        note(&format!("skipped: {message}"));
        return None;
    }
    let path = root().join("target/tools/judge");
    if !path.exists() {
        note("building the judge: some minutes, and 3 GB of Go's caches, once");
    }
    let built = Command::new("go")
        .args(["build", "-buildvcs=false", "-o"])
        .arg(&path)
        .arg("./cmd/judge")
        .current_dir(root().join("tests/argocd"))
        .status()
        .expect("go can be started");
    assert!(built.success(), "the judge can't be built");
    Some(path)
}

fn has_go() -> bool {
    let Ok(output) = Command::new("go").args(["env", "GOVERSION"]).stderr(Stdio::null()).output() else { return false };
    let version = String::from_utf8_lossy(&output.stdout);
    let mut numbers = version.trim().trim_start_matches("go").split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= (1, 26)
}

#[test]
fn kubernetes_and_argo_cd_accept_every_valid_output() {
    let Some(judge) = judge() else { return };
    let directory = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for input in inputs::all() {
        for (cluster, yaml) in input.outputs() {
            let name: String = input.name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
            let path = directory.path().join(format!("{:04}_{name:.120}_{cluster}.yaml", files.len()));
            fs::write(&path, yaml).unwrap();
            files.push(path);
        }
    }
    assert!(files.len() > 500, "{} streams", files.len());
    let judged = Command::new(judge)
        .args(["--each", "--require-projects"])
        .args(&files)
        .current_dir(directory.path())
        .output()
        .expect("the judge can be started");
    let (stdout, stderr) = (String::from_utf8_lossy(&judged.stdout), String::from_utf8_lossy(&judged.stderr));
    assert_eq!(judged.status.code(), Some(0), "{stdout}\n{}", stderr.lines().last().unwrap_or_default());
    let objects = stderr.lines().last().and_then(|line| line.split(' ').next()?.parse::<usize>().ok());
    assert!(objects.is_some_and(|objects| objects > files.len() * 10), "{stderr}");
}
