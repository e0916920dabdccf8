//! A whole repository through the built command: one bad team never stops another, and each is named at its place.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use teamwright_tests::{command, repository::files_below};

const PLATFORM: &str = "clusters:
  - {name: production, server: https://kubernetes.default.svc, environments: [production], region: us-east-1, accountId: \"111122223333\"}
  - {name: staging, server: https://staging.example.com, environments: [staging], region: us-east-1, accountId: \"444455556666\"}
sourceRepos: [https://github.com/acme/*]
network: {ingress: [{namespace: ingress-nginx}]}
";

/// What can be wrong with a team file: what stands in place of a line of a good one, and where the error is.
const FAULTS: [(&str, &str, &str, (u64, u64)); 20] = [
    ("team: ", "team: [a] # ", "TW0204", (1, 7)),
    ("team: ", "team: a/", "TW0216", (1, 7)),
    ("namespace: team-", "namespace: kube-", "TW0303", (2, 12)),
    ("namespace: team-", "namespace: '*' # ", "TW0216", (2, 12)),
    ("owner:", "ownr:", "TW0201", (3, 1)),
    ("  email: ", "  email: @", "TW0101", (5, 10)),
    ("  email: ", "  email: \"", "TW0101", (5, 10)),
    ("tier: starter", "tier:", "TW0203", (6, 1)),
    ("tier: starter", "tier: huge", "TW0408", (6, 7)),
    ("  pods: 12", "  pods: 1.5", "TW0208", (8, 9)),
    ("  pods: 12", "  pods: -1", "TW0208", (8, 9)),
    ("  pods: 12", "  pods: 12\n  pods: 13", "TW0202", (9, 3)),
    ("  allowIngress: true", "  allowIngress: yes", "TW0207", (10, 17)),
    ("  allowIngress: true", "  allowIngress: true\n---\nteam: other", "TW0104", (11, 1)),
    ("  allowIngress: true", "  allowTo: [rds]", "TW0512", (10, 13)),
    ("  developers: {groups: [", "  developers: {groups: [\"*\", ", "TW0601", (12, 25)),
    ("apps:", "apps: []\nservices:", "TW0201", (15, 1)),
    ("    path: deploy", "    path: ../deploy", "TW0216", (17, 11)),
    ("    targetRevision: main", "    targetRevision: 1.10", "TW0206", (18, 21)),
    ("    environment: production", "    environment: prod", "TW0904", (19, 18)),
];

fn good(name: &str) -> String {
    format!(
        "team: {name}
namespace: team-{name}
owner:
  name: \"Team {name} 🚀\"
  email: {name}@example.com
tier: starter
resourceQuota:
  pods: 12
networkPolicy:
  allowIngress: true
access:
  developers: {{groups: [{name}]}}
  viewers: {{groups: [auditors]}}
apps:
  - name: web
    repoURL: https://github.com/acme/{name}
    path: deploy
    targetRevision: main
    environment: production
"
    )
}

/// 200 teams, every tenth with a fault of its own, in the order of names.
fn teams() -> Vec<(String, String, Option<usize>)> {
    let team = |number: usize| {
        let name = format!("t{number:03}");
        let fault = (number % 10 == 7).then_some(number / 10);
        let text = good(&name);
        let text = match fault {
            Some(fault) => {
                let (line, instead, ..) = FAULTS[fault];
                assert_eq!(text.matches(line).count(), 1, "{line}");
                text.replacen(line, instead, 1)
            }
            None => text,
        };
        (name, text, fault)
    };
    (0..200).map(team).collect()
}

fn write(root: &Path, count: usize, with_bad_teams: bool) {
    fs::write(root.join("platform.yaml"), PLATFORM).unwrap();
    for (name, text, fault) in teams().into_iter().take(count) {
        if fault.is_none() || with_bad_teams {
            let directory = root.join("teams").join(name);
            fs::create_dir_all(&directory).unwrap();
            fs::write(directory.join("team.yaml"), text).unwrap();
        }
    }
}

#[test]
fn b25_each_bad_team_is_named_once_at_its_place() {
    let repository = tempfile::tempdir().unwrap();
    write(repository.path(), 200, true);
    let checked = command::run(repository.path(), &["check", "--format", "json"]);
    assert_eq!(checked.status.code(), Some(1), "{}", String::from_utf8_lossy(&checked.stderr));
    let report: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let found = report["diagnostics"].as_array().unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|found| {
            let place = &found["range"]["start"];
            let at = (place["line"].as_u64().unwrap(), place["column"].as_u64().unwrap());
            (found["path"].as_str().unwrap().to_owned(), found["code"].as_str().unwrap().to_owned(), at)
        })
        .collect();
    let expected = teams().into_iter().filter_map(|(name, _, fault)| {
        let (_, _, code, place) = FAULTS[fault?];
        Some((format!("teams/{name}/team.yaml"), code.to_owned(), place))
    });
    assert_eq!(found, expected.collect::<Vec<_>>());
    assert_eq!(report["summary"], serde_json::json!({ "errors": 20, "warnings": 0, "teams": 200 }));
}

#[test]
fn b25_good_teams_come_out_the_same_beside_bad_ones() {
    let good: Vec<_> = teams().into_iter().filter(|(_, _, fault)| fault.is_none()).collect();
    let paths: Vec<_> = good.iter().map(|(name, ..)| format!("teams/{name}")).collect();
    for part in ["all", "namespace"] {
        let cluster = if part == "all" { "production" } else { "staging" };
        let mut arguments = vec!["render", "--part", part, "--cluster", cluster];
        arguments.extend(paths.iter().map(String::as_str));
        let streams = [true, false].map(|with_bad_teams| {
            let repository = tempfile::tempdir().unwrap();
            write(repository.path(), 200, with_bad_teams);
            let rendered = command::run(repository.path(), &arguments);
            assert_eq!(rendered.status.code(), Some(0), "{}", String::from_utf8_lossy(&rendered.stderr));
            rendered.stdout
        });
        assert!(streams[0].len() > 180 * 8_000, "{} bytes", streams[0].len());
        assert!(streams[0] == streams[1]);
    }
}

#[test]
fn b25_files_of_good_teams_are_written_beside_bad_ones() {
    let trees = [true, false].map(|with_bad_teams| {
        let repository = tempfile::tempdir().unwrap();
        write(repository.path(), 20, with_bad_teams);
        let rendered = command::run(repository.path(), &["render", "--out", "manifests"]);
        assert_eq!(rendered.status.code(), Some(i32::from(with_bad_teams)));
        tree(&repository.path().join("manifests"))
    });
    assert!(trees[1].len() > 18 * 15, "{} files", trees[1].len());
    assert_eq!(trees[0].keys().collect::<Vec<_>>(), trees[1].keys().collect::<Vec<_>>());
    assert!(trees[0] == trees[1]);
}

#[test]
fn b25_a_bad_team_beside_good_ones_gives_nothing_on_stdout() {
    let repository = tempfile::tempdir().unwrap();
    write(repository.path(), 200, true);
    let rendered = command::run(repository.path(), &["render", "--cluster", "production"]);
    assert_eq!((rendered.status.code(), rendered.stdout.len()), (Some(1), 0));
}

#[test]
fn b35_a_clashing_team_is_not_written_and_the_one_with_the_earlier_path_is() {
    let repository = tempfile::tempdir().unwrap();
    fs::write(repository.path().join("platform.yaml"), PLATFORM).unwrap();
    for (team, app) in [("a", "b-c"), ("a-b", "c"), ("z", "web")] {
        let directory = repository.path().join("teams").join(team);
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("team.yaml"), good(team).replace("name: web", &format!("name: {app}"))).unwrap();
    }
    let rendered = command::run(repository.path(), &["render", "--out", "manifests"]);
    let stderr = String::from_utf8_lossy(&rendered.stderr);
    assert_eq!(rendered.status.code(), Some(1), "{stderr}");
    assert!(stderr.starts_with("error[TW2011]: Application `a-b-c` belongs to team `a-b` already\n"), "{stderr}");
    let written = tree(&repository.path().join("manifests"));
    // `-` comes before `/`.
    assert!(written.contains_key(Path::new("a-b/apps/Application-a-b-c.yaml")));
    assert!(written.contains_key(Path::new("z/apps/Application-z-web.yaml")));
    assert!(!written.keys().any(|path| path.starts_with("a")), "{:?}", written.keys());
}

fn tree(directory: &Path) -> BTreeMap<PathBuf, String> {
    let files = files_below(directory, ".yaml");
    let file = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (path.strip_prefix(directory).unwrap().to_path_buf(), text)
    };
    files.into_iter().map(file).collect()
}
