//! Lists: every entry, and entries that say the same.

use std::collections::BTreeMap;

use super::check;
use crate::{
    diagnostic::{Sink, shape as codes},
    shape::{Empty, List, Shape, words::form},
    span::Span,
    yaml::{Entry, Node, Value},
};

pub(super) fn list(list: &List, items: &mut [Node], span: Span, sink: &mut Sink) -> bool {
    if items.is_empty() && list.empty == Empty::Refused {
        sink.report(codes::EMPTY, span, "an empty list").help("write at least one entry, or remove the key");
        return false;
    }
    for item in items.iter_mut() {
        if matches!(item.value, Value::Null) {
            let end = item.span.end.max(item.span.start);
            sink.report(codes::NULL, Span::new(item.span.start, end), "an entry without a value")
                .help(format!("{}, or remove the entry", entry_form(&list.item)));
        }
        check(item, &list.item, sink);
    }
    repetitions(list, items, sink);
    true
}

/// How an entry is typed.
fn entry_form(item: &Shape) -> String {
    let Shape::Record(record) = item else { return form(item) };
    let first = record.fields.first().map_or("key", |field| field.name);
    format!("write keys behind the `-`, such as `- {first}: …`")
}

fn repetitions(list: &List, items: &mut [Node], sink: &mut Sink) {
    if items.len() < 2 {
        return;
    }
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for item in items {
        let key = match list.unique {
            Some(key) => item.get(key).and_then(Node::spanned).map(|text| (text.value, text.span)),
            None => fingerprint(item).map(|text| (text, item.span)),
        };
        let Some((text, span)) = key else { continue };
        let Some(first) = first.get(&text) else {
            first.insert(text, span);
            continue;
        };
        // Entries of which only what was wrong with them was taken out need not be equal.
        if list.unique.is_none() && sink.has_error_in(item.span) {
            continue;
        }
        let shown = item.text().or_else(|| list.unique.and(Some(text.as_str())));
        let message = shown.map_or("the same entry twice".to_owned(), |text| format!("`{text}` is listed twice"));
        sink.report(codes::REPEATED_ENTRY, span, message)
            .see(*first, "first written here")
            .help("remove one of the two");
        item.value = Value::Invalid;
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
