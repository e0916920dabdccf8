//! Compares a tree with its table: keys, kinds of value, grammars. Whatever is reported is taken out of the tree.

mod list;
mod mapping;
mod scalar;

use super::{
    Empty, List, Record, Shape,
    words::{form, kind},
};
use crate::{
    diagnostic::{Sink, shape as codes},
    span::Span,
    yaml::{Entry, Node, Style, Value},
};

/// Checks `node` and everything below it.
pub(crate) fn check(node: &mut Node, shape: &Shape, sink: &mut Sink) {
    let valid = match (shape, &mut node.value) {
        (_, Value::Invalid) => true,
        // A null value is reported at its key, by whoever holds the key.
        (_, Value::Null) => false,
        (Shape::Record(record), Value::Map(entries, completeness)) => {
            mapping::record(record, entries, completeness, node.span, sink);
            true
        }
        (Shape::Map(map), Value::Map(entries, completeness)) => {
            mapping::free_map(map, entries, completeness, node.span, sink)
        }
        (Shape::List(list), Value::List(items)) => list::list(list, items, node.span, sink),
        (Shape::Anything, _) => {
            scalar::anything(node, sink);
            true
        }
        (shape, Value::Scalar(text, style)) => scalar::scalar(shape, text, *style, node.span, sink),
        (shape, _) => {
            wrong_type(shape, node, sink);
            false
        }
    };
    if !valid {
        node.value = Value::Invalid;
    }
}

/// Checks the value of a key; a missing one is reported at the key.
fn value_of(entry: &mut Entry, shape: &Shape, required: bool, sink: &mut Sink) {
    if matches!(entry.value.value, Value::Null) {
        null(entry, shape, required, sink);
    }
    check(&mut entry.value, shape, sink);
}

fn null(entry: &Entry, shape: &Shape, required: bool, sink: &mut Sink) {
    let name = &entry.key.value;
    let position = sink.source.position(entry.key.span.end);
    let behind = sink.source.line(position.line).chars().skip(position.column as usize - 1).collect::<String>();
    let comment =
        behind.split_once('#').filter(|(before, _)| before.trim() == ":").map(|(_, comment)| comment.to_owned());
    let text = comment.map(|comment| format!("#{}", comment.trim_end()));
    let fits = |text: &String| match shape {
        Shape::Text(grammar) => (grammar.check)(text).is_ok(),
        Shape::Free(_) => !text.contains(['"', '\\']),
        _ => false,
    };
    let report = sink.report(codes::NULL, entry.key.span, format!("`{name}` has no value"));
    let end = if required { "" } else { ", or remove the key" };
    match (text.filter(fits), shape) {
        (Some(text), _) => report.help(format!("`#` starts a comment here; quote it: `{name}: \"{text}\"`")),
        (_, Shape::List(List { empty: Empty::Allowed, .. })) => {
            report.help(format!("write `{name}: []` for none{end}"))
        }
        _ => report.help(format!("{}{end}", form(shape))),
    };
}

/// What a list of a single entry looks like as the value that is wanted.
fn alone(shape: &Shape, node: &Node) -> Option<String> {
    let Value::List(items) = &node.value else { return None };
    let [only] = items.as_slice() else { return None };
    let text = only.text()?;
    let fits = match shape {
        Shape::Text(grammar) | Shape::Bare(grammar) => (grammar.check)(text).is_ok(),
        Shape::Choice(words) => words.contains(&text),
        _ => false,
    };
    fits.then(|| match only.value {
        Value::Scalar(_, Style::Plain) => format!("write `{text}`, not a list"),
        _ => format!("write `\"{text}\"`, not a list"),
    })
}

fn wrong_type(shape: &Shape, node: &Node, sink: &mut Sink) {
    let found = match node.value {
        Value::List(_) => "a list",
        Value::Map(..) => "a mapping",
        _ => "this",
    };
    sink.report(codes::WRONG_TYPE, node.span, format!("expected {}, not {found}", kind(shape)))
        .help(alone(shape, node).unwrap_or_else(|| form(shape)));
}

/// Checks a whole file. An absent root is an empty file: every required key is missing at its start.
/// Returns whether there is a mapping to read.
pub(crate) fn check_root(root: &mut Option<Node>, table: &'static Record, sink: &mut Sink) -> bool {
    let Some(node) = root else {
        if !sink.has_errors() {
            for field in table.fields.iter().filter(|field| field.required) {
                mapping::missing(field, Span::at(0), sink);
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
