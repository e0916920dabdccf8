//! `check`: one team or a whole repository, repairs, dates, and what counts as an error.
#![cfg(unix)]

use std::{fs, os::unix::fs::PermissionsExt};

use teamwright_tests::sandbox::{Answer, PLATFORM, Sandbox, team};

#[test]
fn nothing_found_is_silence_on_stdout() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    let answer = sandbox.run(&["check"]);
    assert_eq!(answer.stderr, "no findings in 2 teams\n");
    assert_eq!(answer.fine(), "");
    assert_eq!(sandbox.run(&["check", "teams/a"]).stderr, "no findings in 1 team\n");
}

#[test]
fn a_finding_is_drawn_with_its_line_and_the_next_keystroke() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", format!("{}# é🚀\nresourcequota: {{pods: 1}}\n", team("a")));
    let answer = sandbox.run(&["check"]);
    assert_eq!(answer.stderr, "1 error in 1 team\n");
    let expected = "error[TW0201]: unknown key `resourcequota`
 --> teams/a/team.yaml:7:1
  |
7 | resourcequota: {pods: 1}
  | ^^^^^^^^^^^^^
  |
  = help: did you mean `resourceQuota`?

";
    assert_eq!(answer.found(), expected);
}

#[test]
fn windows_lines_are_drawn_like_any_other() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    let text = format!("{}resourcequota: {{}}\n", team("a"));
    sandbox.write("teams/a/team.yaml", &text);
    let unix = sandbox.run(&["check"]).found();
    sandbox.write("teams/a/team.yaml", text.replace('\n', "\r\n"));
    assert_eq!(sandbox.run(&["check"]).found(), unix);
}

#[test]
fn a_repository_is_judged_as_a_whole_and_a_team_alone() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    sandbox.write("teams/b/team.yaml", format!("{}networkPolicy: {{allowFromNamespaces: [team-x]}}\n", team("b")));
    sandbox.write("teams/c-d/team.yaml", team("c-d").replace("name: web", "name: e"));
    sandbox.write("teams/c/team.yaml", team("c").replace("name: web", "name: d-e"));
    let stdout = sandbox.run(&["check"]).found();
    assert!(stdout.contains("TW2013") && stdout.contains("TW2011"), "{stdout}");
    for name in ["b", "c", "c-d"] {
        assert_eq!(sandbox.run(&["check", &format!("teams/{name}")]).fine(), "");
    }
}

#[test]
fn findings_come_in_the_order_of_path_and_place() {
    let sandbox = Sandbox::with("sourcerepos: []\n", &[]);
    for name in ["b", "a"] {
        sandbox.write(&format!("teams/{name}/team.yaml"), format!("team: {name}\nzzz: 1\nyyy: 1\n"));
    }
    sandbox.folder("teams/ab");
    let stdout = sandbox.run(&["check"]).found();
    let places: Vec<_> = stdout.lines().filter_map(|line| line.trim().strip_prefix("--> ")).collect();
    let key = |place: &&str| {
        let mut parts = place.rsplitn(3, ':').map(str::to_owned).collect::<Vec<_>>();
        parts.reverse();
        (parts[0].clone(), parts[1].parse::<u32>().unwrap(), parts[2].parse::<u32>().unwrap())
    };
    let mut sorted = places.clone();
    sorted.sort_by_key(key);
    assert_eq!(places, sorted);
    assert!(places.iter().any(|place| place.starts_with("teams/ab")));
}

const BROKEN: &str = "# é🚀 the team
name: a   # renamed once
owner: {name: Team, email: a@example.com, slack: general}

access: {developers: {groups: [a]}, viewers: {groups: [auditors]}}
apps:
  - name: web
    repoURL: https://github.com/acme/a
    # where the manifests are
    manifestPath: deploy
    targetRevision: main
    environment: production
";

#[test]
fn fix_repairs_what_is_certain_and_keeps_everything_else() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", BROKEN);
    fs::set_permissions(sandbox.path("teams/a/team.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    let answer = sandbox.run(&["check", "--fix"]);
    let fixed = sandbox.read("teams/a/team.yaml");
    assert!(answer.stderr.contains("fixed teams/a/team.yaml, line 2: "), "{}", answer.stderr);
    assert!(answer.stderr.contains("fixed teams/a/team.yaml, line 10: "), "{}", answer.stderr);
    let expected =
        BROKEN.replace("name: a ", "team: a ").replace("manifestPath", "path").replace("general", "\"#general\"");
    assert_eq!(fixed, expected);
    let _ = answer.fine();
    assert_eq!(fs::metadata(sandbox.path("teams/a/team.yaml")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(sandbox.files("teams"), ["a/team.yaml"]);

    let again = sandbox.run(&["check", "--fix"]);
    assert_eq!(again.stderr, "no findings in 1 team\n");
    assert_eq!(sandbox.read("teams/a/team.yaml"), fixed);
}

#[test]
fn fix_keeps_windows_lines_and_leaves_what_is_uncertain() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", BROKEN.replace('\n', "\r\n"));
    let _ = sandbox.run(&["check", "--fix"]).fine();
    let fixed = sandbox.read("teams/a/team.yaml");
    assert_eq!(fixed.matches("\r\n").count(), BROKEN.matches('\n').count());
    assert_eq!(fixed.matches('\n').count(), fixed.matches("\r\n").count());
    let uncertain = format!("{}tier: gigantic\n", team("a"));
    sandbox.write("teams/a/team.yaml", &uncertain);
    let _ = sandbox.run(&["check", "--fix"]).found();
    assert_eq!(sandbox.read("teams/a/team.yaml"), uncertain);
}

#[test]
fn fix_also_mends_the_platform_wherever_it_is() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    let wrong = format!(
        "{PLATFORM}clusters:\n  - {{name: one, server: https://kubernetes.default.svc, podCidrs: [10.4.1.0/16]}}\n"
    );
    sandbox.write("platform.yaml", &wrong);
    sandbox.write("other.yaml", &wrong);
    let _ = sandbox.run_in("teams/a", &["check", "--fix", "--platform", "../../other.yaml"]).fine();
    assert!(sandbox.read("other.yaml").contains("10.4.0.0/16"));
    assert_eq!(sandbox.read("platform.yaml"), wrong);
    let answer = sandbox.run_in("teams", &["check", "--fix"]);
    assert!(answer.stderr.contains("fixed platform.yaml, line 4: "), "{}", answer.stderr);
    assert!(sandbox.read("platform.yaml").contains("10.4.0.0/16"));
}

#[test]
fn fix_refuses_stdin() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    let answer = Answer::to(sandbox.command("").args(["check", "-", "--fix"]), BROKEN.as_bytes());
    assert!(answer.failed().contains("stdin"));
}

#[test]
fn deny_changes_the_severity_that_is_shown_and_the_exit_code() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", "team: a\n");
    assert!(sandbox.run(&["check"]).fine().contains("warning[TW0603]"));
    for what in [&["--deny", "warnings"][..], &["--deny", "TW0603"], &["--deny", "tw0102", "--deny", "tw0603"]] {
        let answer = sandbox.run(&[&["check"], what].concat());
        assert!(answer.found().contains("error[TW0603]"), "{what:?}");
    }
    let other = sandbox.run(&["check", "--deny", "TW0603"]);
    assert!(other.stdout.matches("warning[").count() >= 1, "only the code that was named: {}", other.stdout);
    assert!(sandbox.run(&["check", "--deny", "everything"]).failed().contains("`--deny everything`"));
}

#[test]
fn exemptions_are_judged_by_the_day_that_is_given() {
    let exempt = "policies: [{name: disallow-latest-tag, mode: enforce}]\nexemptions: [{policy: disallow-latest-tag, team: a, until: 2027-03-31, reason: vendor}]\n";
    let sandbox = Sandbox::with(&format!("{PLATFORM}{exempt}"), &["a"]);
    assert_eq!(sandbox.run(&["check"]).fine(), "");
    assert_eq!(sandbox.run(&["check", "--today", "2027-03-31"]).fine(), "");
    let late = sandbox.run(&["check", "--today", "2027-04-01"]);
    assert!(late.stdout.contains("warning[") && late.stdout.contains("--> platform.yaml:4:"), "{late:?}");
    let _ = late.fine();
    assert_eq!(sandbox.run(&["check", "--today", "2027-04-01", "--deny", "warnings"]).code, Some(1));
    for day in ["tomorrow", "2027-02-30", "2027-4-1", ""] {
        assert!(sandbox.run(&["check", "--today", day]).failed().contains("--today"), "{day:?}");
    }
}

#[test]
fn a_file_that_cannot_be_read_makes_exit_2_and_the_rest_is_still_told() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", "team: a\nteem: b\n");
    let answer = sandbox.run(&["check", "teams/a", "teams/missing"]);
    assert_eq!(answer.code, Some(2));
    assert!(answer.stdout.contains("teams/a/team.yaml:2:1") && answer.stderr.contains("teams/missing"), "{answer:?}");
}
