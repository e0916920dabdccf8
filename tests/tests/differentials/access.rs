//! Groups and policies of a project's roles against Argo CD's own checks.

use serde::Deserialize;
use serde_json::Value;
use teamwright_core::{Platform, Source, Target, grammar};
use teamwright_tests::output::objects;

use crate::{
    rules::{Row, Rule, compare},
    vectors,
};

#[derive(Debug, Deserialize)]
struct Group {
    text: String,
    valid: bool,
    grants: bool,
}

impl Row for Group {
    fn text(&self) -> &str {
        &self.text
    }

    fn expected(&self) -> Option<String> {
        (self.valid && self.grants).then(|| self.text.clone())
    }
}

#[test]
fn a_group_is_one_to_argo_cd_and_grants_what_it_should() {
    const RULES: &[Rule<Group>] = &[
        Rule {
            why: "stands for something other than people",
            describes: |row| ["system:", "role:", "proj:"].iter().any(|start| row.text.starts_with(start)),
        },
        Rule { why: "longer than 256 characters", describes: |row| row.text.chars().count() > 256 },
        Rule { why: "a `*`, which people take for a pattern", describes: |row| row.text.contains('*') },
        Rule { why: "an apostrophe, which other readers take for a quote", describes: |row| row.text.contains('\'') },
        Rule {
            why: "a character that can't be seen",
            describes: |row| {
                row.text.chars().any(|c| c.is_control() || (c.is_whitespace() && c != ' ') || is_shapeless(c))
            },
        },
    ];
    compare("subject", &vectors::read("role_groups"), RULES, 250);
}

fn is_shapeless(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{FEFF}')
}

#[derive(Debug, Deserialize)]
struct Policy {
    project: String,
    role: String,
    line: String,
    valid: bool,
}

#[test]
fn every_policy_of_a_project_is_one_that_argo_cd_takes() {
    let rows: Vec<Policy> = vectors::read("policies");
    let platform = Platform::parse(&Source::new(
        "platform.yaml",
        "network: {ingress: []}\nrbac: {developer: {applications: [update, delete], exec: true, portForward: true}, viewer: {logs: true}}\n",
    ));
    let mut lines = 0;
    for team in ["a", "a-b", "x9", &"a".repeat(48)] {
        assert!(grammar::accepts("team", team).is_ok());
        let objects = objects(&format!("team: {team}\n"), &platform, &Target::default());
        let project = objects.iter().find(|object| object["kind"] == "AppProject").expect("a project");
        for role in project["spec"]["roles"].as_array().expect("roles") {
            for line in role["policies"].as_array().expect("policies").iter().filter_map(Value::as_str) {
                let row = rows.iter().find(|row| {
                    project["metadata"]["name"] == row.project && role["name"] == row.role && row.line == line
                });
                assert!(row.is_some_and(|row| row.valid), "{line}: {row:?}");
                lines += 1;
            }
        }
    }
    assert!(lines >= 36, "{lines}");
}
