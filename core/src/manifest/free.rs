//! Free values, such as those of a chart: they keep their types and come out unchanged.

use std::borrow::Cow;

use super::{Leaf, LeafValue, Tree};
use crate::{
    origin::Origin,
    span::Span,
    yaml::{
        Node, Style, Value,
        scalar::{Reading, reading},
    },
};

/// A value as a tree; `null` is absent. Numbers keep their digits: a float would lose those of a large one.
pub(crate) fn free(node: &Node, origin_of: fn(Span) -> Origin) -> Tree {
    let origin = origin_of(node.span);
    match &node.value {
        Value::Scalar(text, style) => Tree::Leaf(Leaf { value: scalar(text, *style), origin }),
        Value::List(items) if items.is_empty() => Tree::EmptyList(origin),
        Value::List(items) => Tree::List(items.iter().map(|item| free(item, origin_of)).collect()),
        Value::Map(entries, _) if entries.is_empty() => Tree::EmptyMap(origin),
        Value::Map(entries, _) => Tree::Map(
            entries.iter().map(|entry| (Cow::Owned(entry.key.value.clone()), free(&entry.value, origin_of))).collect(),
        ),
        Value::Null | Value::Invalid => Tree::Absent,
    }
}

/// A scalar as a leaf has it: what is quoted is a text.
pub(crate) fn scalar(text: &str, style: Style) -> LeafValue {
    match (style, reading(text)) {
        (Style::Plain, Reading::Boolean) => LeafValue::Boolean(text == "true"),
        (Style::Plain, Reading::Integer | Reading::Decimal) => LeafValue::Number(text.to_owned()),
        _ => LeafValue::Text(text.into()),
    }
}
