//! What is known about a place: cases in words, and what holds at every place of every text.

use teamwright_core::{
    Source,
    assist::{Hover, Surroundings, hover},
    render,
};
use teamwright_tests::{
    corpus::{self, Case},
    cursor::{Cursor, known_texts},
    repository::root,
};

#[test]
fn each_place_says_what_its_case_says() {
    let cases = corpus::read(&root().join("tests/hover"));
    assert!(cases.len() > 10, "{} cases", cases.len());
    let wrong: Vec<_> = cases.iter().filter_map(|case| judge(case).err()).collect();
    assert!(wrong.is_empty(), "{} of {} cases fail\n\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}

/// Lines of `expect` are among those of the hover, in this order.
fn judge(case: &Case) -> Result<(), String> {
    let cursor = Cursor::of(case);
    let found = hover(&cursor.source, cursor.offset, &cursor.surroundings());
    let lines = found.map_or(vec!["nothing".to_owned()], |found| lines(&found, &cursor));
    let expected = case.section("expect").map(|section| section.text.as_str()).unwrap_or_default();
    let mut rest = lines.iter();
    for line in expected.lines().filter(|line| !line.is_empty()) {
        if !rest.any(|found| found == line || (line.starts_with("->") && found.starts_with(line))) {
            return Err(format!("{}\n  expected {line}\n  found\n    {}", case.name, lines.join("\n    ")));
        }
    }
    Ok(())
}

fn lines(hover: &Hover, cursor: &Cursor) -> Vec<String> {
    let mut lines = vec![
        format!("path {}", hover.path),
        format!("doc {}", hover.documentation),
        format!("takes {}", hover.takes.split(": ").next().unwrap_or_default()),
    ];
    lines.extend(hover.about.iter().map(|about| format!("about {about}")));
    lines.extend(hover.value.iter().map(|value| format!("value {value}")));
    for rung in &hover.ladder {
        let mark = if rung.is_in_force { '*' } else { '-' };
        let value = rung.value.as_ref().map(|value| format!(": {value}")).unwrap_or_default();
        let place = rung.origin.map(|origin| render::sentence(origin, &cursor.source, &cursor.platform));
        let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
        lines.push(format!("{mark} {}{value}{place}", rung.source));
    }
    for target in &hover.targets {
        lines.push(format!("-> {}/{} {}", target.kind, target.name, target.paths.join(" ")));
    }
    lines.extend(hover.codes.iter().map(|code| (*code).to_owned()));
    lines
}

/// At every place of every text and of every beginning of it, something true or nothing is said.
#[test]
fn no_place_of_any_text_is_too_broken() {
    const EVERY: usize = 11;
    let mut said = 0;
    for (index, known) in known_texts().into_iter().enumerate() {
        let surroundings = Surroundings::new(known.file, &known.platform);
        let whole = Source::new("team.yaml", known.text.clone());
        for (offset, _) in known.text.char_indices().skip(index % EVERY).step_by(EVERY) {
            let beginning = Source::new("team.yaml", &known.text[..offset]);
            for source in [&whole, &beginning] {
                let offset = u32::try_from(offset).unwrap();
                let Some(found) = hover(source, offset, &surroundings) else { continue };
                said += 1;
                assert!(found.span.touches(offset), "{}: {offset} {found:?}", known.name);
                assert!(!source.slice(found.span).is_empty(), "{}: {offset} {found:?}", known.name);
                assert!(found.ladder.iter().filter(|rung| rung.is_in_force).count() <= 1, "{}: {found:?}", known.name);
                let decides = found.ladder.iter().find(|rung| rung.is_in_force);
                assert_eq!(decides.is_some(), found.value.is_some(), "{}: {offset} {found:?}", known.name);
            }
        }
    }
    assert!(said > 3_000, "{said} places");
}
