//! The scalars of a file, free keys among them, and the same file with another text in the place of one.
//! Only for files of ASCII characters without comments, where ranges of the reader need no correction.

use saphyr_parser::{Event, Parser};

/// A scalar of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// `/apps/-/repoURL`; a key that the author chooses is `<key>`.
    pub path: String,
    /// Its bytes, quotes included.
    pub range: std::ops::Range<usize>,
    /// Bytes from its end to the end of what it is the key of; none for a value.
    pub reach: usize,
    /// Its text.
    pub text: String,
}

/// A list or mapping that has not ended.
struct Open {
    path: String,
    is_map: bool,
    /// The path of the key whose value comes next, and where the key is among the fields if it is one.
    waiting: Option<(String, Option<usize>)>,
}

/// Every value and every free key; `is_free` says which keys of which mapping are.
///
/// # Panics
/// If the file is not valid.
#[must_use]
pub fn fields(file: &str, is_free: impl Fn(&str, &str) -> bool) -> Vec<Field> {
    assert!(file.is_ascii() && !file.contains(" #") && !file.starts_with('#'), "a plain file");
    let mut found: Vec<Field> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(file) {
        let (event, span) = event.unwrap_or_else(|error| panic!("{error}"));
        let (start, end) = (span.start.index(), span.end.index());
        let here = match open.last() {
            None => String::new(),
            Some(Open { waiting: Some((path, _)), .. }) => path.clone(),
            Some(Open { path, .. }) => format!("{path}/-"),
        };
        let end = match event {
            Event::Scalar(text, ..) => {
                let end = start + file[start..end].trim_end().len();
                let field = |path: String| Field { path, range: start..end, reach: 0, text: text.to_string() };
                match open.last_mut() {
                    Some(Open { path, is_map: true, waiting: waiting @ None }) => {
                        let free = is_free(path, &text);
                        let path = format!("{path}/{}", if free { "<key>" } else { text.as_ref() });
                        *waiting = Some((path.clone(), free.then_some(found.len())));
                        found.extend(free.then(|| field(path)));
                        continue;
                    }
                    _ => found.push(field(here)),
                }
                end
            }
            Event::SequenceStart(..) => {
                open.push(Open { path: here, is_map: false, waiting: None });
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open { path: here, is_map: true, waiting: None });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                end
            }
            _ => continue,
        };
        // A value has ended, and with it what its key reaches.
        if let Some((_, Some(key))) = open.last_mut().and_then(|open| open.waiting.take()) {
            found[key].reach = end - found[key].range.end;
        }
    }
    found
}

/// The file with another text in the place of a scalar.
#[must_use]
pub fn replaced(file: &str, field: &Field, raw: &str) -> String {
    format!("{}{raw}{}", &file[..field.range.start], &file[field.range.end..])
}

/// What the one scalar says in which a reader sees two files differ; `None` where they differ in more than that. Nothing
/// differs where the new text says the same: then it is the text of `field`.
#[must_use]
pub fn exchanged(file: &str, changed: &str, field: &Field) -> Option<String> {
    let (one, other) = (shape(file)?, shape(changed)?);
    let differences: Vec<_> = one.iter().zip(&other).filter(|(one, other)| one != other).collect();
    match differences.as_slice() {
        _ if one.len() != other.len() => None,
        [] => Some(field.text.clone()),
        [(_, new)] => Some((*new).clone()),
        _ => None,
    }
}

/// Scalars, and marks for the rest; `None` for what is not YAML, or more than plain data.
fn shape(text: &str) -> Option<Vec<String>> {
    let mut shape = Vec::new();
    for event in Parser::new_from_str(text) {
        let event = event.ok()?.0;
        let decorated = match &event {
            Event::Scalar(_, _, anchor, tag) | Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => {
                *anchor > 0 || tag.is_some()
            }
            Event::Alias(_) => true,
            _ => false,
        };
        if decorated {
            return None;
        }
        shape.push(match event {
            Event::Scalar(text, ..) => text.into_owned(),
            Event::SequenceStart(..) => "\0[".to_owned(),
            Event::MappingStart(..) => "\0{".to_owned(),
            Event::SequenceEnd | Event::MappingEnd => "\0]".to_owned(),
            Event::DocumentStart(_) => "\0-".to_owned(),
            _ => continue,
        });
    }
    Some(shape)
}
