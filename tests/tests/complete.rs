//! What may stand at a place: cases in words, and what holds at every place of every text.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use teamwright_core::{
    Diagnostic, File, MAX_BYTES, Platform, Source, Span, analyse,
    assist::{CompletionKind, Completions, Surroundings, complete},
};
use teamwright_tests::{
    corpus::{self, Case},
    cursor::{Cursor, Known, known_texts, taken},
    repository::root,
};

#[test]
fn each_place_offers_what_its_case_says() {
    let cases = corpus::read(&root().join("tests/complete"));
    assert!(cases.len() > 50, "{} cases", cases.len());
    let wrong: Vec<_> = cases.iter().filter_map(|case| judge(case).err()).collect();
    assert!(wrong.is_empty(), "{} of {} cases fail\n\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}

/// Lines of `expect` are labels in order, `…` stands for any others. Behind a label may stand what is inserted or its
/// detail; `replaces:` is the text that goes, `not:` a label that may not be there.
fn judge(case: &Case) -> Result<(), String> {
    let cursor = Cursor::of(case);
    let found = complete(&cursor.source, cursor.offset, &cursor.surroundings());
    let expected = case.section("expect").map(|section| section.text.as_str()).unwrap_or_default();
    let mut complaints = Vec::new();
    let mut labels = found.items.iter().map(|item| item.label.as_str()).peekable();
    let mut skips = false;
    for line in expected.lines().filter(|line| !line.is_empty()) {
        if let Some(text) = line.strip_prefix("replaces: ") {
            let replaced = cursor.source.slice(found.replaced);
            complaints.extend((replaced != text).then(|| format!("replaces `{replaced}`")));
        } else if let Some(label) = line.strip_prefix("not: ") {
            let there = found.items.iter().any(|item| item.label == label);
            complaints.extend(there.then(|| format!("offers `{label}`")));
        } else if line == "…" {
            skips = true;
        } else if line != "nothing" {
            let (label, rest) = line.split_once(' ').unwrap_or((line, ""));
            while skips && labels.peek().is_some_and(|next| *next != label) {
                labels.next();
            }
            skips = false;
            match labels.next() {
                Some(next) if next == label => complaints.extend(about(label, rest, &found)),
                next => complaints.push(format!("expected `{label}`, found {next:?}")),
            }
        }
    }
    if !skips {
        complaints.extend(labels.next().map(|label| format!("offers `{label}` as well")));
    }
    if complaints.is_empty() {
        return Ok(());
    }
    let labels: Vec<_> = found.items.iter().take(20).map(|item| item.label.as_str()).collect();
    Err(format!("{}\n  {}\n  found {labels:?}", case.name, complaints.join("\n  ")))
}

/// Whether an item is what stands behind its label.
fn about(label: &str, rest: &str, found: &Completions) -> Option<String> {
    let item = found.items.iter().find(|item| item.label == label)?;
    let (said, is) = match rest.split_once(' ') {
        Some(("->", text)) => (text, format!("{:?}", item.insert)),
        Some(("=", text)) => (text, format!("{:?}", item.detail)),
        _ => return None,
    };
    (said != is).then(|| format!("`{label}` is {is}"))
}

/// Whether a platform.yaml or a team.yaml has the errors that only a wrongly placed key makes.
fn misplaced(text: &str, file: File, inserted: Span, platform: &Platform) -> Option<String> {
    let source = Source::new(if file == File::Team { "team.yaml" } else { "platform.yaml" }, text);
    let found = match file {
        File::Team => analyse(&source, platform).diagnostics,
        File::Platform => Platform::parse(&source).diagnostics().to_vec(),
    };
    let wrong = ["TW0101", "TW0103", "TW0201", "TW0204"];
    let touches = |found: &&Diagnostic| {
        inserted.start < found.span.end.max(found.span.start + 1) && found.span.start < inserted.end
    };
    found
        .iter()
        .filter(touches)
        .find(|found| wrong.contains(&found.code.id))
        .map(|found| format!("{} {}", found.code.id, found.message))
}

/// Texts are alike, so each is tried at some of its places: which, goes round.
const EVERY: usize = 5;

/// At every place of every text and of every beginning of it, something sensible or nothing is offered.
#[test]
fn no_place_of_any_text_is_too_broken() {
    for (index, Known { name, file, text, platform }) in known_texts().into_iter().enumerate() {
        let surroundings = Surroundings::new(file, &platform);
        let whole = Source::new("", text.clone());
        for (offset, _) in text.char_indices().skip(index % EVERY).step_by(EVERY) {
            let beginning = Source::new("", &text[..offset]);
            for source in [&whole, &beginning] {
                let found = complete(source, u32::try_from(offset).unwrap(), &surroundings);
                let replaced = source.text().get(found.replaced.range());
                assert!(replaced.is_some_and(|text| !text.contains('\n')), "{name}: {offset} replaces {replaced:?}");
                assert!(
                    found.replaced.touches(u32::try_from(offset).unwrap()),
                    "{name}: {offset} {:?}",
                    found.replaced
                );
                let labels: BTreeSet<_> = found.items.iter().map(|item| (item.kind.name(), &item.label)).collect();
                assert_eq!(labels.len(), found.items.len(), "{name}: {offset} offers something twice: {labels:?}");
            }
        }
    }
}

/// What is offered in a file without a fault is no fault where it is taken.
#[test]
fn a_key_that_is_offered_belongs_there() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for (index, Known { name, file, text, platform }) in known_texts().into_iter().enumerate() {
        let source = Source::new("team.yaml", text.clone());
        let is_valid = match file {
            File::Team => analyse(&source, &platform).diagnostics.iter().all(|found| !found.is_error()),
            File::Platform => !Platform::parse(&source).has_errors(),
        };
        if !is_valid {
            continue;
        }
        let surroundings = Surroundings::new(file, &platform);
        let every = if text.len() < 300 { EVERY } else { 10 * EVERY };
        for (offset, _) in text.char_indices().skip(index % EVERY).step_by(every).chain([(text.len(), ' ')]) {
            let found = complete(&source, u32::try_from(offset).unwrap(), &surroundings);
            let keys: Vec<_> = found.items.iter().filter(|item| item.kind != CompletionKind::Value).collect();
            // The first and the last stand for the others, which are inserted alike.
            for item in keys.iter().take(2).chain(keys.last()) {
                let start = found.replaced.start;
                let inserted = Span::new(start, start + u32::try_from(item.insert.len()).unwrap());
                let new = taken(&text, found.replaced, item);
                tried += 1;
                wrong.extend(
                    misplaced(&new, file, inserted, &platform).map(|why| format!("{name}:{offset} {why}\n{new}")),
                );
            }
        }
    }
    assert!(tried > 10_000, "{tried} keys were tried");
    assert!(
        wrong.is_empty(),
        "{} of {tried}\n{}",
        wrong.len(),
        wrong.iter().take(5).cloned().collect::<Vec<_>>().join("\n---\n")
    );
}

/// Files as large as one may be, each with something that must not cost more than its length.
#[test]
fn a_hostile_file_costs_no_more_than_its_length() {
    let platform = Platform::built_in();
    let surroundings = Surroundings::new(File::Team, &platform);
    let repeated = |text: &str| text.repeat(MAX_BYTES / text.len());
    let texts = [
        repeated("a:\n"),
        repeated("- "),
        repeated("["),
        repeated("{a: "),
        repeated("a: \"\n"),
        format!("x:\n{}", repeated("  \"\\\n")),
        format!("x:\n{}", repeated("  '\n  \"\n")),
        format!("x: [{}", repeated("\n 'a")),
        format!("apps:\n{}", repeated("  - repoURL: x\n")),
        format!("apps: [{}", repeated("{repoURL: x},")),
        repeated("# \n"),
        repeated("---\n"),
        repeated("a: |\n"),
    ];
    for text in texts {
        let source = Source::new("team.yaml", text);
        let end = u32::try_from(source.text().len()).unwrap();
        let start = Instant::now();
        for offset in [0, 7, end / 2, end] {
            let found = complete(&source, offset, &surroundings);
            assert!(found.replaced.touches(offset));
        }
        let beginning = source.text().chars().take(20).collect::<String>();
        assert!(start.elapsed() < Duration::from_secs(20), "{beginning:?} takes {:?}", start.elapsed());
    }
}
