//! The tree of a template: what never changes, and what is evaluated for each team.

use std::borrow::Cow;

use super::{
    Expression,
    names::Variable,
    text::{Broken, Piece, has_expression, split},
};
use crate::{
    diagnostic::{Sink, templates as codes},
    manifest::{self, Leaf, Tree},
    origin::Origin,
    source::to_u32,
    span::Span,
    yaml::{Node, Value},
};

/// A value of the tree.
#[derive(Debug)]
pub(crate) enum Form {
    /// The same for every team, with what it costs.
    Fixed(Tree, Cost),
    /// A text that is one expression: whatever it gives.
    Value(Expression, Span),
    /// A text with expressions in it.
    Text(Vec<Part>, Span),
    List(Vec<Form>),
    Map(Vec<(Cow<'static, str>, Form)>),
}

/// What a tree takes: its nodes, and the bytes of its texts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    pub(crate) nodes: usize,
    pub(crate) bytes: usize,
}

impl Cost {
    const NODE: Self = Self { nodes: 1, bytes: 0 };

    const fn and(self, other: Self) -> Self {
        Self { nodes: self.nodes + other.nodes, bytes: self.bytes + other.bytes }
    }
}

/// A part of a text.
#[derive(Debug)]
pub(crate) enum Part {
    Text(String),
    Expression(Expression),
}

/// What is known while a template is read.
pub(super) struct Reader<'s> {
    number: u16,
    sink: &'s mut Sink,
    pub(super) variable: Option<&'s Variable>,
    pub(super) depends_on_the_cluster: bool,
}

impl<'s> Reader<'s> {
    pub(super) fn new(number: u16, sink: &'s mut Sink) -> Self {
        Self { number, sink, variable: None, depends_on_the_cluster: false }
    }

    /// `for`: the name of an entry, and the list.
    pub(super) fn each(&mut self, node: &Node) -> Option<(Variable, Expression)> {
        let (first, others) = node.entries().split_first()?;
        if let Some(other) = others.first() {
            self.sink
                .report(codes::EXPRESSION, other.key.span, "`for` goes through one list")
                .see(first.key.span, "this one")
                .help("remove the entry");
            return None;
        }
        let list = self.single(&first.value)?;
        let text = first.value.text().unwrap_or_default().trim_matches(['{', '}', ' ']);
        let known = super::NAMES.iter().find(|name| name.kind == super::Kind::List && name.path == text);
        let below = known.map(|name| format!("{}[]", name.path));
        let entries = below.filter(|below| super::NAMES.iter().any(|name| name.path.starts_with(below.as_str())));
        Some((Variable { name: first.key.value.clone(), entries }, list))
    }

    /// A text that is one expression.
    pub(super) fn single(&mut self, node: &Node) -> Option<Expression> {
        let text = node.text()?;
        match self.pieces(text, node.span)?.as_slice() {
            [Piece::Expression(inner)] => self.compile(inner, node.span, &mut 0),
            _ => None,
        }
    }

    /// Any value.
    pub(super) fn form(&mut self, node: &Node) -> Form {
        let origin = Origin::template(self.number, node.span);
        match &node.value {
            Value::Scalar(text, style) if !has_expression(text) => Form::Fixed(
                Tree::Leaf(Leaf { value: manifest::scalar(text, *style), origin }),
                Cost { nodes: 1, bytes: text.len() },
            ),
            Value::Scalar(text, _) => self.text(text, node.span),
            Value::List(items) if items.is_empty() => Form::Fixed(Tree::EmptyList(origin), Cost::NODE),
            Value::Map(entries, _) if entries.is_empty() => Form::Fixed(Tree::EmptyMap(origin), Cost::NODE),
            Value::List(items) => list(items.iter().map(|item| self.form(item)).collect()),
            Value::Map(entries, _) => {
                let mut forms = Vec::with_capacity(entries.len());
                for entry in entries {
                    if has_expression(&entry.key.value) {
                        self.sink
                            .report(codes::EXPRESSION, entry.key.span, "a key holds no expressions")
                            .help("write the key out; `for` makes an object of each entry of a list");
                    }
                    forms.push((Cow::Owned(entry.key.value.clone()), self.form(&entry.value)));
                }
                map(forms)
            }
            Value::Null | Value::Invalid => Form::Fixed(Tree::Absent, Cost::default()),
        }
    }

    fn text(&mut self, text: &str, span: Span) -> Form {
        let nothing = Form::Fixed(Tree::Absent, Cost::default());
        let Some(pieces) = self.pieces(text, span) else { return nothing };
        let mut from = 0;
        if let [Piece::Expression(inner)] = pieces.as_slice() {
            return self.compile(inner, span, &mut from).map_or(nothing, |expression| Form::Value(expression, span));
        }
        let mut parts = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match piece {
                Piece::Text(text) => parts.push(Part::Text(text.to_owned())),
                Piece::Expression(inner) => parts.extend(self.compile(inner, span, &mut from).map(Part::Expression)),
            }
        }
        Form::Text(parts, span)
    }

    fn pieces<'t>(&mut self, text: &'t str, span: Span) -> Option<Vec<Piece<'t>>> {
        let (message, help) = match split(text) {
            Ok(pieces) => return Some(pieces),
            Err(Broken::Unclosed) => {
                ("`{{` without its `}}`", "close it with `}}`; for braces as text write `{{ '{{' }}`")
            }
            Err(Broken::Trim) => ("`{{-` and `-}}` trim nothing here", "write `{{` and `}}`"),
            Err(Broken::Empty) => ("an expression without anything in it", "write a name such as `team.name`"),
        };
        let at = self.find(span, "{{", &mut 0);
        self.sink.report(codes::EXPRESSION, at, message).help(help);
        None
    }

    /// Compiles the expression that stands in the text at `span`, behind the first `from` bytes of it.
    fn compile(&mut self, inner: &str, span: Span, from: &mut usize) -> Option<Expression> {
        let at = self.find(span, inner, from);
        match Expression::compile(inner, at, self.variable) {
            Ok(expression) => {
                self.depends_on_the_cluster |= expression.depends_on_the_cluster();
                Some(expression)
            }
            Err(((message, help), word)) => {
                let at = word.map_or(at, |word| self.find(at, &word, &mut 0));
                self.sink.report(codes::EXPRESSION, at, message).help(help);
                None
            }
        }
    }

    /// Where something stands inside a span; the whole span where quotes or line breaks hide it.
    fn find(&self, span: Span, what: &str, from: &mut usize) -> Span {
        let text = self.sink.source.slice(span);
        let Some(at) = text.get(*from..).and_then(|rest| rest.find(what)).map(|at| at + *from) else { return span };
        *from = at + what.len();
        Span::new(span.start + to_u32(at), span.start + to_u32(at + what.len()))
    }
}

fn list(items: Vec<Form>) -> Form {
    if items.iter().all(|item| matches!(item, Form::Fixed(..))) {
        let cost = items.iter().map(cost).fold(Cost::NODE, Cost::and);
        return Form::Fixed(Tree::list(items.into_iter().filter_map(fixed)), cost);
    }
    Form::List(items)
}

fn map(entries: Vec<(Cow<'static, str>, Form)>) -> Form {
    if entries.iter().all(|(_, value)| matches!(value, Form::Fixed(..))) {
        let entry = |(key, value): &(Cow<'static, str>, Form)| cost(value).and(Cost { nodes: 1, bytes: key.len() });
        let cost = entries.iter().map(entry).fold(Cost::NODE, Cost::and);
        let entries = entries.into_iter().filter_map(|(key, value)| Some((key, fixed(value)?)));
        return Form::Fixed(Tree::map(entries.collect()), cost);
    }
    Form::Map(entries)
}

fn cost(form: &Form) -> Cost {
    match form {
        Form::Fixed(_, cost) => *cost,
        _ => Cost::default(),
    }
}

fn fixed(form: Form) -> Option<Tree> {
    match form {
        Form::Fixed(tree, _) => Some(tree),
        _ => None,
    }
}
