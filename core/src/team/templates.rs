//! What the platform's templates make of a team. A value may not fit its place, so this is judged with the team, before
//! anything is built.

mod context;
mod tree;

use std::borrow::Cow;

use minijinja::value::{Value, ValueKind};
use smol_str::SmolStr;

use self::tree::kind;
use super::Team;
use crate::{
    diagnostic::{Code, Diagnostic, Sink, templates as codes},
    manifest::{Leaf, Manifest, Part, Tree},
    platform::clusters::Cluster,
    span::Span,
    template::{Form, Template, is_made_by_kubernetes},
    value::label,
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
        if index > 0 && platform.templates.iter().all(|template| !template.depends_on_the_cluster) {
            break;
        }
        let context = context::of(team, cluster);
        for (at, (template, sink)) in platform.templates.iter().zip(&mut sinks).enumerate() {
            if index > 0 && !template.depends_on_the_cluster {
                continue;
            }
            let differs = template.depends_on_the_cluster && platform.clusters.len() > 1;
            let cluster = differs.then_some(cluster.name.value.as_str());
            let mut maker = Maker { team, template, sink, cluster, nodes: 0, bytes: 0, is_full: false };
            let objects = maker.objects(&context).into_iter();
            made.extend(objects.map(|(manifest, span)| Made {
                cluster: cluster.map(str::to_owned),
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
    /// The cluster that it is evaluated for; `None` where it is the same for all.
    cluster: Option<&'a str>,
    nodes: usize,
    bytes: usize,
    /// Whether it was said that this is too much.
    is_full: bool,
}

impl Maker<'_> {
    fn report(&mut self, code: Code, span: Span, (message, help): (String, String)) {
        let on = self.cluster.map(|cluster| format!(" on cluster `{cluster}`")).unwrap_or_default();
        self.sink.report(code, span, format!("for team `{}`{on}: {message}", self.team.name())).help(help);
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
            part: Part::Namespace,
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
}

/// The beginning of a text that may be long.
fn shortened(text: &str) -> String {
    let short: String = text.chars().take(80).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests;
