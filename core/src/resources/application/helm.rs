//! `spec.source.helm`: free values keep their types and come out unchanged.

use std::borrow::Cow;

use super::written;
use crate::{
    manifest::{Leaf, LeafValue, Tree, map},
    origin::Origin,
    spec::apps::helm::HelmSpec,
    yaml::{
        Node, Style, Value,
        scalar::{Reading, reading},
    },
};

pub(super) fn build(spec: &HelmSpec) -> Tree {
    let parameters = spec.parameters.iter().map(|parameter| {
        map! {
            "name" => written(&parameter.name),
            "value" => written(&parameter.value),
        }
    });
    map! {
        "releaseName" => spec.release_name.as_ref().map(written),
        "valueFiles" => Tree::list(spec.value_files.iter().map(written)).or_absent(),
        "valuesObject" => spec.values.as_ref().map(value),
        "parameters" => Tree::list(parameters).or_absent(),
    }
}

/// A free value as a tree. Numbers keep their digits: a float would lose those of a large one.
fn value(node: &Node) -> Tree {
    let origin = Origin::written(node.span);
    match &node.value {
        Value::Scalar(text, style) => Tree::Leaf(Leaf { value: scalar(text, *style), origin }),
        Value::List(items) if items.is_empty() => Tree::EmptyList(origin),
        Value::List(items) => Tree::List(items.iter().map(value).collect()),
        Value::Map(entries, _) if entries.is_empty() => Tree::EmptyMap(origin),
        Value::Map(entries, _) => {
            Tree::Map(entries.iter().map(|entry| (Cow::Owned(entry.key.value.clone()), value(&entry.value))).collect())
        }
        Value::Null | Value::Invalid => Tree::Absent,
    }
}

fn scalar(text: &str, style: Style) -> LeafValue {
    match (style, reading(text)) {
        (Style::Plain, Reading::Boolean) => LeafValue::Boolean(text == "true"),
        (Style::Plain, Reading::Integer | Reading::Decimal) => LeafValue::Number(text.to_owned()),
        _ => LeafValue::Text(text.into()),
    }
}
