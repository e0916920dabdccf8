//! Which platform.yaml decides: the one above the folder of teams, and never one that a team could have written.

use std::fs;

use teamwright_tests::sandbox::{PLATFORM, Sandbox, team};

const STRICT: &str = "sourceRepos: [https://github.com/acme/*]\nnetwork: {ingress: [{namespace: ingress-nginx}]}\nceilings: {resourceQuota: {pods: 5}}\n";

fn greedy(name: &str) -> String {
    format!("{}resourceQuota: {{pods: 6}}\n", team(name))
}

#[test]
fn a_platform_among_the_teams_is_an_error_and_never_used() {
    for place in ["teams/a/platform.yaml", "teams/platform.yaml"] {
        let sandbox = Sandbox::with(STRICT, &[]);
        sandbox.write("teams/a/team.yaml", greedy("a"));
        sandbox.write(place, PLATFORM);
        for (folder, words) in [
            ("", &["check"][..]),
            ("", &["check", "."]),
            ("", &["check", "teams"]),
            ("", &["check", "teams/a"]),
            ("", &["check", "teams/a/team.yaml"]),
            ("teams", &["check"]),
            ("teams", &["check", "."]),
            ("teams", &["check", "a"]),
            ("teams/a", &["check"]),
            ("teams/a", &["check", "."]),
            ("teams/a", &["check", "team.yaml"]),
            ("teams/a", &["check", ".."]),
        ] {
            let stdout = sandbox.run_in(folder, words).found();
            let misplaced = format!("error[TW2004]: `{place}` stands where a team can write");
            assert_eq!(stdout.matches(&misplaced).count(), 1, "{folder} {words:?}: {stdout}");
            assert!(stdout.contains("above the ceiling of `5`"), "{folder} {words:?} uses the ceiling: {stdout}");
            assert!(stdout.contains("--> teams/a/team.yaml:"), "{folder} {words:?} is relative to the root: {stdout}");
        }
        for (folder, parameters) in [("", Some(r#"[{"name":"team","string":"a"}]"#)), ("teams/a", None)] {
            let stderr = sandbox.generate(folder, parameters).wrong();
            assert!(stderr.contains(&format!("{place}:1:1: error TW2004")), "{folder}: {stderr}");
        }
    }
}

#[test]
fn without_one_further_up_it_is_an_error_all_the_same() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    fs::rename(sandbox.path("platform.yaml"), sandbox.path("teams/platform.yaml")).unwrap();
    for (folder, words) in
        [("", &["check"][..]), ("", &["check", "teams"]), ("teams", &["check"]), ("", &["check", "teams/a"])]
    {
        let stdout = sandbox.run_in(folder, words).found();
        assert_eq!(stdout.matches("TW2004").count(), 1, "{folder} {words:?}: {stdout}");
    }
    assert!(sandbox.generate("", Some(r#"[{"name":"team","string":"a"}]"#)).wrong().contains("no platform.yaml"));
}

#[test]
fn the_search_begins_above_the_teams_and_ends_at_the_repository() {
    let sandbox = Sandbox::with(STRICT, &[]);
    sandbox.write("inner/.git/HEAD", "");
    sandbox.write("inner/teams/a/team.yaml", greedy("a"));
    // `.git` ends the search below the strict platform.
    let answer = sandbox.run(&["check", "inner/teams/a"]);
    assert!(answer.stdout.contains("TW2003"), "{answer:?}");
    let _ = answer.fine();
    fs::remove_dir_all(sandbox.path("inner/.git")).unwrap();
    assert!(sandbox.run(&["check", "inner/teams/a"]).found().contains("--> inner/teams/a/team.yaml"));
    // So does a platform.yaml of its own.
    sandbox.write("inner/platform.yaml", PLATFORM);
    let answer = sandbox.run(&["check", "inner/teams/a"]);
    assert_eq!(answer.clone().fine(), "", "{answer:?}");
}

#[test]
fn what_argo_cd_unpacks_ends_the_search() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("_cmp_server/7c1f/teams/a/team.yaml", team("a"));
    let parameters = Some(r#"[{"name":"team","string":"a"}]"#);
    let stderr = sandbox.generate("_cmp_server/7c1f", parameters).wrong();
    assert!(stderr.contains("manifest-generate-paths"), "{stderr}");
    sandbox.write("_cmp_server/7c1f/platform.yaml", PLATFORM);
    let expected = sandbox.generate("_cmp_server/7c1f", parameters).fine();
    sandbox.folder("_cmp_server/7c1f/platform/argocd");
    assert_eq!(sandbox.generate("_cmp_server/7c1f/platform/argocd", parameters).fine(), expected);
    assert_eq!(sandbox.generate("_cmp_server/7c1f/teams/a", None).fine(), expected);
}

#[test]
fn the_folder_of_teams_is_where_the_platform_says() {
    let sandbox = Sandbox::with(&format!("gitops: {{teamsPath: org/squads}}\n{PLATFORM}"), &[]);
    fs::remove_dir(sandbox.path("teams")).unwrap();
    sandbox.write("org/squads/a/team.yaml", team("a"));
    let expected = sandbox.run(&["render", "org/squads/a"]).fine();
    for words in [&["render"][..], &["render", "."], &["render", "org"], &["render", "org/squads"]] {
        assert_eq!(sandbox.run(words).fine(), expected, "{words:?}");
    }
    assert_eq!(sandbox.generate("", Some(r#"[{"name":"team","string":"a"}]"#)).fine(), expected);
    assert_eq!(sandbox.generate("org/squads/a", None).fine(), expected);
    let stderr = sandbox.generate("org/squads", None).wrong();
    assert!(stderr.contains("is no team's directory"), "{stderr}");
}

#[test]
fn a_platform_by_name_and_none_at_all() {
    let sandbox = Sandbox::with(STRICT, &[]);
    sandbox.write("teams/a/team.yaml", greedy("a"));
    sandbox.write("lenient.yaml", PLATFORM);
    assert_eq!(sandbox.run(&["check", "--platform", "lenient.yaml"]).fine(), "");
    assert_eq!(sandbox.run_in("teams", &["check", "--platform", "../lenient.yaml"]).fine(), "");
    let answer = sandbox.run(&["check", "--platform", "none"]);
    assert!(!answer.stdout.contains("TW2003"), "nothing was looked for in vain: {answer:?}");
    let _ = answer.fine();
    let _ = sandbox.run(&["check"]).found();
    // Findings about it are told with its path in the repository, however it was named.
    sandbox.write("wrong.yaml", "sourcerepos: []\n");
    let absolute = sandbox.path("wrong.yaml");
    for (folder, file) in [("", "wrong.yaml"), ("teams/a", "../../wrong.yaml"), ("", absolute.to_str().unwrap())] {
        let stdout = sandbox.run_in(folder, &["check", "--platform", file]).found();
        assert_eq!(stdout.matches("--> wrong.yaml:1:1").count(), 1, "{stdout}");
    }
}

#[test]
fn the_platform_is_checked_by_its_own_name_and_with_every_run() {
    let sandbox = Sandbox::with("sourcerepos: []\n", &["a", "b"]);
    for words in [&["check", "platform.yaml"][..], &["check"], &["check", "teams/a"], &["check", "teams/a", "teams/b"]]
    {
        let stdout = sandbox.run(words).found();
        assert_eq!(stdout.matches("--> platform.yaml:1:1").count(), 1, "{words:?}: {stdout}");
    }
}

#[test]
fn without_a_platform_the_built_in_one_is_used_with_one_warning() {
    let sandbox = Sandbox::empty();
    sandbox.write("teams/a/team.yaml", team("a"));
    sandbox.write("teams/b/team.yaml", team("b"));
    for words in [&["render"][..], &["render", "teams/a"], &["render", "teams/a", "teams/b"]] {
        let answer = sandbox.run(words);
        assert_eq!(answer.stderr.matches("TW2003").count(), 1, "{words:?}: {}", answer.stderr);
        assert!(!answer.fine().is_empty());
    }
    let stderr = sandbox.generate("", Some(r#"[{"name":"team","string":"a"}]"#)).wrong();
    assert!(
        stderr.contains("/platform.yaml") && stderr.contains("argocd.argoproj.io/manifest-generate-paths"),
        "{stderr}"
    );
    assert!(sandbox.generate("teams/a", None).wrong().contains("manifest-generate-paths"));
}

#[test]
fn paths_of_two_repositories_are_not_mixed() {
    let sandbox = Sandbox::with(STRICT, &["a"]);
    let other = Sandbox::with(PLATFORM, &[]);
    other.write("teams/b/team.yaml", greedy("b"));
    let path = other.path("teams/b");
    let answer = sandbox.run(&["check", "teams/a", path.to_str().unwrap()]);
    assert!(answer.failed().contains("different repositories"));
}

#[test]
fn both_files_wrong_are_both_told_once() {
    let sandbox = Sandbox::with("sourcerepos: []\n", &[]);
    sandbox.write("teams/a/team.yaml", "team: a\nteem: b\n");
    let stdout = sandbox.run(&["check"]).found();
    assert_eq!(stdout.matches("error[TW0201]").count(), 2, "{stdout}");
    sandbox.write("platform.yaml", "a: [\n");
    let stdout = sandbox.run(&["check"]).found();
    assert!(stdout.contains("--> platform.yaml:") && stdout.contains("--> teams/a/team.yaml:2:1"), "{stdout}");
    let stderr = sandbox.generate("teams/a", None).wrong();
    assert!(stderr.contains("platform.yaml:") && stderr.contains("teams/a/team.yaml:2:1"), "{stderr}");
}
