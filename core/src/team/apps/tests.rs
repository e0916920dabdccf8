//! What is said about apps, and where.

use crate::{Platform, Source, Target, compile};

const PLATFORM: &str = "\
sourceRepos: [https://github.com/acme/*]
network: {ingress: []}
clusters:
  - {name: live, server: \"https://live.example.com\", environments: [production]}
  - {name: test, server: \"https://test.example.com\", environments: [staging, preview]}
";

const APP: &str = "name: web, repoURL: https://github.com/acme/web, path: k8s, targetRevision: main";

/// Codes and the texts that they stand at; those about people are left out.
fn found(team: &str, platform: &str) -> Vec<(&'static str, String)> {
    let platform = if platform.is_empty() {
        Platform::built_in()
    } else {
        Platform::parse(&Source::new("platform.yaml", platform))
    };
    assert!(!platform.has_errors(), "{:#?}", platform.diagnostics());
    let source = Source::new("team.yaml", team);
    let compilation = compile(&source, &platform, &Target::default());
    assert_eq!(compilation.manifests.is_none(), compilation.has_errors());
    let about_apps =
        compilation.diagnostics.iter().filter(|found| found.code.id.starts_with("TW09") || found.is_error());
    about_apps.map(|found| (found.code.id, source.slice(found.span).to_owned())).collect()
}

/// The same for one app, given by what follows its required keys.
fn app(rest: &str, platform: &str) -> Vec<(&'static str, String)> {
    found(&format!("team: demo\napps: [{{{APP}{rest}}}]"), platform)
}

fn one(code: &'static str, text: &str) -> Vec<(&'static str, String)> {
    vec![(code, text.to_owned())]
}

#[test]
fn an_environment_decides_the_cluster_and_a_written_cluster_only_checks_it() {
    for rest in [
        ", environment: staging",
        ", environment: staging, cluster: test",
        ", environments: {production: {cluster: live}, staging: {}}",
    ] {
        assert_eq!(app(rest, PLATFORM), [], "{rest}");
    }
    assert_eq!(app(", environment: stagin", PLATFORM), one("TW0904", "stagin"));
    assert_eq!(app(", environment: staging, cluster: live", PLATFORM), one("TW0906", "live"));
    assert_eq!(app(", environment: staging, cluster: tset", PLATFORM), one("TW0906", "tset"));
    assert_eq!(app(", cluster: live, environments: {preview: {}, production: {}}", PLATFORM), one("TW0906", "live"));
    assert_eq!(app("", PLATFORM), one("TW0905", ""));
    assert_eq!(app(", cluster: other", ""), one("TW0906", "other"));
    assert_eq!(app(", environment: a, environments: {b: {}}", ""), one("TW0215", "environments"));
}

#[test]
fn a_misspelt_environment_key_is_one_error() {
    assert_eq!(app(", enviroment: staging", PLATFORM), one("TW0201", "enviroment"));
}

#[test]
fn two_environments_on_one_cluster_are_a_warning() {
    assert_eq!(app(", environments: {staging: {}, production: {}, preview: {}}", PLATFORM), one("TW0907", "preview"));
}

#[test]
fn a_broken_list_of_clusters_breeds_no_error_in_a_team() {
    let platform = Platform::parse(&Source::new("platform.yaml", PLATFORM.replace("name: live", "nam: live")));
    assert!(platform.has_errors());
    let team = format!("team: demo\napps: [{{{APP}, environment: other, cluster: none}}]");
    let compilation = compile(&Source::new("team.yaml", team), &platform, &Target::default());
    assert!(!compilation.has_errors(), "{:#?}", compilation.diagnostics);
}

#[test]
fn names_that_meet_are_an_error_at_the_later_one() {
    let team = |first: &str, second: &str| {
        let rest = "repoURL: https://github.com/acme/web, path: k8s, targetRevision: main";
        found(&format!("team: demo\napps: [{{name: {first}, {rest}}}, {{name: {second}, {rest}}}]"), "")
    };
    let environments = |app: &str, environment: &str| format!("{app}, environments: {{{environment}: {{}}}}");
    assert_eq!(team(&environments("a", "b-c"), &environments("a-b", "c")), one("TW0902", "c"));
    assert_eq!(team("a-b", &environments("a", "b")), one("TW0902", "b"));
    assert_eq!(team("a, environment: b", "a-b"), []);
    assert_eq!(team("a", "a"), one("TW0211", "a"));
}

#[test]
fn names_are_measured_with_the_team_and_the_environment() {
    let long = "a".repeat(58);
    let with = |name: &str, rest: &str| {
        found(&format!("team: demo\napps: [{{{}{rest}}}]", APP.replace("web,", &format!("{name},"))), "")
    };
    assert_eq!(with(&long, ""), []);
    assert_eq!(with(&format!("{long}a"), ""), one("TW0901", &format!("{long}a")));
    assert_eq!(with(&long, ", environments: {production: {}}"), one("TW0901", "production"));
    let (fits, long) = ("a".repeat(48), "a".repeat(49));
    assert_eq!(with(&fits, ", helm: {releaseName: x}"), []);
    assert_eq!(with(&long, ", helm: {releaseName: x}"), one("TW0901", &long));
    assert_eq!(with(&long, ", environments: {a: {helm: {releaseName: x}}}"), one("TW0901", &long));
}

#[test]
fn the_platforms_own_names_are_taken() {
    for (name, expected) in
        [("kyverno", one("TW0903", "kyverno")), ("root", one("TW0903", "root")), ("api", Vec::new())]
    {
        let team = format!("team: platform\napps: [{{{}}}]", APP.replace("web,", &format!("{name},")));
        assert_eq!(found(&team, ""), expected);
    }
}

#[test]
fn a_repository_has_to_be_allowed() {
    let with = |url: &str, platform: &str| {
        found(&format!("team: demo\napps: [{{{}}}]", APP.replace("https://github.com/acme/web", url)), platform)
    };
    let allow = |repos: &str| format!("sourceRepos: {repos}\nnetwork: {{ingress: []}}");
    assert_eq!(with("https://github.com/ACME/web.git", &allow("[https://github.com/acme/*]")), []);
    assert_eq!(
        with("https://github.com/acmee/web", &allow("[https://github.com/acme/*]")),
        one("TW0910", "https://github.com/acmee/web")
    );
    assert_eq!(
        with("git@github.com:acme/web", &allow("[https://github.com/acme/*]")),
        one("TW0910", "git@github.com:acme/web")
    );
    assert_eq!(with("git@github.com:acme/web", &allow("[\"git@github.com:acme/*\"]")), []);
    assert_eq!(with("https://github.com/acme/web", &allow("[]")), one("TW0911", "https://github.com/acme/web"));
    assert_eq!(with("https://github.com/acme/web", "organization: acme"), one("TW0911", "https://github.com/acme/web"));
    assert_eq!(with("https://anywhere.example.com/a/b", ""), []);
    assert_eq!(with("git@github.com:acme/web", ""), one("TW0910", "git@github.com:acme/web"));
}

#[test]
fn one_tool_renders_an_app_and_says_something() {
    assert_eq!(app(", helm: {releaseName: x}, kustomize: {namePrefix: x-}", ""), one("TW0215", "kustomize"));
    let over = ", helm: {releaseName: x}, environments: {a: {directory: {recurse: true}}}";
    assert_eq!(app(over, ""), one("TW0215", "directory"));
    for key in ["helm", "kustomize", "directory", "syncPolicy"] {
        assert_eq!(app(&format!(", {key}: {{}}"), ""), one("TW0210", "{}"), "{key}");
        assert_eq!(app(&format!(", {key}: {{zebra: 1}}"), ""), one("TW0201", "zebra"), "{key}");
    }
    assert_eq!(app(", kustomize: {images: [nginx:1, web=x:1, nginx=y:2]}", ""), one("TW0917", "nginx=y:2"));
    assert_eq!(app(", kustomize: {commonLabels: {teamwright.dev/team: x}}", ""), one("TW0918", "teamwright.dev/team"));
    assert_eq!(app(", kustomize: {commonLabels: {app.kubernetes.io/part-of: shop}}", ""), []);
}

#[test]
fn a_sync_policy_says_one_thing_once() {
    let policy = |text: &str| app(&format!(", syncPolicy: {{{text}}}"), "");
    assert_eq!(policy("syncOptions: [PruneLast=true, PruneLast=false]"), one("TW0913", "PruneLast=false"));
    assert_eq!(policy("syncOptions: [Validate=false]"), one("TW0914", "Validate=false"));
    assert_eq!(policy("syncOptions: [CreateNamespace=true]"), one("TW0912", "CreateNamespace=true"));
    assert_eq!(policy("syncOptions: []"), []);
    assert_eq!(policy("automated: {}"), []);
    assert_eq!(policy("retry: {}"), one("TW0210", "retry"));
    assert_eq!(policy("retry: {limit: 1, backoff: {}}"), one("TW0210", "{}"));
    assert_eq!(policy("retry: {backoff: {duration: 5s}}"), one("TW0915", "backoff"));
    assert_eq!(policy("retry: {limit: x, backoff: {duration: 5s}}"), one("TW0216", "x"));
    assert_eq!(policy("retry: {limit: 1, backoff: {duration: 5m, maxDuration: 299s}}"), one("TW0916", "299s"));
    assert_eq!(policy("retry: {limit: 1, backoff: {duration: 5m, maxDuration: 300s}}"), []);
    assert_eq!(policy("retry: {limit: 1, backoff: {duration: 5}}"), one("TW0216", "5"));
}

#[test]
fn revisions_that_move_by_themselves_are_warnings() {
    let revision = |text: &str| found(&format!("team: demo\napps: [{{{}}}]", APP.replace("main", text)), "");
    assert_eq!(revision("HEAD"), one("TW0908", "HEAD"));
    assert_eq!(revision("1.x"), one("TW0909", "1.x"));
    assert_eq!(app(", environments: {a: {targetRevision: HEAD}}", ""), one("TW0908", "HEAD"));
}

#[test]
fn differences_are_ignored_in_the_teams_namespace_only() {
    let entry = |namespace: &str| {
        app(
            &format!(", ignoreDifferences: [{{kind: Service, namespace: {namespace}, jsonPointers: [/spec/type]}}]"),
            "",
        )
    };
    assert_eq!(entry("team-demo"), []);
    assert_eq!(entry("team-other"), one("TW0919", "team-other"));
}

#[test]
fn keys_that_can_not_be_honoured_say_where_the_wish_belongs() {
    for key in
        ["health", "namespace", "project", "destination", "chart", "sources", "plugin", "annotations", "finalizers"]
    {
        assert_eq!(app(&format!(", {key}: x"), ""), one("TW0214", key));
    }
}
