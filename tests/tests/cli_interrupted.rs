//! Runs that are cut short: killed, with a full disk, or with nobody at the other end. No result is taken for a whole one that
//! is not.
#![cfg(unix)]

use std::{
    io::Read,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use teamwright_tests::{
    repository::note,
    sandbox::{PLATFORM, Sandbox},
};

const TEAM_A: &str = r#"[{"name":"team","string":"a"}]"#;

/// A repository whose result is as long as its list of apps.
fn sandbox(apps: usize) -> Sandbox {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    let apps: String = (0..apps)
        .map(|number| format!("  - {{name: app{number}, repoURL: https://github.com/acme/a, path: k8s, targetRevision: main, environment: x}}\n"))
        .collect();
    sandbox.write("teams/a/team.yaml", format!("team: a\napps:\n{apps}"));
    sandbox
}

fn command(sandbox: &Sandbox, words: &[&str]) -> Command {
    let mut command = sandbox.command("");
    command.args(words).env("ARGOCD_APP_PARAMETERS", TEAM_A).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// How a run ended that was killed after some time, unless it was faster.
#[derive(PartialEq)]
enum End {
    Killed { read: usize },
    Finished,
}

fn killed_after(time: Duration, mut command: Command, whole: &[u8]) -> End {
    let mut child = command.spawn().unwrap();
    let mut pipe = child.stdout.take().unwrap();
    let reader = thread::spawn(move || {
        let mut read = Vec::new();
        pipe.read_to_end(&mut read).map(|_| read).unwrap()
    });
    thread::sleep(time);
    child.kill().unwrap();
    let status = child.wait().unwrap();
    let read = reader.join().unwrap();
    assert!(whole.starts_with(&read), "after {time:?}: not the beginning of the result");
    match status.code() {
        Some(code) => {
            assert_eq!((code, read.len()), (0, whole.len()), "after {time:?}");
            End::Finished
        }
        None => End::Killed { read: read.len() },
    }
}

fn duration(mut command: Command) -> Duration {
    let begun = Instant::now();
    let _ = command.output().unwrap();
    begun.elapsed()
}

#[test]
fn killed_at_a_thousand_instants_it_never_says_that_half_is_whole() {
    const INSTANTS: u32 = 250;
    const MOST: Duration = Duration::from_millis(60);
    let sandbox = sandbox(40);
    sandbox.folder("tmp");
    let files = sandbox.files("");
    let runs = [&["generate"][..], &["render"], &["render", "--format", "json"], &["render", "teams/a", "--explain"]];
    let ends: Vec<End> = thread::scope(|scope| {
        let kill = |words: &'static [&str]| {
            let sandbox = &sandbox;
            move || {
                let whole = command(sandbox, words).output().unwrap().stdout;
                // On a busy machine one run can take long, and a thousand of them for ever.
                let run = (0..5).map(|_| duration(command(sandbox, words))).min().unwrap().min(MOST);
                assert!(whole.len() > 10_000, "{words:?}");
                let kill = |instant| {
                    let mut command = command(sandbox, words);
                    command.env("TMPDIR", sandbox.path("tmp"));
                    killed_after(run * instant / INSTANTS, command, &whole)
                };
                (0..INSTANTS).map(kill).collect::<Vec<_>>()
            }
        };
        let threads: Vec<_> = runs.into_iter().map(|words| scope.spawn(kill(words))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let finished = ends.iter().filter(|end| **end == End::Finished).count();
    let writing = ends.iter().filter(|end| matches!(end, End::Killed { read: 1.. })).count();
    println!("of {} runs {finished} were faster, and {writing} were killed while they wrote", ends.len());
    assert!(finished < ends.len() - 100, "nearly all were faster than their end");
    assert_eq!(sandbox.files(""), files, "nothing is left behind");
}

#[test]
fn a_reader_that_goes_away_is_exit_2_after_any_number_of_bytes() {
    const PIPE: usize = 64 * 1024;
    let sandbox = sandbox(400);
    let whole = sandbox.run(&["render"]).fine();
    let most = whole.len().checked_sub(2 * PIPE).expect("more than a pipe holds");
    for bytes in (0..16).chain((16..most).step_by(most / 64)) {
        let mut child = command(&sandbox, &["render"]).spawn().unwrap();
        let mut pipe = child.stdout.take().unwrap();
        let mut start = vec![0; bytes];
        pipe.read_exact(&mut start).unwrap();
        drop(pipe);
        assert_eq!(child.wait().unwrap().code(), Some(2), "{bytes}");
        assert_eq!(start, &whole.as_bytes()[..bytes]);
    }
}

#[test]
fn a_full_disk_is_exit_2() {
    if !std::path::Path::new("/dev/full").exists() {
        return note("skipped: no /dev/full");
    }
    let sandbox = sandbox(1);
    for words in [
        &["render"][..],
        &["render", "teams/a", "--explain"],
        &["check", "--format", "json"],
        &["check"],
        &["generate"],
        &["explain", "TW0201"],
        &["schema", "team"],
        &["--help"],
        &["--version"],
        &["render", "--help"],
        &["completions", "bash"],
        &["man"],
    ] {
        let line = r#"ARGOCD_APP_PARAMETERS='[{"name":"team","string":"a"}]' exec "$@" >/dev/full"#;
        let answer = sandbox.shell(line, words);
        assert_eq!(answer.code, Some(2), "{words:?}: {answer:?}");
    }
    // Nobody listening to words for people is no reason to fail.
    let answer = sandbox.shell(r#"exec "$@" 2>/dev/full"#, &["render"]);
    assert_eq!(answer.stdout, sandbox.run(&["render"]).fine());
    assert_eq!(answer.code, Some(0));
    let closed = sandbox.shell(r#"exec "$@" 2>&- <&-"#, &["render"]);
    assert_eq!((closed.code, closed.stdout), (Some(0), answer.stdout));
}
