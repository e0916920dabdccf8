//! Help, completions, man page, explanations, schemas, colours.

use teamwright_tests::sandbox::{Answer, PLATFORM, Sandbox};

const COMMANDS: [&str; 11] = [
    "generate",
    "render",
    "check",
    "init",
    "bootstrap",
    "explain",
    "schema",
    "digest",
    "healthz",
    "doctor",
    "completions",
];

#[test]
fn every_command_has_help_with_an_example() {
    let sandbox = Sandbox::empty();
    let help = sandbox.run(&["--help"]).fine();
    for command in COMMANDS {
        assert!(help.contains(&format!("  {command} ")), "{command}: {help}");
        let own = sandbox.run(&[command, "--help"]).fine();
        assert!(own.contains("Example"), "{command}: {own}");
        assert!(own.contains(&format!("  teamwright {command}")) || own.contains("teamwright generate"), "{own}");
        assert_eq!(sandbox.run(&["help", command]).fine(), own);
        for line in own.lines() {
            assert!(line.chars().count() <= 180, "{command}: {line}");
        }
    }
    assert!(help.contains("Exit codes: 0") && help.contains("Examples:"));
}

#[test]
fn the_version_is_the_compilers() {
    let sandbox = Sandbox::empty();
    let expected = format!("teamwright {}\n", teamwright_core::VERSION);
    assert_eq!(sandbox.run(&["--version"]).fine(), expected);
    assert_eq!(sandbox.run(&["-V"]).fine(), expected);
}

#[test]
fn a_build_of_a_working_tree_has_no_digest() {
    let expected = format!("{} dev\n", teamwright_core::VERSION);
    assert_eq!(Sandbox::empty().run(&["digest"]).fine(), expected);
}

#[test]
fn wrong_words_are_exit_2_and_say_what_would_be_right() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    assert!(sandbox.run(&["rendr"]).failed().contains("render"));
    assert!(sandbox.run(&["render", "--plattform", "none"]).failed().contains("--platform"));
    assert!(sandbox.run(&["check", "--format", "yaml"]).failed().contains("sarif"));
    assert!(sandbox.run(&["explain"]).failed().contains("<CODE|KEY|KIND>"));
    assert!(sandbox.run(&["schema", "both"]).failed().contains("team"));
    assert!(sandbox.run(&[]).failed().contains("Usage: teamwright"));
}

#[test]
fn completions_come_out_for_every_shell_and_name_every_command() {
    let sandbox = Sandbox::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = sandbox.run(&["completions", shell]).fine();
        for command in COMMANDS {
            assert!(script.contains(command), "{shell} {command}");
        }
        assert!(script.contains("platform"), "{shell}");
    }
    let bash = sandbox.run(&["completions", "bash"]).fine();
    let syntax = Answer::to(std::process::Command::new("bash").arg("-n"), bash.as_bytes());
    assert_eq!(syntax.code, Some(0), "{}", syntax.stderr);
}

#[test]
fn the_man_page_comes_from_the_same_source() {
    let page = Sandbox::empty().run(&["man"]).fine();
    assert_eq!(page.matches(".TH ").count(), 1, "{page}");
    for command in COMMANDS {
        assert!(page.contains(&format!(".SH \"TEAMWRIGHT {}\"", command.to_uppercase())), "{command}");
    }
}

#[test]
fn codes_keys_and_kinds_are_explained_and_the_unknown_is_exit_1() {
    let sandbox = Sandbox::empty();
    for (subject, said) in [
        ("TW0201", "unknown key"),
        ("tw0201", "unknown key"),
        ("networkPolicy.allowEgress", "in team.yaml"),
        ("apps[0].targetRevision", "apps.targetRevision in team.yaml"),
        ("platform.yaml.tiers", "in platform.yaml"),
        ("NetworkPolicy", "networking.k8s.io/v1"),
    ] {
        let text = sandbox.run(&["explain", subject]).fine();
        assert!(text.contains(said), "{subject}: {text}");
    }
    assert!(sandbox.run(&["explain", "resourceQuotas"]).wrong().contains("did you mean"));
    let hostile = sandbox.run(&["explain", "\u{1b}[31m"]).wrong();
    assert!(!hostile.contains('\u{1b}'), "{hostile:?}");
}

#[test]
fn schemas_are_json_schema_2020_12() {
    let sandbox = Sandbox::empty();
    for file in ["team", "platform"] {
        let schema: serde_json::Value = serde_json::from_str(&sandbox.run(&["schema", file]).fine()).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
}

#[test]
fn colour_is_for_terminals_or_on_demand() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", "team: a\nteem: b\n");
    let plain = sandbox.run(&["check"]);
    assert!(!format!("{plain:?}").contains("u{1b}"), "{plain:?}");
    assert_eq!(sandbox.run(&["check", "--color", "never"]), plain);
    let always = sandbox.run(&["check", "--color", "always"]);
    assert!(always.stdout.contains("\u{1b}["));
    let without = |text: &str| {
        let mut parts = text.split('\u{1b}');
        let first = parts.next().unwrap().to_owned();
        parts.fold(first, |text, part| text + part.split_once('m').unwrap().1)
    };
    assert_eq!(without(&always.stdout), plain.stdout);
    let no_color = Answer::of(sandbox.command("").args(["check"]).env("NO_COLOR", "1"));
    assert_eq!(no_color, plain);
    let forced = Answer::of(sandbox.command("").args(["check", "--color", "always"]).env("NO_COLOR", "1"));
    assert_eq!(forced, always);
    // Results for machines never have any, nor does what Argo CD shows.
    for words in
        [&["check", "--color", "always", "--format", "json"][..], &["check", "--color", "always", "--format", "github"]]
    {
        assert!(!sandbox.run(words).stdout.contains('\u{1b}'), "{words:?}");
    }
    let generated = Answer::of(sandbox.command("teams/a").args(["generate", "--color", "always"])).wrong();
    assert!(!generated.contains('\u{1b}'), "{generated:?}");
    sandbox.write("teams/a/team.yaml", "team: a\n");
    assert!(!sandbox.run(&["render", "--color", "always"]).fine().contains('\u{1b}'));
}

/// `script` gives the command a terminal.
#[test]
#[cfg(target_os = "linux")]
fn on_a_terminal_colour_is_on_unless_no_color_is_set() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", "team: a\nteem: b\n");
    let available =
        std::process::Command::new("script").arg("--version").output().is_ok_and(|output| output.status.success());
    if !available {
        return teamwright_tests::repository::note("skipped: no `script` to make a terminal with");
    }
    let colored = sandbox.shell("script -qec \"$1 check\" /dev/null", &[]).stdout;
    assert!(colored.contains("\u{1b}[") && colored.contains("unknown key"), "{colored:?}");
    let plain = sandbox.shell("NO_COLOR=1 script -qec \"$1 check\" /dev/null", &[]).stdout;
    assert!(!plain.contains('\u{1b}') && plain.contains("unknown key"), "{plain:?}");
}
