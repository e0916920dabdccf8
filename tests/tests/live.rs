//! Six team files as their owners wrote them for the system before this one: each compiles, to what its own words say.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use teamwright_core::{Diagnostic, Platform, Source, Target, analyse, compile, review};
use teamwright_tests::{
    command, names,
    output::read_back,
    repository::{root, shared},
};

/// A live team.
struct Team {
    name: String,
    source: Source,
    /// The same file through another reader of YAML.
    written: Value,
}

fn folder() -> Option<PathBuf> {
    shared("live-org")
}

fn teams(folder: &Path) -> Vec<Team> {
    let mut names: Vec<_> = fs::read_dir(folder.join("teams"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let team = |name: String| {
        let path = format!("teams/{name}/team.yaml");
        let text = fs::read_to_string(folder.join(&path)).unwrap();
        let written = serde_yaml::from_str(&text).unwrap();
        Team { name, source: Source::new(path, text), written }
    };
    names.into_iter().map(team).collect()
}

/// The platform of these teams, and the one that is built in.
fn platforms(folder: &Path) -> [Platform; 2] {
    let text = fs::read_to_string(folder.join("platform.yaml")).unwrap();
    [Platform::parse(&Source::new("platform.yaml", text)), Platform::built_in()]
}

fn list<'a>(value: &'a Value, key: &str) -> Vec<&'a Value> {
    value[key].as_array().into_iter().flatten().collect()
}

#[test]
fn every_live_team_becomes_the_objects_that_it_asks_for() {
    let Some(folder) = folder() else { return };
    for platform in platforms(&folder) {
        assert!(platform.diagnostics().is_empty(), "{:#?}", platform.diagnostics());
        let teams = teams(&folder);
        assert_eq!(teams.len(), 6);
        for team in teams {
            let compilation = compile(&team.source, &platform, &Target::default());
            let yaml = compilation.yaml().unwrap_or_else(|| panic!("{}: {:#?}", team.name, compilation.diagnostics));
            let objects = read_back(&yaml).unwrap();
            let found: Vec<_> = objects.iter().map(title).collect();
            let found_once: BTreeSet<_> = found.iter().cloned().collect();
            assert_eq!(found.len(), found_once.len(), "{}: an object twice", team.name);
            assert_eq!(found_once, expected(&team, !platform.is_built_in()), "{}", team.name);
            amounts_are_the_written_ones(&team, &objects);
        }
    }
}

fn title(object: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let metadata = &object["metadata"];
    format!("{}/{}/{}", text(&object["kind"]), text(&metadata["namespace"]), text(&metadata["name"]))
}

fn expected(team: &Team, monitored: bool) -> BTreeSet<String> {
    let Team { name, written, .. } = team;
    let namespace = format!("team-{name}");
    let mut objects = vec![format!("Namespace//{namespace}"), format!("AppProject/argocd/{namespace}")];
    let mut inside = vec![
        format!("ResourceQuota/{name}-quota"),
        format!("LimitRange/{name}-limits"),
        "ServiceAccount/default".to_owned(),
        format!("ServiceAccount/{name}-workload"),
        format!("Role/{name}-developer"),
        format!("Role/{name}-viewer"),
    ];
    let mut policies = vec!["default-deny-all", "allow-dns", "allow-same-namespace"];
    let network = &written["networkPolicy"];
    if network["allowIngress"] == true {
        policies.push("allow-ingress");
    }
    if network["allowEgress"] == true {
        policies.extend(["allow-egress-internet", "allow-egress-teams"]);
    }
    if monitored {
        policies.push("allow-monitoring");
    }
    inside.extend(policies.iter().map(|policy| format!("NetworkPolicy/{policy}")));
    let from = list(network, "allowFromNamespaces");
    inside.extend(from.iter().map(|from| format!("NetworkPolicy/allow-from-{}", from.as_str().unwrap())));
    if written.get("nodeSelector").is_some() || written.get("tolerations").is_some() {
        inside.push(format!("NamespacedMutatingPolicy/{name}-scheduling"));
    }
    objects.extend(inside.iter().map(|object| object.replacen('/', &format!("/{namespace}/"), 1)));
    let apps = list(written, "apps");
    objects.extend(apps.iter().map(|app| format!("Application/argocd/{name}-{}", app["name"].as_str().unwrap())));
    objects.into_iter().collect()
}

fn amounts_are_the_written_ones(team: &Team, objects: &[Value]) {
    let find = |kind: &str| objects.iter().find(|object| object["kind"] == kind).unwrap();
    let hard = &find("ResourceQuota")["spec"]["hard"];
    let quota = team.written["resourceQuota"].as_object().unwrap();
    let mut compared = 0;
    for (key, value) in quota {
        let leaves: Vec<_> = match value {
            Value::Object(leaves) => leaves.iter().map(|(leaf, value)| (format!("{key}.{leaf}"), value)).collect(),
            value => vec![(key.clone(), value)],
        };
        for (path, value) in leaves {
            assert_eq!(hard[&path], *value, "{}: {path}", team.name);
            compared += 1;
        }
    }
    let others = ["services.loadbalancers", "services.nodeports"];
    assert!(others.iter().all(|path| hard[path] == "0"));
    assert_eq!(hard.as_object().unwrap().len(), compared + others.len(), "{}: {hard}", team.name);
    let container = list(&find("LimitRange")["spec"], "limits").into_iter().find(|limit| limit["type"] == "Container");
    for (section, leaves) in team.written["limitRange"].as_object().unwrap() {
        assert_eq!(container.unwrap()[section], *leaves, "{}: limitRange.{section}", team.name);
    }
}

#[test]
fn warnings_say_what_is_to_be_mended_and_nothing_else() {
    let Some(folder) = folder() else { return };
    for platform in platforms(&folder) {
        for team in teams(&folder) {
            let found = compile(&team.source, &platform, &Target::default()).diagnostics;
            let found: Vec<_> = found.iter().map(line_and_code).collect();
            let mut wanted = vec![(1, "TW0603")];
            for (index, line) in team.source.text().lines().enumerate() {
                match line.trim() {
                    "- monitoring" => wanted.push((index + 1, "TW0515")),
                    line if line.starts_with("manifestPath:") => wanted.push((index + 1, "TW0212")),
                    _ => {}
                }
            }
            assert_eq!(found, wanted, "{}", team.name);
            assert_eq!(wanted.len(), 2 + list(&team.written, "apps").len(), "{}", team.name);
        }
    }
}

fn line_and_code(found: &Diagnostic) -> (usize, &'static str) {
    (found.source.position(found.span.start).line as usize, found.code.id)
}

#[test]
fn together_they_have_nothing_against_each_other() {
    let Some(folder) = folder() else { return };
    for platform in platforms(&folder) {
        let sources: Vec<_> = teams(&folder).into_iter().map(|team| team.source).collect();
        let files: Vec<_> = sources.iter().map(|source| analyse(source, &platform).facts()).collect();
        let found: Vec<_> = review(&files, &platform).iter().map(|found| found.message.clone()).collect();
        assert_eq!(found, [""; 0]);
    }
}

/// The numbers of the ledger's last table.
#[test]
fn the_ledger_says_of_each_live_team_what_comes_out() {
    let Some(folder) = folder() else { return };
    let page = fs::read_to_string(root().join("docs/ledger.md")).unwrap();
    let [platform, _] = platforms(&folder);
    for team in teams(&folder) {
        let rows = names::rows(&page, &format!("| {} |", team.name));
        let compilation = compile(&team.source, &platform, &Target::default());
        let (objects, warnings) = (compilation.manifests.unwrap().len(), compilation.diagnostics.len());
        let now = format!("{objects} objects, {warnings} warnings. ");
        assert!(rows.len() == 1 && rows[0][2].starts_with(&now), "{}: {now}{rows:?}", team.name);
        let applications = ["No", "One", "Two", "Three", "Four", "Five"][list(&team.written, "apps").len()];
        assert!(rows[0][1].starts_with(&format!("{applications} Application")), "{}", team.name);
    }
}

#[test]
fn the_command_renders_every_one_of_them() {
    let Some(folder) = folder() else { return };
    for team in teams(&folder) {
        for platform in [&[] as &[&str], &["--platform", "none"]] {
            let path = format!("teams/{}", team.name);
            let rendered = command::run(&folder, &[&["render", &path], platform].concat());
            let stderr = String::from_utf8_lossy(&rendered.stderr);
            assert_eq!(rendered.status.code(), Some(0), "{stderr}");
            assert!(rendered.stdout.starts_with(b"---\n"), "{stderr}");
        }
    }
    let checked = command::run(&folder, &["check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stdout));
}
