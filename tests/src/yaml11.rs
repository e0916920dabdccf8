//! A reader with the rules of YAML 1.1, as kubectl and Argo CD have them: <https://yaml.org/type/>.
//!
//! What a text would become there is kept visible: a date is `{"!timestamp": …}`, so that it can't pass for a text.

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value, json};

/// The documents of a stream.
///
/// # Errors
/// Whatever is not plain data: a syntax error, an anchor, a tag, a key twice or one that is no text.
pub fn read(text: &str) -> Result<Vec<Value>, String> {
    documents(text, false)
}

/// The same of a file that people write: a key that is a whole number or a boolean becomes its text, as it does for Kubernetes.
/// See `convertToJSONableObject` in <https://github.com/kubernetes-sigs/yaml/blob/master/yaml.go>.
///
/// # Errors
/// Those of [`read`], but for such keys.
pub fn read_by_hand(text: &str) -> Result<Vec<Value>, String> {
    documents(text, true)
}

fn documents(text: &str, has_other_keys: bool) -> Result<Vec<Value>, String> {
    let mut documents = Vec::new();
    let mut stack: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| error.to_string())?;
        let at = |what: &str| format!("line {}: {what}", span.start.line());
        let value = match event {
            Event::Scalar(_, _, anchor, tag) if anchor > 0 || tag.is_some() => return Err(at("an anchor or tag")),
            Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) if anchor > 0 || tag.is_some() => {
                return Err(at("an anchor or tag"));
            }
            Event::Alias(_) => return Err(at("an alias")),
            Event::Scalar(text, ScalarStyle::Plain, ..) => resolve(&text),
            Event::Scalar(text, ..) => Value::String(text.into_owned()),
            Event::SequenceStart(..) => {
                stack.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                stack.push(Open::Map(Map::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match stack.pop() {
                Some(Open::List(items)) => Value::Array(items),
                Some(Open::Map(entries, _)) => Value::Object(entries),
                None => return Err(at("an end without a beginning")),
            },
            _ => continue,
        };
        match stack.last_mut() {
            None => documents.push(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map(entries, key)) => match (key.take(), value) {
                (Some(key), value) if !entries.contains_key(&key) => {
                    entries.insert(key, value);
                }
                (Some(key), _) => return Err(at(&format!("the key `{key}` twice"))),
                (None, Value::String(name)) => *key = Some(name),
                (None, Value::Number(name)) if has_other_keys && (name.is_i64() || name.is_u64()) => {
                    *key = Some(name.to_string());
                }
                (None, Value::Bool(name)) if has_other_keys => *key = Some(name.to_string()),
                (None, other) => return Err(at(&format!("the key {other} is not a text"))),
            },
        }
    }
    Ok(documents)
}

enum Open {
    List(Vec<Value>),
    Map(Map<String, Value>, Option<String>),
}

/// What a plain scalar is.
fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => return Value::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Value::Bool(false);
        }
        "<<" => return json!({ "!merge": text }),
        "=" => return json!({ "!value": text }),
        _ => {}
    }
    if is_timestamp(text) {
        return json!({ "!timestamp": text });
    }
    number(text).unwrap_or_else(|| Value::String(text.to_owned()))
}

fn number(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = unsigned.replace('_', "");
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let radix = |digits: &str, radix: u32| {
        (!digits.is_empty() && digits.chars().all(|c| c.is_digit(radix))).then(|| json!({ "!int": text }))
    };
    if let Some(rest) = digits.strip_prefix("0x") {
        return radix(rest, 16);
    }
    if let Some(rest) = digits.strip_prefix("0b") {
        return radix(rest, 2);
    }
    if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| (b'0'..=b'7').contains(&byte)) {
        return Some(json!({ "!int": text }));
    }
    if is_sexagesimal(&digits) {
        return Some(json!({ "!sexagesimal": text }));
    }
    if matches!(unsigned.to_ascii_lowercase().as_str(), ".inf" | ".nan") {
        return Some(json!({ "!float": text }));
    }
    if unsigned.contains('_') && digits.parse::<f64>().is_ok() {
        return Some(json!({ "!int": text }));
    }
    if let Ok(number) = text.parse::<i64>() {
        return Some(json!(number));
    }
    let float: f64 = text.parse().ok()?;
    Some(json!(float))
}

/// `190:20:30`: minutes and seconds have one digit, or two below 60; the last may have a fraction.
fn is_sexagesimal(digits: &str) -> bool {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let below_sixty = |part: &str| matches!(part.len(), 1 | 2) && part.parse().is_ok_and(|number: u8| number < 60);
    whole.split_once(':').is_some_and(|(first, rest)| {
        let is_first = !first.is_empty() && is_digits(first);
        is_first && is_digits(fraction) && rest.split(':').all(|part| is_digits(part) && below_sixty(part))
    })
}

/// `2027-03-31`, and longer forms with a time.
fn is_timestamp(text: &str) -> bool {
    let date = text.split(['T', 't', ' ']).next().unwrap_or_default();
    let parts: Vec<_> = date.split('-').collect();
    let digits = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    matches!(parts.as_slice(), [year, month, day] if digits(year, 4..=4) && digits(month, 1..=2) && digits(day, 1..=2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_as_kubectl_does() {
        let read = |text: &str| read(&format!("v: {text}\n")).unwrap()[0]["v"].clone();
        assert_eq!(read("no"), json!(false));
        assert_eq!(read("\"no\""), json!("no"));
        assert_eq!(read("1e3"), json!(1000.0));
        assert_eq!(read("12:30:45"), json!({ "!sexagesimal": "12:30:45" }));
        assert_eq!(read("1:02.5"), json!({ "!sexagesimal": "1:02.5" }));
        assert_eq!(read("12:300"), json!("12:300"));
        assert_eq!(read("12:1.10:1F"), json!("12:1.10:1F"));
        assert_eq!(read("0777"), json!({ "!int": "0777" }));
        assert_eq!(read("2027-03-31"), json!({ "!timestamp": "2027-03-31" }));
        assert_eq!(read("main"), json!("main"));
        assert_eq!(read("~"), Value::Null);
    }
}
