//! The tables of keys, and what they are used for: checking a file's shape, `schema`, `explain`, completion.
//!
//! A spec file declares its keys as a [`Record`]. After [`check`] a tree holds only keys of the table with values of the
//! right kind and grammar; everything else was reported and is passed over in silence by whoever reads the tree next.

mod check;
mod words;

pub(crate) use check::check_root;
pub(crate) use words::{alternatives, characters, did_you_mean, expected, first_example};

use crate::diagnostic::Code;

/// A mapping with known keys.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) fields: &'static [Field],
    /// Keys beside the known ones, such as `count/<resource>`: their grammar and what they hold.
    pub(crate) others: Option<(&'static Grammar, &'static Shape)>,
    /// Keys that people expect but that can't be honoured, with the reason and where the wish belongs.
    pub(crate) refused: &'static [(&'static str, &'static str)],
}

impl Record {
    /// A mapping with these keys and no others.
    pub(crate) const fn of(fields: &'static [Field]) -> Self {
        Self { fields, others: None, refused: &[] }
    }
}

/// A key of a mapping.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    /// What it does, in one or two sentences for somebody who does not know Kubernetes.
    pub(crate) doc: &'static str,
    pub(crate) required: bool,
    /// An old spelling that still works.
    pub(crate) formerly: Option<&'static str>,
}

/// An optional key.
pub(crate) const fn field(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { name, shape, doc, required: false, formerly: None }
}

impl Field {
    /// The mapping is wrong without it.
    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// An old spelling: accepted with a warning.
    pub(crate) const fn formerly(self, name: &'static str) -> Self {
        Self { formerly: Some(name), ..self }
    }
}

/// What kind of value a key takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// A text of a closed grammar. What a reader could take for a number or boolean must be quoted.
    Text(&'static Grammar),
    /// Counts, quantities, dates: bare or quoted, judged by their text.
    Bare(&'static Grammar),
    /// Free text of at most so many characters: anything printable, line breaks included.
    Free(usize),
    /// `true` or `false`.
    Boolean,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A mapping with known keys.
    Record(&'static Record),
    /// A list.
    List(&'static List),
    /// A mapping whose keys are free within a grammar.
    Map(&'static Map),
    /// Any value at all, such as Helm values.
    Anything,
}

/// What a key of a mapping leads to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Below {
    /// A key of the table.
    Field(&'static Field),
    /// A key that a mapping with free keys takes.
    Free(&'static Shape),
}

impl Shape {
    /// What a key leads to, if a mapping of this shape takes it; old spellings lead to the same.
    pub(crate) fn below(&'static self, key: &str) -> Option<Below> {
        match self {
            Self::Record(record) => record.below(key),
            Self::Map(map) => Some(Below::Free(&map.value)),
            _ => None,
        }
    }
}

impl Record {
    /// What a key leads to, if it is one of the table or fits the grammar of the others.
    pub(crate) fn below(&'static self, key: &str) -> Option<Below> {
        let named = |field: &&Field| field.name == key || field.formerly == Some(key);
        let others = || self.others.filter(|(grammar, _)| (grammar.check)(key).is_ok());
        let free = || others().map(|(_, shape)| Below::Free(shape));
        self.fields.iter().find(named).map(Below::Field).or_else(free)
    }
}

/// A list and what it holds.
#[derive(Debug)]
pub(crate) struct List {
    pub(crate) item: Shape,
    pub(crate) empty: Empty,
    /// The key that must be unique over the entries; without one, whole entries are compared.
    pub(crate) unique: Option<&'static str>,
}

/// A mapping with free keys.
#[derive(Debug)]
pub(crate) struct Map {
    pub(crate) key: &'static Grammar,
    pub(crate) value: Shape,
    pub(crate) empty: Empty,
}

/// Whether a list or mapping may have no entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Empty {
    Allowed,
    Refused,
}

impl List {
    /// A list that may be empty.
    pub(crate) const fn of(item: Shape) -> Self {
        Self { item, empty: Empty::Allowed, unique: None }
    }

    /// A list that needs an entry.
    pub(crate) const fn not_empty(item: Shape) -> Self {
        Self { item, empty: Empty::Refused, unique: None }
    }

    /// Two entries may not have the same value of `key`.
    pub(crate) const fn unique_by(self, key: &'static str) -> Self {
        Self { unique: Some(key), ..self }
    }
}

/// The grammar of a scalar: a sentence for people, a pattern for editors, a function for the truth.
pub(crate) struct Grammar {
    /// What it is, with an example, as it follows "expected": "a name such as `web`".
    pub(crate) what: &'static str,
    /// A JSON Schema pattern that accepts at least everything that `check` accepts.
    pub(crate) pattern: &'static str,
    /// Says what is wrong with a text.
    pub(crate) check: fn(&str) -> Result<(), Fault>,
}

impl std::fmt::Debug for Grammar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.what)
    }
}

/// What is wrong with a text that does not fit its grammar.
#[derive(Debug, Default)]
pub(crate) struct Fault {
    /// The finding's code, if a more telling one than [`crate::diagnostic::shape::VALUE`] exists.
    pub(crate) code: Option<Code>,
    /// The finding's message; empty stands for "`text` is not <what>".
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// What the author certainly meant.
    pub(crate) replacement: Option<String>,
}

impl Fault {
    /// A fault with a message of its own.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// The next keystroke.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// What the author certainly meant; becomes a fix.
    pub(crate) fn replacement(self, text: impl Into<String>) -> Self {
        Self { replacement: Some(text.into()), ..self }
    }

    /// Message and help about a text, in the grammar's own words where the fault has none.
    pub(crate) fn words(&self, grammar: &Grammar, text: &str) -> (String, String) {
        let message = if self.message.is_empty() {
            // The example stands in the message or in the help, not in both.
            let end = if self.help.is_some() { ": " } else { " such as " };
            let short = grammar.what.split(": ").next().and_then(|what| what.split(end).next()).unwrap_or_default();
            let short = short.trim_end_matches(',');
            let shown = if text.chars().count() <= 80 { words::in_quotes(text) } else { "this text".to_owned() };
            format!("{shown} is not {short}")
        } else {
            self.message.clone()
        };
        (message, self.help.clone().unwrap_or_else(|| format!("write {}", grammar.what)))
    }

    /// Reports under this code.
    pub(crate) fn code(self, code: Code) -> Self {
        Self { code: Some(code), ..self }
    }
}
