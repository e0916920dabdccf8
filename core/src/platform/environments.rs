//! Environments that other keys of platform.yaml name: each must be one that a cluster serves.

use super::{Platform, sourced};
use crate::{
    diagnostic::{Sink, platform as codes},
    origin::Sourced,
    shape::{List, Shape, alternatives, did_you_mean},
    value::name,
    yaml::Node,
};

/// A list of environments, never empty.
pub(super) static ENVIRONMENTS: List = List::not_empty(Shape::Text(&name::ENVIRONMENT));

/// The key that holds it.
const KEY: &str = "environments";

/// The environments of an entry; `None` where it names none.
pub(super) fn read(entry: &Node) -> Option<Vec<Sourced<String>>> {
    entry.get(KEY).map(|list| list.items().iter().filter_map(sourced).collect())
}

/// Every environment that some entry of a list names, whatever else is wrong with the entry.
pub(super) fn all(list: Option<&Node>) -> Vec<Sourced<String>> {
    list.map(Node::items).unwrap_or_default().iter().filter_map(read).flatten().collect()
}

/// Reports those that no cluster serves.
pub(super) fn check(named: &[Sourced<String>], platform: &Platform, sink: &mut Sink) {
    if !platform.is_sound("clusters") {
        return;
    }
    for environment in named.iter().filter(|named| platform.cluster_for(&named.value).is_none()) {
        let message = format!("no cluster serves the environment `{}`", environment.value);
        let report = sink.report(codes::UNSERVED_ENVIRONMENT, environment.origin.span(), message);
        match did_you_mean(&environment.value, platform.environments()) {
            Some(near) => report.help(format!("did you mean `{near}`?")),
            None => {
                let known: Vec<_> = platform.environments().collect();
                report.help(format!("write {}", alternatives(&known)))
            }
        };
    }
}
