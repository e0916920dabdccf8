//! Revisions against git and Argo CD.

use std::collections::BTreeSet;

use serde::Deserialize;
use teamwright_core::{Platform, Source, Target, compile, grammar};

use crate::{
    rules::{Row, Rule, compare},
    vectors,
};

#[derive(Debug, Deserialize)]
struct Revision {
    text: String,
    name: bool,
    #[serde(default)]
    range: bool,
}

impl Row for Revision {
    fn text(&self) -> &str {
        &self.text
    }

    fn expected(&self) -> Option<String> {
        self.name.then(|| self.text.clone())
    }
}

#[test]
fn revisions_are_names_to_git() {
    const RULES: &[Rule<Revision>] = &[
        Rule { why: "longer than 255 bytes", describes: |row| row.text.len() > 255 },
        Rule { why: "begins like an option of a command", describes: |row| row.text.starts_with('-') },
        Rule { why: "`@` alone, which git reads as HEAD", describes: |row| row.text == "@" },
        Rule {
            why: "the placeholder of a template, which nobody fills in",
            describes: |row| row.text.contains("{{") || row.text.contains("${"),
        },
        Rule {
            why: "a character that can't be seen or is no letter",
            describes: |row| row.text.chars().any(|c| !c.is_ascii() && !c.is_alphanumeric()),
        },
    ];
    compare("revision", &vectors::read("revisions"), RULES, 500);
}

#[test]
fn ranges_are_told_from_names_as_argo_cd_does() {
    let rows: Vec<Revision> = vectors::read("revisions");
    let rows: Vec<_> = rows.into_iter().filter(|row| grammar::accepts("revision", &row.text).is_ok()).collect();
    assert!(rows.iter().filter(|row| row.range).count() > 20);
    let wrong: Vec<_> = rows.chunks(400).flat_map(judged_otherwise).collect();
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

/// Those of some revisions that are taken for ranges by Argo CD alone, or by the compiler alone.
fn judged_otherwise(rows: &[Revision]) -> Vec<String> {
    let mut team = "team: demo\napps:\n".to_owned();
    for (index, row) in rows.iter().enumerate() {
        let revision = serde_json::to_string(&row.text).expect("a text");
        team += &format!(
            "  - {{name: a{index}, repoURL: https://github.com/acme/web, path: ., targetRevision: {revision}}}\n"
        );
    }
    let source = Source::new("teams/demo/team.yaml", team);
    let found = compile(&source, &Platform::built_in(), &Target::default()).diagnostics;
    assert!(found.iter().all(|found| !found.is_error()), "{found:#?}");
    let ranges = found.iter().filter(|found| found.message.contains("range"));
    let warned: BTreeSet<_> = ranges.map(|found| source.position(found.span.start).line).collect();
    let lines = (3..).zip(rows);
    lines.filter(|(line, row)| warned.contains(line) != row.range).map(|(_, row)| format!("{row:?}")).collect()
}
