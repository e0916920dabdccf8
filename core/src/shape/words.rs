//! Shapes in words, and names that come near.

use super::Shape;

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
pub(super) fn form(shape: &Shape) -> String {
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
