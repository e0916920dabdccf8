//! JSON Schemas (2020-12) of the two files, made from the compiler's own tables of keys.
//!
//! A schema accepts at least everything that the compiler accepts, and refuses what it refuses in shape, as far as a schema
//! can see it. Beside the standard's own words it has some that editors know: `patternErrorMessage`,
//! `deprecationMessage`, `doNotSuggest`.

mod scalar;

use serde::Serialize;

use crate::{
    platform,
    shape::{Empty, Field, List, Map, Record, Shape, expected},
    spec,
};

/// A JSON value with its keys in a fixed order.
#[derive(Debug, Clone)]
pub enum Json {
    /// A string.
    Text(String),
    /// A whole number.
    Number(i64),
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
            Self::Number(number) => serializer.serialize_i64(*number),
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
    entries.push(pair("$defs", object(vec![(scalar::ANYTHING.to_owned(), object(scalar::anything()))])));
    Json::Object(entries)
}

fn record(record: &Record) -> Vec<(String, Json)> {
    let mut properties = Vec::new();
    for field in record.fields {
        properties.push((field.name.to_owned(), described(&field.shape, field.doc)));
        if let Some(old) = field.formerly {
            let mut entries = described(&field.shape, &format!("Old spelling of `{}`.", field.name));
            if let Json::Object(entries) = &mut entries {
                entries.push(pair("deprecated", Json::Boolean(true)));
                entries.push(pair("deprecationMessage", text(&format!("write `{}`", field.name))));
                entries.push(pair("doNotSuggest", Json::Boolean(true)));
            }
            properties.push((old.to_owned(), entries));
        }
    }
    let mut entries = vec![pair("type", text("object")), pair("properties", object(properties))];
    if let Some((grammar, shape)) = record.others {
        let doc = capitalised(grammar.what);
        entries.push(pair("patternProperties", object(vec![(grammar.pattern.to_owned(), described(shape, &doc))])));
    }
    entries.push(pair("additionalProperties", Json::Boolean(false)));
    let required = record.fields.iter().filter(|field| field.required && field.formerly.is_none());
    let required: Vec<_> = required.map(|field| text(field.name)).collect();
    if !required.is_empty() {
        entries.push(pair("required", Json::Array(required)));
    }
    let spellings: Vec<_> = record.fields.iter().filter_map(one_spelling).collect();
    if !spellings.is_empty() {
        entries.push(pair("allOf", Json::Array(spellings)));
    }
    entries
}

/// Of a key's two spellings one is written: exactly one where the key is required, at most one elsewhere.
fn one_spelling(field: &Field) -> Option<Json> {
    let old = field.formerly?;
    let required = |names: &[&str]| {
        let names = names.iter().map(|name| text(name)).collect();
        object(vec![pair("required", Json::Array(names))])
    };
    Some(if field.required {
        object(vec![pair("oneOf", Json::Array(vec![required(&[field.name]), required(&[old])]))])
    } else {
        object(vec![pair("not", required(&[field.name, old]))])
    })
}

fn described(shape: &Shape, doc: &str) -> Json {
    let mut entries = vec![pair("description", text(doc))];
    entries.extend(self::shape(shape));
    Json::Object(entries)
}

/// What has no key, and so no sentence of its own: an entry of a list, the value of a free key.
fn nameless(shape: &Shape) -> Json {
    described(shape, &capitalised(&expected(shape)))
}

fn shape(shape: &Shape) -> Vec<(String, Json)> {
    match shape {
        Shape::Text(grammar) => scalar::text(grammar),
        Shape::Bare(grammar) => scalar::bare(grammar),
        Shape::Free(longest) => vec![
            pair("type", text("string")),
            pair("pattern", text(r"\S")),
            pair("maxLength", Json::Number(i64::try_from(*longest).unwrap_or(i64::MAX))),
        ],
        Shape::Boolean => vec![pair("type", text("boolean"))],
        Shape::Choice(words) => vec![pair("enum", Json::Array(words.iter().map(|word| text(word)).collect()))],
        Shape::Record(record) => self::record(record),
        Shape::List(list) => self::list(list),
        Shape::Map(map) => self::map(map),
        Shape::Anything => vec![pair("$ref", text(&format!("#/$defs/{}", scalar::ANYTHING)))],
    }
}

fn list(list: &List) -> Vec<(String, Json)> {
    let mut entries = vec![pair("type", text("array")), pair("items", nameless(&list.item))];
    if list.empty == Empty::Refused {
        entries.push(pair("minItems", Json::Number(1)));
    }
    entries.push(pair("uniqueItems", Json::Boolean(true)));
    entries
}

fn map(map: &Map) -> Vec<(String, Json)> {
    let mut entries = vec![
        pair("type", text("object")),
        pair("propertyNames", object(vec![pair("pattern", text(map.key.pattern))])),
        pair("additionalProperties", nameless(&map.value)),
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

fn object(entries: Vec<(String, Json)>) -> Json {
    Json::Object(entries)
}

/// `a name such as …` → `A name such as ….`
fn capitalised(what: &str) -> String {
    let mut sentence = format!("{what}.");
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}
