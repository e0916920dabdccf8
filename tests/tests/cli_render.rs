//! `render`: what reaches stdout, and when nothing does.

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
