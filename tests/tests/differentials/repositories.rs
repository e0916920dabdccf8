//! Repositories, `sourceRepos` and clusters against Argo CD's comparisons.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use teamwright_core::{Platform, Source, Target, compile, grammar};
use teamwright_tests::output::objects;

use crate::{
    rules::{Row, Rule, compare},
    vectors,
};

#[derive(Debug, Deserialize)]
struct Repository {
    text: String,
    normalised: Option<String>,
    endpoint: Option<(String, String, String, String, u32, String)>,
}

impl Row for Repository {
    fn text(&self) -> &str {
        &self.text
    }

    fn expected(&self) -> Option<String> {
        self.normalised.clone().filter(|_| self.endpoint.is_some())
    }
}

impl Repository {
    /// `https://`, host and path; or `git@`, host and path.
    fn parts(&self) -> Option<(&str, &str)> {
        match self.text.strip_prefix("https://") {
            Some(rest) => rest.split_once('/'),
            None => self.text.strip_prefix("git@")?.split_once(':'),
        }
    }
}

fn is_host(text: &str) -> bool {
    let label = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    text.split('.').all(label)
}

#[test]
fn repositories_are_compared_as_argo_cd_does() {
    const RULES: &[Rule<Repository>] = &[
        Rule { why: "neither `https://host/…` nor `git@host:…`", describes: |row| row.parts().is_none() },
        Rule {
            why: "a user, a port, a query, a fragment, an escape, a blank, a pattern, or anything else but letters, digits and `._~+-`",
            describes: |row| {
                let plain = |b: u8| b.is_ascii_alphanumeric() || b"._~+-/".contains(&b);
                row.parts().is_some_and(|(host, path)| !host.bytes().all(plain) || !path.bytes().all(plain))
            },
        },
        Rule {
            why: "a host that is no name in lower case",
            describes: |row| row.parts().is_some_and(|(host, _)| !is_host(host)),
        },
        Rule {
            why: "an IP address, which no certificate and no allow-list names",
            describes: |row| {
                let last = |host: &str| host.rsplit('.').next().unwrap_or_default().to_owned();
                row.parts().is_some_and(|(host, _)| last(host).bytes().all(|b| b.is_ascii_digit()))
            },
        },
        Rule {
            why: "a path with an empty part, `.`, `..` or `.git`",
            describes: |row| {
                let odd = |part: &str| matches!(part, "" | "." | ".." | ".git");
                row.parts().is_some_and(|(_, path)| path.split('/').any(odd))
            },
        },
        Rule {
            why: "no organisation in front of the repository",
            describes: |row| row.parts().is_some_and(|(_, path)| !path.contains('/')),
        },
    ];
    compare("repository", &vectors::read("repositories"), RULES, 50);
}

#[test]
fn what_is_written_is_what_is_connected_to() {
    for row in taken() {
        let (host, path) = row.parts().expect("parts");
        let endpoint = row.endpoint.as_ref().expect("an endpoint");
        let expected = if row.text.starts_with("https://") {
            ("https", "", "", host, 0, format!("/{path}"))
        } else {
            ("ssh", "git", "", host, 22, path.to_owned())
        };
        let (protocol, user, password, at, port, behind) = endpoint;
        assert_eq!((protocol.as_str(), user.as_str(), password.as_str(), at.as_str(), *port, behind.clone()), expected);
    }
}

fn taken() -> Vec<Repository> {
    let rows: Vec<Repository> = vectors::read("repositories");
    rows.into_iter().filter(|row| grammar::accepts("repository", &row.text).is_ok()).collect()
}

#[test]
fn a_project_names_each_repository_once_in_the_sense_of_argo_cd() {
    let rows = taken();
    // Every form must be allowed, also the one with a user.
    let platform = "sourceRepos:\n".to_owned()
        + &first_of_each(&rows).values().map(|text| format!("  - {text}\n")).collect::<String>();
    let addresses: Vec<_> = rows.iter().map(|row| row.text.as_str()).collect();
    let project = project(&platform, &addresses);
    let mut named: Vec<_> =
        project["spec"]["sourceRepos"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    named.sort_unstable();
    let mut expected: Vec<_> = first_of_each(&rows).into_values().collect();
    expected.sort_unstable();
    assert_eq!(named, expected);
}

/// The first address of each class of equal ones.
fn first_of_each(rows: &[Repository]) -> BTreeMap<&str, &str> {
    let mut first = BTreeMap::new();
    for row in rows {
        first.entry(row.normalised.as_deref().unwrap_or_default()).or_insert(row.text.as_str());
    }
    first
}

fn team(addresses: &[&str]) -> String {
    let app =
        |(index, address)| format!("  - {{name: a{index}, repoURL: \"{address}\", path: ., targetRevision: main}}\n");
    "team: demo\napps:\n".to_owned() + &addresses.iter().enumerate().map(app).collect::<String>()
}

fn platform(text: &str) -> Platform {
    Platform::parse(&Source::new("platform.yaml", format!("{text}network: {{ingress: []}}\n")))
}

fn project(platform_text: &str, addresses: &[&str]) -> Value {
    let objects = objects(&team(addresses), &platform(platform_text), &Target::default());
    objects.into_iter().find(|object| object["kind"] == "AppProject").expect("a project")
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum PatternRow {
    Asked { repositories: Vec<String> },
    Pattern { pattern: String, permits: Vec<String> },
}

#[test]
fn patterns_permit_what_they_permit_in_argo_cd() {
    let rows: Vec<PatternRow> = vectors::read("repository_patterns");
    let asked = rows.iter().find_map(|row| match row {
        PatternRow::Asked { repositories } => Some(repositories),
        PatternRow::Pattern { .. } => None,
    });
    let asked: Vec<_> =
        asked.expect("addresses").iter().filter(|text| grammar::accepts("repository", text).is_ok()).collect();
    assert!(asked.len() > 40);
    let addresses: Vec<_> = asked.iter().map(|text| text.as_str()).collect();
    let source = Source::new("teams/demo/team.yaml", team(&addresses));
    let mut compared = 0;
    for row in &rows {
        let PatternRow::Pattern { pattern, permits } = row else { continue };
        let platform = platform(&format!("sourceRepos: [{}]\n", serde_json::to_string(pattern).expect("a text")));
        if platform.diagnostics().iter().any(teamwright_core::Diagnostic::is_error) {
            continue;
        }
        let found = compile(&source, &platform, &Target::default()).diagnostics;
        let refused: Vec<_> =
            found.iter().filter(|found| found.is_error()).map(|found| source.position(found.span.start).line).collect();
        for (index, address) in addresses.iter().enumerate() {
            let line = u32::try_from(index + 3).expect("few addresses");
            let permitted = permits.iter().any(|other| other == address);
            assert_eq!(!refused.contains(&line), permitted, "{pattern} and {address}");
        }
        compared += 1;
    }
    assert!(compared > 60, "{compared}");
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum DestinationRow {
    Asked { asked: Vec<String> },
    Server { server: String, permits: Vec<String> },
    Namespace { namespace: String, permits: Vec<String> },
}

#[test]
fn a_destination_is_one_cluster_and_one_namespace() {
    let rows: Vec<DestinationRow> = vectors::read("destinations");
    let (mut servers, mut namespaces) = (0, 0);
    for row in &rows {
        match row {
            DestinationRow::Asked { asked } => assert!(asked.len() > 10),
            DestinationRow::Server { server, permits } => {
                let text = serde_json::to_string(server).expect("a text");
                let platform = platform(&format!("clusters: [{{name: a, server: {text}}}]\n"));
                if platform.diagnostics().iter().all(|found| !found.is_error()) {
                    assert_eq!(permits, &[server.as_str()], "what a project with {server} permits");
                    servers += 1;
                }
            }
            DestinationRow::Namespace { namespace, permits } => {
                if grammar::accepts("environment", namespace).is_ok() {
                    assert_eq!(permits, &[namespace.as_str()], "what a project with {namespace} permits");
                    namespaces += 1;
                }
            }
        }
    }
    assert!(servers > 12 && namespaces > 4, "{servers} servers, {namespaces} namespaces");
}
