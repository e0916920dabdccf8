//! `defaults` and `locks`: values for keys that a team does not write, and keys that it may not write.

use super::Platform;
use crate::{
    diagnostic::Sink,
    shape::{List, Record, Shape},
    span::Span,
    span::Spanned,
    spec::{network_policy::NetworkPolicySpec, resource_quota::Leaves, scheduling},
    value::name,
    yaml::Node,
};

/// The keys of `defaults`: every key that can be locked, in the shape that it has in team.yaml.
pub(crate) static DEFAULTS: Record = Record::of(&[]);
/// `locks`.
pub(crate) static LOCKS: List = List::of(Shape::Text(&name::TEAM));

/// `defaults` and `locks` as meant. Spans are those of platform.yaml.
#[derive(Debug, Default)]
pub(crate) struct Defaults {
    pub(crate) tier: Option<Spanned<String>>,
    pub(crate) resource_quota: Leaves,
    pub(crate) limit_range: Leaves,
    pub(crate) network_policy: NetworkPolicySpec,
    pub(crate) node_selector: scheduling::NodeSelectorSpec,
    pub(crate) tolerations: scheduling::TolerationsSpec,
    // sync_policy: the reader of apps[].syncPolicy
    locks: Vec<Spanned<String>>,
}

impl Defaults {
    pub(crate) fn read(_defaults: Option<&Node>, _locks: Option<&Node>, _sink: &mut Sink) -> Self {
        Self::default()
    }

    /// The lock that holds a key path such as `networkPolicy.allowEgress`: its own, or that of a section around it.
    pub(crate) fn lock(&self, path: &str) -> Option<Span> {
        let holds = |lock: &str| path == lock || path.strip_prefix(lock).is_some_and(|rest| rest.starts_with('.'));
        self.locks.iter().find(|lock| holds(&lock.value)).map(|lock| lock.span)
    }
}

pub(crate) fn check(_platform: &Platform, _sink: &mut Sink) {}
