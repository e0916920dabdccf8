//! `render`: what reaches stdout, what reaches a directory, and when nothing does.

use std::{collections::BTreeMap, fs};

use serde_json::Value;
use teamwright_tests::{
    output::read_back,
    sandbox::{Answer, PLATFORM, Sandbox, TWO_CLUSTERS, team},
};

fn kinds(yaml: &str) -> Vec<String> {
    let kind = |object: Value| object["kind"].as_str().unwrap().to_owned();
    read_back(yaml).unwrap().into_iter().map(kind).collect()
}

#[test]
fn one_team_by_its_file_its_directory_or_stdin() {
    let sandbox = Sandbox::with(PLATFORM, &["backend"]);
    let by_file = sandbox.run(&["render", "teams/backend/team.yaml"]);
    assert_eq!(by_file.stderr, "");
    let by_file = by_file.fine();
    assert!(kinds(&by_file).len() > 10, "{by_file}");
    assert_eq!(sandbox.run(&["render", "teams/backend"]).fine(), by_file);
    assert_eq!(sandbox.run(&["render", "teams/backend/"]).fine(), by_file);
    assert_eq!(sandbox.run_in("teams/backend", &["render", "."]).fine(), by_file);
    assert_eq!(sandbox.run_in("teams", &["render", "../teams/backend/../backend"]).fine(), by_file);
    let stdin = Answer::to(sandbox.command("").args(["render", "-"]), team("backend").as_bytes());
    assert_eq!(stdin.fine(), by_file);
}

#[test]
fn stdin_stands_alone_and_its_findings_have_a_place() {
    let sandbox = Sandbox::with(PLATFORM, &["backend"]);
    let two = Answer::to(sandbox.command("").args(["render", "-", "teams/backend"]), b"team: a");
    assert!(two.failed().contains("`-` stands alone"));
    let wrong = Answer::to(sandbox.command("").args(["render", "-"]), b"team: a\nteem: b\n").wrong();
    assert!(wrong.contains("--> <stdin>:2:1"), "{wrong}");
    let latin = Answer::to(sandbox.command("").args(["render", "-"]), b"team: caf\xe9\n").wrong();
    assert!(latin.contains("--> <stdin>:1:10") && latin.contains("0xE9"), "{latin}");
    let empty = Answer::to(sandbox.command("").args(["render", "-"]), b"").wrong();
    assert!(empty.contains("<stdin>:1:1"), "{empty}");
    // Cut in the middle of a character, a text that is too long is still too long, and nothing else.
    let long = Answer::to(sandbox.command("").args(["render", "-"]), "é".repeat(200_000).as_bytes()).wrong();
    assert!(long.contains("TW0102") && !long.contains("UTF-8"), "{long}");
}

#[test]
fn several_teams_come_in_the_order_of_their_paths_however_they_are_named() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b", "c"]);
    let all = sandbox.run(&["render"]).fine();
    let namespaces: Vec<_> = all.lines().filter(|line| line.starts_with("  name: team-")).collect();
    let first = |name: &str| namespaces.iter().position(|line| line.ends_with(name)).unwrap();
    assert!(first("team-a") < first("team-b") && first("team-b") < first("team-c"), "{namespaces:?}");
    for words in
        [&["render", "."][..], &["render", "teams"], &["render", "teams/c", "teams/a", "teams/b", "teams/a/team.yaml"]]
    {
        assert_eq!(sandbox.run(words).fine(), all, "{words:?}");
    }
    for folder in ["teams", "teams/b"] {
        assert_eq!(sandbox.run_in(folder, &["render"]).fine(), all);
    }
    let one = |name: &str| sandbox.run(&["render", &format!("teams/{name}")]).fine();
    assert_eq!([one("a"), one("b"), one("c")].concat(), all);
}

#[test]
fn one_wrong_team_keeps_stdout_empty() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    sandbox.write("teams/b/team.yaml", "team: b\nresourcequota: {}\n");
    let wrong = sandbox.run(&["render"]).wrong();
    assert!(wrong.contains("teams/b/team.yaml:2:1") && wrong.contains("in 2 teams"), "{wrong}");
    sandbox.run(&["render", "teams/a"]).fine().clear();
}

#[test]
fn a_team_without_apps_is_a_comment_and_no_team_is_an_error() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    assert!(sandbox.run(&["render"]).wrong().contains("no team"));
    sandbox.write("teams/a/team.yaml", "team: a\napps: []\n");
    let apps = sandbox.run(&["render", "teams/a", "--part", "apps"]).fine();
    assert_eq!(apps, "# teams/a/team.yaml: nothing to deploy\n");
}

#[test]
fn a_part_holds_its_own_kinds_and_all_holds_the_three() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    let part = |part: &str| kinds(&sandbox.run(&["render", "teams/a", "--part", part]).fine());
    assert_eq!(part("project"), ["AppProject"]);
    assert_eq!(part("apps"), ["Application"]);
    let namespace = part("namespace");
    assert_eq!(namespace[0], "Namespace");
    assert!(!namespace.iter().any(|kind| kind == "AppProject" || kind == "Application"));
    assert_eq!(part("all").len(), namespace.len() + 2);
    assert_eq!(part("all"), kinds(&sandbox.run(&["render", "teams/a"]).fine()));
    assert!(sandbox.run(&["render", "teams/a", "--part", "everything"]).failed().contains("everything"));
}

#[test]
fn with_several_clusters_one_is_taken_and_that_is_said() {
    let sandbox = Sandbox::with(TWO_CLUSTERS, &["a"]);
    let silent = sandbox.run(&["render", "teams/a", "--cluster", "production"]);
    assert_eq!(silent.stderr, "");
    let warned = sandbox.run(&["render", "teams/a"]);
    assert!(warned.stderr.starts_with("warning: ") && warned.stderr.contains("`production`"), "{}", warned.stderr);
    assert_eq!(warned.stdout, silent.stdout);
    assert_eq!(sandbox.run(&["render", "teams/a", "--part", "apps"]).stderr, "");
    assert!(sandbox.run(&["render", "teams/a", "--deny", "warnings"]).wrong().contains("`--cluster`"));
    let unknown = sandbox.run(&["render", "teams/a", "--cluster", "prod"]).failed();
    assert!(unknown.contains("production, staging"), "{unknown}");
}

#[test]
fn json_is_one_list_of_the_same_objects() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    let list: Value = serde_json::from_str(&sandbox.run(&["render", "--format", "json"]).fine()).unwrap();
    assert_eq!((list["apiVersion"].as_str(), list["kind"].as_str()), (Some("v1"), Some("List")));
    let yaml = read_back(&sandbox.run(&["render"]).fine()).unwrap();
    assert_eq!(list["items"].as_array().unwrap(), &yaml);
}

#[test]
fn explain_adds_comments_and_changes_nothing_else() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    let plain = sandbox.run(&["render", "teams/a"]).fine();
    let explained = sandbox.run(&["render", "teams/a", "--explain"]).fine();
    assert!(explained.contains("# teams/a/team.yaml:1:7"), "{explained}");
    assert!(explained.contains("default (built in)"), "{explained}");
    assert_eq!(read_back(&explained), read_back(&plain));
    let bare = |line: &str| line.split(" # ").next().unwrap().trim_end().to_owned();
    assert_eq!(explained.lines().map(bare).collect::<Vec<_>>(), plain.lines().collect::<Vec<_>>());
    assert!(sandbox.run(&["render", "teams/a", "--explain", "--out", "out"]).failed().contains("--out"));
    assert!(sandbox.run(&["render", "teams/a", "--explain", "--format", "json"]).failed().contains("JSON"));
}

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
fn two_files_of_the_same_team_are_not_written_over_each_other() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    sandbox.write("other/a/team.yaml", team("a"));
    let stderr = sandbox.run(&["render", "other/a", "teams/a", "--out", "out"]).wrong();
    assert!(stderr.contains("TW2010") && stderr.contains("teams/a/team.yaml:1:7"), "{stderr}");
    assert!(stderr.contains("files of 1 team in"), "{stderr}");
    assert!(sandbox.run(&["render", "other/a", "teams/a"]).wrong().contains("TW2010"));
}

#[test]
fn deny_turns_warnings_into_errors() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", "team: a\n");
    let warned = sandbox.run(&["render", "teams/a"]);
    assert!(warned.stderr.contains("warning[TW0603]") && !warned.stdout.is_empty());
    for what in ["warnings", "TW0603", "tw0603", "TW0212,TW0603"] {
        let stderr = sandbox.run(&["render", "teams/a", "--deny", what]).wrong();
        assert!(stderr.contains("error[TW0603]"), "{stderr}");
    }
    let _ = sandbox.run(&["render", "teams/a", "--deny", "TW0102"]).fine();
    assert!(sandbox.run(&["render", "teams/a", "--deny", "TW9999"]).failed().contains("`--deny TW9999`"));
}
