//! `scheduling`: how a team's nodeSelector and tolerations reach its pods.

use super::Platform;
use crate::{
    diagnostic::{Sink, scheduling as codes},
    origin::{Origin, Sourced},
    shape::{Record, Shape, field},
    spec::scheduling as spec,
    yaml::Node,
};

/// The keys of `scheduling`.
pub(crate) static SCHEDULING: Record = Record::of(&[field(
    "mechanism",
    Shape::Choice(&["kyverno", "podNodeSelector", "none"]),
    "What puts them onto pods: a policy of Kyverno, admission plugins of Kubernetes, or nothing.",
)]);

/// How a team's wishes reach its pods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mechanism {
    /// A policy of Kyverno in the team's namespace.
    Kyverno,
    /// Annotations of the namespace, which the admission plugins `PodNodeSelector` and `PodTolerationRestriction` read.
    /// See <https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#podnodeselector>.
    PodNodeSelector,
    /// Nothing: a team may have no wishes.
    None,
}

/// `scheduling` as meant.
#[derive(Debug)]
pub(crate) struct Scheduling {
    pub(crate) mechanism: Sourced<Mechanism>,
}

impl Scheduling {
    pub(crate) fn read(node: Option<&Node>) -> Self {
        let written = node.and_then(|node| node.get("mechanism"));
        let mechanism = written.map_or(Sourced::built_in(Mechanism::Kyverno), |node| {
            let mechanism = match node.text() {
                Some("podNodeSelector") => Mechanism::PodNodeSelector,
                Some("none") => Mechanism::None,
                _ => Mechanism::Kyverno,
            };
            Sourced::new(mechanism, Origin::platform(node.span))
        });
        Self { mechanism }
    }
}

pub(crate) fn check(platform: &Platform, sink: &mut Sink) {
    let mechanism = &platform.scheduling.mechanism;
    if mechanism.value == Mechanism::PodNodeSelector {
        let message = "`podNodeSelector` needs admission plugins that EKS does not enable";
        sink.report(codes::PLUGINS, mechanism.origin.span(), message)
            .help("write `kyverno`, unless your API server runs `PodNodeSelector` and `PodTolerationRestriction`");
    }
    let defaults = &platform.defaults;
    spec::check(&defaults.tolerations, sink);
    if mechanism.value != Mechanism::None || !platform.is_sound("scheduling") {
        return;
    }
    let keys = [("nodeSelector", defaults.node_selector.key), ("tolerations", defaults.tolerations.key)];
    for (name, key) in keys {
        if let Some(key) = key {
            sink.report(codes::NO_MECHANISM, key, format!("`{name}` would reach no pod"))
                .see(mechanism.origin.span(), "nothing puts it onto pods")
                .help("remove it, or write `mechanism: kyverno`");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::platform::testing::codes;

    #[test]
    fn admission_plugins_are_a_warning_because_eks_lacks_them() {
        assert_eq!(codes("scheduling: {mechanism: podNodeSelector}"), ["TW0730"]);
        assert_eq!(codes("scheduling: {mechanism: kyverno}"), [""; 0]);
        assert_eq!(codes("scheduling: {mechanism: karpenter}"), ["TW0209"]);
    }

    #[test]
    fn defaults_that_reach_no_pod_are_errors() {
        let defaults = "defaults: {nodeSelector: {a: b}, tolerations: [{key: a, operator: Exists}]}";
        assert_eq!(codes(defaults), [""; 0]);
        assert_eq!(codes(&format!("{defaults}\nscheduling: {{mechanism: none}}")), ["TW0704", "TW0704"]);
    }

    #[test]
    fn default_tolerations_follow_the_rules_of_written_ones() {
        assert_eq!(codes("defaults: {tolerations: [{key: a, operator: Exists, value: b}]}"), ["TW0702"]);
    }
}
