//! Every file of the corpora through the command: a whole result with exit 0, or nothing on stdout at all.

use std::{fs, thread};

use teamwright_tests::{
    corpus::{self, Case, Level},
    output::read_back,
    repository::root,
    sandbox::Sandbox,
};

/// A team without a fault, for cases that are about platform.yaml.
const GOOD_TEAM: &str = "team: demo\nowner: {name: Demo, email: demo@example.com}\n";

#[derive(Default)]
struct Outcome {
    whole: usize,
    nothing: usize,
    wrong: Vec<String>,
}

/// Renders a case in a repository of its own.
fn judge(case: &Case, sandbox: &Sandbox, outcome: &mut Outcome) {
    let team = case.section("team.yaml").map_or(GOOD_TEAM, |section| section.text.as_str());
    let platform = case.section("platform.yaml");
    let _ = fs::remove_file(sandbox.path("platform.yaml"));
    if let Some(platform) = platform {
        sandbox.write("platform.yaml", &platform.text);
    }
    // The name of a team decides its directory; a file on stdin has none.
    sandbox.write("team", team);
    let words = if platform.is_some() { &["render", "-"][..] } else { &["render", "-", "--platform", "none"] };
    let answer = sandbox.shell("exec \"$@\" <team", words);
    let has_error =
        case.sections.iter().flat_map(|section| &section.markers).any(|marker| marker.level != Level::Warning);
    match answer.code {
        Some(0) => match read_back(&answer.stdout) {
            Ok(objects) if objects.len() >= 7 => outcome.whole += 1,
            other => outcome.wrong.push(format!("{}: {other:?}", case.name)),
        },
        Some(1) if answer.stdout.is_empty() && answer.stderr.contains("error[") => outcome.nothing += 1,
        _ => outcome.wrong.push(format!("{}: {answer:?}", case.name)),
    }
    // Only a file with a place can be called otherwise than its directory.
    let has_place = case.sections.iter().any(|section| section.heading.contains('/'));
    if has_error && answer.code == Some(0) && !has_place {
        outcome.wrong.push(format!("{}: wrong, and yet it was rendered", case.name));
    }
}

#[test]
fn a_wrong_file_leaves_stdout_empty_and_a_right_one_gives_every_object() {
    let folders = ["tests/faults/team", "tests/faults/platform", "tests/values"];
    let cases: Vec<_> = folders.iter().flat_map(|folder| corpus::read(&root().join(folder))).collect();
    let outcomes: Vec<_> = thread::scope(|scope| {
        let judge_all = |cases: &[Case]| {
            let sandbox = Sandbox::empty();
            let mut outcome = Outcome::default();
            cases.iter().for_each(|case| judge(case, &sandbox, &mut outcome));
            outcome
        };
        let threads: Vec<_> =
            cases.chunks(cases.len().div_ceil(4)).map(|chunk| scope.spawn(move || judge_all(chunk))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let sum = |count: fn(&Outcome) -> usize| outcomes.iter().map(count).sum::<usize>();
    let (whole, nothing) = (sum(|outcome| outcome.whole), sum(|outcome| outcome.nothing));
    let wrong: Vec<_> = outcomes.iter().flat_map(|outcome| outcome.wrong.iter().map(String::as_str)).collect();
    assert!(wrong.is_empty(), "{} are wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(whole > 600 && nothing > 3_500, "{whole} whole results, {nothing} refused");
    println!("{whole} whole results, {nothing} refused");
}
