//! What may stand at a place: keys of the tables, words that a key takes, names that the platform knows.

use super::Surroundings;
use crate::{source::Source, span::Span};

/// What may stand at a place, in the order in which it is shown: what is required first, then as in the tables.
#[derive(Debug, Default)]
pub struct Completions {
    /// What any of the items replaces: the word around the place, or nothing.
    pub replaced: Span,
    /// Not narrowed down to what was typed so far, which is an editor's own art.
    pub items: Vec<Completion>,
}

/// One thing that may stand there.
#[derive(Debug)]
pub struct Completion {
    /// What is shown, and what typed letters are compared with.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// What replaces the range, line ends and indentation included; the cursor stands behind it.
    pub insert: String,
    /// One line: what it takes, or what it stands for.
    pub detail: String,
    /// A sentence or two; may be empty.
    pub documentation: String,
    /// The mapping is wrong without it.
    pub is_required: bool,
}

/// What kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// A key of a mapping.
    Key,
    /// A value.
    Value,
    /// An entry of a list, with its dash.
    Entry,
}

impl CompletionKind {
    /// Its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Value => "value",
            Self::Entry => "entry",
        }
    }
}

/// What may stand at a byte offset.
#[must_use]
pub fn complete(source: &Source, offset: u32, surroundings: &Surroundings<'_>) -> Completions {
    let _ = (source, surroundings);
    Completions { replaced: Span::at(offset), items: Vec::new() }
}
