//! What the platform's templates make of a team. A value may not fit its place, so this is judged with the team, before
//! anything is built.

mod context;

use std::borrow::Cow;

use minijinja::value::{Value, ValueKind};
use smol_str::{SmolStr, ToSmolStr};

use super::Team;
use crate::{
    diagnostic::{Code, Diagnostic, Sink, templates as codes},
    manifest::{Leaf, LeafValue, Manifest, Part as ManifestPart, Tree},
    origin::Origin,
    platform::clusters::Cluster,
    span::Span,
    template::{Expression, Form, Part, Template, is_made_by_kubernetes},
    value::label,
    yaml::{
        MAX_BYTES, MAX_DEPTH, MAX_NODES, characters,
        scalar::{Reading, reading},
    },
};

/// An object of a team that a template makes.
#[derive(Debug)]
pub(crate) struct Made {
    /// The cluster that it is made for; `None` where it is the same for all.
    cluster: Option<String>,
    group: SmolStr,
    /// The name in the template.
    at: (usize, Span),
    manifest: Manifest,
}

impl Made {
    /// The object, if it is one for this cluster.
    pub(crate) fn on(&self, cluster: &Cluster) -> Option<&Manifest> {
        self.cluster.as_ref().is_none_or(|name| *name == cluster.name.value).then_some(&self.manifest)
    }
}

/// Every object that the templates make, for each cluster. What is wrong is reported in the template, with the team's name.
pub(crate) fn make(team: &Team<'_>, found: &mut Vec<Diagnostic>) -> Vec<Made> {
    let platform = team.platform;
    let mut made = Vec::new();
    if platform.templates.is_empty() || platform.has_errors() {
        return made;
    }
    let mut sinks: Vec<_> = platform.templates.iter().map(|template| Sink::new(&template.source)).collect();
    for (index, cluster) in platform.clusters.iter().enumerate() {
        let context = context::of(team, cluster);
        for (at, (template, sink)) in platform.templates.iter().zip(&mut sinks).enumerate() {
            if index > 0 && !template.depends_on_the_cluster {
                continue;
            }
            let many = template.depends_on_the_cluster && platform.clusters.len() > 1;
            let name = &cluster.name.value;
            let mut maker = Maker {
                team,
                template,
                sink,
                place: if many {
                    format!("for team `{}` on cluster `{name}`", team.name())
                } else {
                    format!("for team `{}`", team.name())
                },
                nodes: 0,
                bytes: 0,
                is_full: false,
            };
            let cluster = many.then(|| name.clone());
            let objects = maker.objects(&context).into_iter();
            made.extend(objects.map(|(manifest, span)| Made {
                cluster: cluster.clone(),
                group: template.group().into(),
                at: (at, span),
                manifest,
            }));
        }
    }
    duplicates(team, &made, &mut sinks);
    found.extend(sinks.into_iter().flat_map(Sink::into_found));
    made
}

/// Two objects of one kind and name would be one in the cluster. Of kinds that the compiler makes itself no template makes one.
fn duplicates(team: &Team<'_>, made: &[Made], sinks: &mut [Sink]) {
    let mut seen: std::collections::BTreeMap<_, &Made> = std::collections::BTreeMap::new();
    for one in made {
        let name = one.manifest.name.as_text().unwrap_or_default();
        let clusters = team.platform.clusters.iter().map(|cluster| cluster.name.value.as_str());
        for cluster in clusters.filter(|cluster| one.cluster.as_ref().is_none_or(|own| own == cluster)) {
            let key = (cluster, one.group.as_str(), one.manifest.kind.as_str(), name);
            let Some(first) = seen.get(&key) else {
                seen.insert(key, one);
                continue;
            };
            let (template, span) = one.at;
            let Some(other) = team.platform.templates.get(first.at.0) else { continue };
            let Some(sink) = sinks.get_mut(template) else { continue };
            let message = format!("for team `{}`: a second {} `{name}`", team.name(), one.manifest.kind);
            sink.report(codes::DUPLICATE, span, message)
                .see_in(&other.source, first.at.1, "the first one is named here")
                .help("give each a name of its own; with `for`, let the name hold what differs");
            break;
        }
    }
}

/// Evaluates one template.
struct Maker<'a> {
    team: &'a Team<'a>,
    template: &'a Template,
    sink: &'a mut Sink,
    /// For whom, at the beginning of messages.
    place: String,
    nodes: usize,
    bytes: usize,
    /// Whether it was said that this is too much.
    is_full: bool,
}

impl Maker<'_> {
    fn report(&mut self, code: Code, span: Span, (message, help): (String, String)) {
        self.sink.report(code, span, format!("{}: {message}", self.place)).help(help);
    }

    /// Each object with the place of its name; those with a mistake are left out.
    fn objects(&mut self, context: &Value) -> Vec<(Manifest, Span)> {
        let Some((variable, list)) = &self.template.each else {
            return self.object(context).into_iter().collect();
        };
        let Some(entries) = self.evaluate(list, context) else { return Vec::new() };
        if !matches!(entries.kind(), ValueKind::Seq | ValueKind::Iterable) {
            let wrong = format!("`for` needs a list, not {}", kind(&entries));
            self.report(codes::VALUE, list.span, (wrong, "write a list such as `team.apps`".to_owned()));
            return Vec::new();
        }
        let mut objects = Vec::new();
        for entry in entries.try_iter().into_iter().flatten() {
            self.spend(1, 0, list.span);
            if self.is_full {
                break;
            }
            objects.extend(self.object(&context::with(context, variable, entry)));
        }
        objects
    }

    fn object(&mut self, context: &Value) -> Option<(Manifest, Span)> {
        let template = self.template;
        if let Some(when) = &template.when {
            let value = self.evaluate(when, context)?;
            if value.kind() != ValueKind::Bool {
                let wrong = format!("`when` needs `true` or `false`, not {}", kind(&value));
                self.report(codes::VALUE, when.span, (wrong, "compare it, such as `team.owner != none`".to_owned()));
                return None;
            }
            if !value.is_true() {
                return None;
            }
        }
        let before = self.sink.found().len();
        let name = self.text(&template.name, context);
        if let Some((name, span)) = &name {
            self.name(name, *span);
        }
        let labels = self.pairs(&template.labels, context);
        for (_, (value, span)) in &labels {
            if let Some(text) = value.as_text().filter(|text| !label::is_value(text)) {
                let wrong = format!("`{}` is no label's value", shortened(text));
                let help = "a label has letters, digits, `-`, `_` and `.`, at most 63; an annotation may hold any text";
                self.report(codes::VALUE, *span, (wrong, help.to_owned()));
            }
        }
        let annotations = self.pairs(&template.annotations, context);
        let body: Vec<_> = template.body.iter().map(|(key, form)| (key.clone(), self.tree(form, context, 1))).collect();
        let (name, span) = name.filter(|_| self.sink.found().len() == before && !self.is_full)?;
        let (wave, wave_origin) = self.team.platform.sync_waves.of_template(&template.kind.value);
        let leaves =
            |pairs: Vec<(Cow<'static, str>, (Leaf, Span))>| pairs.into_iter().map(|(key, (leaf, _))| (key, leaf));
        let managed = (Cow::Borrowed("app.kubernetes.io/managed-by"), Leaf::from("teamwright"));
        let team = (Cow::Borrowed("team"), Leaf::from(&self.team.name));
        let mut manifest = Manifest {
            part: ManifestPart::Namespace,
            api_version: template.api_version.clone(),
            kind: template.kind.value.clone(),
            name,
            namespace: Some((&self.team.namespace).into()),
            labels: leaves(labels).chain([managed, team]).collect(),
            annotations: leaves(annotations).collect(),
            finalizers: Vec::new(),
            wave,
            wave_origin,
            origin: template.origin(template.kind.span),
            body: body.into_iter().filter(|(_, tree)| !matches!(tree, Tree::Absent)).collect(),
        };
        manifest.finish();
        Some((manifest, span))
    }

    fn name(&mut self, name: &Leaf, span: Span) {
        let Some(text) = name.as_text() else { return };
        let shown = shortened(text);
        if !label::is_subdomain(text) {
            let help = "a name has lower-case letters, digits, `-` and `.`, at most 253".to_owned();
            self.report(codes::VALUE, span, (format!("`{shown}` is no object's name"), help));
        } else if is_made_by_kubernetes(&self.template.kind.value, text) {
            let help = "take another name".to_owned();
            self.report(codes::VALUE, span, (format!("Kubernetes makes `{shown}` in each namespace itself"), help));
        }
    }

    fn pairs(
        &mut self,
        pairs: &[(Cow<'static, str>, Form)],
        context: &Value,
    ) -> Vec<(Cow<'static, str>, (Leaf, Span))> {
        pairs.iter().filter_map(|(key, form)| Some((key.clone(), self.text(form, context)?))).collect()
    }

    /// A value of the metadata, which is always a text.
    fn text(&mut self, form: &Form, context: &Value) -> Option<(Leaf, Span)> {
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
        let text = match &leaf.value {
            LeafValue::Text(_) => return Some((leaf.clone(), leaf.origin.span())),
            LeafValue::Integer(number) => number.to_smolstr(),
            LeafValue::Number(text) => text.into(),
            LeafValue::Boolean(flag) => flag.to_smolstr(),
        };
        Some((Leaf::text(text, leaf.origin), leaf.origin.span()))
    }

    fn evaluate(&mut self, expression: &Expression, context: &Value) -> Option<Value> {
        match expression.evaluate(context) {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.report(codes::NO_VALUE, expression.span, wrong);
                None
            }
        }
    }

    /// Counts what is made; too much of it is said once.
    fn spend(&mut self, nodes: usize, bytes: usize, span: Span) {
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

    fn tree(&mut self, form: &Form, context: &Value, depth: usize) -> Tree {
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
            Tree::Leaf(leaf) => Some(match leaf.value {
                LeafValue::Text(text) => text,
                LeafValue::Integer(number) => number.to_smolstr(),
                LeafValue::Number(text) => text.into(),
                LeafValue::Boolean(flag) => flag.to_smolstr(),
            }),
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
fn kind(value: &Value) -> &'static str {
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

/// The beginning of a text that may be long.
fn shortened(text: &str) -> String {
    let short: String = text.chars().take(80).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests;
