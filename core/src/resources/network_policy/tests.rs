//! What the tests of the policies share: the smallest team that shows one, and the policy as YAML.

use crate::{Platform, Source, Target, compile, render};

/// The policy of this name of a team `demo` with these keys; empty if there is none.
pub(super) fn policy(name: &str, team: &str, platform: &str) -> String {
    let platform = match platform {
        "" => Platform::built_in(),
        text => Platform::parse(&Source::new("platform.yaml", text)),
    };
    let compilation = compile(&Source::new("team.yaml", format!("team: demo\n{team}")), &platform, &Target::default());
    let Some(manifests) = compilation.manifests else {
        panic!("{:?} {:?}", platform.diagnostics(), compilation.diagnostics)
    };
    let found = manifests.iter().filter(|found| found.kind == "NetworkPolicy" && found.name.as_text() == Some(name));
    render::stream(&found.cloned().collect::<Vec<_>>())
}

/// The same from `spec` on.
pub(super) fn spec(name: &str, team: &str, platform: &str) -> String {
    policy(name, team, platform).split_once("spec:\n").map(|(_, spec)| spec.to_owned()).unwrap_or_default()
}

/// Names of all policies, in the order in which they are emitted.
fn names(team: &str, platform: &str) -> String {
    let platform = Platform::parse(&Source::new("platform.yaml", platform));
    let compilation = compile(&Source::new("team.yaml", format!("team: demo\n{team}")), &platform, &Target::default());
    let manifests = compilation.manifests.unwrap_or_default();
    let policies = manifests.iter().filter(|manifest| manifest.kind == "NetworkPolicy");
    policies.filter_map(|policy| policy.name.as_text()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_team_that_writes_nothing_has_three_policies() {
    assert_eq!(names("", "network: {ingress: []}"), "allow-dns allow-same-namespace default-deny-all");
    let closed = "networkPolicy: {allowIngress: false, allowEgress: false, allowFromNamespaces: [], allowTo: []}";
    assert_eq!(names(closed, "network: {ingress: []}"), "allow-dns allow-same-namespace default-deny-all");
}

#[test]
fn an_optional_policy_may_be_pruned_without_asking() {
    let expected = "---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-from-team-web
  namespace: team-demo
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: demo
  annotations:
    argocd.argoproj.io/sync-wave: \"-5\"
spec:
  podSelector: {}
  policyTypes:
  - Ingress
  ingress:
  - from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: team-web
";
    assert_eq!(policy("allow-from-team-web", "networkPolicy: {allowFromNamespaces: [team-web]}", ""), expected);
}

#[test]
fn no_namespace_selector_is_ever_empty() {
    let team = "networkPolicy: {allowIngress: true, allowEgress: true, allowFromNamespaces: [team-a], allowToNamespaces: [team-b]}";
    let platform = Platform::parse(&Source::new(
        "platform.yaml",
        "network: {ingress: [{namespace: edge}, {namespace: web, podLabels: {a: b}}], monitoringNamespace: observability}",
    ));
    let compilation = compile(&Source::new("team.yaml", format!("team: demo\n{team}")), &platform, &Target::default());
    let yaml = compilation.yaml().unwrap_or_default();
    assert_eq!(yaml.matches("namespaceSelector:\n").count(), 7);
    assert!(!yaml.contains("namespaceSelector: {}"));
}

#[test]
fn a_policy_knows_the_entry_that_it_comes_from() {
    let text = "team: demo\nnetworkPolicy:\n  allowToNamespaces: [team-web]\n";
    let source = Source::new("team.yaml", text);
    let compilation = compile(&source, &Platform::built_in(), &Target::default());
    let manifests = compilation.manifests.unwrap_or_default();
    let policy = manifests.iter().find(|found| found.name.as_text() == Some("allow-to-team-web")).unwrap();
    assert_eq!(source.slice(policy.origin.span()), "team-web");
}
