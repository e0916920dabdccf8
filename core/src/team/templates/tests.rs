//! Templates over teams, whole.

use crate::{
    Compilation, Platform, Source, Target, compile, render,
    template::{Kind, NAMES},
};

const TEAM: &str = "team: pay\nowner: {name: Pay, email: pay@example.com}\nresourceQuota: {pods: 30}\napps:\n  - {name: web, repoURL: https://github.com/a/b, path: k8s, targetRevision: main, environment: x}\n  - {name: api, repoURL: https://github.com/a/b, path: k8s, targetRevision: main, environment: x}\n";

fn compiled(team: &str, templates: &[&str]) -> (Platform, Compilation) {
    let files = templates
        .iter()
        .enumerate()
        .map(|(number, text)| Ok(Source::new(format!("platform/templates/{number}.yaml"), *text)));
    let platform = Platform::built_in().with_templates(files);
    let compilation = compile(&Source::new("", team), &platform, &Target::default());
    (platform, compilation)
}

/// The objects that are not there without the templates.
fn made(templates: &[&str]) -> String {
    let (platform, compilation) = compiled(TEAM, templates);
    let Some(manifests) = compilation.manifests else {
        panic!("{:#?} {:#?}", platform.diagnostics(), compilation.diagnostics)
    };
    let manifests: Vec<_> = manifests.into_iter().filter(|manifest| manifest.kind == "ConfigMap").collect();
    render::stream(&manifests)
}

/// Code, marked text and message of each error.
fn errors(team: &str, templates: &[&str]) -> Vec<(&'static str, String, String)> {
    let (platform, compilation) = compiled(team, templates);
    let found = platform.diagnostics().iter().chain(&compilation.diagnostics).filter(|found| found.is_error());
    let found: Vec<_> =
        found.map(|found| (found.code.id, found.source.slice(found.span).to_owned(), found.message.clone())).collect();
    assert_eq!(found.is_empty(), compilation.manifests.is_some());
    found
}

fn config_map(rest: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\n{rest}\n")
}

#[test]
fn a_template_becomes_an_object_in_the_teams_namespace() {
    let template = config_map(
        "metadata: {name: \"{{ team.name }}-info\", labels: {example.com/tier: \"{{ team.tier | default('none') }}\"}}\ndata:\n  text: \"{{ team.name }} has {{ team.apps | length }} apps, {{ '{{ braces }}' }}\"\n  pods: \"{{ team.quota.pods }}\"\n  number: \"{{ team.quota.pods | int * 2 }}\"\n  half: \"{{ 0.5 }}\"\n  flag: \"{{ team.owner != none }}\"\n  list: \"{{ team.apps | map(attribute='name') }}\"\n  map: \"{{ {'b': 1, 'a': []} }}\"\n  plain: 007a",
    );
    assert_eq!(
        made(&[&template]),
        r#"---
apiVersion: v1
kind: ConfigMap
metadata:
  name: pay-info
  namespace: team-pay
  labels:
    app.kubernetes.io/managed-by: teamwright
    example.com/tier: none
    team: pay
  annotations:
    argocd.argoproj.io/sync-wave: "3"
data:
  text: "pay has 2 apps, {{ braces }}"
  pods: "30"
  number: 60
  half: 0.5
  flag: true
  list:
  - web
  - api
  map:
    a: []
    b: 1
  plain: "007a"
"#
    );
}

#[test]
fn when_and_for_decide_how_many_objects_there_are() {
    let template = config_map(
        "for: {app: \"{{ team.apps }}\"}\nwhen: \"{{ app.name != 'web' }}\"\nmetadata: {name: \"{{ app.application }}\"}\ndata: {app: \"{{ app.name }}\"}",
    );
    let text = made(&[&template]);
    assert!(text.contains("name: pay-api\n") && !text.contains("pay-web"), "{text}");
    assert_eq!(made(&[&config_map("when: \"{{ false }}\"\nmetadata: {name: a}")]), "");
}

#[test]
fn what_is_wrong_without_a_team_is_said_of_the_template_once() {
    for (template, code, marked) in [
        (config_map("metadata: {name: a, namespace: team-other}"), "TW0214", "namespace"),
        (config_map("metadata: {name: a, finalizers: [x]}"), "TW0214", "finalizers"),
        (config_map("metadata: {name: a}\nitems: []"), "TW0214", "items"),
        (config_map("metadata: {name: a}\nstatus: {}"), "TW0214", "status"),
        (config_map("metadata: {labels: {}}"), "TW0205", ""),
        (config_map("metadata: {name: A}"), "TW0216", "A"),
        (config_map("metadata: {name: a, labels: {team: other}}"), "TW1107", "team"),
        (
            config_map("metadata: {name: a, annotations: {argocd.argoproj.io/sync-wave: \"-9\"}}"),
            "TW1107",
            "argocd.argoproj.io/sync-wave",
        ),
        (config_map("metadata: {name: a, labels: {x: \"a b\"}}"), "TW0216", "\"a b\""),
        (config_map("metadata: {name: \"{{ team.nam }}\"}"), "TW1101", "team.nam"),
        (config_map("metadata: {name: a}\ndata: {\"{{ team.name }}\": b}"), "TW1101", "\"{{ team.name }}\""),
        (config_map("metadata: {name: a}\ndata: {b: \"{{ team.name\"}"), "TW1101", "{{"),
        (config_map("metadata: {name: a}\ndata: {b: \"{{ team.name | uper }}\"}"), "TW1101", "uper"),
        (config_map("metadata: {name: a}\ndata: {b: yes}"), "TW0206", "yes"),
        (config_map("when: true\nmetadata: {name: a}"), "TW0216", "true"),
        (config_map("when: \"{{ true }}x\"\nmetadata: {name: a}"), "TW0216", "\"{{ true }}x\""),
        (config_map("for: {team: \"{{ team.apps }}\"}\nmetadata: {name: a}"), "TW0216", "team"),
        (config_map("for: {a: \"{{ [] }}\", b: \"{{ [] }}\"}\nmetadata: {name: a}"), "TW1101", "b"),
        (config_map("for: {app: \"{{ team.apps }}\"}\nmetadata: {name: \"{{ app.nme }}\"}"), "TW1101", "app.nme"),
        (
            "apiVersion: \"{{ team.name }}\"\nkind: ConfigMap\nmetadata: {name: a}".to_owned(),
            "TW0216",
            "\"{{ team.name }}\"",
        ),
        ("apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: pay-quota}".to_owned(), "TW1106", "ResourceQuota"),
        ("apiVersion: v1\nkind: Secret\nmetadata: {name: a}".to_owned(), "TW1106", "Secret"),
        (config_map("metadata: {name: a, annotations: {helm.sh/hook: pre-delete}}"), "TW1107", "helm.sh/hook"),
        (config_map("metadata: {name: a}\n---\na: b"), "TW0104", "---"),
    ] {
        let found = errors(TEAM, &[&template]);
        let (codes, texts): (Vec<_>, Vec<_>) = found.iter().map(|(code, text, _)| (*code, text.as_str())).unzip();
        assert_eq!((codes, texts), (vec![code], vec![marked]), "{template}");
    }
}

#[test]
fn what_is_wrong_for_a_team_is_said_with_its_name() {
    for (template, code, marked, message) in [
        (
            config_map("metadata: {name: \"{{ team.name | upper }}\"}"),
            "TW1103",
            "\"{{ team.name | upper }}\"",
            "`PAY` is no object's name",
        ),
        (
            config_map("metadata: {name: \"{{ 'kube-root-ca' }}.crt\"}"),
            "TW1103",
            "\"{{ 'kube-root-ca' }}.crt\"",
            "Kubernetes makes `kube-root-ca.crt` in each namespace itself",
        ),
        (
            config_map("metadata: {name: a, labels: {x: \"{{ team.owner.email }}\"}}"),
            "TW1103",
            "\"{{ team.owner.email }}\"",
            "`pay@example.com` is no label's value",
        ),
        (
            config_map("metadata: {name: \"{{ team.apps }}\"}"),
            "TW1103",
            "team.apps",
            "a list or a mapping, where a text is wanted",
        ),
        (
            config_map("metadata: {name: a}\ndata: {b: \"x{{ team.apps }}\"}"),
            "TW1103",
            "team.apps",
            "a list in the middle of a text",
        ),
        (
            config_map("metadata: {name: a}\ndata: {b: \"{{ team.owner.slack }}\"}"),
            "TW1102",
            "team.owner.slack",
            "`team.owner.slack` is none",
        ),
        (
            config_map("metadata: {name: a}\ndata: {b: \"{{ team.quota['x'] }}\"}"),
            "TW1102",
            "team.quota['x']",
            "the expression gives none",
        ),
        (
            config_map("when: \"{{ team.name }}\"\nmetadata: {name: a}"),
            "TW1103",
            "team.name",
            "`when` needs `true` or `false`, not a text",
        ),
        (
            config_map("for: {a: \"{{ team.name }}\"}\nmetadata: {name: a}"),
            "TW1103",
            "team.name",
            "`for` needs a list, not a text",
        ),
        (
            config_map("for: {a: \"{{ [1] * 6000 }}\"}\nwhen: \"{{ false }}\"\nmetadata: {name: \"x{{ a }}\"}"),
            "TW1105",
            "[1] * 6000",
            "more than 5000 keys and values come of this template",
        ),
        (
            config_map("metadata: {name: a}\ndata: {b: \"{{ [[1] * 4000] * 4000 }}\"}"),
            "TW1105",
            "[[1] * 4000] * 4000",
            "more than 5000 keys and values come of this template",
        ),
        (
            config_map("metadata: {name: a}\ndata: {b: \"{{ 1 / 3 }}\"}"),
            "TW1103",
            "1 / 3",
            "readers of YAML disagree about what `0.3333333333333333` is",
        ),
        (
            config_map("metadata: {name: a}\ndata: {b: '{{ \"\\u0007\" }}'}"),
            "TW1103",
            "\"\\u0007\"",
            "the text holds a control character, U+0007",
        ),
    ] {
        let found = errors(TEAM, &[&template]);
        assert!(
            found
                .iter()
                .any(|found| found.0 == code && found.1 == marked && found.2 == format!("for team `pay`: {message}")),
            "{template}\n{found:?}"
        );
        assert!(found.iter().all(|(found, ..)| *found == code), "{template}\n{found:?}");
    }
}

#[test]
fn what_never_changes_counts_for_each_object() {
    let long = "x".repeat(100_000);
    let each = config_map(&format!(
        "for: {{i: \"{{{{ [1, 2, 3] }}}}\"}}\nmetadata: {{name: \"a{{{{ i }}}}\"}}\ndata: {{a: {long}}}"
    ));
    let found = errors(TEAM, &[&each]);
    assert!(
        found.iter().any(|found| found.0 == "TW1105" && found.2.ends_with("more than 256 KiB come of this template"))
    );
}

#[test]
fn two_objects_of_one_name_are_an_error() {
    let one = config_map("metadata: {name: info}");
    let found = errors(TEAM, &[&one, &config_map("metadata: {name: \"{{ 'in' }}fo\"}")]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].0, found[0].2.as_str()), ("TW1104", "for team `pay`: a second ConfigMap `info`"));
    let each = config_map("for: {app: \"{{ team.apps }}\"}\nmetadata: {name: info}");
    assert_eq!(errors(TEAM, &[&each]).len(), 1);
    assert_eq!(errors("team: pay\nowner: {name: P, email: a@b.c}\n", &[&each]).len(), 0);
}

#[test]
fn the_names_of_the_table_are_those_of_the_context() {
    let data: String = NAMES
        .iter()
        .filter(|name| !name.path.starts_with("team.apps[]") && name.path != "team.owner.slack")
        .filter(|name| matches!(name.kind, Kind::Text | Kind::Optional))
        .map(|name| format!("  {}: \"{{{{ {} | default('-') }}}}\"\n", name.path, name.path))
        .collect();
    made(&[&config_map(&format!("metadata: {{name: a}}\ndata:\n{data}"))]);
    let entries: String = NAMES
        .iter()
        .filter_map(|name| name.path.strip_prefix("team.apps[]."))
        .map(|name| format!("  {name}: \"{{{{ app.{name} }}}}\"\n"))
        .collect();
    let text = made(&[&config_map(&format!(
        "for: {{app: \"{{{{ team.apps }}}}\"}}\nmetadata: {{name: \"{{{{ app.name }}}}\"}}\ndata:\n{entries}"
    ))]);
    assert!(text.contains("targetRevision: main"), "{text}");
}

#[test]
fn every_leaf_goes_back_to_the_template() {
    let template = config_map("metadata: {name: \"{{ team.name }}\"}\ndata: {b: \"{{ team.namespace }}\", c: d}");
    let (platform, compilation) = compiled(TEAM, &[&template]);
    let manifests: Vec<_> =
        compilation.manifests.unwrap().into_iter().filter(|manifest| manifest.kind == "ConfigMap").collect();
    let text = render::explained(&manifests, &Source::new("team.yaml", TEAM), &platform);
    for line in [
        "  name: pay  # platform/templates/0.yaml:3:18",
        "  b: team-pay  # platform/templates/0.yaml:4:11",
        "  c: d  # platform/templates/0.yaml:4:38",
        "kind: ConfigMap  # platform/templates/0.yaml:2:7",
        "    team: pay  # team.yaml:1:7",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
}

#[test]
fn the_example_of_each_code_draws_it() {
    for code in crate::diagnostic::templates::ALL {
        let many = code.id == "TW1108";
        let templates: Vec<&str> =
            if many { vec!["apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}"; 201] } else { vec![code.example] };
        assert!(errors(TEAM, &templates).iter().any(|found| found.0 == code.id), "{}", code.id);
    }
}
