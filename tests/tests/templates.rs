//! Templates of the platform team: through the command, and against teams that write hostile values.

use std::collections::BTreeMap;

use teamwright_core::{LeafValue, Manifest, Platform, Source, Target, compile};
use teamwright_tests::{
    leaves::leaves,
    sandbox::{PLATFORM, Sandbox, TWO_CLUSTERS, team},
};

const INFO: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \"{{ team.name }}-info\"}\ndata: {cluster: \"{{ cluster.name }}\"}\n";

/// Uses every text of a team that is free or nearly so, each in one leaf.
const EVERYTHING: &str = r#"for: {app: "{{ team.apps }}"}
apiVersion: v1
kind: ConfigMap
metadata:
  name: "{{ app.application }}"
  annotations: {example.com/owner: "{{ team.owner.name }}"}
data:
  description: "{{ team.description }}"
  within: "before {{ team.description }} behind"
  email: "{{ team.owner.email }}"
  slack: "{{ team.owner.slack }}"
  repository: "{{ app.repoURL }}"
  path: "{{ app.path }}"
  revision: "{{ app.targetRevision }}"
  list: ["{{ team.owner.name }}"]
"#;

/// Each stands for a field of the team's file, and names the leaves of the template's object that it feeds.
const FIELDS: [(&str, &[&str]); 7] = [
    ("DESCRIPTION", &["/data/description", "/data/within"]),
    ("OWNER", &["/metadata/annotations/example.com~1owner", "/data/list/0"]),
    ("EMAIL", &["/data/email"]),
    ("SLACK", &["/data/slack"]),
    ("REPOSITORY", &["/data/repository"]),
    ("PATH", &["/data/path"]),
    ("REVISION", &["/data/revision"]),
];

fn file(field: &str, value: &str) -> String {
    let text = "team: demo\ndescription: DESCRIPTION\nowner: {name: OWNER, email: EMAIL, slack: SLACK}\napps:\n  - {name: web, repoURL: REPOSITORY, path: PATH, targetRevision: REVISION, environment: x}\n";
    let usual = [
        ("DESCRIPTION", "usual"),
        ("OWNER", "Usual"),
        ("EMAIL", "usual@example.com"),
        ("SLACK", "#usual"),
        ("REPOSITORY", "https://github.com/acme/usual"),
        ("PATH", "usual"),
        ("REVISION", "usual"),
    ];
    usual.iter().fold(text.to_owned(), |text, (name, usual)| {
        let value = if *name == field { value } else { usual };
        text.replace(name, &serde_json::to_string(value).expect("a text"))
    })
}

/// Texts that mean something to one of the readers on the way, alone and inside of others.
fn hostile() -> Vec<String> {
    let marks = [
        "{{ team.name }}",
        "{{",
        "}}",
        "{% if true %}",
        "{#",
        "${HOME}",
        "$(id)",
        "\n---\nkind: Namespace",
        "\nkind: Secret",
        ": ",
        " #",
        "- a",
        "? a",
        "*a",
        "&a",
        "!!str a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "|",
        ">",
        "|-\n a",
        "[",
        "]",
        "[a]",
        "{",
        "}",
        "{a: b}",
        "'",
        "\"",
        "\\",
        "\\n",
        "\\u000a",
        "\t",
        "\r",
        "\u{0}",
        "\u{7}",
        "\u{85}",
        "\u{2028}",
        "\u{202E}",
        "\u{FEFF}",
        "\u{200B}",
        "null",
        "~",
        "true",
        "no",
        "1e3",
        "0x10",
        "1_000",
        "12:30:45",
        "2027-01-01",
        "<<",
        "=",
        ".inf",
        "é🚀",
        "../../etc/passwd",
        "*",
        "https://evil.example",
        "a,b",
        "a;b",
        "<script>",
        "&amp;",
        "%0a",
        "{{ range(9) }}",
        "{{ 'x' * 99999999 }}",
        "system:masters",
    ];
    marks
        .iter()
        .flat_map(|mark| [(*mark).to_owned(), format!("a{mark}"), format!("{mark}b"), format!("a{mark}b")])
        .collect()
}

fn object(manifests: &[Manifest]) -> BTreeMap<String, LeafValue> {
    let made: Vec<_> = manifests.iter().filter(|manifest| manifest.kind == "ConfigMap").cloned().collect();
    assert_eq!(made.len(), 1, "one object comes of the template");
    let path = |path: &str| {
        path.split_once('/').and_then(|(_, rest)| rest.split_once('/')).map(|(_, rest)| format!("/{rest}"))
    };
    leaves(&made).into_iter().map(|(at, leaf)| (path(&at).unwrap_or(at), leaf.value)).collect()
}

#[test]
fn a_hostile_value_changes_its_own_leaves_or_is_refused() {
    let template = Source::new("platform/templates/everything.yaml", EVERYTHING);
    let platform = Platform::built_in().with_templates([Ok(template)]);
    assert!(!platform.has_errors(), "{:#?}", platform.diagnostics());
    let compiled = |text: &str| compile(&Source::new("", text), &platform, &Target::default()).manifests;
    let usual = compiled(&file("", "")).expect("the usual team compiles");
    let before = object(&usual);
    let values = hostile();
    assert!(values.len() >= 200, "{} values", values.len());
    let (mut accepted, mut refused) = (0, 0);
    for (field, own) in FIELDS {
        for value in &values {
            let Some(manifests) = compiled(&file(field, value)) else {
                refused += 1;
                continue;
            };
            accepted += 1;
            assert_eq!(manifests.len(), usual.len(), "{field} {value:?}: the objects are the same");
            let after = object(&manifests);
            assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "{field} {value:?}");
            for (path, leaf) in &after {
                if !own.contains(&path.as_str()) {
                    assert_eq!(before.get(path), Some(leaf), "{field} {value:?} changes {path}");
                    continue;
                }
                let expected = if path == "/data/within" { format!("before {value} behind") } else { value.clone() };
                assert_eq!(leaf, &LeafValue::Text(expected.into()), "{field} {value:?} at {path}");
            }
        }
    }
    assert!(accepted > 200 && refused > 200, "{accepted} accepted, {refused} refused");
}

#[test]
fn every_command_reads_the_templates_of_the_repository() {
    let sandbox = Sandbox::with(TWO_CLUSTERS, &["a", "b"]);
    let without = sandbox.run(&["render", "teams/a", "--cluster", "staging"]).fine();
    sandbox.write("platform/templates/info.yaml", INFO);
    sandbox.write("platform/templates/README.md", "{{ not a template");
    sandbox.write("platform/templates/.hidden.yaml", "{{ not a template");
    let with = sandbox.run(&["render", "teams/a", "--cluster", "staging"]).fine();
    assert!(!without.contains("a-info") && with.contains("name: a-info\n  namespace: team-a\n"), "{with}");
    assert!(with.contains("cluster: staging\n"), "{with}");
    let parameters = r#"[{"name": "team", "string": "a"}, {"name": "cluster", "string": "staging"}]"#;
    assert_eq!(sandbox.generate("platform", Some(parameters)).fine(), with);
    assert!(!sandbox.run(&["render", "teams/a", "--part", "apps"]).fine().contains("a-info"));
    let _ = sandbox.run(&["check"]).fine();
    let _ = sandbox.run(&["render", "--out", "out"]).fine();
    for path in ["a/namespace/production/ConfigMap-a-info.yaml", "b/namespace/staging/ConfigMap-b-info.yaml"] {
        assert!(sandbox.files("out").contains(&path.to_owned()), "{path}");
    }
    // The folder is that of the platform, wherever it is.
    sandbox.write("platform.yaml", format!("{PLATFORM}gitops: {{platformPath: ours}}\n"));
    assert!(!sandbox.run(&["render", "teams/a"]).fine().contains("a-info"));
    sandbox.write("ours/templates/info.yml", INFO);
    assert!(sandbox.run(&["render", "teams/a"]).fine().contains("a-info"));
}

#[test]
fn a_wrong_template_is_reported_once_and_stops_everything() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    sandbox.write("platform/templates/info.yaml", INFO.replace("team.name", "team.nmae"));
    let found = sandbox.run(&["check"]).found();
    assert_eq!(found.matches("TW1101").count(), 1, "{found}");
    assert!(found.contains("platform/templates/info.yaml:3:"), "{found}");
    let _ = sandbox.run(&["render"]).wrong();
    let _ = sandbox.generate("teams/a", None).wrong();
    // Without a single team as well.
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("platform/templates/info.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n");
    assert!(sandbox.run(&["check"]).found().contains("TW1106"));
}

#[test]
fn what_fails_for_one_team_stops_no_other() {
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    sandbox.write("teams/b/team.yaml", team("b").replace("owner:", "description: Bees\nowner:"));
    sandbox.write("platform/templates/info.yaml", INFO.replace("cluster.name", "team.description"));
    let found = sandbox.run(&["check"]).found();
    assert!(found.contains("for team `a`: `team.description` is none") && !found.contains("for team `b`"), "{found}");
    assert!(sandbox.run(&["render", "teams/b"]).fine().contains("cluster: Bees\n"));
    assert!(sandbox.run(&["render", "teams/a"]).wrong().contains("platform/templates/info.yaml:4:"));
    let answer = sandbox.run(&["render", "--out", "out"]);
    assert_eq!(answer.code, Some(1), "{answer:#?}");
    let files = sandbox.files("out");
    assert!(files.iter().any(|file| file == "b/namespace/ConfigMap-b-info.yaml"), "{files:?}");
    assert!(!files.iter().any(|file| file.starts_with("a/")), "{files:?}");
}

#[cfg(unix)]
#[test]
fn a_template_that_can_not_be_read_stops_everything() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    sandbox.write("elsewhere.yaml", INFO);
    sandbox.folder("platform/templates");
    symlink(sandbox.path("elsewhere.yaml"), sandbox.path("platform/templates/info.yaml")).expect("a link");
    assert!(sandbox.run(&["render", "teams/a"]).wrong().contains("symbolic link"));
    assert!(sandbox.run(&["check"]).found().contains("platform/templates/info.yaml"));
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    sandbox.write("elsewhere/info.yaml", INFO);
    sandbox.folder("platform");
    symlink(sandbox.path("elsewhere"), sandbox.path("platform/templates")).expect("a link");
    assert!(sandbox.run(&["render", "teams/a"]).wrong().contains("symbolic link"));
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    sandbox.write("platform/templates/info.yaml", vec![b'#'; 256 * 1024 + 1]);
    assert!(sandbox.generate("teams/a", None).wrong().contains("256 KiB"));
}

#[test]
fn a_bootstrap_after_a_template_allows_its_kind() {
    let sandbox = Sandbox::with(&format!("{PLATFORM}gitops: {{repoURL: https://github.com/acme/gitops}}\n"), &["a"]);
    let before = sandbox.run(&["bootstrap", "--teams-only"]).fine();
    sandbox.write("platform/templates/info.yaml", INFO);
    let after = sandbox.run(&["bootstrap", "--teams-only"]).fine();
    let added: Vec<_> = after.lines().filter(|line| !before.lines().any(|known| known == *line)).collect();
    assert_eq!(after.lines().count(), before.lines().count() + 2, "{after}");
    assert!(after.contains("  - group: \"\"\n    kind: ConfigMap\n"), "{added:?}");
    assert!(before.contains(";/platform/templates"), "{before}");
}
