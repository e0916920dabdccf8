//! What people read in Argo CD's interface when something is wrong: the exact words, behind those of Argo CD.

use serde_json::{Value, json};
use teamwright_tests::{
    argocd::{self, ArgoCd, NAME, Request},
    sandbox::{PLATFORM, Sandbox, TWO_CLUSTERS},
};

use crate::{SECRET, argo_cd};

/// The most that may land in the status of an Application, in bytes.
const MOST: usize = 4_096;

/// What the plugin says, after what no error may hold was looked for.
#[track_caller]
fn said(argo_cd: &ArgoCd, request: Request) -> String {
    let answer = argo_cd.ask(request.refreshed());
    let said = answer.refused();
    assert!(said.len() <= MOST, "{} bytes: {said}", said.len());
    for hidden in ["/tmp", "_cmp_server", SECRET, "\u{1b}"] {
        assert!(!said.contains(hidden), "{hidden}: {said}");
    }
    said.to_owned()
}

fn committed(platform: &str, teams: &[&str]) -> Sandbox {
    let sandbox = Sandbox::with(platform, teams);
    argocd::commit(&sandbox.path(""));
    sandbox
}

fn plugin(parameters: &Value) -> Value {
    json!({"name": NAME, "parameters": parameters})
}

#[test]
fn parameters_that_are_wrong_are_told_with_the_right_ones() {
    let Some(argo_cd) = argo_cd() else { return };
    let sandbox = committed(TWO_CLUSTERS, &["a"]);
    let asked = |parameters: Value| {
        let request = Request::new(&sandbox.path(""), &[]).named(parameters.to_string().len().to_string());
        said(argo_cd, request.plugin(plugin(&parameters)))
    };
    let team = json!({"name": "team", "string": "a"});
    for (parameters, expected) in [
        (
            json!([{"name": "teem", "string": "a"}]),
            "error: unknown plugin parameter `teem`; help: the parameters are `team`, `part`, `cluster`, `compiler`",
        ),
        (
            json!([{"name": "team", "array": ["a"]}]),
            "error: plugin parameter `team` must be a string; help: write `string: …` beside its name",
        ),
        (
            json!([{"name": "team", "map": {"a": "b"}}]),
            "error: plugin parameter `team` must be a string; help: write `string: …` beside its name",
        ),
        (json!([team, team]), "error: plugin parameter `team` is given twice; help: remove one of the two"),
        (
            json!([team, {"name": "part", "string": "everything"}]),
            "error: plugin parameter `part` is `everything`: it must be project, namespace, apps or all",
        ),
        (json!([team]), "error: plugin parameter `cluster` is missing: the clusters are production, staging"),
        (
            json!([team, {"name": "cluster", "string": "prod"}]),
            "error: plugin parameter `cluster` is `prod`: the clusters are production, staging",
        ),
        (
            json!([{"name": "team", "string": "../a"}]),
            "error: plugin parameter `team` is `../a`, which is no team's name; help: write the name of its directory alone",
        ),
        (
            json!([{"name": "team", "string": "b"}]),
            "error: no file `teams/b/team.yaml`; help: the plugin parameter `team` must name a directory below `teams`",
        ),
    ] {
        assert_eq!(asked(parameters), expected);
    }
}

#[test]
fn parameters_may_be_unset_null_or_empty() {
    let Some(argo_cd) = argo_cd() else { return };
    let sandbox = committed(PLATFORM, &["a"]);
    let root = |plugin: Value| said(argo_cd, Request::new(&sandbox.path(""), &[]).plugin(plugin));
    let missing =
        "error: plugin parameter `team` is missing; help: the Application's path is the whole repository: name a team";
    for plugin in [json!({"name": NAME}), plugin(&Value::Null), plugin(&json!([]))] {
        assert_eq!(root(plugin.clone()), missing);
        let at_team = Request::new(&sandbox.path(""), &[]).at("teams/a").named("a-team").plugin(plugin);
        assert!(argo_cd.ask(at_team).objects().len() > 10);
    }
    let above = Request::new(&sandbox.path(""), &[]).at("teams").named("the-teams");
    let expected = "error: `teams` is no team's directory: they lie in `teams`; help: name the team with the plugin parameter `team`";
    assert_eq!(said(argo_cd, above), expected);
}

#[test]
fn a_wrong_file_is_told_with_its_place_its_code_and_what_to_do() {
    let Some(argo_cd) = argo_cd() else { return };
    let sandbox = committed(PLATFORM, &["a"]);
    let team = sandbox.read("teams/a/team.yaml");
    let asked = |name: &str| said(argo_cd, Request::new(&sandbox.path(""), &[("team", "a")]).named(name));
    let write = |text: String| {
        sandbox.write("teams/a/team.yaml", text);
        argocd::commit(&sandbox.path(""));
    };
    write(format!("{team}resourcequota: {{}}\n"));
    assert_eq!(
        asked("key"),
        "teams/a/team.yaml:6:1: error TW0201: unknown key `resourcequota`; help: did you mean `resourceQuota`?"
    );
    let many: String = (0..300).map(|number| format!("key{number}: 1\n")).collect();
    write(team + &many);
    let text = asked("many");
    assert!(text.starts_with("teams/a/team.yaml:6:1: error TW0201: unknown key `key0`; help: "), "{text}");
    assert!(text.ends_with(" more: run `teamwright check`"), "{text}");
    write(format!("# {}\n", "x".repeat(300_000)));
    assert_eq!(
        asked("large"),
        "teams/a/team.yaml:1:1: error TW0102: `teams/a/team.yaml` is larger than 256 KiB and was not read; help: remove what does not belong in this file"
    );
}

#[test]
fn after_three_failures_argo_cd_repeats_the_same_words() {
    let Some(argo_cd) = argo_cd() else { return };
    let sandbox = committed(PLATFORM, &["a"]);
    let request = || Request::new(&sandbox.path(""), &[("team", "b")]).named("cached");
    let errors: Vec<_> = (0..4).map(|_| argo_cd.ask(request()).refused().to_owned()).collect();
    assert!(errors.iter().all(|error| *error == errors[0]), "{errors:?}");
    assert!(argo_cd.ask(request()).error.contains("Manifest generation error (cached)"));
}

#[test]
fn a_repository_that_is_narrowed_too_far_has_no_platform() {
    let Some(argo_cd) = argo_cd() else { return };
    let sandbox = committed(PLATFORM, &["a"]);
    let asked =
        |paths: &str| Request::new(&sandbox.path(""), &[]).at("teams/a").named(paths.len().to_string()).narrowed(paths);
    let expected = "error: no platform.yaml above the teams' folder; help: if Argo CD sends a part of the repository only, list `/platform.yaml` in the annotation argocd.argoproj.io/manifest-generate-paths";
    assert_eq!(said(argo_cd, asked(".")), expected);
    assert_eq!(said(argo_cd, asked("..")), expected);
    let whole = argo_cd.ask(asked(".;/platform.yaml"));
    assert!(whole.objects().len() > 10);
}
