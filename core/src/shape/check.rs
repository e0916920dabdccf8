//! Compares a tree with its table: keys, kinds of value, grammars. Whatever is reported is taken out of the tree.

use super::{Empty, Fault, Field, Grammar, List, Map, Record, Shape};
use crate::{
    diagnostic::{Sink, shape as codes},
    span::Span,
    yaml::{
        Completeness, Entry, Node, Style, Value,
        scalar::{Reading, reading},
    },
};

/// Checks `node` and everything below it.
pub(crate) fn check(node: &mut Node, shape: &Shape, sink: &mut Sink) {
    let valid = match (shape, &mut node.value) {
        (_, Value::Invalid) => true,
        // A null value is reported at its key, by whoever holds the key.
        (_, Value::Null) => false,
        (Shape::Record(record), Value::Map(entries, completeness)) => {
            self::record(record, entries, completeness, node.span, sink);
            true
        }
        (Shape::Map(map), Value::Map(entries, completeness)) => free_map(map, entries, completeness, node.span, sink),
        (Shape::List(list), Value::List(items)) => self::list(list, items, node.span, sink),
        (Shape::Anything, _) => {
            anything(node, sink);
            true
        }
        (shape, Value::Scalar(text, style)) => scalar(shape, text, *style, node.span, sink),
        (shape, _) => {
            wrong_type(shape, node, sink);
            false
        }
    };
    if !valid {
        node.value = Value::Invalid;
    }
}

fn record(record: &Record, entries: &mut Vec<Entry>, completeness: &mut Completeness, span: Span, sink: &mut Sink) {
    let mut meant: Vec<&str> = Vec::new();
    let mut kept = Vec::with_capacity(entries.len());
    let both = both_spellings(record, entries, sink);
    for mut entry in entries.drain(..) {
        let name = entry.key.value.as_str();
        if both.contains(&entry.key.span) {
            continue;
        }
        let known = record.fields.iter().find(|field| field.name == name);
        let old = record.fields.iter().find(|field| field.formerly == Some(name));
        if let Some(field) = known.or(old) {
            if known.is_none() {
                old_spelling(field, &entry, sink);
                field.name.clone_into(&mut entry.key.value);
            }
            value_of(&mut entry, &field.shape, sink);
            kept.push(entry);
        } else if let Some((_, reason)) = record.refused.iter().find(|(refused, _)| *refused == name) {
            let report = sink.report(codes::REFUSED_KEY, entry.key.span, format!("`{name}` can't be set here"));
            report.help(*reason);
        } else if let Some((grammar, shape)) = record.others.filter(|(grammar, _)| (grammar.check)(name).is_ok()) {
            let _ = grammar;
            value_of(&mut entry, shape, sink);
            kept.push(entry);
        } else {
            let names = record.fields.iter().map(|field| field.name);
            let near = did_you_mean(name, names);
            if let Some(near) = near {
                meant.push(near);
                *completeness = Completeness::Partial;
            }
            unknown_key(record, &entry, near, sink);
        }
    }
    *entries = kept;
    if *completeness == Completeness::Whole || !meant.is_empty() {
        for field in record.fields.iter().filter(|field| field.required) {
            let written = entries.iter().any(|entry| entry.key.value == field.name);
            if !written && !meant.contains(&field.name) {
                missing(field, span, sink);
            }
        }
    }
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
        let mut names: Vec<_> = record.fields.iter().map(|field| format!("`{}`", field.name)).collect();
        names.extend(record.others.map(|(grammar, _)| grammar.what.to_owned()));
        report.help(format!("the keys here are {}", names.join(", ")));
        return;
    };
    let report = report.help(format!("did you mean `{near}`?"));
    let plain = |text: &str| text.replace(['-', '_'], "").to_lowercase();
    if plain(name) == plain(near) {
        report.fix(format!("rename to `{near}`"), entry.key.span, near);
    }
}

fn missing(field: &Field, span: Span, sink: &mut Sink) {
    let name = field.name;
    sink.report(codes::MISSING_KEY, Span::new(span.start, span.start), format!("`{name}` is missing"))
        .help(format!("add `{name}: …`: {}", field.doc));
}

/// Checks the value of a key; a missing one is reported at the key.
fn value_of(entry: &mut Entry, shape: &Shape, sink: &mut Sink) {
    if matches!(entry.value.value, Value::Null) {
        null(entry, shape, sink);
    }
    check(&mut entry.value, shape, sink);
}

fn null(entry: &Entry, shape: &Shape, sink: &mut Sink) {
    let name = &entry.key.value;
    let position = sink.source.position(entry.key.span.end);
    let behind = sink.source.line(position.line).chars().skip(position.column as usize - 1).collect::<String>();
    let comment =
        behind.split_once('#').filter(|(before, _)| before.trim() == ":").map(|(_, comment)| comment.to_owned());
    let report = sink.report(codes::NULL, entry.key.span, format!("`{name}` has no value"));
    match (comment, shape) {
        (Some(comment), Shape::Text(_) | Shape::Free(_)) => {
            report.help(format!("`#` starts a comment here; quote it: `{name}: \"#{}\"`", comment.trim_end()))
        }
        _ => report.help(format!("write {}, or remove the key", expected(shape))),
    };
}

fn list(list: &List, items: &mut [Node], span: Span, sink: &mut Sink) -> bool {
    if items.is_empty() && list.empty == Empty::Refused {
        sink.report(codes::EMPTY, span, "an empty list").help("write at least one entry, or remove the key");
        return false;
    }
    for item in items.iter_mut() {
        if matches!(item.value, Value::Null) {
            let end = item.span.end.max(item.span.start);
            sink.report(codes::NULL, Span::new(item.span.start, end), "an entry without a value")
                .help(format!("write {}, or remove the entry", expected(&list.item)));
        }
        check(item, &list.item, sink);
    }
    repetitions(list, items, sink);
    true
}

fn repetitions(list: &List, items: &mut [Node], sink: &mut Sink) {
    let mut repeated = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let key = |node: &Node| match list.unique {
            Some(key) => node.get(key).and_then(Node::spanned).map(|text| (text.value, text.span)),
            None => fingerprint(node).map(|text| (text, node.span)),
        };
        let Some((text, span)) = key(item) else { continue };
        let first = items.iter().take(index).filter_map(key).find(|(other, _)| *other == text);
        let Some((_, first)) = first else { continue };
        let shown = item.text().or_else(|| list.unique.and(Some(text.as_str())));
        let message = shown.map_or("the same entry twice".to_owned(), |text| format!("`{text}` is listed twice"));
        sink.report(codes::REPEATED_ENTRY, span, message)
            .see(first, "first written here")
            .help("remove one of the two");
        repeated.push(index);
    }
    for index in repeated {
        if let Some(item) = items.get_mut(index) {
            item.value = Value::Invalid;
        }
    }
}

/// Equal for entries that say the same; `None` where something about an entry was already reported.
fn fingerprint(node: &Node) -> Option<String> {
    match &node.value {
        Value::Scalar(text, _) => Some(format!("{text:?}")),
        Value::List(items) => {
            items.iter().map(fingerprint).collect::<Option<Vec<_>>>().map(|items| format!("[{}]", items.join(",")))
        }
        Value::Map(entries, _) => {
            let pair = |entry: &Entry| fingerprint(&entry.value).map(|value| format!("{:?}:{value}", entry.key.value));
            let mut pairs = entries.iter().map(pair).collect::<Option<Vec<_>>>()?;
            pairs.sort();
            Some(format!("{{{}}}", pairs.join(",")))
        }
        Value::Null | Value::Invalid => None,
    }
}

fn free_map(map: &Map, entries: &mut Vec<Entry>, completeness: &mut Completeness, span: Span, sink: &mut Sink) -> bool {
    if entries.is_empty() && map.empty == Empty::Refused && *completeness == Completeness::Whole {
        sink.report(codes::EMPTY, span, "an empty mapping").help("write at least one entry, or remove the key");
        return false;
    }
    entries.retain_mut(|entry| {
        let fits = fits(map.key, &entry.key.value, entry.key.span, None, sink);
        value_of(entry, &map.value, sink);
        fits
    });
    true
}

fn scalar(shape: &Shape, text: &str, style: Style, span: Span, sink: &mut Sink) -> bool {
    let plain = if style == Style::Plain { reading(text) } else { Reading::Text };
    match shape {
        Shape::Text(_) | Shape::Free(_) if plain != Reading::Text => {
            sink.report(codes::QUOTE_IT, span, format!("`{text}` could be read as something other than a text"))
                .help(format!("quote it: `\"{text}\"`"))
                .fix("quote it", span, format!("\"{text}\""));
            false
        }
        Shape::Text(grammar) | Shape::Bare(grammar) => fits(grammar, text, span, Some(style), sink),
        Shape::Free(longest) => free_text(text, *longest, span, sink),
        Shape::Boolean => boolean(text, style, plain, span, sink),
        Shape::Choice(words) => choice(words, text, span, sink),
        Shape::Record(_) | Shape::List(_) | Shape::Map(_) => {
            let found = if text.chars().count() <= 40 { format!(", not `{text}`") } else { String::new() };
            sink.report(codes::WRONG_TYPE, span, format!("expected {}{found}", expected(shape))).help(form(shape));
            false
        }
        Shape::Anything => true,
    }
}

/// Judges a text by its grammar. `style` is `None` for keys, which get no fix.
fn fits(grammar: &Grammar, text: &str, span: Span, style: Option<Style>, sink: &mut Sink) -> bool {
    let Err(fault) = (grammar.check)(text) else { return true };
    let Fault { code, message, help, replacement } = fault;
    let shown = if text.chars().count() <= 80 { format!("`{}`", text.escape_debug()) } else { "this text".to_owned() };
    let short = grammar.what.split(':').next().unwrap_or_default();
    let message = if message.is_empty() { format!("{shown} is not {short}") } else { message };
    let mut report = sink.report(code.unwrap_or(codes::VALUE), span, message);
    report = report.help(help.unwrap_or_else(|| format!("write {}", grammar.what)));
    if let Some(replacement) = replacement.filter(|_| style.is_some()) {
        let text = if style == Some(Style::Quoted) { format!("\"{replacement}\"") } else { replacement };
        report.fix(format!("write `{text}`"), span, text);
    }
    false
}

fn free_text(text: &str, longest: usize, span: Span, sink: &mut Sink) -> bool {
    let length = text.chars().count();
    if length > longest {
        let message = format!("a text of {length} characters, where {longest} is the most");
        sink.report(codes::VALUE, span, message).help(format!("shorten it by {} characters", length - longest));
        return false;
    }
    if text.trim().is_empty() {
        sink.report(codes::VALUE, span, "an empty text").help("write something, or remove the key");
        return false;
    }
    true
}

fn boolean(text: &str, style: Style, plain: Reading, span: Span, sink: &mut Sink) -> bool {
    if style == Style::Plain && plain == Reading::Boolean {
        return true;
    }
    let report = sink.report(codes::NOT_A_BOOLEAN, span, format!("`{text}` is not `true` or `false`"));
    let report = report.help("write `true` or `false`, without quotes");
    if text == "true" || text == "false" {
        report.fix(format!("write `{text}` without quotes"), span, text);
    }
    false
}

fn choice(words: &'static [&'static str], text: &str, span: Span, sink: &mut Sink) -> bool {
    if words.contains(&text) {
        return true;
    }
    let all = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let report = sink.report(codes::NOT_A_CHOICE, span, format!("`{text}` is not one of {all}"));
    match did_you_mean(text, words.iter().copied()) {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => report.help(format!("write one of {all}")),
    };
    false
}

/// Free values keep their type: strings, booleans and plain numbers, and nothing that readers disagree about.
fn anything(node: &mut Node, sink: &mut Sink) {
    match &mut node.value {
        Value::Scalar(text, Style::Plain) if reading(text) == Reading::Ambiguous => {
            let text = text.clone();
            sink.report(codes::QUOTE_IT, node.span, format!("readers of YAML disagree about what `{text}` is"))
                .help(format!("quote it for a text: `\"{text}\"`; write `true`, `false` or plain digits otherwise"));
            node.value = Value::Invalid;
        }
        Value::List(items) => {
            for item in items {
                if matches!(item.value, Value::Null) {
                    sink.report(codes::NULL, item.span, "an entry without a value")
                        .help("write a value, or remove the entry");
                }
                anything(item, sink);
            }
        }
        Value::Map(entries, _) => {
            for entry in entries {
                if matches!(entry.value.value, Value::Null) {
                    null(entry, &Shape::Anything, sink);
                }
                anything(&mut entry.value, sink);
            }
        }
        Value::Scalar(..) | Value::Null | Value::Invalid => {}
    }
}

fn wrong_type(shape: &Shape, node: &Node, sink: &mut Sink) {
    let found = match node.value {
        Value::List(_) => "a list",
        Value::Map(..) => "a mapping",
        _ => "this",
    };
    sink.report(codes::WRONG_TYPE, node.span, format!("expected {}, not {found}", expected(shape))).help(form(shape));
}

/// What a shape is, as it follows "expected" or "write".
pub(crate) fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Text(grammar) | Shape::Bare(grammar) => grammar.what.to_owned(),
        Shape::Free(_) => "a text".to_owned(),
        Shape::Boolean => "`true` or `false`".to_owned(),
        Shape::Choice(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or "),
        Shape::Record(_) | Shape::Map(_) => "a mapping".to_owned(),
        Shape::List(list) => match list.item {
            Shape::Record(_) | Shape::Map(_) => "a list of mappings".to_owned(),
            Shape::Text(grammar) => format!("a list whose entries are each {}", grammar.what),
            _ => "a list".to_owned(),
        },
        Shape::Anything => "a value".to_owned(),
    }
}

/// How a value of this shape is typed.
fn form(shape: &Shape) -> String {
    match shape {
        Shape::Record(record) => {
            let first = record.fields.first().map_or("key", |field| field.name);
            format!("write keys below it, indented, such as `{first}: …`")
        }
        Shape::Map(_) => "write keys below it, indented, such as `key: value`".to_owned(),
        Shape::List(_) => "write one entry a line, each after `- `, or `[]` for none".to_owned(),
        _ => format!("write {}", expected(shape)),
    }
}

/// The nearest of some names, if one is near enough to be meant.
pub(crate) fn did_you_mean<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.replace(['-', '_', ' '], "").to_lowercase();
    let target = plain(written);
    if target.is_empty() || written.len() > 64 {
        return None;
    }
    names
        .map(|name| (strsim::osa_distance(&target, &plain(name)), name))
        .filter(|(distance, name)| *distance <= 1.max(name.len().min(target.len()) / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Checks a whole file. An absent root is an empty file: every required key is missing at its start.
/// Returns whether there is a mapping to read.
pub(crate) fn check_root(root: &mut Option<Node>, table: &'static Record, sink: &mut Sink) -> bool {
    let Some(node) = root else {
        if !sink.has_errors() {
            for field in table.fields.iter().filter(|field| field.required) {
                missing(field, Span::at(0), sink);
            }
        }
        return false;
    };
    match &node.value {
        Value::Map(..) => {
            check(node, &Shape::Record(table), sink);
            true
        }
        Value::Null if !sink.has_errors() => {
            *root = None;
            check_root(root, table, sink)
        }
        Value::Null | Value::Invalid => false,
        Value::Scalar(..) | Value::List(_) => {
            let found = if matches!(node.value, Value::List(_)) { "a list" } else { "a single text" };
            let first = table.fields.first().map_or("key", |field| field.name);
            sink.report(crate::diagnostic::language::ROOT, node.span, format!("the file is {found}, not a mapping"))
                .help(format!("begin the file with `{first}: …`"));
            false
        }
    }
}
