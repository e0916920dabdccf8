//! A team file may not write a key that platform.yaml locks.

use crate::{
    diagnostic::{Sink, limits as codes},
    platform::{Platform, locks::Lock},
    span::Span,
    yaml::{Entry, Node},
};

/// The only section that stands inside applications instead of at the root.
const IN_APPLICATIONS: &str = "syncPolicy";

/// Reports every locked key that the file writes, once each.
pub(crate) fn check(root: &Node, platform: &Platform, sink: &mut Sink) {
    if !platform.is_sound("locks") {
        return;
    }
    let locks = &platform.defaults.locks;
    for lock in locks.iter() {
        let around = |other: &Lock| other.path != lock.path && other.holds(&lock.path);
        if locks.iter().any(around) {
            continue;
        }
        if lock.keys.first().is_some_and(|key| key == IN_APPLICATIONS) {
            for holder in root.get("apps").map(Node::items).unwrap_or_default().iter().flat_map(with_environments) {
                report(find(holder, &lock.keys), lock, platform, sink);
            }
        } else {
            report(find(root, &lock.keys), lock, platform, sink);
        }
    }
}

/// An application, and every one of its environments.
fn with_environments(app: &Node) -> impl Iterator<Item = &Node> {
    let environments = app.get("environments").map(Node::entries).unwrap_or_default();
    std::iter::once(app).chain(environments.iter().map(|entry| &entry.value))
}

fn find<'a>(node: &'a Node, keys: &[String]) -> Option<&'a Entry> {
    let (first, rest) = keys.split_first()?;
    let entry = node.entry(first)?;
    if rest.is_empty() { Some(entry) } else { find(&entry.value, rest) }
}

fn report(entry: Option<&Entry>, lock: &Lock, platform: &Platform, sink: &mut Sink) {
    let Some(key) = entry.map(|entry| entry.key.span).filter(|key| !reported_at(*key, sink)) else { return };
    let report = sink
        .report(codes::LOCKED, key, format!("`{}` is locked by the platform", lock.path))
        .help("remove it: the platform decides it for every team");
    if let Some(source) = &platform.source {
        report.see_in(source, lock.span, "locked here");
    }
}

/// A key without a value has its error already.
fn reported_at(key: Span, sink: &Sink) -> bool {
    sink.found().iter().any(|found| found.is_error() && found.span == key)
}
