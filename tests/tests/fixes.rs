//! Every fix that is offered anywhere in the corpora is applied: it takes its finding away and brings no new error.

use std::collections::BTreeMap;

use teamwright_core::{Diagnostic, Fix, Source, Target, compile};
use teamwright_tests::{
    answer::edited,
    corpus,
    inputs::{self, Input},
    repository::root,
};

/// What can be judged only once a value can be read: a fix may bring it to light.
const BROUGHT_TO_LIGHT: &[&str] = &[
    // A sync policy without anything, once its name is right.
    "TW0210", "TW0915", // A name that nothing of this team or platform has.
    "TW0303", "TW0408", "TW0803", "TW0906", "TW1025", // An address in its usual spelling that is not allowed.
    "TW0502",
];

/// A team without a fault, for cases that are about platform.yaml.
const GOOD_TEAM: &str = "team: demo\n";

#[test]
fn every_fix_takes_its_finding_away() {
    let (mut applied, mut wrong) = (0, Vec::new());
    for input in inputs::all().into_iter().chain(platforms()) {
        let before = findings(&input);
        for diagnostic in &before {
            for fix in &diagnostic.fixes {
                applied += 1;
                if let Err(complaint) = judge(&input, &before, diagnostic, fix) {
                    wrong.push(format!("{}\n  {}: {}\n  {complaint}", input.name, diagnostic.message, fix.title));
                }
            }
        }
    }
    assert!(applied > 100, "only {applied} fixes are offered");
    assert!(wrong.is_empty(), "{} of {applied} fixes do not repair\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// The cases that have no team of their own.
fn platforms() -> impl Iterator<Item = Input> {
    corpus::read(&root().join("tests/faults/platform")).into_iter().filter_map(|case| {
        let platform = case.section("platform.yaml").filter(|_| case.section("team.yaml").is_none())?;
        let platform = Some(Source::new("platform.yaml", platform.text.clone()));
        Some(Input {
            team: Source::new("teams/demo/team.yaml", GOOD_TEAM),
            platform,
            name: case.name,
            templates: Vec::new(),
        })
    })
}

fn findings(input: &Input) -> Vec<Diagnostic> {
    let platform = input.read_platform();
    let mut found = compile(&input.team, &platform, &Target::default()).diagnostics;
    found.extend_from_slice(platform.diagnostics());
    found
}

fn judge(input: &Input, before: &[Diagnostic], diagnostic: &Diagnostic, fix: &Fix) -> Result<(), String> {
    let repaired = Source::new(diagnostic.source.path(), edited(&diagnostic.source, fix)?);
    let is_platform = input.platform.as_ref().is_some_and(|platform| platform.path() == diagnostic.source.path());
    let fixed = Input {
        name: input.name.clone(),
        team: if is_platform { input.team.clone() } else { repaired.clone() },
        platform: if is_platform { Some(repaired) } else { input.platform.clone() },
        templates: input.templates.clone(),
    };
    let after = findings(&fixed);
    let (was, is) = (count(before), count(&after));
    let same = (diagnostic.code.id, diagnostic.message.as_str());
    if is.get(&same) >= was.get(&same) {
        return Err("is still there".to_owned());
    }
    let new = after.iter().find(|found| {
        let key = (found.code.id, found.message.as_str());
        found.is_error() && !BROUGHT_TO_LIGHT.contains(&found.code.id) && is.get(&key) > was.get(&key)
    });
    new.map_or(Ok(()), |new| Err(format!("brings {}: {}", new.code.id, new.message)))
}

/// How often each thing is said; places move with the edit.
fn count(found: &[Diagnostic]) -> BTreeMap<(&str, &str), usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in found {
        *counts.entry((diagnostic.code.id, diagnostic.message.as_str())).or_insert(0) += 1;
    }
    counts
}
