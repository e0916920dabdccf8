//! Which key a place in a text belongs to: `apps[0].repoURL`.

use std::{fmt::Write, ops::Range};

use crate::span::{Span, Spanned};

/// The keys and items of a text, with the places that belong to each. Whoever parses the text notes them down: to parse it
/// again for the names of places would be most of what a finding costs.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// What is inside an entry or an item stands right before it.
    steps: Vec<Step>,
    /// Keys that are not their own text, such as a quoted one, by the index of their step.
    spelled: Vec<(usize, Box<str>)>,
}

/// An entry of a mapping with its value, or an item of a list.
#[derive(Debug)]
struct Step {
    /// The offsets that belong to it.
    places: Range<u32>,
    name: Name,
    /// How many steps it is, those inside and itself.
    size: usize,
}

#[derive(Debug)]
enum Name {
    /// The text of a key.
    Key(Span),
    /// A 0-based index.
    Item(usize),
    /// A key that can't be shown; neither it nor what is inside is a place of its own.
    Hidden,
}

impl Keys {
    /// How many steps there are: where what is noted down next begins.
    pub(crate) fn mark(&self) -> usize {
        self.steps.len()
    }

    /// Takes back what was noted down since a mark.
    pub(crate) fn forget(&mut self, mark: usize) {
        self.steps.truncate(mark);
        while self.spelled.pop_if(|(step, _)| *step >= mark).is_some() {}
    }

    /// Notes down an entry of a mapping; what is inside was noted down since `mark`.
    pub(crate) fn entry(&mut self, mark: usize, text: &str, key: &Spanned<String>, value: Span) {
        if text.get(key.span.range()) != Some(&key.value) {
            self.spelled.push((self.steps.len(), key.value.as_str().into()));
        }
        let whole = key.span.to(value);
        // A cursor behind a value is still at that value.
        let places = whole.start..whole.end + u32::from(value.end == whole.end);
        self.steps.push(Step { places, name: Name::Key(key.span), size: self.steps.len() + 1 - mark });
    }

    /// Notes down an item of a list; what is inside was noted down since `mark`.
    pub(crate) fn item(&mut self, mark: usize, index: usize, span: Span) {
        let places = span.start..span.end + 1;
        self.steps.push(Step { places, name: Name::Item(index), size: self.steps.len() + 1 - mark });
    }

    /// Hides entries by the place of their key.
    pub(crate) fn hide(&mut self, is_hidden: impl Fn(Span) -> bool) {
        for step in &mut self.steps {
            if matches!(step.name, Name::Key(span) if is_hidden(span)) {
                step.name = Name::Hidden;
            }
        }
    }

    /// The path of the innermost key that a place belongs to; empty outside every key.
    pub(crate) fn path(&self, text: &str, offset: u32) -> String {
        let (mut path, mut inside) = (String::new(), 0..self.steps.len());
        while let Some((index, step)) = self.find(inside, offset) {
            match &step.name {
                Name::Key(span) => {
                    let spelled = self.spelled.binary_search_by_key(&index, |(step, _)| *step).ok();
                    let spelled = spelled.and_then(|at| self.spelled.get(at)).map(|(_, key)| &**key);
                    let dot = if path.is_empty() { "" } else { "." };
                    path.push_str(dot);
                    path.push_str(spelled.or_else(|| text.get(span.range())).unwrap_or_default());
                }
                // A text is written without an error.
                Name::Item(item) => drop(write!(path, "[{item}]")),
                Name::Hidden => {}
            }
            inside = index + 1 - step.size..index;
        }
        path
    }

    /// The first of neighbouring steps that a place belongs to.
    fn find(&self, neighbours: Range<usize>, offset: u32) -> Option<(usize, &Step)> {
        let (mut end, mut found) = (neighbours.end, None);
        while end > neighbours.start {
            let step = self.steps.get(end - 1)?;
            if step.places.contains(&offset) && !matches!(step.name, Name::Hidden) {
                found = Some((end - 1, step));
            }
            end = end.saturating_sub(step.size);
        }
        found
    }
}
