//! Whole Applications, from the smallest to the one with everything.

use super::super::common::emitted;

const APP: &str = "name: web, repoURL: https://github.com/acme/web, path: k8s, targetRevision: main";

/// The application `demo-web` of an app, given by what follows its required keys.
fn web(rest: &str, platform: &str) -> String {
    emitted(&format!("team: demo\napps: [{{{APP}{rest}}}]"), platform, "Application", "demo-web")
}

/// Its sync policy alone.
fn policy(rest: &str, platform: &str) -> String {
    let platform = format!("sourceRepos: [https://github.com/acme/*]\nnetwork: {{ingress: []}}\n{platform}");
    let whole = web(rest, &platform);
    whole.split_once("  syncPolicy:\n").unwrap().1.to_owned()
}

const SMALLEST: &str = "\
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: demo-web
  namespace: argocd
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: demo
  annotations:
    argocd.argoproj.io/sync-wave: \"3\"
  finalizers:
  - resources-finalizer.argocd.argoproj.io
spec:
  project: team-demo
  source:
    repoURL: \"https://github.com/acme/web\"
    path: k8s
    targetRevision: main
  destination:
    server: \"https://kubernetes.default.svc\"
    namespace: team-demo
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
    syncOptions:
    - \"CreateNamespace=false\"
    - \"PruneLast=true\"
    - \"FailOnSharedResource=true\"
    retry:
      limit: 3
      backoff:
        duration: \"5s\"
        factor: 2
        maxDuration: \"3m\"
";

#[test]
fn the_smallest_application_has_every_guard() {
    assert_eq!(web("", ""), SMALLEST);
}

#[test]
fn an_environment_is_a_label_and_kept_objects_need_no_finalizer() {
    let expected = SMALLEST
        .replace("    team: demo\n", "    environment: staging\n    team: demo\n")
        .replace("  finalizers:\n  - resources-finalizer.argocd.argoproj.io\n", "");
    assert_eq!(web(", environment: staging, onDelete: keep", ""), expected);
}

#[test]
fn each_tool_is_built_in_the_order_of_its_reference() {
    let with = |rest: &str, lines: &str| {
        assert_eq!(
            web(rest, ""),
            SMALLEST.replace("targetRevision: main\n", &format!("targetRevision: main\n{lines}"))
        );
    };
    with(
        ", helm: {parameters: [{name: image.tag, value: \"1.10\"}], values: {replicas: 2, big: 9007199254740993, \"on\": true, text: \"2\", none: {}}, valueFiles: [a.yaml], releaseName: shop}",
        "    helm:\n      releaseName: shop\n      valueFiles:\n      - a.yaml\n      valuesObject:\n        replicas: 2\n        big: 9007199254740993\n        \"on\": true\n        text: \"2\"\n        none: {}\n      parameters:\n      - name: image.tag\n        value: \"1.10\"\n",
    );
    with(
        ", kustomize: {images: [nginx:1.29], namePrefix: a-, nameSuffix: -b, commonLabels: {tier: \"1\"}, commonAnnotations: {example.com/x: a b}}",
        "    kustomize:\n      namePrefix: a-\n      nameSuffix: \"-b\"\n      images:\n      - \"nginx:1.29\"\n      commonLabels:\n        tier: \"1\"\n      commonAnnotations:\n        example.com/x: \"a b\"\n",
    );
    with(
        ", directory: {exclude: \"*-test.yaml\", include: \"*.yaml\", recurse: true}",
        "    directory:\n      recurse: true\n      include: \"*.yaml\"\n      exclude: \"*-test.yaml\"\n",
    );
}

#[test]
fn ignored_differences_stand_behind_the_sync_policy() {
    let rest = ", ignoreDifferences: [{jsonPointers: [/spec/replicas], kind: Deployment, group: apps, name: web}]";
    let lines = "  ignoreDifferences:\n  - group: apps\n    kind: Deployment\n    name: web\n    jsonPointers:\n    - /spec/replicas\n";
    assert_eq!(web(rest, ""), format!("{SMALLEST}{lines}"));
}

#[test]
fn a_written_sub_key_replaces_its_default_and_no_other() {
    let automated = "    automated:\n      prune: true\n      selfHeal: true\n";
    let options = "    syncOptions:\n    - \"CreateNamespace=false\"\n    - \"PruneLast=true\"\n    - \"FailOnSharedResource=true\"\n";
    let retry = "    retry:\n      limit: 3\n      backoff:\n        duration: \"5s\"\n        factor: 2\n        maxDuration: \"3m\"\n";
    let written = |text: &str| policy(&format!(", syncPolicy: {{{text}}}"), "");
    let half = "    automated:\n      prune: true\n      selfHeal: false\n";
    assert_eq!(written("automated: {prune: true}"), format!("{half}{options}{retry}"));
    let off = "    automated:\n      enabled: false\n      prune: false\n      selfHeal: false\n";
    assert_eq!(written("automated: {enabled: false}"), format!("{off}{options}{retry}"));
    let own = "    syncOptions:\n    - \"CreateNamespace=false\"\n    - \"Prune=confirm\"\n    - \"FailOnSharedResource=true\"\n";
    assert_eq!(written("syncOptions: [Prune=confirm]"), format!("{automated}{own}{retry}"));
    let twice = "    syncOptions:\n    - \"FailOnSharedResource=true\"\n    - \"CreateNamespace=false\"\n";
    assert_eq!(
        written("syncOptions: [FailOnSharedResource=true, CreateNamespace=false]"),
        format!("{automated}{twice}{retry}")
    );
    assert_eq!(written("retry: {limit: 0}"), format!("{automated}{options}    retry:\n      limit: 0\n"));
}

#[test]
fn a_platforms_defaults_stand_between_the_team_and_the_built_in_ones() {
    let defaults =
        "defaults: {syncPolicy: {automated: {prune: true}, syncOptions: [ServerSideApply=true], retry: {limit: 9}}}";
    let expected = "    automated:\n      prune: true\n      selfHeal: false\n    syncOptions:\n    - \"CreateNamespace=false\"\n    - \"ServerSideApply=true\"\n    - \"FailOnSharedResource=true\"\n    retry:\n      limit: 9\n";
    assert_eq!(policy("", defaults), expected);
    assert_eq!(policy(", syncPolicy: {retry: {limit: 1}}", defaults), expected.replace("limit: 9", "limit: 1"));
}

#[test]
fn a_cluster_without_automatic_sync_has_none_unless_the_team_writes_it() {
    let off = "clusters: [{name: a, server: \"https://a.example.com\", autoSync: false}]";
    assert!(policy("", off).starts_with("    syncOptions:"));
    assert!(
        policy("", &format!("{off}\ndefaults: {{syncPolicy: {{automated: {{prune: true}}}}}}"))
            .starts_with("    syncOptions:")
    );
    assert!(policy(", syncPolicy: {automated: {}}", off).starts_with("    automated:\n      prune: false\n"));
}

#[test]
fn a_locked_leaf_holds_inside_a_written_section() {
    let lock = |path: &str| {
        policy(", syncPolicy: {automated: {selfHeal: false}, retry: {limit: 1}}", &format!("locks: [{path}]"))
    };
    assert!(
        lock("syncPolicy.automated.prune").starts_with("    automated:\n      prune: true\n      selfHeal: false\n")
    );
    let held = "    retry:\n      limit: 1\n      backoff:\n        maxDuration: \"3m\"\n";
    assert!(lock("syncPolicy.retry.backoff.maxDuration").ends_with(held));
    let off = "locks: [syncPolicy.automated.enabled]\nclusters: [{name: a, server: \"https://a.example.com\", autoSync: false}]";
    assert!(
        policy(", syncPolicy: {automated: {prune: true}}", off)
            .starts_with("    automated:\n      enabled: false\n      prune: true\n")
    );
}

#[test]
fn an_old_argo_cd_is_told_by_leaving_automated_out() {
    let old = "argocd: {version: \"3.0\"}";
    assert!(policy(", syncPolicy: {automated: {enabled: false, prune: true}}", old).starts_with("    syncOptions:"));
    assert!(
        policy(", syncPolicy: {automated: {enabled: true, prune: true}}", old)
            .starts_with("    automated:\n      prune: true\n")
    );
}

#[test]
fn adopting_an_organisation_lets_resources_be_shared() {
    assert!(!policy("", "gitops: {adopt: true}").contains("FailOnSharedResource"));
    let written = policy(", syncPolicy: {syncOptions: [FailOnSharedResource=true]}", "gitops: {adopt: true}");
    assert!(written.contains("FailOnSharedResource"));
}

#[test]
fn every_leaf_knows_where_it_came_from() {
    use crate::{OriginKind, Place, Platform, Source, Target, compile};
    let team = format!("team: demo\napps: [{{{APP}, syncWave: 4, environments: {{a: {{path: other}}}}}}]");
    let source = Source::new("team.yaml", team);
    let platform = Platform::built_in();
    let compilation = compile(&source, &platform, &Target::default());
    let manifests = compilation.manifests.unwrap();
    let application = manifests.iter().find(|manifest| manifest.kind == "Application").unwrap();
    assert_eq!(application.name.as_text(), Some("demo-web-a"));
    let text = |place: Place| match place {
        Place::Team(span) => source.slice(span).to_owned(),
        other => format!("{other:?}"),
    };
    assert_eq!(text(application.name.origin.place), "a");
    assert_eq!((application.wave, text(application.wave_origin.place)), (7, "4".to_owned()));
    let tree = application.to_tree();
    let leaf = |path: &[&str]| path.iter().fold(&tree, |tree, key| tree.get(key).unwrap()).origin();
    assert_eq!(text(leaf(&["spec", "source", "path"]).place), "other");
    assert_eq!(text(leaf(&["spec", "source", "targetRevision"]).place), "main");
    assert_eq!(leaf(&["spec", "syncPolicy", "automated", "prune"]).kind, OriginKind::Default);
}
