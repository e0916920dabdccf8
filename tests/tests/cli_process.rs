//! The command as a process: what it reads of its surroundings, and what happens when its output fails.
#![cfg(unix)]

use std::{
    io::Read,
    process::{Command, Stdio},
};

use teamwright_tests::{
    command::teamwright,
    repository::note,
    sandbox::{Answer, PLATFORM, Sandbox},
};

const TEAM_A: &str = r#"[{"name":"team","string":"a"}]"#;

/// Runs that answer on stdout, and whether that is a result.
const RUNS: [&[&str]; 7] = [
    &["render"],
    &["render", "teams/a", "--explain"],
    &["check", "--format", "json"],
    &["check"],
    &["generate"],
    &["explain", "TW0201"],
    &["schema", "team"],
];

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    sandbox.write("teams/c/team.yaml", "team: c\n");
    sandbox
}

fn command(sandbox: &Sandbox, words: &[&str]) -> Command {
    let mut command = sandbox.command("");
    command.args(words).env("ARGOCD_APP_PARAMETERS", TEAM_A);
    command
}

#[test]
fn nothing_of_the_environment_shows_anywhere() {
    let sandbox = sandbox();
    for words in RUNS {
        let bare = Answer::of(command(&sandbox, words).env_clear().env("ARGOCD_APP_PARAMETERS", TEAM_A));
        let mut crowded = command(&sandbox, words);
        for number in 0..200 {
            let name = match number % 5 {
                0 => format!("ARGOCD_ENV_CANARY_{number}"),
                1 => format!("PARAM_{number}"),
                2 => format!("AWS_SECRET_ACCESS_KEY_{number}"),
                3 => format!("ARGOCD_APP_CANARY_{number}"),
                _ => format!("TEAMWRIGHT_{number}"),
            };
            crowded.env(name, format!("canary{number}"));
        }
        for name in [
            "ARGOCD_APP_NAME",
            "ARGOCD_APP_NAMESPACE",
            "ARGOCD_APP_REVISION",
            "ARGOCD_APP_PROJECT_NAME",
            "KUBE_VERSION",
            "ARGOCD_APP_SOURCE_REPO_URL",
            "ARGOCD_APP_SOURCE_TARGET_REVISION",
            "PARAM_TEAM",
            "PARAM_PART",
            "ARGOCD_ENV_part",
            "AWS_REGION",
            "KUBECONFIG",
            "RUST_LOG",
            "HOME",
            "USER",
            "PWD",
            "OLDPWD",
            "TMPDIR",
            "EDITOR",
            "TERM",
            "COLUMNS",
        ] {
            crowded.env(name, "canary");
        }
        let answer = Answer::of(&mut crowded);
        assert!(!format!("{answer:?}").contains("canary"), "{words:?}: {answer:?}");
        assert_eq!(answer, bare, "{words:?}");
    }
}

#[test]
fn where_when_and_under_which_habits_it_runs_changes_no_byte() {
    let sandbox = sandbox();
    sandbox.folder("other");
    for words in RUNS {
        let expected = Answer::of(&mut command(&sandbox, words));
        for (name, value) in [
            ("TZ", "Pacific/Kiritimati"),
            ("LANG", "tr_TR.UTF-8"),
            ("LC_ALL", "C"),
            ("LC_ALL", "de_DE.ISO-8859-1"),
            ("HOME", "/nonexistent"),
            ("RUST_BACKTRACE", "full"),
            ("RUST_MIN_STACK", "1000000"),
            ("CLICOLOR_FORCE", "1"),
            ("FORCE_COLOR", "1"),
            ("PATH", "/nonexistent"),
        ] {
            let answer = Answer::of(command(&sandbox, words).env(name, value));
            assert_eq!(answer, expected, "{words:?} {name}={value}");
        }
        let line = r#"umask 077; ARGOCD_APP_PARAMETERS='[{"name":"team","string":"a"}]' exec "$@""#;
        assert_eq!(sandbox.shell(line, words), expected, "{words:?} umask");
        if words[0] != "render" || words.len() == 1 {
            for folder in ["other", "teams", "teams/b"] {
                let answer = Answer::of(command(&sandbox, words).current_dir(sandbox.path(folder)));
                assert_eq!(answer, expected, "{words:?} in {folder}");
            }
        }
    }
}

#[test]
fn the_same_repository_at_another_place_gives_the_same_bytes() {
    let (one, two) = (sandbox(), sandbox());
    for words in RUNS {
        assert_eq!(Answer::of(&mut command(&one, words)), Answer::of(&mut command(&two, words)), "{words:?}");
    }
    for sandbox in [&one, &two] {
        let answer = sandbox.run(&["check", "teams/missing"]);
        assert!(!answer.stderr.contains(sandbox.path("").to_str().unwrap()), "{answer:?}");
    }
}

#[test]
fn a_full_disk_is_exit_2() {
    if !std::path::Path::new("/dev/full").exists() {
        return note("skipped: no /dev/full");
    }
    let sandbox = sandbox();
    for words in RUNS.iter().copied().chain([
        &["--help"][..],
        &["--version"],
        &["render", "--help"],
        &["completions", "bash"],
        &["man"],
    ]) {
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

#[test]
fn a_reader_that_goes_away_is_exit_2_after_any_number_of_bytes() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    // More than a pipe holds, so that the rest can't be written behind the reader's back.
    let apps: String = (0..200)
        .map(|number| format!("  - {{name: app{number}, repoURL: https://github.com/acme/a, path: k8s, targetRevision: main, environment: x}}\n"))
        .collect();
    sandbox.write("teams/a/team.yaml", format!("team: a\napps:\n{apps}"));
    let whole = sandbox.run(&["render"]).fine();
    assert!(whole.len() > 100_000, "{}", whole.len());
    for bytes in [0, 1, 4096, 20_000] {
        let mut child = command(&sandbox, &["render"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut pipe = child.stdout.take().unwrap();
        let mut start = vec![0; bytes];
        pipe.read_exact(&mut start).unwrap();
        drop(pipe);
        assert_eq!(child.wait().unwrap().code(), Some(2), "{bytes}");
        assert_eq!(start, &whole.as_bytes()[..bytes]);
    }
}

#[test]
fn it_starts_no_process_opens_no_socket_and_reads_nothing_outside() {
    if Command::new("strace").arg("-V").output().is_err() {
        return note("skipped: no strace");
    }
    let sandbox = sandbox();
    let line = r#"exec strace -f -qq -o trace -e trace=%file,%network,%process,write "$@""#;
    let value = format!("unset LD_LIBRARY_PATH; ARGOCD_APP_PARAMETERS='{TEAM_A}' {}", &line);
    let answer = sandbox.shell(&value, &["generate"]);
    if answer.code != Some(0) {
        return note("skipped: strace may not trace here");
    }
    let root = sandbox.path("").canonicalize().unwrap();
    let mut writes = 0;
    for call in sandbox.read("trace").lines() {
        let (_, call) = call.split_once(' ').unwrap();
        let call = call.trim_start();
        let name = call.split('(').next().unwrap();
        match name {
            "write" => {
                writes += 1;
                assert!(call.starts_with("write(1,"), "{call}");
            }
            "execve" => assert!(call.contains(teamwright().to_str().unwrap()), "{call}"),
            "openat" | "open" | "readlink" | "statx" | "lstat" | "stat" | "newfstatat" | "access" | "getcwd" => {
                let path = call.split('"').nth(1).unwrap_or_default();
                let relative = !path.starts_with('/');
                // The loader's own files, the directories above the repository, and what the standard library looks up.
                let of_system = ["/etc/ld", "/lib", "/usr/lib", "/proc/self", "/sys/fs/cgroup", "/dev/null"];
                let fine = relative
                    || path.starts_with(root.to_str().unwrap())
                    || root.starts_with(path)
                    || of_system.iter().any(|start| path.starts_with(start));
                assert!(fine, "{call}");
                assert!(!call.contains("O_WRONLY") && !call.contains("O_RDWR") && !call.contains("O_CREAT"), "{call}");
            }
            "exit_group" | "+++" => {}
            other => assert!(other.starts_with("---") || other.starts_with("+++"), "{call}"),
        }
    }
    assert_eq!(writes, 1, "the result is one write");
}

#[test]
fn many_runs_at_once_do_not_disturb_each_other() {
    let sandbox = sandbox();
    let expected = sandbox.run(&["render"]).fine();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..8 {
                    assert_eq!(sandbox.run(&["render"]).fine(), expected);
                }
            });
        }
    });
    assert_eq!(sandbox.files("").iter().filter(|file| !file.ends_with(".yaml")).count(), 0, "nothing is left behind");
}
