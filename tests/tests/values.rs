//! Unusual but valid files compile to exactly the stated values.

use serde_json::Value;
use teamwright_core::{Part, Platform, Source, Target, compile};
use teamwright_tests::{
    corpus::{self, Case},
    output::read_back,
    repository::root,
};

#[test]
fn valid_files_compile_to_the_stated_values() {
    let cases = corpus::read(&root().join("tests/values"));
    assert!(cases.len() > 100, "{} cases", cases.len());
    let wrong: Vec<_> = cases.iter().filter_map(|case| judge(case).err()).collect();
    assert!(wrong.is_empty(), "{} of {} cases fail\n\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}

fn judge(case: &Case) -> Result<(), String> {
    let failed = |text: String| Err(format!("{}\n  {text}", case.name));
    let platform = case
        .section("platform.yaml")
        .map(|section| Platform::parse(&Source::new("platform.yaml", section.text.clone())));
    let platform = platform.unwrap_or_else(Platform::built_in);
    let Some(team) = case.section("team.yaml") else { return failed("no team.yaml".to_owned()) };
    let name = team.text.lines().find_map(|line| {
        let line = line.trim_start_matches(['{', ' ']).replace('"', "");
        let name = line.strip_prefix("team:").or_else(|| line.strip_prefix("name:"))?.to_owned();
        Some(name.split([',', '#', '}']).next().unwrap_or_default().trim().to_owned())
    });
    let path = if team.heading.contains('/') {
        team.heading.clone()
    } else {
        format!("teams/{}/team.yaml", name.unwrap_or_default())
    };
    let compilation = compile(&Source::new(path, team.text.clone()), &platform, &target(case));
    let found = platform.diagnostics().iter().chain(&compilation.diagnostics);
    let errors: Vec<_> = found
        .clone()
        .filter(|found| found.is_error())
        .map(|found| {
            let at = found.source.position(found.span.start);
            format!("{}:{}:{} {}: {}", found.source.path(), at.line, at.column, found.code.id, found.message)
        })
        .collect();
    if !errors.is_empty() {
        return failed(errors.join("\n  "));
    }
    let yaml = compilation.yaml().unwrap_or_default();
    let objects = match read_back(&yaml) {
        Ok(objects) => objects,
        Err(error) => return failed(format!("the output can't be read back: {error}")),
    };
    let warnings: Vec<_> =
        found.map(|found| found.source.position(found.span.start)).map(|at| (at.line, at.column)).collect();
    let expect = case.section("expect").map(|section| section.text.as_str()).unwrap_or_default();
    let wrong: Vec<_> = expect
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .filter_map(|line| expectation(line, &objects, &warnings).err())
        .collect();
    if wrong.is_empty() { Ok(()) } else { failed(wrong.join("\n  ")) }
}

fn target(case: &Case) -> Target {
    let heading = case.sections.iter().find_map(|section| section.heading.strip_prefix("target "));
    let word = |key: &str| heading?.split_whitespace().find_map(|word| word.strip_prefix(key)?.strip_prefix('='));
    Target { part: word("part").and_then(Part::named).unwrap_or_default(), cluster: word("cluster").map(str::to_owned) }
}

fn expectation(line: &str, objects: &[Value], warnings: &[(u32, u32)]) -> Result<(), String> {
    let find = |name: &str| {
        let (kind, name) = name.split_once('/').unwrap_or((name, ""));
        objects.iter().find(|object| object["kind"] == kind && object["metadata"]["name"] == name)
    };
    let check = |fine: bool, found: &dyn Fn() -> String| {
        if fine { Ok(()) } else { Err(format!("{line}\n    found: {}", found())) }
    };
    let names = || {
        objects
            .iter()
            .map(|object| {
                format!(
                    "{}/{}",
                    object["kind"].as_str().unwrap_or_default(),
                    object["metadata"]["name"].as_str().unwrap_or_default()
                )
            })
            .collect::<Vec<_>>()
            .join(" ")
    };
    let words: Vec<_> = line.split_whitespace().collect();
    match words.as_slice() {
        ["has", name] => check(find(name).is_some(), &names),
        ["absent", name] => check(find(name).is_none(), &|| "it is there".to_owned()),
        ["count", kind, number] => {
            let count = objects.iter().filter(|object| object["kind"] == **kind).count();
            check(count.to_string() == *number, &|| count.to_string())
        }
        ["missing", name, pointer] => {
            let value = find(name).and_then(|object| object.pointer(pointer));
            check(find(name).is_some() && value.is_none(), &|| format!("{value:?}"))
        }
        ["warning", row, column] => {
            let place = (row.parse().unwrap_or(0), column.parse().unwrap_or(0));
            check(warnings.contains(&place), &|| format!("{warnings:?}"))
        }
        [name, pointer, ..] => {
            let rest = line.split_once(pointer).map_or("", |(_, rest)| rest).trim();
            let expected: Value =
                serde_json::from_str(rest).map_err(|error| format!("{line}\n    not JSON: {error}"))?;
            let Some(object) = find(name) else { return check(false, &names) };
            let found = object.pointer(pointer);
            check(found == Some(&expected), &|| found.map_or("nothing".to_owned(), Value::to_string))
        }
        _ => Err(format!("{line}\n    not understood")),
    }
}
