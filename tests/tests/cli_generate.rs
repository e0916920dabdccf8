//! `generate`: what Argo CD runs. All or nothing on stdout, little on stderr, and only one variable of the environment.

use serde_json::{Value, json};
use teamwright_core::VERSION;
use teamwright_tests::{
    output::read_back,
    sandbox::{Answer, PLATFORM, Sandbox, TWO_CLUSTERS, team},
};

fn parameters(pairs: &[(&str, &str)]) -> String {
    let entry = |(name, string): &(&str, &str)| json!({"name": name, "string": string});
    Value::Array(pairs.iter().map(entry).collect()).to_string()
}

#[test]
fn without_a_team_it_compiles_the_current_directory() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    let expected = sandbox.run(&["render", "teams/a"]).fine();
    for value in [None, Some(""), Some("null"), Some("[]")] {
        let answer = sandbox.generate("teams/a", value);
        let objects = expected.matches("\nkind: ").count();
        let summary = format!("teams/a/team.yaml: {objects} objects of part all, 0 warnings; teamwright {VERSION}\n");
        assert_eq!(answer.stderr, summary, "{value:?}");
        assert_eq!(answer.fine(), expected, "{value:?}");
    }
    let stderr = sandbox.generate("", None).wrong();
    assert!(stderr.contains("platform.yaml") || stderr.contains("team"), "{stderr}");
    let stderr = sandbox.generate("teams", None).wrong();
    assert!(!stderr.is_empty());
}

#[test]
fn with_a_team_it_compiles_that_one_from_anywhere_in_the_repository() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    sandbox.folder("platform/argocd");
    let expected = sandbox.run(&["render", "teams/b"]).fine();
    for folder in ["", "platform", "platform/argocd", "teams", "teams/a"] {
        assert_eq!(sandbox.generate(folder, Some(&parameters(&[("team", "b")]))).fine(), expected, "{folder}");
    }
}

#[test]
fn parts_and_clusters_are_those_of_render() {
    let sandbox = Sandbox::with(TWO_CLUSTERS, &["a"]);
    for part in ["project", "namespace", "apps", "all"] {
        for cluster in ["production", "staging"] {
            let asked = parameters(&[("team", "a"), ("part", part), ("cluster", cluster)]);
            let expected = sandbox.run(&["render", "teams/a", "--part", part, "--cluster", cluster]).fine();
            assert_eq!(sandbox.generate("", Some(&asked)).fine(), expected, "{part} {cluster}");
        }
    }
    // Which cluster's guards these are may not be guessed.
    for part in [&[("part", "namespace")][..], &[("part", "all")], &[]] {
        let stderr = sandbox.generate("", Some(&parameters(&[&[("team", "a")], part].concat()))).wrong();
        assert!(stderr.contains("`cluster` is missing: the clusters are production, staging"), "{stderr}");
    }
    let _ = sandbox.generate("", Some(&parameters(&[("team", "a"), ("part", "apps")]))).fine();
    let stderr = sandbox.generate("", Some(&parameters(&[("team", "a"), ("cluster", "prod")]))).wrong();
    assert!(stderr.contains("`cluster` is `prod`: the clusters are production, staging"), "{stderr}");
}

#[test]
fn parameters_that_are_not_announced_or_of_another_type_are_errors() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    for (value, said) in [
        ("{}", "not a JSON list"),
        ("nul", "not a JSON list"),
        ("[", "not a JSON list"),
        ("[1]", "not a JSON list"),
        ("\"team\"", "not a JSON list"),
        (r#"[{"string":"a"}]"#, "not a JSON list"),
        (
            r#"[{"name":"teem","string":"a"}]"#,
            "unknown plugin parameter `teem`; help: the parameters are `team`, `part`, `cluster`, `compiler`",
        ),
        (r#"[{"name":"Team","string":"a"}]"#, "unknown plugin parameter `Team`"),
        (r#"[{"name":"team"}]"#, "`team` must be a string"),
        (r#"[{"name":"team","string":null}]"#, "`team` must be a string"),
        (r#"[{"name":"team","string":5}]"#, "`team` must be a string"),
        (r#"[{"name":"team","array":["a"]}]"#, "`team` must be a string"),
        (r#"[{"name":"team","map":{"a":"b"}}]"#, "`team` must be a string"),
        (r#"[{"name":"team","string":"a","array":[]}]"#, "`team` must be a string"),
        (r#"[{"name":"team","string":"a"},{"name":"team","string":"a"}]"#, "`team` is given twice"),
        (r#"[{"name":"part","string":"Project"}]"#, "`part` is `Project`"),
        (r#"[{"name":"part","string":""}]"#, "`part` is ``"),
    ] {
        let stderr = sandbox.generate("teams/a", Some(value)).wrong();
        assert!(stderr.contains(said), "{value}: {stderr}");
    }
    // What Argo CD itself could not have written, and what only takes long to read.
    let deep = "[".repeat(100_000);
    assert!(sandbox.generate("teams/a", Some(&deep)).wrong().contains("not a JSON list"));
}

#[test]
fn a_team_is_a_name_and_never_a_path() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    sandbox.write("secret/team.yaml", team("secret"));
    sandbox.write("teams/a/b/team.yaml", team("b"));
    for name in ["../secret", "a/b", "a/../a", "..", ".", "", "/etc", "a\\b", ".git", "a\u{0}b", "./a", "a/"] {
        let stderr = sandbox.generate("", Some(&parameters(&[("team", name)]))).wrong();
        assert!(stderr.contains("is no team's name"), "{name:?}: {stderr}");
        assert!(!stderr.contains('\0'), "{stderr:?}");
    }
    let stderr = sandbox.generate("", Some(&parameters(&[("team", "x")]))).wrong();
    assert!(stderr.contains("no file `teams/x/team.yaml`"), "{stderr}");
    let stderr = sandbox.generate("", Some(&parameters(&[("team", "\u{1b}[31mx\n")]))).wrong();
    assert!(!stderr.contains('\u{1b}'), "{stderr:?}");
    let long = "x".repeat(100_000);
    assert!(sandbox.generate("", Some(&parameters(&[("team", &long)]))).code.is_some_and(|code| code != 0));
}

#[test]
fn errors_are_short_and_begin_with_the_place() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    let unknown: String = (0..200).map(|number| format!("key{number}: 1\n")).collect();
    sandbox.write("teams/a/team.yaml", format!("team: a\n{unknown}"));
    let stderr = sandbox.generate("teams/a", None).wrong();
    assert!(stderr.len() <= 4096, "{}", stderr.len());
    assert!(stderr.starts_with("teams/a/team.yaml:2:1: error TW0201: unknown key `key0`; help: "), "{stderr}");
    assert!(stderr.ends_with(" more: run `teamwright check`\n"), "{stderr}");
    let shown = stderr.matches(": error ").count() + stderr.matches(": warning ").count();
    let rest = stderr.lines().last().unwrap().split(' ').nth(1).unwrap().parse::<usize>().unwrap();
    let all = sandbox.run(&["check", "teams/a", "--format", "json"]).found();
    let all: Value = serde_json::from_str(&all).unwrap();
    assert_eq!(shown + rest, all["diagnostics"].as_array().unwrap().len());

    let long = "x".repeat(10_000);
    sandbox.write(
        "teams/a/team.yaml",
        format!("team: a\ntier: \"{long}\"\nnamespace: \"{long}\"\ndescription: [{long}]\n"),
    );
    let stderr = sandbox.generate("teams/a", None).wrong();
    assert!(stderr.len() <= 4096 && stderr.starts_with("teams/a/team.yaml:"), "{stderr}");
    let path = sandbox.path("").to_string_lossy().into_owned();
    assert!(!stderr.contains(&path), "paths are relative: {stderr}");
}

#[test]
fn errors_come_before_warnings_and_warnings_alone_stop_nothing() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", "team: a\n");
    let answer = sandbox.generate("teams/a", None);
    assert!(answer.stderr.starts_with("teams/a/team.yaml:1:1: warning TW"), "{}", answer.stderr);
    assert!(!read_back(&answer.fine()).unwrap().is_empty());
    sandbox.write("teams/a/team.yaml", "team: a\nzzz: 1\n");
    let stderr = sandbox.generate("teams/a", None).wrong();
    assert!(stderr.starts_with("teams/a/team.yaml:2:1: error"), "{stderr}");
    assert!(stderr.contains(": warning TW"), "{stderr}");
    sandbox.write("teams/a/team.yaml", "team: a\n");
    let denied = Answer::of(sandbox.command("teams/a").args(["generate", "--deny", "warnings"])).wrong();
    assert!(denied.starts_with("teams/a/team.yaml:1:1: error TW"), "{denied}");
}

#[test]
fn a_wrong_platform_is_told_and_nothing_follows_from_it() {
    let sandbox = Sandbox::with(&format!("clusters: []\n{PLATFORM}"), &["a"]);
    for value in [parameters(&[("team", "a")]), parameters(&[("team", "a"), ("cluster", "x")])] {
        let stderr = sandbox.generate("", Some(&value)).wrong();
        assert!(stderr.starts_with("platform.yaml:1:11: error"), "{stderr}");
        assert_eq!(stderr.matches(": error ").count(), 1, "{stderr}");
    }
}

#[test]
fn a_pinned_compiler_is_this_one_or_nothing_is_made() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    let asked = |compiler: &str| sandbox.generate("", Some(&parameters(&[("team", "a"), ("compiler", compiler)])));
    let _ = asked(VERSION).fine();
    assert!(asked("99.0.0").wrong().contains(&format!("`compiler` is `99.0.0`, and this one is {VERSION}")));
    sandbox.write("platform.yaml", format!("{PLATFORM}compiler: {{version: {VERSION}}}\n"));
    let _ = asked(VERSION).fine();
    assert!(asked("99.0.0").wrong().contains("pins"));
    let _ = sandbox.generate("teams/a", None).fine();
    sandbox.write("platform.yaml", format!("{PLATFORM}compiler: {{version: 99.0.0}}\n"));
    for answer in [asked("99.0.0"), asked(VERSION), sandbox.generate("teams/a", None)] {
        let stderr = answer.wrong();
        assert!(stderr.contains("pins compiler 99.0.0") && stderr.contains(VERSION), "{stderr}");
    }
    // By hand it is only a warning.
    let answer = sandbox.run(&["render", "teams/a"]);
    assert!(answer.stderr.contains("warning["), "{}", answer.stderr);
    let _ = answer.fine();
}

#[test]
fn no_apps_are_a_comment_and_exit_0() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", "team: a\napps: []\n");
    let stdout = sandbox.generate("", Some(&parameters(&[("team", "a"), ("part", "apps")]))).fine();
    assert_eq!(stdout, "# teams/a/team.yaml: nothing to deploy\n");
}
