//! What the tree of a template becomes with the values of a team: whatever an expression gives, it is a value in its place.

use std::borrow::Cow;

use minijinja::value::{Value, ValueKind};
use smol_str::{SmolStr, ToSmolStr};

use super::Maker;
use crate::{
    diagnostic::templates as codes,
    manifest::{Leaf, LeafValue, Tree},
    origin::Origin,
    span::Span,
    template::{Expression, Form, Part},
    yaml::{
        MAX_BYTES, MAX_DEPTH, MAX_NODES, characters,
        scalar::{Reading, reading},
    },
};

impl Maker<'_> {
    /// A value of the metadata, which is always a text.
    pub(super) fn text(&mut self, form: &Form, context: &Value) -> Option<(Leaf, Span)> {
        let Tree::Leaf(leaf) = self.tree(form, context, 1) else {
            if let Form::Value(expression, _) = form
                && !self.sink.has_error_in(expression.span)
            {
                let help = "make a text of it, such as `… | join(',')`".to_owned();
                self.report(
                    codes::VALUE,
                    expression.span,
                    ("a list or a mapping, where a text is wanted".to_owned(), help),
                );
            }
            return None;
        };
        Some((Leaf::text(leaf.value.to_smolstr(), leaf.origin), leaf.origin.span()))
    }

    pub(super) fn evaluate(&mut self, expression: &Expression, context: &Value) -> Option<Value> {
        match expression.evaluate(context) {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.report(codes::NO_VALUE, expression.span, wrong);
                None
            }
        }
    }

    /// Counts what is made; too much of it is said once.
    pub(super) fn spend(&mut self, nodes: usize, bytes: usize, span: Span) {
        self.nodes += nodes;
        self.bytes += bytes;
        let message = if self.nodes > MAX_NODES {
            format!("more than {MAX_NODES} keys and values come of this template")
        } else if self.bytes > MAX_BYTES {
            "more than 256 KiB come of this template".to_owned()
        } else {
            return;
        };
        if !std::mem::replace(&mut self.is_full, true) {
            self.report(codes::TOO_MUCH, span, (message, "make less of each team".to_owned()));
        }
    }

    pub(super) fn tree(&mut self, form: &Form, context: &Value, depth: usize) -> Tree {
        if self.is_full {
            return Tree::Absent;
        }
        match form {
            Form::Fixed(tree, cost) => {
                self.spend(cost.nodes, cost.bytes, self.template.kind.span);
                tree.clone()
            }
            Form::Value(expression, span) => {
                let Some(value) = self.evaluate(expression, context) else { return Tree::Absent };
                self.value(&value, expression.span, self.template.origin(*span), depth)
            }
            Form::Text(parts, span) => {
                let mut text = String::new();
                let mut is_whole = true;
                for part in parts {
                    match part {
                        Part::Text(part) => text.push_str(part),
                        Part::Expression(expression) => match self.part(expression, context) {
                            Some(part) => text.push_str(&part),
                            None => is_whole = false,
                        },
                    }
                }
                self.spend(1, text.len(), *span);
                if is_whole { Tree::Leaf(Leaf::text(text, self.template.origin(*span))) } else { Tree::Absent }
            }
            Form::List(items) => {
                self.spend(1, 0, self.template.kind.span);
                let items: Vec<_> = items.iter().map(|item| self.tree(item, context, depth + 1)).collect();
                Tree::list(items)
            }
            Form::Map(entries) => {
                let keys = entries.iter().map(|(key, _)| key.len()).sum();
                self.spend(1 + entries.len(), keys, self.template.kind.span);
                let entry =
                    |(key, form): &(Cow<'static, str>, Form)| (key.clone(), self.tree(form, context, depth + 1));
                let entries = entries.iter().map(entry).collect();
                Tree::map(entries)
            }
        }
    }

    /// An expression as a part of a text.
    fn part(&mut self, expression: &Expression, context: &Value) -> Option<SmolStr> {
        let value = self.evaluate(expression, context)?;
        match self.value(&value, expression.span, Origin::INHERITED, 1) {
            Tree::Leaf(leaf) => Some(leaf.value.to_smolstr()),
            Tree::Absent => None,
            _ => {
                let help = "make a text of it, such as `… | join(',')` or `… | tojson`".to_owned();
                let wrong = format!("{} in the middle of a text", kind(&value));
                self.report(codes::VALUE, expression.span, (wrong, help));
                None
            }
        }
    }

    /// A value as a tree; absent where something is wrong with it.
    fn value(&mut self, value: &Value, span: Span, origin: Origin, depth: usize) -> Tree {
        self.spend(1, value.as_str().map_or(0, str::len), span);
        if self.is_full {
            return Tree::Absent;
        }
        if depth > MAX_DEPTH {
            let wrong = format!("nested deeper than {MAX_DEPTH} levels");
            self.report(codes::TOO_MUCH, span, (wrong, "make less of each team".to_owned()));
            return Tree::Absent;
        }
        match value.kind() {
            ValueKind::Bool => Tree::Leaf(Leaf::boolean(value.is_true(), origin)),
            ValueKind::Number => self.number(value, span, origin),
            ValueKind::String => {
                let text = value.as_str().unwrap_or_default();
                match text.chars().find_map(|character| Some((character, characters::refusal(character)?))) {
                    Some((character, why)) => {
                        let wrong = format!("the text holds {why}, {}", characters::describe(character));
                        self.report(codes::VALUE, span, (wrong, "leave the character out".to_owned()));
                        Tree::Absent
                    }
                    None => Tree::Leaf(Leaf::text(text, origin)),
                }
            }
            ValueKind::Seq | ValueKind::Iterable => {
                let mut items = Vec::new();
                for item in value.try_iter().into_iter().flatten() {
                    items.push(self.value(&item, span, origin, depth + 1));
                    if self.is_full {
                        return Tree::Absent;
                    }
                }
                if items.is_empty() { Tree::EmptyList(origin) } else { Tree::list(items) }
            }
            ValueKind::Map => {
                let mut entries = Vec::new();
                for key in value.try_iter().into_iter().flatten() {
                    let Some(name) = key.as_str().map(str::to_owned) else {
                        let help = "put the key in quotes".to_owned();
                        self.report(codes::VALUE, span, ("a mapping whose key is not a text".to_owned(), help));
                        return Tree::Absent;
                    };
                    // A key is told apart from a text of the tree only by its place.
                    self.value(&key, span, origin, depth + 1);
                    let item = value.get_item(&key).unwrap_or_default();
                    entries.push((Cow::Owned(name), self.value(&item, span, origin, depth + 1)));
                    if self.is_full {
                        return Tree::Absent;
                    }
                }
                if entries.is_empty() { Tree::EmptyMap(origin) } else { Tree::map(entries) }
            }
            _ => {
                let help = "give another value with `| default(…)`".to_owned();
                self.report(codes::VALUE, span, (format!("{} inside the value", kind(value)), help));
                Tree::Absent
            }
        }
    }

    fn number(&mut self, value: &Value, span: Span, origin: Origin) -> Tree {
        if let Some(number) = value.as_i64().filter(|_| value.is_integer()) {
            return Tree::Leaf(Leaf::integer(number, origin));
        }
        let text = value.to_string();
        if reading(&text) == Reading::Decimal {
            return Tree::Leaf(Leaf { value: LeafValue::Number(text), origin });
        }
        let wrong = format!("readers of YAML disagree about what `{text}` is");
        self.report(codes::VALUE, span, (wrong, "divide with `//`, or make a text of it with `~ ''`".to_owned()));
        Tree::Absent
    }
}

/// What a value is, for messages.
pub(super) fn kind(value: &Value) -> &'static str {
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => "none",
        ValueKind::Bool => "`true` or `false`",
        ValueKind::Number => "a number",
        ValueKind::String => "a text",
        ValueKind::Seq | ValueKind::Iterable => "a list",
        ValueKind::Map => "a mapping",
        _ => "this",
    }
}
