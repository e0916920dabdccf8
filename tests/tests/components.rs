//! The platform's components: what `bootstrap` makes of the built-in list and of what platform.yaml changes in it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use teamwright_core::{Extent, Platform, Source, bootstrap, render};
use teamwright_tests::{output::read_back, sandbox::Sandbox};

const GITOPS: &str = "gitops: {repoURL: https://github.com/acme/gitops}\n";
const CLUSTER: &str = "clusters: [{name: main, server: https://kubernetes.default.svc, accountId: \"111122223333\"}]\n";
const MINE: &str = "chart: mine, repoURL: https://charts.example.com, version: 1.0.0";

fn objects(platform: &str, extent: Extent) -> Vec<Value> {
    let platform = Platform::parse(&Source::new("platform.yaml", format!("{GITOPS}{platform}")));
    let files = bootstrap(&platform, extent).unwrap_or_else(|found| panic!("{found:#?}"));
    files.iter().flat_map(|file| read_back(&render::stream(&file.manifests)).expect("our own YAML")).collect()
}

/// The Applications of components, by the component's name.
fn components(platform: &str) -> BTreeMap<String, Value> {
    let applications = objects(platform, Extent::Whole).into_iter().filter(|object| object["kind"] == "Application");
    let charts = applications.filter(|object| object["spec"]["source"]["chart"].is_string());
    charts.map(|object| (name(&object).strip_prefix("platform-").expect("the prefix").to_owned(), object)).collect()
}

fn name(object: &Value) -> String {
    object["metadata"]["name"].as_str().expect("a name").to_owned()
}

fn wave(object: &Value) -> i32 {
    let wave = object["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"].as_str();
    wave.expect("a wave").parse().expect("a number")
}

fn values(object: &Value) -> &Value {
    &object["spec"]["source"]["helm"]["valuesObject"]
}

fn named<'a>(objects: &'a [Value], kind: &str, name: &str) -> Option<&'a Value> {
    objects.iter().find(|object| object["kind"] == kind && object["metadata"]["name"] == name)
}

#[test]
fn every_component_is_an_application_of_an_exact_chart_in_argo_cds_own_cluster() {
    let found = components("");
    let names: Vec<_> = found.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "argo-cd",
            "argo-events",
            "argo-rollouts",
            "argo-workflows",
            "external-secrets",
            "falco",
            "goldilocks",
            "grafana",
            "kyverno",
            "loki",
            "opencost",
            "prometheus",
            "tempo",
            "trivy-operator",
            "velero",
            "vpa"
        ]
    );
    for (name, application) in &found {
        let spec = &application["spec"];
        assert_eq!(application["metadata"]["namespace"], "argocd");
        assert_eq!(spec["project"], "platform", "{name}");
        assert_eq!(spec["destination"]["server"], "https://kubernetes.default.svc");
        assert!(spec["source"]["repoURL"].as_str().expect("an address").starts_with("https://"), "{name}");
        let version = spec["source"]["targetRevision"].as_str().expect("a version");
        assert!(version.split('.').count() == 3 && version.starts_with(|c: char| c.is_ascii_digit()), "{version}");
        let options = spec["syncPolicy"]["syncOptions"].as_array().expect("options");
        assert_eq!(options, &["CreateNamespace=true", "ServerSideApply=true"]);
    }
    // With `--teams-only` none of them is there, and the project stays narrow.
    let narrow = objects("", Extent::Teams);
    assert!(narrow.iter().all(|object| object["spec"]["source"]["chart"].is_null()));
    let project = named(&narrow, "AppProject", "platform").expect("the project");
    assert!(!project.to_string().contains("\"*\""), "{project}");
}

#[test]
fn waves_grow_along_dependencies_between_the_guards_and_the_teams() {
    let chain: String = (0..30)
        .map(|n| {
            format!(
                "  c{n}: {{{MINE}, namespace: mine, dependsOn: [{}]}}\n",
                if n == 0 { "vpa".into() } else { format!("c{}", n - 1) }
            )
        })
        .collect();
    for (platform, first) in [(String::new(), -7), (format!("components:\n{chain}"), -21)] {
        let all = objects(&platform, Extent::Whole);
        let found = components(&platform);
        let teams = all.iter().filter(|object| object["kind"] == "ApplicationSet").map(wave).min().expect("sets");
        let waves: BTreeMap<_, _> = found.iter().map(|(name, object)| (name.as_str(), wave(object))).collect();
        assert_eq!(waves.values().min(), Some(&first));
        assert!(waves.values().all(|wave| *wave < teams), "{waves:?}");
        for (before, after) in [
            ("argo-cd", "argo-workflows"),
            ("argo-workflows", "argo-events"),
            ("argo-events", "argo-rollouts"),
            ("prometheus", "grafana"),
            ("loki", "grafana"),
            ("tempo", "grafana"),
            ("prometheus", "opencost"),
            ("kyverno", "trivy-operator"),
            ("trivy-operator", "falco"),
            ("vpa", "goldilocks"),
        ] {
            assert_eq!(waves[before] + 1, waves[after], "{before} {after}");
        }
        for n in 1..30 {
            let Some(wave) = waves.get(format!("c{n}").as_str()) else { continue };
            assert_eq!(waves[format!("c{}", n - 1).as_str()] + 1, *wave);
        }
    }
}

#[test]
fn components_are_switched_off_changed_and_added() {
    let platform = format!(
        "{CLUSTER}components:\n  velero: {{enabled: false}}\n  grafana: {{version: 12.11.0, namespace: graphs, values: {{replicas: 2, admin: {{userKey: name}}, testFramework: {{enabled: true}}}}}}\n  falco: {{repoURL: \"oci://registry.example.com/charts/\", dependsOn: []}}\n  mine: {{{MINE}, namespace: kube-system, irsaRole: platform-mine, dependsOn: [grafana]}}\n"
    );
    let found = components(&platform);
    assert!(!found.contains_key("velero") && found.len() == 16, "{:?}", found.keys());
    let grafana = &found["grafana"];
    assert_eq!(grafana["spec"]["source"]["targetRevision"], "12.11.0");
    assert_eq!(grafana["spec"]["destination"]["namespace"], "graphs");
    let merged = values(grafana);
    assert_eq!(merged["replicas"], 2);
    assert_eq!(merged["admin"], json!({"existingSecret": "grafana-admin", "userKey": "name"}));
    assert!(merged["testFramework"]["enabled"] == true && merged["initChownData"]["enabled"] == false, "{merged}");
    // A registry is written as Argo CD asks for it.
    assert_eq!(found["falco"]["spec"]["source"]["repoURL"], "registry.example.com/charts");
    assert_eq!(wave(&found["falco"]), -7);
    let mine = &found["mine"];
    assert_eq!(mine["spec"]["source"]["chart"], "mine");
    assert_eq!(wave(mine), wave(grafana) + 1);
    let role = json!({"serviceAccount": {"name": "mine", "annotations": {"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/platform-mine"}}});
    assert_eq!(values(mine), &role);
    // Nobody labels a namespace of Kubernetes' own.
    assert!(mine["spec"]["syncPolicy"]["managedNamespaceMetadata"].is_null());
    assert_eq!(mine["spec"]["syncPolicy"]["syncOptions"], json!(["ServerSideApply=true"]));
    // Another chart has other values.
    let other = components("components: {loki: {chart: loki-stack, version: 2.10.3}}\n");
    assert!(values(&other["loki"]).is_null(), "{}", other["loki"]);
}

#[test]
fn a_role_stands_where_the_chart_looks_for_it_and_needs_an_account() {
    let role = "arn:aws:iam::111122223333:role/backups";
    let found =
        components(&format!("components: {{velero: {{irsaRole: \"{role}\"}}, loki: {{irsaRole: \"{role}\"}}}}\n"));
    let annotation = |object: &Value, path: &str| {
        values(object)
            .pointer(path)
            .and_then(|map| map["annotations"]["eks.amazonaws.com/role-arn"].as_str())
            .map(str::to_owned)
    };
    assert_eq!(annotation(&found["velero"], "/serviceAccount/server").as_deref(), Some(role));
    assert_eq!(annotation(&found["loki"], "/serviceAccount").as_deref(), Some(role));
    let sandbox = Sandbox::with(&format!("{GITOPS}components: {{velero: {{irsaRole: backups}}}}\n"), &[]);
    let stderr = sandbox.run(&["bootstrap"]).wrong();
    assert!(stderr.contains("error[TW0804]: the role of `velero` has no account"), "{stderr}");
    // Who has components already has their roles as well.
    let _ = sandbox.run(&["bootstrap", "--teams-only"]).fine();
}

#[test]
fn what_shares_a_namespace_agrees_on_its_labels() {
    let platform =
        format!("components:\n  mine: {{{MINE}, namespace: kyverno}}\n  watch: {{{MINE}, namespace: mine}}\n");
    let mut labels: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for object in components(&platform).values() {
        let spec = &object["spec"];
        let namespace = spec["destination"]["namespace"].as_str().expect("a namespace").to_owned();
        let said = spec["syncPolicy"]["managedNamespaceMetadata"]["labels"].to_string();
        labels.entry(namespace).or_default().insert(said);
    }
    for (namespace, said) in &labels {
        assert_eq!(said.len(), 1, "{namespace}: {said:?}");
        let enforced = match namespace.as_str() {
            "falco" => "\"pod-security.kubernetes.io/enforce\":\"privileged\"",
            // A chart that is not built in runs there.
            "kyverno" | "mine" => "{\"pod-security.kubernetes.io/warn\":\"restricted\"}",
            _ => "\"pod-security.kubernetes.io/enforce\":\"baseline\"",
        };
        assert!(said.iter().all(|said| said.contains(enforced)), "{namespace}: {said:?}");
    }
}

#[test]
fn the_platforms_project_permits_these_charts_and_namespaces_and_no_others() {
    let platform = format!("components:\n  mine: {{{MINE}, namespace: mine}}\n  falco: {{enabled: false}}\n");
    let all = objects(&platform, Extent::Whole);
    let project = &named(&all, "AppProject", "platform").expect("the project")["spec"];
    let set = |values: &mut dyn Iterator<Item = &Value>| -> BTreeSet<String> { values.map(Value::to_string).collect() };
    let mut sources = BTreeSet::from(["\"https://github.com/acme/gitops\"".to_owned()]);
    let mut places = BTreeSet::from(["\"argocd\"".to_owned()]);
    for object in components(&platform).values() {
        sources.insert(object["spec"]["source"]["repoURL"].to_string());
        places.insert(object["spec"]["destination"]["namespace"].to_string());
    }
    assert_eq!(set(&mut project["sourceRepos"].as_array().expect("a list").iter()), sources);
    let destinations = project["destinations"].as_array().expect("a list");
    assert_eq!(set(&mut destinations.iter().map(|row| &row["namespace"])), places);
    assert!(!sources.iter().any(|address| address.contains("falco")));
    let every = json!([{"group": "*", "kind": "*"}]);
    assert_eq!((&project["clusterResourceWhitelist"], &project["namespaceResourceWhitelist"]), (&every, &every));
    // What is made of teams' files is as narrow as ever.
    let narrow = objects(&platform, Extent::Teams);
    for project in ["teams-control", "teams-guardrails"] {
        assert_eq!(named(&narrow, "AppProject", project), named(&all, "AppProject", project));
    }
}

#[test]
fn argo_cds_settings_are_values_of_its_chart_where_that_is_a_component() {
    let check = "healthChecks: [{group: cert-manager.io, kind: Certificate, lua: \"return {status = 'Healthy'}\"}]\n";
    let all = objects(check, Extent::Whole);
    assert!(named(&all, "ConfigMap", "argocd-cm").is_none());
    let found = components(check);
    let argo_cd = values(&found["argo-cd"]);
    let keys: Vec<_> = argo_cd["configs"]["cm"].as_object().expect("a map").keys().collect();
    assert_eq!(
        keys,
        [
            "resource.customizations.health.argoproj.io_Application",
            "resource.customizations.health.cert-manager.io_Certificate"
        ]
    );
    // The sidecar is that of the installation guide.
    let guide = teamwright_tests::repository::root().join("plugin-cmp/deploy/helm/values.yaml");
    let guide = read_back(&std::fs::read_to_string(guide).expect("the guide's values")).expect("YAML");
    assert_eq!(argo_cd["repoServer"], guide[0]["repoServer"]);
    for other in
        ["components: {argo-cd: {enabled: false}}\n", "components: {argo-cd: {chart: our-argo-cd, version: 1.0.0}}\n"]
    {
        let all = objects(&format!("{check}{other}"), Extent::Whole);
        let map = named(&all, "ConfigMap", "argocd-cm").expect("the settings alone");
        assert_eq!(map["data"].as_object().map(|data| data.keys().collect::<Vec<_>>()), Some(keys.clone()));
    }
}

#[test]
fn the_guides_table_is_what_is_installed() {
    let guide = teamwright_tests::repository::root().join("docs/components.md");
    let guide = std::fs::read_to_string(guide).expect("the guide");
    let rows: Vec<Vec<_>> = guide
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect())
        .collect();
    let found = components("");
    assert_eq!(rows.len(), found.len());
    for row in rows {
        let (spec, name) = (&found[row[0]]["spec"], row[0]);
        let source = &spec["source"];
        let installed =
            [&source["chart"], &source["repoURL"], &source["targetRevision"], &spec["destination"]["namespace"]];
        assert_eq!(installed.map(|text| text.as_str().expect("text")), row[..4], "{name}");
        let behind = row[4].split(", ").filter(|other| *other != "-").map(|other| wave(&found[other])).max();
        assert_eq!(wave(&found[name]), behind.map_or(-7, |wave| wave + 1), "{name}");
    }
}

#[test]
fn no_two_objects_have_one_name() {
    let platform = format!("{CLUSTER}components:\n  mine: {{{MINE}, namespace: mine}}\n");
    let mut seen = BTreeSet::new();
    for object in objects(&platform, Extent::Whole) {
        assert!(seen.insert((object["kind"].to_string(), name(&object))), "{}", name(&object));
    }
    for folder in ["guards", "signatures"] {
        let clash = format!("{GITOPS}{CLUSTER}components:\n  {folder}-main: {{{MINE}, namespace: mine}}\n");
        let stderr = Sandbox::with(&clash, &[]).run(&["bootstrap"]).wrong();
        assert!(stderr.contains("error[TW1022]") && stderr.contains(&format!("`platform-{folder}-…`")), "{stderr}");
    }
}
