//! What a component waits for: only what is there, and never itself.

use std::collections::BTreeMap;

use super::{APPLICATION_PREFIX, Component, Components, is_written};
use crate::{
    diagnostic::{Sink, platform as codes},
    origin::Sourced,
    shape::did_you_mean,
    yaml::Node,
};

/// Reports written dependencies that are not there or switched off, and one entry of each circle.
pub(super) fn check(components: &Components, node: Option<&Node>, sink: &mut Sink) {
    for component in &components.list {
        for dependency in component.depends_on.iter().filter(|name| is_written(name)) {
            judge(component, dependency, components, node, sink);
        }
    }
    circles(&components.list, sink);
}

fn judge(
    component: &Component,
    dependency: &Sourced<String>,
    components: &Components,
    node: Option<&Node>,
    sink: &mut Sink,
) {
    let (name, span) = (dependency.value.as_str(), dependency.origin.span());
    match components.find(name) {
        None if !was_reported(name, node, sink) => {
            let report = sink.report(codes::UNKNOWN_DEPENDENCY, span, format!("there is no component `{name}`"));
            let bare = name.strip_prefix(APPLICATION_PREFIX).unwrap_or(name);
            let others = components.list.iter().filter(|other| other.name.value != component.name.value);
            match did_you_mean(bare, others.map(|other| other.name.value.as_str())) {
                Some(near) => report.help(format!("did you mean `{near}`?")),
                None => report.help("name a component of the built-in list or of this one"),
            };
        }
        Some(found) if component.enabled.value && !found.enabled.value => {
            sink.report(codes::DISABLED_DEPENDENCY, span, format!("the component `{name}` is switched off"))
                .see(found.enabled.origin.span(), "switched off here")
                .help("remove the entry, or switch the component on");
        }
        _ => {}
    }
}

/// Whether a text near the name was reported among the components: it may be the name of the one that is missing.
fn was_reported(name: &str, node: Option<&Node>, sink: &Sink) -> bool {
    let Some(span) = node.map(|node| node.span) else { return false };
    let inside = sink.found().iter().filter(|found| span.start <= found.span.start && found.span.end <= span.end);
    let mut texts = inside.filter(|found| found.is_error()).map(|found| sink.source.slice(found.span));
    texts.any(|text| did_you_mean(text, [name].into_iter()).is_some())
}

/// A dependency as an index into the list, with the entry that says so.
type Edge<'a> = (usize, &'a Sourced<String>);

/// A component on the way, what is left of its dependencies, and the one that the way goes on by.
struct Step<'a> {
    index: usize,
    rest: std::vec::IntoIter<Edge<'a>>,
    entry: Option<&'a Sourced<String>>,
}

/// Walks along the dependencies, depth first, and reports each that leads back onto the way. The walk has a stack of its
/// own, because a chain may be as long as the file.
fn circles(list: &[Component], sink: &mut Sink) {
    let indices: BTreeMap<&str, usize> =
        list.iter().enumerate().map(|(index, component)| (component.name.value.as_str(), index)).collect();
    let step = |index: usize| {
        let component = list.get(index).filter(|component| component.enabled.value);
        let names = component.map(|component| component.depends_on.as_slice()).unwrap_or_default();
        let edges = names.iter().filter_map(|name| Some((*indices.get(name.value.as_str())?, name)));
        Step { index, rest: edges.collect::<Vec<Edge<'_>>>().into_iter(), entry: None }
    };
    let mut finished = vec![false; list.len()];
    for root in 0..list.len() {
        let mut way: Vec<Step<'_>> = Vec::new();
        let mut next = Some(root);
        loop {
            way.extend(next.take().filter(|index| finished.get(*index) == Some(&false)).map(step));
            let Some(last) = way.last_mut() else { break };
            let Some((target, name)) = last.rest.next() else {
                if let Some(finished) = finished.get_mut(last.index) {
                    *finished = true;
                }
                way.pop();
                continue;
            };
            last.entry = Some(name);
            match way.iter().position(|step| step.index == target) {
                Some(start) => {
                    let circle = way.iter().skip(start).filter_map(|step| step.entry);
                    report(&circle.collect::<Vec<_>>(), sink);
                }
                None => next = Some(target),
            }
        }
    }
}

/// Most names that a message lists.
const LONGEST_CIRCLE: usize = 6;

/// Reports a circle at the last of its entries that stands in the file.
fn report(circle: &[&Sourced<String>], sink: &mut Sink) {
    let Some(at) = circle.iter().rev().find(|entry| is_written(entry)) else { return };
    let names: Vec<_> = circle.iter().map(|entry| format!("`{}`", entry.value)).collect();
    let message = match (names.as_slice(), names.last()) {
        ([only], _) => format!("{only} waits for itself"),
        (several, Some(last)) if several.len() <= LONGEST_CIRCLE => {
            format!("components wait for each other: {last} → {}", several.join(" → "))
        }
        _ => format!("{} components wait for each other, `{}` among them", names.len(), at.value),
    };
    let report = sink.report(codes::DEPENDENCY_CYCLE, at.origin.span(), message).help("remove one of the entries");
    let others = circle.iter().filter(|entry| is_written(entry) && entry.origin != at.origin);
    others
        .take(LONGEST_CIRCLE)
        .fold(report, |report, other| report.see(other.origin.span(), format!("waits for `{}`", other.value)));
}
