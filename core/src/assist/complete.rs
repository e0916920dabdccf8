//! What may stand at a place: keys of the tables, words that a key takes, names that the platform knows.

use super::{
    Surroundings, ladder,
    locate::{Place, Role, locate},
    outline::{Outline, Step},
    vocabulary::Asked,
};
use crate::{
    origin::File,
    platform,
    shape::{Below, Empty, Field, Grammar, List, Record, Shape, expected, first_example},
    source::Source,
    span::Span,
    spec,
    yaml::scalar::{Reading, reading},
};

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
    let offset = source.position(offset).offset;
    let outline = Outline::of(source.text());
    let Some(place) = locate(&outline, offset) else {
        return Completions { replaced: Span::at(offset), items: Vec::new() };
    };
    let mut items = Vec::new();
    if let Some((shape, field)) = shape_of(&place.path, surroundings.file) {
        let newline = if source.text().contains("\r\n") { "\r\n" } else { "\n" };
        let asked = Asked { source, outline: &outline, surroundings, path: &place.path, offset };
        Offer { place: &place, asked, field, newline, items: &mut items }.value(shape);
    }
    // The sort keeps the order of the tables.
    items.sort_by_key(|item| !item.is_required);
    Completions { replaced: place.replaced, items }
}

/// Collects what may stand at a place.
struct Offer<'o, 'a> {
    place: &'o Place<'a>,
    asked: Asked<'o>,
    /// The field whose value it is.
    field: Option<&'static Field>,
    newline: &'static str,
    items: &'o mut Vec<Completion>,
}

impl Offer<'_, '_> {
    fn value(&mut self, shape: &'static Shape) {
        match (shape, self.place.role) {
            (Shape::Record(_) | Shape::Map(_), Role::Entry) => {}
            (Shape::Record(record), _) => self.fields(record),
            (Shape::Map(map), _) => self.free_keys(map.key, &map.value),
            // A key where a list or a text is wanted is wrong, whatever it is called.
            (_, Role::Key { .. }) => {}
            (Shape::List(list), Role::Start | Role::Entry | Role::Behind) if !self.place.in_flow => self.entries(list),
            (Shape::List(_), Role::Behind | Role::Start) if self.place.is_empty() => self.text("[]", "none", false),
            (Shape::Boolean, Role::Start | Role::Behind) => self.texts(&["true", "false"]),
            (Shape::Choice(words), Role::Start | Role::Behind) => self.texts(words),
            (Shape::Text(grammar) | Shape::Bare(grammar), Role::Start | Role::Behind) => {
                let is_text = matches!(shape, Shape::Text(_));
                for word in self.asked.words(grammar) {
                    if !self.place.entries.contains(&word.text.as_str()) {
                        self.text(&word.text, &word.about, is_text);
                    }
                }
                self.likely(grammar, is_text);
            }
            _ => {}
        }
    }

    /// What a number or a length of time would be if it was not written, and the first example of its grammar.
    fn likely(&mut self, grammar: &'static Grammar, is_text: bool) {
        if is_text {
            return;
        }
        let Asked { surroundings, outline, path, .. } = self.asked;
        let of_team = surroundings.file == File::Team;
        let otherwise = of_team.then(|| ladder::otherwise(&ladder::dotted(path), outline, surroundings.platform));
        let otherwise = otherwise.flatten().map(|value| (value, "unless written"));
        let example = first_example(grammar.what).map(|example| example.trim_matches('"').to_owned());
        let example = example.filter(|example| (grammar.check)(example).is_ok()).map(|example| (example, "an example"));
        for (text, about) in otherwise.into_iter().chain(example) {
            if self.items.iter().all(|item| item.label != text) {
                self.text(&text, about, false);
            }
        }
    }

    fn fields(&mut self, record: &'static Record) {
        let keys = &self.place.keys;
        let is_there =
            |field: &&Field| keys.contains(&field.name) || field.formerly.is_some_and(|old| keys.contains(&old));
        let of_team = self.asked.surroundings.file == File::Team;
        let path = ladder::dotted(&self.place.path);
        for field in record.fields.iter().filter(|field| !is_there(field)) {
            let mut detail = short(&expected(&field.shape));
            if of_team {
                let path = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
                let platform = self.asked.surroundings.platform;
                // A team that writes a locked key is told to remove it again.
                if platform.defaults.lock(&path).is_some() {
                    continue;
                }
                if let Some(value) = ladder::otherwise(&path, self.asked.outline, platform) {
                    detail.push_str(&format!("; `{value}` unless written"));
                }
            }
            self.key(field.name, &field.shape, detail, field.doc, field.required);
        }
        if let Some((grammar, shape)) = record.others {
            self.free_keys(grammar, shape);
        }
    }

    fn free_keys(&mut self, grammar: &'static Grammar, shape: &'static Shape) {
        for word in self.asked.words(grammar) {
            if !self.place.keys.contains(&word.text.as_str()) {
                self.key(&word.text, shape, word.about, "", false);
            }
        }
    }

    fn key(&mut self, name: &str, shape: &Shape, detail: String, documentation: &str, is_required: bool) {
        let place = self.place;
        let written = written(name, true, place.in_flow);
        let insert = match place.role {
            Role::Key { has_colon: true } => written,
            // Between brackets a mapping goes on behind a brace of its own.
            Role::Behind if place.in_flow => return,
            Role::Start if place.in_flow => return,
            _ if place.in_flow => format!("{written}: "),
            Role::Behind => format!("{}{written}:{}", self.line(place.column), self.behind(shape, place.column)),
            _ => format!("{}{written}:{}", self.gap(), self.behind(shape, place.column)),
        };
        self.items.push(Completion {
            label: name.to_owned(),
            kind: CompletionKind::Key,
            insert,
            detail,
            documentation: documentation.to_owned(),
            is_required,
        });
    }

    /// What follows the colon of a new key.
    fn behind(&self, shape: &Shape, column: usize) -> String {
        match shape {
            Shape::Record(_) | Shape::Map(_) => self.line(column + 2),
            Shape::List(_) => format!("{}- ", self.line(column + 2)),
            _ => " ".to_owned(),
        }
    }

    /// A new line, indented.
    fn line(&self, column: usize) -> String {
        format!("{}{}", self.newline, " ".repeat(column))
    }

    /// A blank where one is missing.
    fn gap(&self) -> &'static str {
        if self.place.is_apart { "" } else { " " }
    }

    /// Entries of a list, each with its dash: the keys that one may begin with, or the words that one may be.
    fn entries(&mut self, list: &'static List) {
        let place = self.place;
        let dash = match place.role {
            Role::Behind => format!("{}- ", self.line(place.column)),
            _ => format!("{}- ", self.gap()),
        };
        let mut entry = |label: &str, text: String, detail: String, documentation: &str, is_required: bool| {
            self.items.push(Completion {
                label: label.to_owned(),
                kind: CompletionKind::Entry,
                insert: format!("{dash}{text}"),
                detail,
                documentation: documentation.to_owned(),
                is_required,
            });
        };
        match &list.item {
            Shape::Record(record) => {
                for field in record.fields {
                    let detail = short(&expected(&field.shape));
                    entry(field.name, format!("{}: ", field.name), detail, field.doc, field.required);
                }
            }
            Shape::Choice(words) => {
                for text in words.iter().filter(|text| !place.entries.contains(text)) {
                    entry(text, (*text).to_owned(), String::new(), "", false);
                }
            }
            Shape::Text(grammar) | Shape::Bare(grammar) => {
                let mut words = self.asked.words(grammar);
                words.retain(|word| !place.entries.contains(&word.text.as_str()));
                for word in words {
                    entry(&word.text, written(&word.text, true, false), word.about, "", false);
                }
            }
            _ => {}
        }
        if self.items.is_empty() {
            let detail = short(&expected(&list.item));
            self.items.push(Completion {
                label: "-".to_owned(),
                kind: CompletionKind::Entry,
                insert: dash,
                detail,
                documentation: String::new(),
                is_required: false,
            });
        }
        if list.empty == Empty::Allowed && place.role == Role::Behind && place.is_empty() {
            self.text("[]", "none", false);
        }
    }

    fn texts(&mut self, words: &[&str]) {
        for text in words {
            if !self.place.entries.contains(text) {
                self.text(text, "", false);
            }
        }
    }

    fn text(&mut self, text: &str, about: &str, is_text: bool) {
        self.items.push(Completion {
            label: text.to_owned(),
            kind: CompletionKind::Value,
            insert: format!("{}{}", self.gap(), written(text, is_text, self.place.in_flow)),
            detail: about.to_owned(),
            documentation: self.field.map_or("", |field| field.doc).to_owned(),
            is_required: false,
        });
    }
}

/// What stands at the end of a path, and the field that it is the value of.
pub(super) fn shape_of(path: &[Step], file: File) -> Option<(&'static Shape, Option<&'static Field>)> {
    let root: &'static Shape = match file {
        File::Team => &TEAM,
        File::Platform => &PLATFORM,
    };
    let mut found = (root, None);
    for step in path {
        found = match (step, found.0) {
            (Step::Key(key), shape) => match shape.below(key)? {
                Below::Field(field) => (&field.shape, Some(field)),
                Below::Free(shape) => (shape, None),
            },
            (Step::Entry(_), Shape::List(list)) => (&list.item, found.1),
            (Step::Entry(_), _) => return None,
        };
    }
    Some(found)
}

static TEAM: Shape = Shape::Record(&spec::ROOT);
static PLATFORM: Shape = Shape::Record(&platform::ROOT);

/// What a shape is, without its rules.
fn short(expected: &str) -> String {
    expected.split(": ").next().unwrap_or_default().to_owned()
}

/// A scalar as it is written: plain where every reader sees the same text.
fn written(text: &str, is_text: bool, in_flow: bool) -> String {
    let first =
        text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'['));
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"_./-=:@+~/[]".contains(&byte);
    let brackets = text == "[]" || !text.contains(['[', ']']);
    let ends = !text.ends_with(':') || !in_flow;
    let is_plain = first && brackets && ends && text.bytes().all(inner) && (!is_text || reading(text) == Reading::Text);
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}
