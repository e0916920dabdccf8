//! Whatever we emit is accepted by the code that will receive it: Kubernetes' strict decoders and create strategies, the
//! custom resources' definitions, Argo CD's project rules. The judge stands in `tests/argocd`; it needs Go 1.26.

use std::{env, fs, process::Command};

use teamwright_tests::{go, inputs};

#[test]
fn kubernetes_and_argo_cd_accept_every_valid_output() {
    let named = env::var_os("TEAMWRIGHT_JUDGE").map(Into::into);
    let Some(judge) = named.or_else(|| go::command("judge")) else { return };
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
