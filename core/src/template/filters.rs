//! The filters of expressions: one short table, and what each of them does. What a filter makes is paid for with the fuel of its
//! expression.

use minijinja::{
    Environment, ErrorKind, State,
    value::{Kwargs, Value},
};

use crate::json;

/// Bytes that one fuel stands for.
const BYTES: usize = 64;

/// Every filter, with what it does.
pub const FILTERS: &[(&str, &str)] = &[
    ("default(x)", "`x` in place of `none` and of what is not there"),
    ("first", "the first entry of a list, or `none`"),
    ("int", "the whole number that a text of digits stands for"),
    ("join(x)", "one text of the entries of a list, with `x` between them"),
    ("last", "the last entry of a list, or `none`"),
    ("length", "how many characters, entries or keys"),
    ("lower", "A to Z as a to z"),
    ("map(attribute='x')", "of a list of mappings the list of what each has under `x`"),
    ("replace(x, y)", "a text with `y` for each `x` in it"),
    ("tojson", "the value as JSON: a text in quotes, fit to stand in a JSON document"),
    ("upper", "a to z as A to Z"),
];

pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_filter(
        "default",
        |value: Value, other: Value| {
            if value.is_undefined() || value.is_none() { other } else { value }
        },
    );
    environment.add_filter("first", |value: Value| end(&value, |entries| entries.next()));
    environment.add_filter("int", int);
    environment.add_filter("join", join);
    environment.add_filter("last", |value: Value| end(&value, |entries| entries.last()));
    environment.add_filter("length", |value: Value| {
        value.len().ok_or_else(|| refused("only a text, a list or a mapping has a length"))
    });
    environment.add_filter("lower", |value: &str| value.to_ascii_lowercase());
    environment.add_filter("map", map);
    environment.add_filter("replace", replace);
    environment.add_filter("tojson", |state: &State<'_, '_>, value: Value| {
        let mut out = String::new();
        to_json(state, &value, &mut out, 0).map(|()| out)
    });
    environment.add_filter("upper", |value: &str| value.to_ascii_uppercase());
}

fn refused(why: &'static str) -> minijinja::Error {
    minijinja::Error::new(ErrorKind::InvalidOperation, why)
}

fn end(
    value: &Value,
    take: impl FnOnce(&mut dyn Iterator<Item = Value>) -> Option<Value>,
) -> Result<Value, minijinja::Error> {
    Ok(take(&mut value.try_iter()?.take(crate::yaml::MAX_NODES)).unwrap_or_else(|| Value::from(())))
}

fn int(value: Value) -> Result<i64, minijinja::Error> {
    let number = value.as_str().map_or_else(|| value.as_i64(), |text| text.parse().ok());
    number.ok_or_else(|| refused("only whole numbers and texts of digits become a whole number"))
}

fn join(state: &State<'_, '_>, value: Value, between: &str) -> Result<String, minijinja::Error> {
    let mut joined = String::new();
    for (index, entry) in value.try_iter()?.enumerate() {
        let text = entry.to_string();
        state.consume_fuel(1 + ((text.len() + between.len()) / BYTES) as u64)?;
        if entry.is_none() || entry.is_undefined() {
            return Err(refused("an entry of the list is none"));
        }
        if index > 0 {
            joined.push_str(between);
        }
        joined.push_str(&text);
    }
    Ok(joined)
}

fn map(state: &State<'_, '_>, value: Value, arguments: Kwargs) -> Result<Vec<Value>, minijinja::Error> {
    let attribute: &str = arguments.get("attribute")?;
    arguments.assert_all_used()?;
    let mut found = Vec::new();
    for entry in value.try_iter()? {
        state.consume_fuel(1)?;
        let value = entry.get_attr(attribute)?;
        if value.is_undefined() {
            return Err(refused("an entry of the list lacks the attribute"));
        }
        found.push(value);
    }
    Ok(found)
}

fn replace(state: &State<'_, '_>, text: &str, from: &str, to: &str) -> Result<String, minijinja::Error> {
    if from.is_empty() {
        return Err(refused("there is nothing to replace in front of every character"));
    }
    // Paid for before it is made.
    let longest = text.matches(from).count().saturating_mul(to.len()).saturating_add(text.len());
    state.consume_fuel((longest / BYTES) as u64)?;
    Ok(text.replace(from, to))
}

/// Writes a value as JSON; a text of numbers with a fraction is the engine's own.
fn to_json(state: &State<'_, '_>, value: &Value, out: &mut String, depth: usize) -> Result<(), minijinja::Error> {
    use minijinja::value::ValueKind::{Bool, Iterable, Map, None, Number, Seq, String};
    state.consume_fuel(1 + value.as_str().map_or(0, |text| text.len() / BYTES) as u64)?;
    if depth > crate::yaml::MAX_DEPTH {
        return Err(refused("nested too deep"));
    }
    match value.kind() {
        None => out.push_str("null"),
        Bool => out.push_str(if value.is_true() { "true" } else { "false" }),
        Number => out.push_str(&value.to_string()),
        String => json::write_text(value.as_str().unwrap_or_default(), out),
        Seq | Iterable => {
            out.push('[');
            for (index, entry) in value.try_iter()?.enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                to_json(state, &entry, out, depth + 1)?;
            }
            out.push(']');
        }
        Map => {
            out.push('{');
            for (index, key) in value.try_iter()?.enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                json::write_text(&key.to_string(), out);
                out.push(':');
                to_json(state, &value.get_item(&key)?, out, depth + 1)?;
            }
            out.push('}');
        }
        _ => return Err(refused("a value that JSON does not have")),
    }
    Ok(())
}
