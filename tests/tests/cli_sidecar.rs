//! `healthz` and `doctor`, outside of a sidecar: what is missing is said, point by point. Inside of one, with Argo CD's own server:
//! `tests/argocd`.

use teamwright_core::VERSION;
use teamwright_tests::{repository::root, sandbox::Sandbox};

#[test]
fn a_probe_without_a_server_fails_and_says_why() {
    let sandbox = Sandbox::empty();
    let stderr = sandbox.run(&["healthz", "--socket", "x.sock"]).wrong();
    assert!(stderr.starts_with("error: the plugin's server at x.sock is not well: No such file"), "{stderr}");
}

#[test]
fn the_doctor_says_of_each_point_whether_it_is_well() {
    let sandbox = Sandbox::empty();
    sandbox.folder("work");
    sandbox.write("plugin.yaml", std::fs::read(root().join("plugin-cmp/deploy/plugin.yaml")).unwrap());
    let run = |work: &str, config: &str| {
        let words = ["doctor", "--socket", "x.sock", "--work-dir", work, "--config", config];
        let answer = sandbox.run(&words);
        assert_eq!(answer.code, Some(1), "{}", answer.stderr);
        answer.stdout
    };
    let well = run("work", "plugin.yaml");
    assert!(well.starts_with(&format!("ok    compiler  teamwright {VERSION} dev")), "{well}");
    assert!(well.contains("\nok    temp      work can be written\n"), "{well}");
    assert!(well.contains("\nok    config    plugin.yaml is the one of this version\n"), "{well}");
    assert!(well.contains("\nFAIL  socket    x.sock: No such file"), "{well}");
    assert!(well.lines().any(|line| line.contains("  user  ")), "{well}");
    assert!(sandbox.files("work").is_empty(), "nothing is left behind");

    sandbox.write("plugin.yaml", "kind: ConfigManagementPlugin\n");
    let ill = run("missing", "plugin.yaml");
    assert!(ill.contains("\nFAIL  temp      missing can't be written"), "{ill}");
    assert!(ill.contains("\nwarn  config    plugin.yaml is not the one of this version"), "{ill}");
    assert!(run("work", "none.yaml").contains("\nFAIL  config    none.yaml: No such file"), "{ill}");
}
