//! Mappings: known keys, old spellings, unknown and missing ones, and mappings with free keys.

use super::{scalar::fits, value_of};
use crate::{
    diagnostic::{Sink, shape as codes},
    shape::{Empty, Field, Map, Record, Shape, alternatives, did_you_mean},
    span::Span,
    yaml::{Completeness, Entry},
};

pub(super) fn record(
    record: &Record,
    entries: &mut Vec<Entry>,
    completeness: &mut Completeness,
    span: Span,
    sink: &mut Sink,
) {
    let mut meant: Vec<&str> = Vec::new();
    let both = both_spellings(record, entries, sink);
    entries.retain_mut(|entry| {
        let name = entry.key.value.as_str();
        if both.contains(&entry.key.span) {
            return false;
        }
        if let Some(field) = record.fields.iter().find(|field| field.name == name) {
            value_of(entry, &field.shape, field.required, sink);
            return true;
        }
        if let Some(field) = record.fields.iter().find(|field| field.formerly == Some(name)) {
            old_spelling(field, entry, sink);
            field.name.clone_into(&mut entry.key.value);
            value_of(entry, &field.shape, field.required, sink);
            return true;
        }
        if let Some((_, reason)) = record.refused.iter().find(|(refused, _)| *refused == name) {
            let report = sink.report(codes::REFUSED_KEY, entry.key.span, format!("`{name}` can't be set here"));
            report.help(*reason);
            return false;
        }
        if let Some((_, shape)) = record.others.filter(|(grammar, _)| (grammar.check)(name).is_ok()) {
            value_of(entry, shape, false, sink);
            return true;
        }
        let near = near_field(record, name);
        let outermost = || nested(record, name).and_then(|_| name.split('.').next());
        let known = |name: &str| record.fields.iter().find(|field| field.name == name).map(|field| field.name);
        if let Some(near) = near.or_else(|| outermost().and_then(known)) {
            meant.push(near);
            *completeness = Completeness::Partial;
        }
        unknown_key(record, entry, near, sink);
        false
    });
    if *completeness == Completeness::Whole || !meant.is_empty() {
        for field in record.fields.iter().filter(|field| field.required) {
            let written = entries.iter().any(|entry| entry.key.value == field.name);
            if !written && !meant.contains(&field.name) {
                missing(field, span, sink);
            }
        }
    }
}

/// The key that a misspelt one stands for, also where it is a misspelt old spelling.
fn near_field(record: &Record, name: &str) -> Option<&'static str> {
    let names = record.fields.iter().map(|field| field.name);
    did_you_mean(name, names).or_else(|| {
        let old = did_you_mean(name, record.fields.iter().filter_map(|field| field.formerly))?;
        record.fields.iter().find(|field| field.formerly == Some(old)).map(|field| field.name)
    })
}

/// What stands for a path in place of a key: `requests.cpu` is meant as `requests: {cpu: …}`.
fn nested(record: &Record, path: &str) -> Option<String> {
    let (key, rest) = path.split_once('.')?;
    let field = record.fields.iter().find(|field| field.name == key)?;
    let Shape::Record(inner) = field.shape else { return None };
    let is_key = inner.fields.iter().any(|field| field.name == rest)
        || inner.others.is_some_and(|(grammar, _)| (grammar.check)(rest).is_ok());
    let below = if is_key { format!("{rest}: …") } else { nested(inner, rest)? };
    Some(format!("{key}: {{{below}}}"))
}

/// A key in both spellings is one error at the old one; the old one is then passed over.
fn both_spellings(record: &Record, entries: &[Entry], sink: &mut Sink) -> Vec<Span> {
    let mut dropped = Vec::new();
    for field in record.fields {
        let Some(old) = field.formerly else { continue };
        let find = |name: &str| entries.iter().find(|entry| entry.key.value == name);
        if let (Some(new_entry), Some(old_entry)) = (find(field.name), find(old)) {
            let message = format!("`{old}` is the old spelling of `{}`, and both are written", field.name);
            sink.report(codes::BOTH_SPELLINGS, old_entry.key.span, message)
                .see(new_entry.key.span, "the new spelling")
                .help(format!("remove `{old}`"));
            dropped.push(old_entry.key.span);
        }
    }
    dropped
}

fn old_spelling(field: &Field, entry: &Entry, sink: &mut Sink) {
    let title = format!("rename to `{}`", field.name);
    sink.report(codes::OLD_SPELLING, entry.key.span, format!("`{}` is now called `{}`", entry.key.value, field.name))
        .help(title.clone())
        .fix(title, entry.key.span, field.name);
}

fn unknown_key(record: &Record, entry: &Entry, near: Option<&'static str>, sink: &mut Sink) {
    let name = &entry.key.value;
    let report = sink.report(codes::UNKNOWN_KEY, entry.key.span, format!("unknown key `{name}`"));
    let Some(near) = near else {
        if let Some(nested) = nested(record, name) {
            report.help(format!("nest it: `{nested}`"));
            return;
        }
        let mut names: Vec<_> = record.fields.iter().map(|field| format!("`{}`", field.name)).collect();
        let others = record.others.and_then(|(grammar, _)| grammar.what.split(": ").next());
        names.extend(others.map(str::to_owned));
        let intro = if names.len() == 1 { "the only key here is" } else { "the keys here are" };
        report.help(format!("{intro} {}", names.join(", ")));
        return;
    };
    let report = report.help(format!("did you mean `{near}`?"));
    let plain = |text: &str| text.replace(['-', '_'], "").to_ascii_lowercase();
    if plain(name) == plain(near) {
        report.fix(format!("rename to `{near}`"), entry.key.span, near);
    }
}

pub(super) fn missing(field: &Field, span: Span, sink: &mut Sink) {
    let name = field.name;
    sink.report(codes::MISSING_KEY, Span::new(span.start, span.start), format!("`{name}` is missing")).help(
        match field.shape {
            Shape::Choice(words @ ([_, _] | [_, _, _])) => format!("add `{name}: …`: {}", alternatives(words)),
            _ => format!("add `{name}: …`: {}", phrase(field.doc)),
        },
    );
}

/// The first sentence of a text, as it follows a colon.
fn phrase(doc: &str) -> String {
    let sentence = doc.split(". ").next().unwrap_or_default();
    let mut phrase = sentence.trim_end_matches('.').to_owned();
    if let Some(first) = phrase.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    phrase
}

pub(super) fn free_map(
    map: &Map,
    entries: &mut Vec<Entry>,
    completeness: &mut Completeness,
    span: Span,
    sink: &mut Sink,
) -> bool {
    if entries.is_empty() && map.empty == Empty::Refused && *completeness == Completeness::Whole {
        sink.report(codes::EMPTY, span, "an empty mapping").help("write at least one entry, or remove the key");
        return false;
    }
    entries.retain_mut(|entry| {
        let fits = fits(map.key, &entry.key.value, entry.key.span, None, sink);
        value_of(entry, &map.value, false, sink);
        fits
    });
    true
}
