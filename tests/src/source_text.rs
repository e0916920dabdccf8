//! What stands in a range of a YAML file, read without the compiler.

use saphyr_parser::{Event, Parser};
use teamwright_core::{Source, Span};

/// A value of a file.
#[derive(Debug, PartialEq)]
pub enum Written {
    /// A text, number or boolean, escapes resolved.
    Scalar(String),
    /// The scalars of a list or mapping, keys among them.
    Collection(Vec<String>),
}

/// The one value in a range.
///
/// # Errors
/// Why the range is none: outside the file, empty, or no value.
pub fn written(source: &Source, span: Span) -> Result<Written, String> {
    let text = source.text();
    let Some(slice) = text.get(span.range()).filter(|slice| !slice.trim().is_empty()) else {
        return Err(format!("{span:?} holds nothing"));
    };
    // The lines below a block value are indented as the file is, so the first one must be.
    let column = source.position(span.start).column as usize - 1;
    let alone = format!("{}{slice}\n", " ".repeat(column));
    let mut scalars = Vec::new();
    let mut is_collection = false;
    let mut documents = 0;
    for event in Parser::new_from_str(&alone) {
        match event.map_err(|error| format!("`{slice}` is no value: {error}"))?.0 {
            Event::Scalar(text, ..) => scalars.push(text.into_owned()),
            Event::SequenceStart(..) | Event::MappingStart(..) => is_collection = true,
            Event::DocumentStart(_) => documents += 1,
            _ => {}
        }
    }
    match scalars.as_slice() {
        _ if documents != 1 => Err(format!("`{slice}` is not one value")),
        _ if is_collection => Ok(Written::Collection(scalars)),
        [only] => Ok(Written::Scalar(only.clone())),
        _ => Err(format!("`{slice}` is not one value")),
    }
}
