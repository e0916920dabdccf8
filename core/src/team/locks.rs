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

#[cfg(test)]
mod tests {
    use crate::{Platform, Source, analyse};

    fn locked(team: &str, locks: &str) -> Vec<String> {
        let platform = Platform::parse(&Source::new("platform.yaml", format!("locks: [{locks}]")));
        assert!(!platform.has_errors(), "{:#?}", platform.diagnostics());
        let source = Source::new("", format!("team: demo\n{team}"));
        let found = analyse(&source, &platform).diagnostics;
        let found = found.iter().filter(|found| found.code.id == "TW0409");
        found.map(|found| format!("{}:{}", source.slice(found.span), found.related.len())).collect()
    }

    #[test]
    fn a_locked_key_is_reported_at_the_key_and_points_at_the_lock() {
        assert_eq!(locked("tier: large", "tier"), ["tier:1"]);
        assert_eq!(locked("resourceQuota: {pods: 1}", "resourceQuota"), ["resourceQuota:1"]);
        assert_eq!(locked("resourceQuota: {pods: 1}", "resourceQuota.pods"), ["pods:1"]);
        assert_eq!(locked("resourceQuota: {pods: 1}", "resourceQuota.requests"), [""; 0]);
        assert_eq!(locked("resourceQuota: {pods: 1}", "resourceQuota, resourceQuota.pods"), ["resourceQuota:1"]);
        assert_eq!(locked("resourceQuota: {requests: {cpu: 1}}", "resourceQuota.requests"), ["requests:1"]);
    }

    #[test]
    fn a_locked_sync_policy_is_locked_in_every_application_and_environment() {
        let team = "apps:\n  - {name: a, syncPolicy: {automated: {prune: true}}}\n  \
                    - {name: b, environments: {dev: {syncPolicy: {automated: {prune: false}}}}}";
        assert_eq!(locked(team, "syncPolicy.automated.prune"), ["prune:1", "prune:1"]);
        assert_eq!(locked(team, "syncPolicy.retry"), [""; 0]);
    }
}
