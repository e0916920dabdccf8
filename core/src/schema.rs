//! JSON Schemas (2020-12) of the two files, made from the compiler's own tables of keys.
//!
//! A schema accepts at least everything that the compiler accepts, and refuses what it refuses in shape.

use serde::Serialize;

use crate::{
    platform,
    shape::{Empty, Grammar, List, Map, Record, Shape},
    spec,
};

/// A JSON value with its keys in a fixed order.
#[derive(Debug, Clone)]
pub enum Json {
    /// A string.
    Text(String),
    /// A number.
    Number(u64),
    /// A boolean.
    Boolean(bool),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl Serialize for Json {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u64(*number),
            Self::Boolean(flag) => serializer.serialize_bool(*flag),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

/// The schema of team.yaml.
#[must_use]
pub fn team() -> Json {
    file(&spec::ROOT, "team.yaml", "What one team asks of the platform.", "team")
}

/// The schema of platform.yaml.
#[must_use]
pub fn platform() -> Json {
    file(&platform::ROOT, "platform.yaml", "What the platform offers to every team.", "platform")
}

fn file(record: &Record, title: &str, description: &str, name: &str) -> Json {
    let mut entries = vec![
        pair("$schema", text("https://json-schema.org/draft/2020-12/schema")),
        pair("$id", text(&format!("https://teamwright.dev/schema/{name}.json"))),
        pair("title", text(title)),
        pair("description", text(description)),
    ];
    entries.extend(self::record(record));
    Json::Object(entries)
}

fn record(record: &Record) -> Vec<(String, Json)> {
    let mut properties = Vec::new();
    for field in record.fields {
        properties.push((field.name.to_owned(), described(&field.shape, field.doc)));
        if let Some(old) = field.formerly {
            let mut old_field = described(&field.shape, &format!("Old spelling of `{}`.", field.name));
            if let Json::Object(entries) = &mut old_field {
                entries.push(pair("deprecated", Json::Boolean(true)));
            }
            properties.push((old.to_owned(), old_field));
        }
    }
    let mut entries = vec![pair("type", text("object")), pair("properties", Json::Object(properties))];
    if let Some((grammar, shape)) = record.others {
        entries.push(pair("patternProperties", Json::Object(vec![(grammar.pattern.to_owned(), described(shape, ""))])));
    }
    entries.push(pair("additionalProperties", Json::Boolean(false)));
    let required = record.fields.iter().filter(|field| field.required);
    let (renamed, plain): (Vec<_>, Vec<_>) = required.partition(|field| field.formerly.is_some());
    if !plain.is_empty() {
        entries.push(pair("required", Json::Array(plain.iter().map(|field| text(field.name)).collect())));
    }
    for field in renamed {
        let either = [Some(field.name), field.formerly].into_iter().flatten();
        let either = either.map(|name| Json::Object(vec![pair("required", Json::Array(vec![text(name)]))]));
        entries.push(pair("oneOf", Json::Array(either.collect())));
    }
    entries
}

fn described(shape: &Shape, doc: &str) -> Json {
    let mut entries = Vec::new();
    if !doc.is_empty() {
        entries.push(pair("description", text(doc)));
    }
    entries.extend(self::shape(shape));
    Json::Object(entries)
}

fn shape(shape: &Shape) -> Vec<(String, Json)> {
    match shape {
        Shape::Text(grammar) => vec![pair("type", text("string")), pair("pattern", text(grammar.pattern))],
        Shape::Bare(grammar) => bare(grammar),
        Shape::Free(longest) => vec![
            pair("type", text("string")),
            pair("minLength", Json::Number(1)),
            pair("maxLength", Json::Number(*longest as u64)),
        ],
        Shape::Boolean => vec![pair("type", text("boolean"))],
        Shape::Choice(words) => vec![pair("enum", Json::Array(words.iter().map(|word| text(word)).collect()))],
        Shape::Record(record) => self::record(record),
        Shape::List(list) => self::list(list),
        Shape::Map(map) => self::map(map),
        Shape::Anything => vec![],
    }
}

/// A scalar that may stand bare: editors see a number or a string.
fn bare(grammar: &Grammar) -> Vec<(String, Json)> {
    vec![pair("type", Json::Array(vec![text("string"), text("number")])), pair("pattern", text(grammar.pattern))]
}

fn list(list: &List) -> Vec<(String, Json)> {
    let mut entries = vec![pair("type", text("array")), pair("items", described(&list.item, ""))];
    if list.empty == Empty::Refused {
        entries.push(pair("minItems", Json::Number(1)));
    }
    entries.push(pair("uniqueItems", Json::Boolean(true)));
    entries
}

fn map(map: &Map) -> Vec<(String, Json)> {
    let mut entries = vec![
        pair("type", text("object")),
        pair("propertyNames", Json::Object(vec![pair("pattern", text(map.key.pattern))])),
        pair("additionalProperties", described(&map.value, "")),
    ];
    if map.empty == Empty::Refused {
        entries.push(pair("minProperties", Json::Number(1)));
    }
    entries
}

fn pair(key: &str, value: Json) -> (String, Json) {
    (key.to_owned(), value)
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}
