//! Whatever `render` prints arrives, and nothing else.

use std::path::Path;

use serde_json::{Value, json};
use teamwright_core::{Platform, Source};
use teamwright_tests::{
    argocd::{Request, repository},
    command,
    output::read_back,
    repository::{root, shared},
};

use crate::argo_cd;

/// Each part, and whether it is another one for each cluster.
const PARTS: [(&str, bool); 4] = [("project", false), ("namespace", true), ("apps", false), ("all", true)];

/// The parameters of every request that a repository's Applications can make.
fn requests(folder: &Path) -> Vec<[String; 3]> {
    let platform = std::fs::read_to_string(folder.join("platform.yaml")).unwrap();
    let platform = Platform::parse(&Source::new("platform.yaml", platform));
    let mut teams: Vec<_> = std::fs::read_dir(folder.join("teams"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    teams.sort();
    let mut asked = Vec::new();
    for team in teams {
        for (part, is_of_cluster) in PARTS {
            let clusters = platform.cluster_names().take(if is_of_cluster { usize::MAX } else { 1 });
            asked.extend(clusters.map(|cluster| [team.clone(), part.to_owned(), cluster.to_owned()]));
        }
    }
    asked
}

/// What `render` prints, as Argo CD must hand it on: with its tracking, and nothing else changed.
fn rendered(folder: &Path, [team, part, cluster]: &[String; 3], application: &str) -> Vec<Value> {
    let printed = command::run(folder, &["render", &format!("teams/{team}"), "--part", part, "--cluster", cluster]);
    assert!(printed.status.success(), "{printed:?}");
    let mut objects = read_back(&String::from_utf8(printed.stdout).unwrap()).unwrap();
    for object in &mut objects {
        let text = |path: &str| object.pointer(path).and_then(Value::as_str).map(str::to_owned);
        let version = text("/apiVersion").unwrap();
        let group = version.split_once('/').map_or("", |(group, _)| group);
        let namespace = text("/metadata/namespace").unwrap_or_else(|| "argocd".to_owned());
        let (kind, name) = (text("/kind").unwrap(), text("/metadata/name").unwrap());
        let tracking = format!("{application}:{group}/{kind}:{namespace}/{name}");
        object["metadata"]["annotations"]["argocd.argoproj.io/tracking-id"] = json!(tracking);
    }
    objects
}

fn every_part_of_every_team_arrives(folder: &Path) {
    let Some(argo_cd) = argo_cd() else { return };
    let (repository, asked) = (repository(folder), requests(folder));
    let name = |number: usize| format!("{}-{number}", asked[number][0]);
    let request = |number: usize| {
        let [team, part, cluster] = &asked[number];
        let parameters = [("team", team.as_str()), ("part", part.as_str()), ("cluster", cluster.as_str())];
        Request::new(repository.path(), &parameters).named(name(number))
    };
    let answers = argo_cd.ask_each(&(0..asked.len()).map(request).collect::<Vec<_>>());
    for (number, (answer, parameters)) in answers.iter().zip(&asked).enumerate() {
        let (arrived, meant) = (answer.objects(), rendered(repository.path(), parameters, &name(number)));
        let names = |objects: &[Value]| {
            objects
                .iter()
                .map(|object| format!("{} {}", object["kind"], object["metadata"]["name"]))
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&arrived), names(&meant), "{parameters:?}");
        for (arrived, meant) in arrived.iter().zip(&meant) {
            assert_eq!(arrived, meant, "{parameters:?}");
        }
    }
    let objects: usize = answers.iter().map(|answer| answer.manifests.len()).sum();
    assert!(objects > asked.len() * 5, "{objects} objects");
}

#[test]
fn every_part_of_every_example_team_arrives_as_it_is_rendered() {
    every_part_of_every_team_arrives(&root().join("examples/acme"));
}

#[test]
fn every_part_of_every_live_team_arrives_as_it_is_rendered() {
    let Some(folder) = shared("live-org") else { return };
    every_part_of_every_team_arrives(&folder);
}
