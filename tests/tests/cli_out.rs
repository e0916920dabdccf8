//! `render --out`: one file an object, only our own files removed, whole or not at all, and never through a link.
#![cfg(unix)]

use std::{collections::BTreeMap, fs, os::unix::fs::symlink, process::Command};

use serde_json::Value;
use teamwright_tests::{
    output::read_back,
    sandbox::{PLATFORM, Sandbox, TWO_CLUSTERS, team},
};

#[test]
fn out_writes_one_file_an_object() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    let answer = sandbox.run(&["render", "--out", "out"]);
    assert!(answer.stderr.contains("files of 2 teams in out"), "{}", answer.stderr);
    assert_eq!(answer.fine(), "");
    let files = sandbox.files("out");
    for expected in [
        "a/project/AppProject-team-a.yaml",
        "a/namespace/Namespace-team-a.yaml",
        "a/namespace/NetworkPolicy-default-deny-all.yaml",
        "a/apps/Application-a-web.yaml",
        "b/apps/Application-b-web.yaml",
    ] {
        assert!(files.iter().any(|file| file == expected), "{expected}: {files:#?}");
    }
    let written: String =
        files.iter().filter(|file| file.ends_with(".yaml")).map(|file| sandbox.read(&format!("out/{file}"))).collect();
    let by_key = |yaml: &str| {
        let objects = read_back(yaml).unwrap();
        let key = |object: &Value| {
            format!("{} {} {}", object["kind"], object["metadata"]["namespace"], object["metadata"]["name"])
        };
        objects.into_iter().map(|object| (key(&object), object)).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(by_key(&written), by_key(&sandbox.run(&["render"]).fine()));
    assert!(!files.iter().any(|file| file.contains("unfinished")), "{files:?}");
}

#[test]
fn with_several_clusters_out_has_the_namespace_part_of_each() {
    let sandbox = Sandbox::with(TWO_CLUSTERS, &["a"]);
    let answer = sandbox.run(&["render", "--out", "out"]);
    assert!(!answer.stderr.contains("warning"), "{}", answer.stderr);
    let files = sandbox.files("out");
    for expected in [
        "a/namespace/production/Namespace-team-a.yaml",
        "a/namespace/staging/Namespace-team-a.yaml",
        "a/project/AppProject-team-a.yaml",
        "a/apps/Application-a-web.yaml",
    ] {
        assert!(files.iter().any(|file| file == expected), "{expected}: {files:#?}");
    }
    let one = Sandbox::with(TWO_CLUSTERS, &["a"]);
    let _ = one.run(&["render", "--out", "out", "--cluster", "staging"]).fine();
    assert!(one.path("out/a/namespace/staging").is_dir() && !one.path("out/a/namespace/production").exists());
    for cluster in ["production", "staging"] {
        let stdout = sandbox.run(&["render", "--part", "namespace", "--cluster", cluster]).fine();
        assert!(stdout.contains(&sandbox.read(&format!("out/a/namespace/{cluster}/Namespace-team-a.yaml"))));
    }
}

#[test]
fn a_second_run_touches_no_file() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    let _ = sandbox.run(&["render", "--out", "out"]).fine();
    let state = || {
        let stamp = |file: String| {
            let metadata = fs::metadata(sandbox.path(&format!("out/{file}"))).unwrap();
            (file, metadata.modified().unwrap(), metadata.len())
        };
        sandbox.files("out").into_iter().map(stamp).collect::<Vec<_>>()
    };
    let before = state();
    std::thread::sleep(std::time::Duration::from_millis(20));
    let _ = sandbox.run(&["render", "--out", "out"]).fine();
    assert_eq!(state(), before);
}

#[test]
fn stale_files_go_and_files_of_others_stay() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    let _ = sandbox.run(&["render", "--out", "out"]).fine();
    sandbox.write("out/README.md", "mine");
    sandbox.write("out/a/apps/Application-a-mine.yaml", "mine");
    sandbox.write("out/b/project/mine.yaml", "mine");
    sandbox.write("teams/a/team.yaml", team("a").replace("name: web", "name: api"));
    fs::remove_dir_all(sandbox.path("teams/b")).unwrap();
    let _ = sandbox.run(&["render", "--out", "out"]).fine();
    let files = sandbox.files("out");
    let has = |name: &str| files.iter().any(|file| file == name);
    assert!(has("a/apps/Application-a-api.yaml") && !has("a/apps/Application-a-web.yaml"), "{files:#?}");
    assert!(has("README.md") && has("a/apps/Application-a-mine.yaml"));
    assert_eq!(files.iter().filter(|file| file.starts_with("b/")).collect::<Vec<_>>(), ["b/project/mine.yaml"]);
    assert!(!sandbox.path("out/b/namespace").exists(), "empty folders go");
}

#[test]
fn a_run_judges_only_what_it_was_asked_for() {
    let sandbox = Sandbox::with(TWO_CLUSTERS, &["a", "b"]);
    let _ = sandbox.run(&["render", "--out", "out"]).fine();
    let all = sandbox.files("out");
    for words in [
        &["teams/a"][..],
        &["--part", "apps"],
        &["--cluster", "staging"],
        &["teams/b", "--part", "namespace", "--cluster", "staging"],
    ] {
        let _ = sandbox.run(&[&["render", "--out", "out"], words].concat()).fine();
        assert_eq!(sandbox.files("out"), all, "{words:?}");
    }
    // A cluster that is gone takes its files along.
    sandbox.write("platform.yaml", PLATFORM);
    let _ = sandbox.run(&["render", "--out", "out"]).fine();
    assert!(!sandbox.path("out/a/namespace/staging").exists());
    assert!(sandbox.path("out/a/namespace/Namespace-team-a.yaml").is_file());
}

#[test]
fn good_teams_are_written_beside_a_wrong_one_which_keeps_its_files() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b", "c"]);
    let _ = sandbox.run(&["render", "--out", "out"]).fine();
    let before = sandbox.files("out");
    sandbox.write("teams/a/team.yaml", team("a").replace("name: web", "name: api"));
    for wrong in [&b"team: b\nteem: c\n"[..], b"team: b\xff\n"] {
        sandbox.write("teams/b/team.yaml", wrong);
        let stderr = sandbox.run(&["render", "--out", "out"]).wrong();
        assert!(stderr.contains("files of 2 teams in out; 1 error"), "{stderr}");
        let expected: Vec<_> = before.iter().map(|file| file.replace("a-web", "a-api")).collect();
        assert_eq!(sandbox.files("out"), expected);
    }
    // Nor does a team whose directory holds what it must not hold.
    sandbox.write("teams/b/team.yaml", team("b"));
    sandbox.write("teams/c/.argocd-source.yaml", "plugin: {name: x}\n");
    sandbox.write("teams/c/team.yaml", team("c").replace("name: web", "name: api"));
    let stderr = sandbox.run(&["render", "--out", "out"]).wrong();
    assert!(stderr.contains("TW2005") && stderr.contains("files of 2 teams"), "{stderr}");
    assert!(sandbox.path("out/c/apps/Application-c-web.yaml").is_file());
}

#[test]
fn with_a_wrong_platform_nothing_is_written() {
    let sandbox = Sandbox::with(&format!("clusters: []\n{PLATFORM}"), &["a"]);
    let stderr = sandbox.run(&["render", "--out", "out"]).wrong();
    assert_eq!(stderr.matches("platform.yaml:1:").count(), 1, "{stderr}");
    assert!(!sandbox.path("out").exists());
    let stderr = sandbox.run(&["render"]).wrong();
    assert_eq!(stderr.matches("platform.yaml:1:").count(), 1, "{stderr}");
}

#[test]
fn out_never_writes_or_removes_through_a_link() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    sandbox.write("elsewhere/project/precious.yaml", "mine");
    sandbox.folder("out");
    symlink("../elsewhere", sandbox.path("out/a")).unwrap();
    assert!(sandbox.run(&["render", "--out", "out"]).failed().contains("in the way"));
    // Not even if the list of earlier files names it.
    fs::remove_file(sandbox.path("out/a")).unwrap();
    symlink("../elsewhere", sandbox.path("out/gone")).unwrap();
    sandbox.write("out/.teamwright-files", "gone/project/precious.yaml\n../elsewhere/project/precious.yaml\n");
    let _ = sandbox.run(&["render", "--out", "out"]).fine();
    assert_eq!(sandbox.files("elsewhere"), ["project/precious.yaml"]);
    // A link in place of a file is replaced, not followed.
    let file = "out/a/project/AppProject-team-a.yaml";
    let text = sandbox.read(file);
    sandbox.write("target", &text);
    fs::remove_file(sandbox.path(file)).unwrap();
    symlink(sandbox.path("target"), sandbox.path(file)).unwrap();
    let _ = sandbox.run(&["render", "--out", "out"]).fine();
    assert!(fs::symlink_metadata(sandbox.path(file)).unwrap().is_file());
    // A link in place of the directory itself is the caller's wish.
    symlink("out", sandbox.path("link")).unwrap();
    let _ = sandbox.run(&["render", "--out", "link"]).fine();
    assert!(fs::symlink_metadata(sandbox.path("link")).unwrap().is_symlink());
}

#[test]
fn out_fails_clearly_where_it_cannot_write() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    sandbox.write("file", "");
    assert!(sandbox.run(&["render", "--out", "file"]).failed().contains("`file`"));
    assert!(sandbox.run(&["render", "--out", "file/below"]).failed().contains("`file/below`"));
    sandbox.folder("out");
    assert!(Command::new("mkfifo").arg(sandbox.path("out/.teamwright-files")).status().unwrap().success());
    assert!(sandbox.run(&["render", "--out", "out"]).failed().contains("not a regular file"));
}

#[test]
fn one_run_at_a_time_writes_a_directory() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    sandbox.folder("out");
    let directory = fs::File::open(sandbox.path("out")).unwrap();
    directory.try_lock().unwrap();
    assert!(sandbox.run(&["render", "--out", "out"]).failed().contains("another run"));
    directory.unlock().unwrap();
    let _ = sandbox.run(&["render", "--out", "out"]).fine();
}

#[test]
fn a_killed_run_leaves_whole_files_that_the_next_run_knows() {
    let names: Vec<_> = (0..60).map(|number| format!("t{number}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let sandbox = Sandbox::with(PLATFORM, &names);
    let whole = sandbox.run(&["render", "--out", "whole"]).fine();
    assert_eq!(whole, "");
    for milliseconds in [1, 3, 6, 10, 20, 40] {
        let mut child =
            sandbox.command("").args(["render", "--out", "out"]).stderr(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        child.kill().unwrap();
        let _ = child.wait().unwrap();
        if !sandbox.path("out").is_dir() {
            continue;
        }
        for file in sandbox.files("out").iter().filter(|file| file.ends_with(".yaml")) {
            assert_eq!(sandbox.read(&format!("out/{file}")), sandbox.read(&format!("whole/{file}")), "{file}");
        }
    }
    for name in &names[1..] {
        fs::remove_dir_all(sandbox.path(&format!("teams/{name}"))).unwrap();
    }
    let _ = sandbox.run(&["render", "--out", "out"]).fine();
    let _ = sandbox.run(&["render", "--out", "whole"]).fine();
    assert_eq!(sandbox.files("out"), sandbox.files("whole"));
}
