//! `check --fix` on every input that the tests know: each finding with a fix ends, and a second run changes nothing.

use serde_json::Value;
use teamwright_core::analyse;
use teamwright_tests::{
    inputs,
    sandbox::{Answer, Sandbox},
};

/// The findings of the two files, the platform's last.
fn findings(sandbox: &Sandbox, file: &str, words: &[&str]) -> Vec<Value> {
    let answer = sandbox.run(&[&["check", file, "--format", "json"], words].concat());
    assert!(matches!(answer.code, Some(0 | 1)), "{answer:?}");
    let mut report: Value = serde_json::from_str(&answer.stdout).unwrap();
    match report["diagnostics"].take() {
        Value::Array(found) => found,
        other => panic!("{other}"),
    }
}

fn has_fix(found: &Value) -> bool {
    found["fixes"].as_array().is_some_and(|fixes| !fixes.is_empty())
}

#[test]
fn every_fix_ends_its_finding_and_a_second_run_finds_nothing_to_do() {
    let mut fixed = 0;
    for input in inputs::all() {
        let platform = input.read_platform();
        let team = analyse(&input.team, &platform);
        if !platform.diagnostics().iter().chain(&team.diagnostics).any(|found| !found.fixes.is_empty()) {
            continue;
        }
        let sandbox = Sandbox::empty();
        // A file of another name leaves the team free to have any.
        let file = if input.team.path().is_empty() { "teams/x/demo.yaml" } else { input.team.path() };
        sandbox.write(file, input.team.text());
        if let Some(platform) = &input.platform {
            sandbox.write("platform.yaml", platform.text());
        }
        let before = findings(&sandbox, file, &[]);
        let after = findings(&sandbox, file, &["--fix"]);
        let name = &input.name;
        assert!(before.iter().any(has_fix), "{name}: {before:#?}");
        assert!(!after.iter().any(has_fix), "{name} is not final: {after:#?}");
        for found in before.iter().filter(|found| has_fix(found)) {
            let stays =
                after.iter().any(|after| after["code"] == found["code"] && after["message"] == found["message"]);
            assert!(!stays, "{name}: {found:#}");
        }
        let (text, answer) = (sandbox.read(file), sandbox.run(&["check", file, "--fix"]));
        assert_eq!(sandbox.read(file), text, "{name}");
        assert!(!answer.stderr.contains("fixed"), "{name}: {answer:?}");
        fixed += 1;
    }
    assert!(fixed > 50, "{fixed}");
}

#[test]
fn what_was_done_is_said_in_the_order_of_the_file() {
    let sandbox = Sandbox::empty();
    let wrong = "name: a\nresource_quota: {pods: 5}\nowner: {name: T, email: a@example.com, slack: x}\n";
    sandbox.write("teams/a/team.yaml", wrong);
    let answer = Answer::of(sandbox.command("").args(["check", "--fix"]));
    let lines: Vec<_> =
        answer.stderr.lines().filter_map(|line| line.strip_prefix("fixed teams/a/team.yaml, line ")).collect();
    let numbers: Vec<_> = lines.iter().map(|line| line.split_once(": ").unwrap().0.parse::<u32>().unwrap()).collect();
    assert!(numbers.len() >= 2 && numbers.is_sorted(), "{answer:?}");
}
