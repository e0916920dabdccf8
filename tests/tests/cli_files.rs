//! Files that are missing, odd, hostile, or not what they seem: one clear error with the path, never a hang or a panic.
#![cfg(unix)]

use std::{
    fs,
    os::unix::{ffi::OsStrExt, fs::PermissionsExt, fs::symlink},
    path::Path,
    process::Command,
};

use teamwright_tests::sandbox::{Answer, PLATFORM, Sandbox, team};

/// What each command says of `teams/a` and of the whole repository.
#[track_caller]
fn is_refused(sandbox: &Sandbox, code: &str, path: &str) {
    for words in [&["render", "teams/a"][..], &["render", "teams/a/team.yaml"], &["render"], &["render", "teams"]] {
        let stderr = sandbox.run(words).wrong();
        assert!(stderr.contains(code) && stderr.contains(path), "{words:?}: {stderr}");
        assert_eq!(stderr.matches("error[").count(), 1, "{words:?}: {stderr}");
    }
    for words in [&["check", "teams/a"][..], &["check"]] {
        let stdout = sandbox.run(words).found();
        assert!(stdout.contains(code) && stdout.contains(path), "{words:?}: {stdout}");
    }
    let stderr = sandbox.generate("", Some(r#"[{"name":"team","string":"a"}]"#)).wrong();
    assert!(stderr.starts_with(&format!("{path}:")) && stderr.contains(code), "{stderr}");
}

#[test]
fn a_team_file_that_is_a_link_is_refused_unread() {
    let sandbox = Sandbox::with(PLATFORM, &["b"]);
    sandbox.folder("teams/a");
    for target in ["../b/team.yaml", "/etc/passwd", "/dev/zero", "nowhere", "team.yaml"] {
        let _ = fs::remove_file(sandbox.path("teams/a/team.yaml"));
        symlink(target, sandbox.path("teams/a/team.yaml")).unwrap();
        is_refused(&sandbox, "TW2001", "teams/a/team.yaml");
    }
    assert!(!sandbox.run(&["render"]).wrong().contains("root:"), "no text of the target is shown");
}

#[test]
fn a_team_directory_that_is_a_link_is_refused_unread() {
    let sandbox = Sandbox::with(PLATFORM, &["b"]);
    for target in ["b", "/etc", "nowhere"] {
        let _ = fs::remove_file(sandbox.path("teams/a"));
        symlink(target, sandbox.path("teams/a")).unwrap();
        for words in [&["render"][..], &["render", "teams"], &["render", "teams/a"]] {
            let stderr = sandbox.run(words).wrong();
            assert!(stderr.contains("TW2001") && stderr.contains("`teams/a"), "{words:?}: {stderr}");
        }
        let stderr = sandbox.generate("", Some(r#"[{"name":"team","string":"a"}]"#)).wrong();
        assert!(stderr.contains("TW2001"), "{stderr}");
    }
}

#[test]
fn a_folder_of_teams_that_is_a_link_is_one_error() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    for name in ["a", "b"] {
        sandbox.write(&format!("elsewhere/{name}/team.yaml"), team(name));
    }
    fs::remove_dir(sandbox.path("teams")).unwrap();
    symlink("elsewhere", sandbox.path("teams")).unwrap();
    for words in [&["render"][..], &["render", "teams"]] {
        let stderr = sandbox.run(words).wrong();
        assert!(stderr.contains("TW2001") && stderr.contains("`teams`"), "{words:?}: {stderr}");
        assert_eq!(stderr.matches("error[").count(), 1, "{stderr}");
    }
}

#[test]
fn a_platform_that_is_a_link_is_refused_and_no_team_is_judged_without_it() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", format!("{}tier: gigantic\n", team("a")));
    fs::rename(sandbox.path("platform.yaml"), sandbox.path("other.yaml")).unwrap();
    symlink("other.yaml", sandbox.path("platform.yaml")).unwrap();
    for words in [&["render"][..], &["render", "teams/a"], &["render", "--out", "out"]] {
        let stderr = sandbox.run(words).wrong();
        assert!(stderr.contains("TW2001") && stderr.contains("`platform.yaml`"), "{stderr}");
        assert_eq!(stderr.matches("error[").count(), 1, "no other error follows from it: {stderr}");
    }
    assert!(!sandbox.path("out").exists());
    let stderr = sandbox.generate("", Some(r#"[{"name":"team","string":"a"}]"#)).wrong();
    assert!(stderr.starts_with("platform.yaml:1:1: error TW2001"), "{stderr}");
}

#[test]
fn a_link_to_a_repository_from_outside_is_the_callers_own() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    let outside = tempfile::tempdir().unwrap();
    symlink(sandbox.path(""), outside.path().join("link")).unwrap();
    let link = outside.path().join("link");
    let expected = sandbox.run(&["render"]).fine();
    for path in [link.clone(), link.join("teams"), link.join("teams/a"), link.join("teams/a/team.yaml")] {
        assert_eq!(sandbox.run(&["render", path.to_str().unwrap()]).fine(), expected, "{}", path.display());
    }
}

#[test]
fn a_file_with_a_second_name_is_refused_wherever_that_is() {
    let sandbox = Sandbox::with(PLATFORM, &["b"]);
    sandbox.folder("teams/a");
    let outside = tempfile::tempdir_in(sandbox.path("").parent().unwrap()).unwrap();
    fs::write(outside.path().join("team.yaml"), team("a")).unwrap();
    fs::hard_link(outside.path().join("team.yaml"), sandbox.path("teams/a/team.yaml")).unwrap();
    is_refused(&sandbox, "TW2008", "teams/a/team.yaml");
    fs::remove_file(outside.path().join("team.yaml")).unwrap();
    let _ = sandbox.run(&["render"]).fine();
    fs::hard_link(sandbox.path("platform.yaml"), sandbox.path("teams/b/copy")).unwrap();
    assert!(sandbox.run(&["render"]).wrong().contains("`platform.yaml` is a hard link"));
}

#[test]
fn a_path_never_leaves_the_repository_through_two_dots() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    let outside = tempfile::tempdir_in(sandbox.path("").parent().unwrap()).unwrap();
    fs::create_dir(outside.path().join("b")).unwrap();
    fs::write(outside.path().join("b/team.yaml"), team("b")).unwrap();
    let name = outside.path().file_name().unwrap().to_str().unwrap();
    // A platform that points its teams elsewhere is wrong; a parameter is a name.
    sandbox.write("platform.yaml", format!("{PLATFORM}gitops: {{teamsPath: ../{name}}}\n"));
    assert!(sandbox.run(&["render"]).wrong().contains("error["));
    sandbox.write("platform.yaml", PLATFORM);
    for up in [format!("../{name}/b"), format!("../../{name}/b"), format!("a/../../../{name}/b")] {
        let parameters = format!(r#"[{{"name":"team","string":"{up}"}}]"#);
        assert!(sandbox.generate("", Some(&parameters)).wrong().contains("is no team's name"), "{up}");
    }
    // What the caller names is the caller's wish; it is judged without this repository's platform.
    let _ = sandbox.run(&["render", &format!("../{name}/b"), "--platform", "none"]).fine();
    // A link on the way to it leads nowhere, whatever follows it.
    symlink(outside.path(), sandbox.path("teams/link")).unwrap();
    for path in ["teams/link/b", "teams/link/../b", "teams/link/b/team.yaml"] {
        let answer = sandbox.run(&["render", path]);
        assert!(answer.code != Some(0) && answer.stdout.is_empty(), "{path}: {answer:?}");
    }
}

#[test]
fn pipes_devices_and_directories_are_no_team_files() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.folder("teams/a");
    let file = sandbox.path("teams/a/team.yaml");
    assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    is_refused(&sandbox, "TW2002", "teams/a/team.yaml");
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    is_refused(&sandbox, "TW2002", "teams/a/team.yaml");
    fs::remove_dir(&file).unwrap();
    let _listener = std::os::unix::net::UnixListener::bind(&file).unwrap();
    is_refused(&sandbox, "TW2002", "teams/a/team.yaml");
    let stderr = sandbox.run(&["render", "/dev/zero"]).wrong();
    assert!(stderr.contains("TW2002") && stderr.contains("dev/zero"), "{stderr}");
}

#[test]
fn a_platform_that_is_a_pipe_or_a_directory_is_refused() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    fs::remove_file(sandbox.path("platform.yaml")).unwrap();
    assert!(Command::new("mkfifo").arg(sandbox.path("platform.yaml")).status().unwrap().success());
    assert!(sandbox.run(&["render"]).wrong().contains("TW2002"));
    fs::remove_file(sandbox.path("platform.yaml")).unwrap();
    sandbox.folder("platform.yaml");
    assert!(sandbox.run(&["render"]).wrong().contains("TW2002"));
    assert!(sandbox.run(&["render", "--platform", "teams"]).wrong().contains("TW2002"));
}

#[test]
fn a_large_file_is_refused_by_its_size_alone() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.folder("teams/a");
    let file = fs::File::create(sandbox.path("teams/a/team.yaml")).unwrap();
    file.set_len(100 * 1024 * 1024).unwrap();
    is_refused(&sandbox, "TW0102", "teams/a/team.yaml");
    // The limit itself is fine.
    let text = team("a");
    let padded = |size: usize| format!("{text}#{}\n", "x".repeat(size - text.len() - 2));
    sandbox.write("teams/a/team.yaml", padded(256 * 1024));
    let _ = sandbox.run(&["render"]).fine();
    sandbox.write("teams/a/team.yaml", padded(256 * 1024 + 1));
    is_refused(&sandbox, "TW0102", "teams/a/team.yaml");
}

#[test]
fn what_is_no_text_is_refused_at_its_first_such_byte() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", b"team: a\n# \xc3\xa9\nowner: {name: \xe9}\n");
    is_refused(&sandbox, "TW0110", "teams/a/team.yaml");
    assert!(sandbox.run(&["render"]).wrong().contains("--> teams/a/team.yaml:3:15"));
    sandbox.write("teams/a/team.yaml", b"\xff\xfet\0e\0a\0m\0");
    is_refused(&sandbox, "TW0110", "teams/a/team.yaml");
}

#[test]
fn a_missing_path_is_a_failure_with_its_name() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    for command in ["render", "check"] {
        let answer = sandbox.run(&[command, "teams/x", "teams/a", "teams/y/team.yaml"]);
        assert_eq!(answer.code, Some(2), "{answer:?}");
        assert!(answer.stderr.contains("`teams/x`") && answer.stderr.contains("`teams/y/team.yaml`"), "{answer:?}");
        assert_eq!(answer.stdout, "");
    }
    sandbox.folder("teams/x");
    assert!(sandbox.run(&["render", "teams/x"]).failed().contains("no file `teams/x/team.yaml`"));
    assert!(sandbox.run(&["check"]).found().contains("TW2006"));
    assert!(sandbox.run(&["render", "--platform", "nowhere.yaml"]).failed().contains("`nowhere.yaml`"));
    fs::remove_dir_all(sandbox.path("teams")).unwrap();
    assert!(sandbox.run(&["check"]).failed().contains("no folder `teams`"));
}

#[test]
fn empty_files_are_errors_with_a_place() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    for text in ["", "\n", "# nothing\n", "---\n"] {
        sandbox.write("teams/a/team.yaml", text);
        let stderr = sandbox.run(&["render"]).wrong();
        assert!(stderr.contains("--> teams/a/team.yaml:"), "{text:?}: {stderr}");
    }
}

#[test]
fn what_may_not_be_read_is_a_failure() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    let open = fs::Permissions::from_mode(0o755);
    fs::set_permissions(sandbox.path(""), open).unwrap();
    fs::set_permissions(sandbox.path("teams/a/team.yaml"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(sandbox.path("teams/a/team.yaml")).is_err() {
        assert!(sandbox.run(&["render"]).failed().contains("could not read `teams/a/team.yaml`"));
        return;
    }
    // Nothing is unreadable for root, so somebody else runs a copy that they can reach.
    let copy = sandbox.path("teamwright");
    fs::copy(teamwright_tests::command::teamwright(), &copy).unwrap();
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--clear-groups"]).arg(&copy).args(["render"]).current_dir(sandbox.path(""));
    match command.output() {
        Ok(output) if output.status.code() != Some(127) => {}
        _ => return teamwright_tests::repository::note("skipped: no setpriv to run as somebody else than root"),
    }
    assert!(Answer::of(&mut command).failed().contains("could not read `teams/a/team.yaml`"));
    fs::set_permissions(sandbox.path("teams/a"), fs::Permissions::from_mode(0o000)).unwrap();
    assert!(Answer::of(&mut command).failed().contains("could not read `teams/a`"));
    fs::set_permissions(sandbox.path("teams"), fs::Permissions::from_mode(0o000)).unwrap();
    assert!(Answer::of(&mut command).failed().contains("could not read `teams`"));
}

#[test]
fn names_of_any_bytes_are_shown_without_steering_the_terminal() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    let name = std::ffi::OsStr::from_bytes(b"\x1b[31mred\n\xff'\"");
    fs::create_dir(sandbox.path("teams").join(name)).unwrap();
    fs::write(sandbox.path("teams").join(name).join("team.yaml"), "team: red\nteem: 1\n").unwrap();
    let long = "x".repeat(255);
    sandbox.write(&format!("teams/{long}/team.yaml"), format!("team: {long}\n"));
    for format in ["text", "github"] {
        let stdout = sandbox.run(&["check", "--format", format]).found();
        assert!(!stdout.contains('\u{1b}'), "{stdout:?}");
        assert!(stdout.contains(r"\u{1b}[31mred"), "{stdout:?}");
    }
    for path in [Path::new(name), &Path::new("teams").join(name).join("nothing")] {
        let answer = Answer::of(sandbox.command("").arg("check").arg(path));
        assert_eq!(answer.code, Some(2), "{answer:?}");
        assert!(!answer.stderr.contains('\u{1b}'), "{answer:?}");
    }
    let unknown = Answer::of(sandbox.command("").arg("--\u{1b}[31m")).failed();
    assert!(!unknown.contains('\u{1b}'), "{unknown:?}");
    let deep = vec!["d".repeat(200); 30].join("/");
    let answer = sandbox.run(&["check", &deep]);
    assert_eq!(answer.code, Some(2));
    assert!(answer.stderr.len() < 3_000, "{}", answer.stderr.len());
}

#[test]
fn two_directories_that_look_alike_in_messages_are_two_teams() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    for name in [&b"a\xfe"[..], b"a\xff"] {
        let directory = sandbox.path("teams").join(std::ffi::OsStr::from_bytes(name));
        fs::create_dir(&directory).unwrap();
        fs::write(directory.join("team.yaml"), "team: a\n").unwrap();
    }
    let answer = sandbox.run(&["check"]);
    assert!(answer.stderr.contains("in 2 teams"), "{answer:?}");
}

#[test]
fn files_that_would_change_an_argo_cd_source_are_refused() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    for file in
        ["teams/a/.argocd-source.yaml", "teams/a/.argocd-source-team-a-namespace.yaml", "teams/.argocd-source.yaml"]
    {
        sandbox.write(file, "plugin: {parameters: [{name: part, string: project}]}\n");
        let stdout = sandbox.run(&["check"]).found();
        assert!(stdout.contains("TW2005") && stdout.contains(&format!("--> {file}:1:1")), "{stdout}");
        let single = sandbox.run(&["check", "teams/a"]);
        assert_eq!(single.code, Some(i32::from(file.starts_with("teams/a"))), "{single:?}");
        fs::remove_file(sandbox.path(file)).unwrap();
    }
    // Where the team's directory is the source path, Argo CD has merged the file before the plugin runs.
    sandbox.write("teams/a/.argocd-source.yaml", "plugin: {}\n");
    assert!(sandbox.generate("teams/a", None).wrong().contains("TW2005"));
    let _ = sandbox.generate("teams/b", None).fine();
}
