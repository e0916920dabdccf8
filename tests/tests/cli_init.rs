//! `init`: what it writes checks and bootstraps as it stands, and nothing that exists is touched.

use serde_yaml::Value;
use teamwright_core::VERSION;
use teamwright_tests::sandbox::{Answer, PLATFORM, Sandbox};

const NEW: &[&str] = &["init", "gitops", "--repo-url", "https://github.com/Acme/gitops"];

#[test]
fn a_new_repository_has_no_findings_and_bootstraps_to_what_it_holds() {
    let sandbox = Sandbox::empty();
    let _ = sandbox.run(NEW).fine();
    let checked = sandbox.run_in("gitops", &["check", "--deny", "warnings"]);
    assert_eq!((checked.code, checked.stdout.as_str()), (Some(0), ""), "{}", checked.stderr);
    assert!(checked.stderr.contains("no findings in 1 team"), "{}", checked.stderr);
    let before: Vec<_> =
        sandbox.files("gitops/clusters").iter().map(|file| sandbox.read(&format!("gitops/clusters/{file}"))).collect();
    assert!(before.len() > 8, "{}", before.len());
    let _ = sandbox.run_in("gitops", &["bootstrap", "--teams-only", "--out", "."]).fine();
    let after: Vec<_> =
        sandbox.files("gitops/clusters").iter().map(|file| sandbox.read(&format!("gitops/clusters/{file}"))).collect();
    assert_eq!(after, before);
    // What `init` wrote, `bootstrap` may take away.
    let platform = sandbox.read("gitops/platform.yaml");
    let one = platform.replace("\ngitops:\n", "\ngitops:\n  teamApplications: one\n  clustersPath: deploy\n");
    sandbox.write("gitops/platform.yaml", one);
    let _ = sandbox.run_in("gitops", &["bootstrap", "--teams-only", "--out", "."]).fine();
    assert!(!sandbox.path("gitops/clusters").exists(), "{:?}", sandbox.files("gitops"));
    sandbox.write("gitops/platform.yaml", platform);
    let _ = sandbox.run_in("gitops", &["bootstrap", "--teams-only", "--out", "."]).fine();
    assert!(
        sandbox.read("gitops/clusters/in-cluster/root.yaml").contains("repoURL: \"https://github.com/Acme/gitops\"")
    );
}

#[test]
fn whoever_may_lift_guardrails_is_asked() {
    let sandbox = Sandbox::empty();
    let _ = sandbox.run(NEW).fine();
    let owners = sandbox.read("gitops/CODEOWNERS");
    let owner = |path: &str| {
        let mut lines = owners.lines().filter(|line| line.split_whitespace().next() == Some(path));
        lines.next_back().and_then(|line| line.split_whitespace().nth(1)).map(str::to_owned)
    };
    for path in ["*", "/platform.yaml", "/platform/", "/clusters/", "/.github/", "/CODEOWNERS"] {
        assert_eq!(owner(path).as_deref(), Some("@Acme/platform"), "{path}");
    }
    assert_eq!(owner("/teams/example/").as_deref(), Some("@Acme/example"));
    for file in sandbox.files("gitops") {
        let text = sandbox.read(&format!("gitops/{file}"));
        assert!(
            !text.split('%').skip(1).any(|word| ["TEAM", "TIER", "OWNER", "HOST", "VERSION"].contains(&word)),
            "{file}: {text}"
        );
    }
    let workflow: Value =
        serde_yaml::from_str(&sandbox.read("gitops/.github/workflows/teamwright.yaml")).expect("YAML");
    let command = workflow["jobs"]["check"]["env"]["TEAMWRIGHT"].as_str().expect("a command");
    assert!(command.ends_with(&format!("ghcr.io/teamwright/teamwright:{VERSION}")), "{command}");
}

#[test]
fn the_commit_hook_runs_the_check() {
    let sandbox = Sandbox::empty();
    let _ = sandbox.run(NEW).fine();
    let hook = sandbox.path("gitops/.githooks/pre-commit");
    let program = teamwright_tests::command::teamwright();
    let folder = std::path::Path::new(&program).parent().expect("a folder").to_owned();
    let run = || {
        let mut command = std::process::Command::new(&hook);
        Answer::of(command.current_dir(sandbox.path("gitops")).env("PATH", &folder))
    };
    let _ = run().fine();
    sandbox.write("gitops/teams/example/team.yaml", "team: other\n");
    assert_eq!(run().code, Some(1));
}

#[test]
fn nothing_that_exists_is_touched_and_nothing_is_half_written() {
    let sandbox = Sandbox::empty();
    sandbox.write("gitops/CODEOWNERS", "mine");
    let stderr = sandbox.run(NEW).failed();
    assert!(stderr.contains("`CODEOWNERS` exists already: nothing is written"), "{stderr}");
    assert_eq!(sandbox.files("gitops"), ["CODEOWNERS"]);
    assert_eq!(sandbox.read("gitops/CODEOWNERS"), "mine");
}

#[test]
fn a_team_is_added_if_the_platform_takes_it() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    let _ = sandbox.run(&["init", "--team", "payments", "--tier", "large"]).fine();
    let written = sandbox.read("teams/payments/team.yaml");
    assert!(written.contains("\nteam: payments\n") && written.contains("\ntier: large\n"), "{written}");
    let _ = sandbox.run(&["check", "teams/payments", "--deny", "warnings"]).fine();
    let stderr = sandbox.run(&["init", "--team", "payments"]).failed();
    assert!(stderr.contains("`teams/payments/team.yaml` exists already"), "{stderr}");
    for (name, tier, said) in [
        ("argocd", "standard", "TW0301"),
        ("x", "huge", "huge"),
        ("Payments", "standard", "lower-case"),
        ("../x", "standard", "lower-case"),
        ("x\nzzz: 1", "standard", "lower-case"),
        ("x", "standard\nzzz: 1", "lower-case"),
    ] {
        let stderr = sandbox.run(&["init", "--team", name, "--tier", tier]).wrong();
        assert!(stderr.contains(said), "{name:?} {tier:?}: {stderr}");
    }
    assert_eq!(sandbox.files("teams"), ["a/team.yaml", "payments/team.yaml"]);
}

#[test]
fn addresses_that_lead_nowhere_are_refused() {
    let sandbox = Sandbox::empty();
    for url in [
        "git@github.com:acme/gitops",
        "https://github.com",
        "https://github.com/gitops",
        "https://x/y/%TEAM%",
        "https://x/y\nz/a",
    ] {
        let stderr = sandbox.run(&["init", "gitops", "--repo-url", url]).failed();
        assert!(stderr.contains("is no address such as https://github.com/acme/gitops"), "{url}: {stderr}");
    }
    assert!(sandbox.run(&["init"]).failed().contains("name a directory"), "a directory is asked for");
    assert!(Sandbox::empty().run(&["init", "--team", "x"]).wrong().contains("no platform.yaml"));
}
