//! What becomes of a team's objects: cases in words, and what holds whatever is changed.

use std::fmt::Write;

use serde_json::to_value;
use teamwright_core::{Change, Level, Manifest, Platform, Side, Source, Target, compare, compile, render, wire};
use teamwright_tests::{
    corpus::{self, Case},
    repository::root,
};

/// The objects of a version of both files. A section that is not there is that of the other version.
fn version(case: &Case, which: &str) -> Vec<Manifest> {
    let text = |file: &str| {
        let of = |which| case.section(&format!("{which}/{file}.yaml")).map(|section| section.text.clone());
        of(which).or_else(|| of("before"))
    };
    let platform = text("platform").map(|text| Platform::parse(&Source::new("platform.yaml", text)));
    let platform = platform.unwrap_or_else(Platform::built_in);
    let team = Source::new("team.yaml", text("team").unwrap_or_else(|| "team: demo\n".to_owned()));
    let compilation = compile(&team, &platform, &Target::default());
    let found = platform.diagnostics().iter().chain(&compilation.diagnostics).filter(|found| found.is_error());
    let errors: Vec<_> = found.map(|found| format!("{}: {}", found.code.id, found.message)).collect();
    compilation.manifests.unwrap_or_else(|| panic!("{} {which}: {}", case.name, errors.join("; ")))
}

#[test]
fn each_change_says_what_its_case_says() {
    let cases = corpus::read(&root().join("tests/changes"));
    assert!(cases.len() > 20, "{} cases", cases.len());
    let wrong: Vec<_> = cases.iter().filter_map(|case| judge(case).err()).collect();
    assert!(wrong.is_empty(), "{} of {} cases fail\n\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}

fn judge(case: &Case) -> Result<(), String> {
    let (before, after) = (version(case, "before"), version(case, "after"));
    let said = said(&compare(&before, &after), &before, &after);
    let expected = case.section("expect").map(|section| section.text.trim_end());
    if Some(said.trim_end()) == expected { Ok(()) } else { Err(format!("{}\n{said}", case.name)) }
}

fn said(changes: &[Change], before: &[Manifest], after: &[Manifest]) -> String {
    let mut text = String::new();
    let sides = [render::stream(before), render::stream(after)];
    for change in changes {
        let object = match (change.before, change.after) {
            (None, Some(index)) => ("+", &after[index]),
            (Some(index), None) => ("-", &before[index]),
            (Some(_), Some(index)) => ("~", &after[index]),
            (None, None) => unreachable!("a change of nothing"),
        };
        let _ = write!(text, "{} {}/{}", object.0, object.1.kind, object.1.name.as_text().unwrap_or_default());
        for rule in &change.risks {
            let _ = write!(text, " {}{}", rule.name, if rule.level == Level::High { "!" } else { "" });
        }
        text.push('\n');
        for field in &change.fields {
            let side = |side: &Option<Side>, stream: &str| {
                // The line of a side holds its value.
                side.as_ref().map_or_else(
                    || "nothing".to_owned(),
                    |side| {
                        let line = stream
                            .lines()
                            .nth(side.line as usize - 1)
                            .unwrap_or_default()
                            .trim_start_matches([' ', '-']);
                        line.split_once(": ").map_or(line, |(_, value)| value).to_owned()
                    },
                )
            };
            let (was, is) = (side(&field.before, &sides[0]), side(&field.after, &sides[1]));
            let _ = writeln!(text, "  {}: {was} -> {is}", field.path);
        }
    }
    text
}

/// What is the same is no change, and what changes back is told both ways; more differences take no risk away.
#[test]
fn a_comparison_is_symmetrical_where_it_should_be() {
    let cases = corpus::read(&root().join("tests/changes"));
    for case in &cases {
        let (before, after) = (version(case, "before"), version(case, "after"));
        assert!(compare(&before, &before).is_empty(), "{}", case.name);
        let (there, back) = (compare(&before, &after), compare(&after, &before));
        assert_eq!(there.len(), back.len(), "{}", case.name);
        let leaves = |changes: &[Change]| changes.iter().map(|change| change.fields.len()).sum::<usize>();
        assert_eq!(leaves(&there), leaves(&back), "{}", case.name);
        let ranks: Vec<_> = there.iter().map(|change| change.risks.is_empty()).collect();
        assert!(ranks.is_sorted(), "{}: what is risky stands first", case.name);
    }
}

#[test]
fn the_wire_says_what_the_comparison_says() {
    let cases = corpus::read(&root().join("tests/changes"));
    for case in &cases {
        let (before, after) = (version(case, "before"), version(case, "after"));
        let changes = compare(&before, &after);
        let wired = wire::comparison(&before, &after);
        assert_eq!(wired.changes.len(), changes.len(), "{}", case.name);
        let touched = changes.iter().filter(|change| change.after.is_some()).count();
        assert_eq!(wired.unchanged + touched, after.len(), "{}", case.name);
        let value = to_value(&wired).expect("a comparison is serialisable");
        for (change, wired) in changes.iter().zip(value["changes"].as_array().expect("a list")) {
            let word = if change.before.is_none() {
                "added"
            } else if change.after.is_none() {
                "removed"
            } else {
                "changed"
            };
            assert_eq!(wired["change"], word, "{}", case.name);
            assert_eq!(wired["risks"].as_array().map(Vec::len), Some(change.risks.len()));
        }
    }
}
