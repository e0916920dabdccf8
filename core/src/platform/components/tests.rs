//! Tests of `components`.

use crate::{Platform, Source, platform::testing::errors};

fn platform(text: &str) -> Platform {
    Platform::parse(&Source::new("platform.yaml", text))
}

fn found(text: &str) -> Vec<(&'static str, String)> {
    errors(&format!("components:\n{text}"))
}

/// A component that is not built in.
fn new(name: &str, more: &str) -> String {
    format!("  {name}: {{chart: x, repoURL: https://charts.example.com, version: 1.0.0, namespace: {name}{more}}}\n")
}

#[test]
fn sixteen_components_are_built_in() {
    let platform = Platform::built_in();
    let components = &platform.components;
    assert_eq!(components.names().count(), 16);
    for (name, namespace) in [("argo-cd", "argocd"), ("grafana", "observability"), ("velero", "velero")] {
        let found = components.find(name).and_then(|component| component.namespace.as_ref());
        assert_eq!(found.map(|namespace| namespace.value.as_str()), Some(namespace), "{name}");
    }
}

#[test]
fn an_entry_changes_a_built_in_component_or_adds_one() {
    let text = format!(
        "argocd: {{namespace: gitops}}\ncomponents:\n  velero: {{enabled: false}}\n  falco: {{namespace: watch}}\n{}",
        new("cert-manager", "")
    );
    let platform = platform(&text);
    assert!(!platform.has_errors(), "{:#?}", platform.diagnostics());
    let namespaces: Vec<_> = platform.components.namespaces().collect();
    for (namespace, known) in [
        ("gitops", true),
        ("argocd", false),
        ("velero", false),
        ("watch", true),
        ("falco", false),
        ("cert-manager", true),
    ] {
        assert_eq!(namespaces.contains(&namespace), known, "{namespace}");
    }
    assert!(platform.components.names().all(|name| name != "velero"));
    assert!(
        platform.components.switched_off("velero").is_some() && platform.components.switched_off("falco").is_none()
    );
}

#[test]
fn a_misspelt_name_is_one_error() {
    assert_eq!(found("  valero: {enabled: false}"), [("TW1021", "valero".into())]);
    assert_eq!(found("  grafanna: {version: 10.1.4}"), [("TW1021", "grafanna".into())]);
    let dependent = new("x", ", dependsOn: [velero, grafana]");
    assert_eq!(found(&format!("  grafanna: {{version: 10.1.4}}\n{dependent}")), [("TW1021", "grafanna".into())]);
}

#[test]
fn a_new_component_needs_four_keys() {
    let missing = |text: &str| found(&format!("  mine: {text}")).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(missing("{enabled: false}"), ["TW1028"; 4]);
    assert_eq!(missing("{chart: a, repoURL: https://charts.example.com, version: 1.0.0}"), ["TW1028"]);
    assert_eq!(missing("{charts: a, repoURL: https://charts.example.com, version: 1.0.0, namespace: b}"), ["TW0201"]);
    assert_eq!(missing("{chart: a, repoURL: https://charts.example.com, version: ^1.0.0, namespace: b}"), ["TW1023"]);
}

#[test]
fn names_that_are_taken_or_no_names_are_refused() {
    assert_eq!(found(&new("root", "")), [("TW1022", "root".into())]);
    assert_eq!(found(&new("Mine", "").replace("namespace: Mine", "namespace: a")), [("TW0216", "Mine".into())]);
    assert_eq!(found("  grafana: {namespace: team-grafana}"), [("TW0331", "team-grafana".into())]);
}

#[test]
fn a_component_waits_only_for_what_is_there() {
    for (more, code, at) in [
        (", dependsOn: [kyvrno]", "TW1025", "kyvrno"),
        (", dependsOn: [Kyverno]", "TW1025", "Kyverno"),
        (", dependsOn: [platform-kyverno]", "TW1025", "platform-kyverno"),
        (", dependsOn: [kyverno, velero]", "TW1026", "velero"),
        (", dependsOn: [mine]", "TW1027", "mine"),
        (", dependsOn: [kyverno, kyverno]", "TW0211", "kyverno"),
    ] {
        let text = format!("  velero: {{enabled: false}}\n{}", new("mine", more));
        assert_eq!(found(&text), [(code, at.to_owned())], "{more}");
    }
    assert_eq!(found("  prometheus: {enabled: false}\n  vpa: {enabled: false}"), []);
}

#[test]
fn a_circle_is_one_error_and_named() {
    let circle = |text: &str| {
        let platform = platform(&format!("components:\n{text}"));
        let errors: Vec<_> = platform.diagnostics().iter().filter(|found| found.is_error()).collect();
        errors.iter().map(|found| found.message.clone()).collect::<Vec<_>>()
    };
    let three = [new("a", ", dependsOn: [b]"), new("b", ", dependsOn: [c]"), new("c", ", dependsOn: [a]")].concat();
    assert_eq!(circle(&three), ["components wait for each other: `a` → `b` → `c` → `a`"]);
    assert_eq!(
        circle("  prometheus: {dependsOn: [grafana]}"),
        ["components wait for each other: `prometheus` → `grafana` → `prometheus`"]
    );
    assert_eq!(circle(&new("a", ", dependsOn: [a]")), ["`a` waits for itself"]);
    let diamond =
        [new("a", ", dependsOn: [b, c]"), new("b", ", dependsOn: [d]"), new("c", ", dependsOn: [d]"), new("d", "")];
    assert_eq!(circle(&diamond.concat()), [""; 0]);
}

#[test]
fn a_long_chain_is_no_trouble() {
    let link = |n: usize| new(&format!("c{n}"), &format!(", dependsOn: [c{}]", (n + 1) % 300));
    let chain: String = (0..300).map(link).collect();
    assert_eq!(found(&chain), [("TW1027", "c0".into())]);
}
