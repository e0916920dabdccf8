//! Files that would cost a careless reader time, memory or stack: refused within a container's share of them.
#![cfg(unix)]

use teamwright_tests::sandbox::{PLATFORM, Sandbox, TWO_CLUSTERS, team};

const TEAM_A: &str = r#"[{"name":"team","string":"a"}]"#;

/// Texts that cost a careless reader time, memory or stack.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    const SIZE: usize = 256 * 1024;
    let text = |text: &str| text.repeat(SIZE / text.len()).into_bytes();
    let after = |start: &str, rest: Vec<u8>| {
        let mut all = start.as_bytes().to_vec();
        all.extend(rest);
        all.truncate(SIZE);
        all
    };
    let numbered = |line: fn(usize) -> String| {
        (0..)
            .map(line)
            .take_while({
                let mut size = 0;
                move |line: &String| {
                    size += line.len();
                    size < SIZE
                }
            })
            .collect::<String>()
            .into_bytes()
    };
    vec![
        ("brackets", text("[")),
        ("braces", text("{")),
        ("dashes", text("- ")),
        ("nested keys", text("a: ")),
        ("question marks", text("? ")),
        ("deep blocks", (0..700).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>().into_bytes()),
        ("anchors", text("&a ")),
        ("tags", text("!x ")),
        ("aliases", after("team: a\na: ", text("*a "))),
        ("alias bomb", b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c]\nteam: *d\n".to_vec()),
        ("documents", text("---\n")),
        ("directives", text("%YAML 1.1\n")),
        ("one long scalar", after("team: a\ndescription: \"", text("x"))),
        ("one long key", text("k")),
        ("one long list", after("team: a\nl: [", text("a,"))),
        ("unknown keys", numbered(|number| format!("k{number}: 1\n"))),
        ("duplicate keys", text("team: a\n")),
        ("apps", after("team: a\napps:\n", numbered(|number| format!("  - {{name: a{number}}}\n")))),
        ("groups", after("team: a\naccess: {developers: {groups: [", numbered(|number| format!("g{number},")))),
        ("NUL", text("\0")),
        ("control characters", text("a: \x01\x02\n")),
        ("tabs", text("\t")),
        ("tabs and words", text("\ta\t#")),
        ("NEL", text("team: a\u{85}")),
        ("directions", after("team: \"", text("\u{202E}"))),
        ("escapes", after("team: \"", text("\\u202e"))),
        ("quotes", text("\"")),
        ("backslashes", after("team: \"", text("\\"))),
        ("comments", text("#")),
        ("many comments", text(" # x\n")),
        ("emoji", after("team: ", text("🚀"))),
        ("blank lines", text("\n")),
        ("carriage returns", text("\r")),
        ("block scalars", text("a: |\n b\n")),
        ("not UTF-8", text("a: \u{e9}").into_iter().map(|byte| byte | 0x80).collect()),
        ("merge keys", text("<<: {a: b}\n")),
        ("numbers", after("team: ", text("9"))),
        ("sixteen levels", after("team: a\nhelm: ", text("{a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: 1}}}}}}}}}}}}}}, "))),
        ("a cluster of accents", after("team: a", text("\u{301}"))),
        ("names close to a key", numbered(|number| format!("networkPolic{number}: 1\n"))),
    ]
}

/// Seconds of processor time and kilobytes of address space: a container's share. Debug builds are slower, not larger.
fn limits() -> String {
    let seconds = if cfg!(debug_assertions) { 10 } else { 2 };
    format!("ulimit -v 65536 && ulimit -t {seconds} && ulimit -c 0")
}

#[test]
fn hostile_texts_are_refused_within_two_seconds_and_64_mebibytes() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    let limits = limits();
    let line = format!("{limits} && exec \"$@\"");
    for (name, text) in hostile() {
        assert!(text.len() <= 256 * 1024, "{name}");
        sandbox.write("teams/a/team.yaml", &text);
        let stderr = sandbox.shell(&line, &["render"]);
        assert_eq!((stderr.code, stderr.stdout.as_str()), (Some(1), ""), "{name}: {:.2000}", stderr.stderr);
        assert!(stderr.stderr.len() < 1024 * 1024, "{name}: {}", stderr.stderr.len());
        let answer = sandbox.shell(&line, &["check", "--format", "sarif"]);
        assert_eq!(answer.code, Some(1), "{name}: {:.2000}", answer.stderr);
        let line = format!("{limits} && ARGOCD_APP_PARAMETERS='{TEAM_A}' exec \"$@\"");
        let stderr = sandbox.shell(&line, &["generate"]);
        assert_eq!((stderr.code, stderr.stdout.as_str()), (Some(1), ""), "{name}: {:.2000}", stderr.stderr);
        assert!(stderr.stderr.len() <= 4096 && stderr.stderr.starts_with("teams/a/team.yaml:"), "{name}: {stderr:?}");
    }
}

/// What can stand in the place of a file without being a text of the right size.
#[test]
fn hostile_files_are_refused_within_the_same_limits() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.folder("teams/a");
    let line = format!("{} && exec timeout 10 \"$@\"", limits());
    let file = sandbox.path("teams/a/team.yaml");
    let sparse = |size: u64| std::fs::File::create(&file).and_then(|file| file.set_len(size)).unwrap();
    let long =
        |line: &str, count: usize| sandbox.write("teams/a/team.yaml", format!("team: a\n{}", line.repeat(count)));
    let made = |program: &str, words: &[&str]| {
        let status = std::process::Command::new(program).args(words).arg(&file).status().unwrap();
        assert!(status.success(), "{program}");
    };
    let kinds: [(&str, &dyn Fn()); 9] = [
        ("100 MB of nothing", &|| sparse(100 << 20)),
        ("a terabyte with holes", &|| sparse(1 << 40)),
        ("100,000 levels", &|| long("[", 300_000)),
        ("100,000 apps", &|| long("  - {name: a, path: k8s}\n", 100_000)),
        ("a text of 64 MB", &|| sandbox.write("teams/a/team.yaml", format!("team: {}", "x".repeat(64 << 20)))),
        ("a pipe", &|| made("mkfifo", &[])),
        ("a link to endless zeros", &|| made("ln", &["-s", "/dev/zero"])),
        ("a link to endless chance", &|| made("ln", &["-s", "/dev/urandom"])),
        ("a link to itself", &|| made("ln", &["-s", "team.yaml"])),
    ];
    for (name, make) in kinds {
        let _ = std::fs::remove_file(&file);
        make();
        for words in [&["render"][..], &["render", "teams/a/team.yaml"], &["check", "--format", "json"]] {
            let begun = std::time::Instant::now();
            let answer = sandbox.shell(&line, words);
            assert_eq!(answer.code, Some(1), "{name}: {:.2000}", answer.stderr);
            assert!(words[0] == "check" || answer.stdout.is_empty(), "{name}: {:.2000}", answer.stdout);
            assert!(begun.elapsed() < std::time::Duration::from_secs(2), "{name}: {:?}", begun.elapsed());
        }
    }
    // The same from the other side of a pipe, where no size is known beforehand.
    for words in ["head -c 100000000 /dev/zero", "yes '- [[[[[[[[['"] {
        let line = format!("{words} | ( {line} )");
        let answer = sandbox.shell(&line, &["render", "-"]);
        assert_eq!((answer.code, answer.stdout.as_str()), (Some(1), ""), "{words}: {:.2000}", answer.stderr);
    }
}

#[test]
fn hostile_platforms_are_refused_within_the_same_limits() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    let line = format!("{} && exec \"$@\"", limits());
    for (name, text) in hostile() {
        // A file of comments or of nothing is a valid platform.
        if ["comments", "many comments", "blank lines"].contains(&name) {
            continue;
        }
        sandbox.write("platform.yaml", &text);
        let answer = sandbox.shell(&line, &["render"]);
        assert_eq!((answer.code, answer.stdout.as_str()), (Some(1), ""), "{name}: {:.2000}", answer.stderr);
    }
}

#[test]
fn a_quarter_mebibyte_of_stack_is_enough() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    let line = r#"ulimit -s 256 && exec "$@""#;
    let explained = ["render", "teams/a", "--explain"];
    for words in [&["render"][..], &explained, &["check"], &["explain", "TW0201"], &["schema", "team"], &["--help"]] {
        assert_eq!(sandbox.shell(line, words), sandbox.run(words), "{words:?}");
    }
    for (name, text) in hostile() {
        sandbox.write("teams/a/team.yaml", &text);
        for words in [&["render"][..], &["check", "--format", "json"]] {
            assert_eq!(sandbox.shell(line, words).code, Some(1), "{name}");
        }
    }
}

#[test]
fn a_large_team_stays_within_the_same_limits() {
    let sandbox = Sandbox::with(TWO_CLUSTERS, &[]);
    let apps: String = (0..440)
        .map(|number| format!("  - {{name: a{number}, repoURL: https://github.com/acme/a, path: k8s, targetRevision: main, environment: production}}\n"))
        .collect();
    sandbox.write("teams/a/team.yaml", format!("team: a\napps:\n{apps}"));
    let line = format!("{} && exec \"$@\"", limits());
    for words in [
        &["render", "--cluster", "staging"][..],
        &["render", "--cluster", "staging", "--format", "json"],
        &["render", "--explain", "--cluster", "staging"],
        &["render", "--out", "out"],
    ] {
        let answer = sandbox.shell(&line, words);
        assert_eq!(answer.code, Some(0), "{words:?}: {:.2000}", answer.stderr);
    }
}

#[test]
fn hundreds_of_teams_take_no_more_memory_than_a_few() {
    let names: Vec<_> = (0..300).map(|number| format!("t{number}")).collect();
    let sandbox = Sandbox::with(PLATFORM, &[]);
    for name in &names {
        sandbox.write(&format!("teams/{name}/team.yaml"), team(name));
    }
    for words in [&["check"][..], &["render", "--out", "out"], &["render", "--out", "out"]] {
        let answer = sandbox.shell("ulimit -v 65536 && exec \"$@\"", words);
        assert_eq!(answer.code, Some(0), "{words:?}: {:.2000}", answer.stderr);
        assert!(answer.stderr.lines().count() == 1, "no progress in a pipe: {}", answer.stderr);
    }
    assert_eq!(sandbox.files("out").iter().filter(|file| file.ends_with(".yaml")).count() % 300, 0);
}
