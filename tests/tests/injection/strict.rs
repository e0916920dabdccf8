//! Every level of both files is strict: whatever YAML has beyond plain data, and every key that is not known, is refused
//! exactly where it stands.

use saphyr_parser::{Event, Parser};
use teamwright_core::{Diagnostic, Platform, Source, analyse};
use teamwright_tests::fields::{Field, fields, replaced};

use super::files::{PLATFORM, TEAMS, is_free};

/// The first key of a mapping.
struct First {
    /// Path of the mapping.
    path: String,
    at: usize,
    key: String,
    in_flow: bool,
}

/// Where every mapping of a file begins.
fn mappings(file: &str) -> Vec<First> {
    /// A list or mapping that has not ended: its path, and for a mapping whether a key comes next.
    struct Open {
        path: String,
        key_next: Option<bool>,
        in_flow: bool,
        key: String,
        fresh: bool,
    }
    let (mut open, mut found): (Vec<Open>, Vec<First>) = (Vec::new(), Vec::new());
    for event in Parser::new_from_str(file) {
        let (event, span) = event.unwrap();
        let start = span.start.index();
        if let Event::SequenceEnd | Event::MappingEnd = event {
            open.pop();
            if let Some(Open { key_next: Some(next), .. }) = open.last_mut() {
                *next = true;
            }
            continue;
        }
        let path = open.last().map_or(String::new(), |above| format!("{}/{}", above.path, above.key));
        let opened = |key_next| {
            let in_flow = file[start..].starts_with('{');
            Open { path: path.clone(), key_next, in_flow, key: "-".to_owned(), fresh: true }
        };
        match (event, open.last_mut()) {
            (Event::MappingStart(..), _) => open.push(opened(Some(true))),
            (Event::SequenceStart(..), _) => open.push(opened(None)),
            (Event::Scalar(text, ..), Some(above @ Open { key_next: Some(true), .. })) => {
                (above.key, above.key_next) = (text.to_string(), Some(false));
                if std::mem::take(&mut above.fresh) {
                    found.push(First {
                        path: above.path.clone(),
                        at: start,
                        key: text.to_string(),
                        in_flow: above.in_flow,
                    });
                }
            }
            (Event::Scalar(..), Some(Open { key_next: Some(next), .. })) => *next = true,
            _ => {}
        }
    }
    found
}

impl First {
    /// The file with something in front of the first key, and where that key is then.
    fn with(&self, file: &str, entry: &str) -> (String, usize) {
        let (before, after) = file.split_at(self.at);
        let indent = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
        let separator = if self.in_flow { ", ".to_owned() } else { format!("\n{}", " ".repeat(indent)) };
        (format!("{before}{entry}{separator}{after}"), self.at + entry.len() + separator.len())
    }
}

/// What is wrong with a file that must be refused with this code at this byte.
fn refused(find: &impl Fn(&str) -> Vec<Diagnostic>, text: &str, code: &str, at: usize, what: &str) -> Option<String> {
    let found = find(text);
    let is_there = |found: &Diagnostic| found.code.id == code && found.is_error() && found.span.start as usize == at;
    let seen = || found.iter().map(|found| format!("{} at {}", found.code.id, found.span.start)).collect::<Vec<_>>();
    (!found.iter().any(is_there)).then(|| format!("{what}: {code} at {at} is missing among {:?}", seen()))
}

fn judge(file: &str, find: &impl Fn(&str) -> Vec<Diagnostic>, wrong: &mut Vec<String>) -> usize {
    let mut tried = 0;
    let mut expect = |text: &str, code: &str, at: usize, what: String| {
        tried += 1;
        wrong.extend(refused(find, text, code, at, &what));
    };
    for first in mappings(file) {
        let place = if first.path.is_empty() { "/" } else { first.path.as_str() };
        if !is_free(&first.path, "zebra") {
            expect(&first.with(file, "zebra: 1").0, "TW0201", first.at, format!("an unknown key in {place}"));
        }
        let (twice, second) = first.with(file, &format!("{}: x", first.key));
        expect(&twice, "TW0202", second, format!("a key twice in {place}"));
        expect(&first.with(file, "<<: {a: b}").0, "TW0106", first.at, format!("a merge key in {place}"));
    }
    for field in fields(file, is_free).into_iter().filter(|field| field.reach == 0) {
        let Field { path, range, .. } = &field;
        let written = &file[range.clone()];
        let mut exchange = |raw: &str, code: &str, what: &str| {
            expect(&replaced(file, &field, raw), code, range.start, format!("{what} at {path}"));
        };
        exchange(&format!("&anchor {written}"), "TW0106", "an anchor");
        exchange("*anchor", "TW0106", "an alias");
        exchange(&format!("!tag {written}"), "TW0107", "a tag");
        if !path.contains("/helm/values/") {
            exchange("{zebra: 1}", "TW0204", "a mapping");
        }
        // Nothing stands nowhere: its place is the key, or its own in a list.
        let key = file[..range.start].trim_end_matches([':', ' ']).rfind(['{', ' ', '\n']).map_or(0, |at| at + 1);
        let at = if path.ends_with("/-") { range.start } else { key };
        expect(&replaced(file, &field, "~"), "TW0203", at, format!("null at {path}"));
    }
    tried
}

#[test]
fn every_level_refuses_what_it_does_not_know_where_it_stands() {
    let platform = Platform::parse(&Source::new("platform.yaml", PLATFORM));
    let mut wrong = Vec::new();
    let team = |text: &str| analyse(&Source::new("teams/demo/team.yaml", text), &platform).diagnostics;
    let mut tried: usize = TEAMS.iter().map(|file| judge(file, &team, &mut wrong)).sum();
    let of_platform = |text: &str| Platform::parse(&Source::new("platform.yaml", text)).diagnostics().to_vec();
    tried += judge(PLATFORM, &of_platform, &mut wrong);
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 1_000, "{tried} changes");
}
