//! The command as a process: what it reads of its surroundings, and what it leaves alone.
#![cfg(unix)]

use std::process::Command;

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
fn a_hundred_runs_in_different_surroundings_give_the_same_bytes() {
    const ZONES: [&str; 3] = ["UTC", "Pacific/Kiritimati", ":/nonsense"];
    const LOCALES: [&str; 4] = ["C", "tr_TR.UTF-8", "de_DE.ISO-8859-1", ""];
    const FOLDERS: [&str; 3] = ["", "teams", "other/deep"];
    const HABITS: [&str; 4] = ["umask 000", "umask 077", "ulimit -n 16", "exec 3</dev/null"];
    let mut names: Vec<_> = (0..6).map(|number| format!("t{number}")).collect();
    let mut answers = std::collections::BTreeSet::new();
    for run in 0..100 {
        // Folders list their entries in the order of their making, or of their hashes.
        names.rotate_left(run % 6);
        names.swap(0, run * 5 % 6);
        let sandbox = Sandbox::with(PLATFORM, &names.iter().map(String::as_str).collect::<Vec<_>>());
        sandbox.folder("other/deep");
        let folder = sandbox.path(FOLDERS[run % 3]);
        let habit = HABITS[run % 4];
        let line = format!("{habit}; cd \"$1\"; shift; exec \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &line, "sh"]).arg(folder).arg(teamwright()).args(["render", "--explain"]);
        command.stdin(std::process::Stdio::null()).env_clear();
        command.env("TZ", ZONES[run / 3 % 3]).env("LANG", LOCALES[run / 5 % 4]).env("LC_ALL", LOCALES[run / 7 % 4]);
        command.env("HOME", format!("/home/{run}")).env("USER", format!("user{run}")).env("CANARY", format!("{run}"));
        answers.insert(Answer::of(&mut command).fine());
    }
    assert_eq!(answers.len(), 1);
    assert_eq!(answers.first().unwrap().matches("kind: Namespace").count(), 6);
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
fn it_starts_no_process_opens_no_socket_and_reads_nothing_outside() {
    if Command::new("strace").arg("-V").output().is_err() {
        return note("skipped: no strace");
    }
    let sandbox = sandbox();
    for words in RUNS {
        let Some(calls) = traced(&sandbox, words) else { return note("skipped: strace may not trace here") };
        is_confined(&sandbox, &calls, words);
    }
    // What a wrong file is answered with is words on stderr, and neither.
    sandbox.write("teams/a/team.yaml", "team: a\nteem: a\n");
    is_confined(&sandbox, &traced(&sandbox, &["check", "teams/a"]).unwrap(), &["check"]);
}

/// The calls of a run that have to do with files, networks, processes and output; `None` where nobody may look.
fn traced(sandbox: &Sandbox, words: &[&str]) -> Option<String> {
    let line = r#"exec strace -f -qq -o trace -e trace=%file,%network,%process,write,writev,pwrite64,sendfile "$@""#;
    let line = format!("unset LD_LIBRARY_PATH; ARGOCD_APP_PARAMETERS='{TEAM_A}' {line}");
    let answer = sandbox.shell(&line, words);
    answer.code.filter(|code| *code < 2)?;
    Some(sandbox.read("trace"))
}

fn is_confined(sandbox: &Sandbox, calls: &str, words: &[&str]) {
    let root = sandbox.path("").canonicalize().unwrap();
    let mut writes = 0;
    for call in calls.lines() {
        let (_, call) = call.split_once(' ').unwrap();
        let call = call.trim_start();
        let name = call.split('(').next().unwrap();
        match name {
            "write" if call.starts_with("write(2,") => {}
            "write" => {
                writes += 1;
                assert!(call.starts_with("write(1,"), "{words:?}: {call}");
            }
            "execve" => assert!(call.contains(teamwright().to_str().unwrap()), "{call}"),
            "openat" | "open" | "readlink" | "statx" | "lstat" | "stat" | "newfstatat" | "access" | "getcwd" => {
                let path = call.split('"').nth(1).unwrap_or_default();
                let relative = !path.starts_with('/') && !path.split('/').any(|part| part == "..");
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
    assert_eq!(writes, 1, "{words:?}: the result is one write");
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
