//! The platform layer: what `bootstrap` writes for the example organisation stands in its `clusters` folder, and is held against
//! what teams need and what Argo CD's and Kubernetes' own code take.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Command,
};

use serde_json::Value;
use teamwright_core::{Extent, Part, Platform, Source, Target, bootstrap, compile, render};
use teamwright_tests::{
    go, inputs,
    output::read_back,
    repository::root,
    sandbox::{PLATFORM, Sandbox, TWO_CLUSTERS},
};

const GITOPS: &str = "gitops: {repoURL: https://github.com/acme/gitops}\n";

fn made(platform: &str) -> BTreeMap<String, String> {
    made_to(platform, Extent::Teams)
}

fn made_to(platform: &str, extent: Extent) -> BTreeMap<String, String> {
    made_of(&Platform::parse(&Source::new("platform.yaml", platform)), extent)
}

fn made_of(platform: &Platform, extent: Extent) -> BTreeMap<String, String> {
    let files = bootstrap(platform, extent).unwrap_or_else(|found| panic!("{found:#?}"));
    files.into_iter().map(|file| (file.path, render::stream(&file.manifests))).collect()
}

fn objects(files: &BTreeMap<String, String>) -> Vec<Value> {
    files.values().flat_map(|text| read_back(text).expect("our own YAML")).collect()
}

fn named<'a>(objects: &'a [Value], kind: &str, name: &str) -> &'a Value {
    let found = objects.iter().find(|object| object["kind"] == kind && object["metadata"]["name"] == name);
    found.unwrap_or_else(|| panic!("no {kind} {name}"))
}

#[test]
fn the_examples_folder_of_clusters_is_what_bootstrap_writes() {
    let acme = root().join("examples/acme");
    let text = fs::read_to_string(acme.join("platform.yaml")).expect("the example's platform");
    let templates = teamwright_tests::repository::files_below(&acme.join("platform/templates"), ".yaml");
    let templates = templates.iter().map(|path| Ok(Source::new("", fs::read_to_string(path).expect("a template"))));
    let expected =
        made_of(&Platform::parse(&Source::new("platform.yaml", text)).with_templates(templates), Extent::Whole);
    let clusters = acme.join("clusters");
    if std::env::var_os("BLESS").is_some() {
        let _ = fs::remove_dir_all(&clusters);
        for (path, text) in &expected {
            let path = acme.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
    }
    let found = teamwright_tests::repository::files_below(&clusters, "");
    let found: BTreeMap<_, _> = found
        .into_iter()
        .map(|path| {
            let relative = path.strip_prefix(&acme).expect("below").to_string_lossy().into_owned();
            (relative, fs::read_to_string(path).expect("a text"))
        })
        .collect();
    assert_eq!(found, expected, "run `make bless` and read the diff");
}

#[test]
fn the_command_writes_the_same_and_again_nothing_else() {
    let sandbox = Sandbox::with(&format!("{GITOPS}{TWO_CLUSTERS}"), &["a"]);
    let expected = made(&sandbox.read("platform.yaml"));
    let written = sandbox.run(&["bootstrap", "--teams-only", "--out", "."]);
    assert!(written.stderr.ends_with(" files below .\n"), "{}", written.stderr);
    let _ = written.fine();
    let files = || -> BTreeMap<_, _> {
        let paths = sandbox.files("clusters").into_iter().map(|path| format!("clusters/{path}"));
        paths.map(|path| (path.clone(), sandbox.read(&path))).collect()
    };
    assert_eq!(files(), expected);
    // Argo CD's cluster holds the root, and each cluster its guards.
    assert!(expected.contains_key("clusters/production/root.yaml"));
    for cluster in ["production", "staging"] {
        let guards = format!("clusters/{cluster}/guards/ValidatingAdmissionPolicy-teamwright-team-labels.yaml");
        assert!(expected.contains_key(&guards), "{:?}", expected.keys());
    }
    // A cluster that is gone takes its files with it.
    let _ = sandbox.run(&["bootstrap", "--teams-only", "--out", "."]).fine();
    sandbox.write("platform.yaml", format!("{GITOPS}{PLATFORM}"));
    let _ = sandbox.run(&["bootstrap", "--teams-only", "--out", "."]).fine();
    assert_eq!(files(), made(&sandbox.read("platform.yaml")));
    assert!(files().keys().all(|path| path.starts_with("clusters/in-cluster/")), "{:?}", files().keys());
}

#[test]
fn a_stream_is_that_of_one_cluster() {
    let sandbox = Sandbox::with(&format!("{GITOPS}{TWO_CLUSTERS}"), &[]);
    let hub = sandbox.run(&["bootstrap", "--teams-only"]);
    assert!(hub.stderr.contains("warning: this is the folder of cluster `production`"), "{}", hub.stderr);
    let hub = hub.fine();
    assert!(hub.contains("name: platform-root") && hub.contains("name: teamwright-team-labels"));
    let staging = sandbox.run(&["bootstrap", "--teams-only", "--cluster", "staging"]).fine();
    assert!(!staging.contains("platform-root") && staging.contains("argocd-manager"), "{staging}");
    let stderr = sandbox.run(&["bootstrap", "--teams-only", "--cluster", "x"]).failed();
    assert!(stderr.contains("no cluster `x`: the clusters are production, staging"), "{stderr}");
}

#[test]
fn without_what_it_needs_nothing_is_written() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    let run = || sandbox.run(&["bootstrap", "--teams-only", "--out", "."]);
    let stderr = run().wrong();
    assert!(stderr.contains("error[TW0338]: `gitops.repoURL` is missing"), "{stderr}");
    sandbox.write("platform.yaml", format!("{GITOPS}clusters: []\n"));
    let stderr = run().wrong();
    assert!(stderr.contains("platform.yaml:2:11") && !stderr.contains("TW0338"), "{stderr}");
    assert!(!sandbox.path("clusters").exists());
    let empty = Sandbox::empty();
    assert!(empty.run(&["bootstrap", "--teams-only"]).wrong().contains("no platform.yaml"));
    assert!(empty.run(&["bootstrap"]).wrong().contains("no platform.yaml"));
}

/// What each part holds is exactly what the project that deploys it lets through: one kind more, and no team would sync.
#[test]
fn the_projects_of_teams_permit_whatever_is_made_for_a_team() {
    let inputs = inputs::all();
    let templates = inputs.iter().flat_map(|input| &input.templates).cloned().map(Ok);
    let platform = Platform::parse(&Source::new("platform.yaml", format!("{GITOPS}{TWO_CLUSTERS}")));
    // Those of one case are wrong on purpose.
    let templates = templates.filter(|template| {
        template.as_ref().is_ok_and(|source| !Platform::built_in().with_templates([Ok(source.clone())]).has_errors())
    });
    let platform = platform.with_templates(templates.collect::<Vec<_>>());
    let objects = objects(&made_of(&platform, Extent::Teams));
    let permitted = |project: &str| -> BTreeSet<(String, String)> {
        let spec = &named(&objects, "AppProject", project)["spec"];
        let lists = ["clusterResourceWhitelist", "namespaceResourceWhitelist"].map(|key| spec[key].as_array());
        let rows = lists.into_iter().flatten().flatten();
        rows.map(|row| ["group", "kind"].map(|key| row[key].as_str().unwrap_or_default().to_owned()).into()).collect()
    };
    let mut seen: BTreeMap<&str, BTreeSet<(String, String)>> = BTreeMap::new();
    for input in inputs {
        let platform = input.read_platform();
        for (part, project) in
            [(Part::Project, "teams-control"), (Part::Apps, "teams-control"), (Part::Namespace, "teams-guardrails")]
        {
            let made = compile(&input.team, &platform, &Target { part, cluster: None }).manifests.unwrap_or_default();
            seen.entry(project).or_default().extend(made.iter().map(|manifest| {
                let group = manifest.api_version.split_once('/').map_or("", |(group, _)| group);
                (group.to_owned(), manifest.kind.to_string())
            }));
        }
    }
    for (project, seen) in seen {
        assert_eq!(permitted(project), seen, "{project}");
    }
}

#[test]
fn a_single_application_a_team_has_one_project_for_all_of_it() {
    let objects = objects(&made(&format!(
        "gitops: {{repoURL: https://github.com/acme/gitops, teamApplications: one, adopt: true}}\n{TWO_CLUSTERS}"
    )));
    let sets: Vec<_> = objects.iter().filter(|object| object["kind"] == "ApplicationSet").collect();
    let names: Vec<_> = sets.iter().filter_map(|set| set["metadata"]["name"].as_str()).collect();
    assert_eq!(names, ["teams-namespace", "teams"], "the namespaces of other clusters are apart");
    for set in sets {
        let spec = &set["spec"]["template"]["spec"];
        assert_eq!(spec["project"], "teams-guardrails");
        assert!(
            spec["syncPolicy"]["syncOptions"].is_null(),
            "while an organisation is taken over, objects have two owners"
        );
    }
    let kinds = &named(&objects, "AppProject", "teams-guardrails")["spec"]["namespaceResourceWhitelist"];
    let kinds: Vec<_> = kinds.as_array().expect("kinds").iter().filter_map(|row| row["kind"].as_str()).collect();
    assert!(kinds.contains(&"Application") && kinds.contains(&"ResourceQuota"), "{kinds:?}");
}

#[test]
fn nothing_in_an_application_set_comes_from_a_teams_file_and_no_path_is_a_teams() {
    let files = made(&format!("{GITOPS}{TWO_CLUSTERS}"));
    for set in objects(&files).iter().filter(|object| object["kind"] == "ApplicationSet") {
        let text = set.to_string();
        assert!(!text.contains("\"files\":"), "{text}");
        let spec = &set["spec"]["template"]["spec"];
        assert_eq!(spec["source"]["path"], "platform");
        let words: BTreeSet<_> =
            text.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0.trim())).collect();
        assert!(words.iter().all(|word| [".path.basename", ".cluster", ".server"].contains(word)), "{words:?}");
    }
}

#[test]
fn kubernetes_and_argo_cd_accept_the_platform_layer() {
    let Some(judge) = go::command("judge") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let acme = fs::read_to_string(root().join("examples/acme/platform.yaml")).expect("the example's platform");
    let one = "gitops: {repoURL: https://github.com/acme/gitops, teamApplications: one}\n";
    let platforms =
        [acme, format!("{GITOPS}{TWO_CLUSTERS}"), format!("{one}{TWO_CLUSTERS}"), format!("{GITOPS}{PLATFORM}")];
    let extents = [(Extent::Teams, "teams"), (Extent::Whole, "whole")];
    let runs = platforms.iter().enumerate().flat_map(|run| extents.map(|extent| (run, extent)));
    for ((number, platform), (extent, name)) in runs {
        let platform = Platform::parse(&Source::new("platform.yaml", platform.as_str()));
        let files = bootstrap(&platform, extent).unwrap_or_else(|found| panic!("{found:#?}"));
        let clusters: BTreeSet<_> = files.iter().map(|file| file.cluster.clone()).collect();
        for cluster in clusters {
            let own = files.iter().filter(|file| file.cluster == cluster);
            let text: String = own.map(|file| render::stream(&file.manifests)).collect();
            let path = folder.path().join(format!("{number}-{name}-{cluster}.yaml"));
            fs::write(&path, text).expect("a file");
            let judged = Command::new(&judge).arg("--require-projects").arg(&path).output().expect("the judge");
            let said = String::from_utf8_lossy(&judged.stdout);
            assert_eq!(judged.status.code(), Some(0), "{number} {name} {cluster}: {said}");
        }
    }
}
