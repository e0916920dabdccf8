//! `scheduling`: how a team's nodeSelector and tolerations reach its pods.

use super::Platform;
use crate::{
    diagnostic::{Sink, scheduling as codes},
    origin::{Origin, Sourced},
    shape::{Record, Shape, field},
    span::Span,
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
    let Some(obstacle) = obstacle(platform) else { return };
    let keys = [("nodeSelector", defaults.node_selector.key), ("tolerations", defaults.tolerations.key)];
    for (name, key) in keys {
        if let Some(key) = key {
            sink.report(codes::NO_MECHANISM, key, format!("`{name}` would reach no pod"))
                .see(obstacle.span, obstacle.why.clone())
                .help(format!("remove it, or write {}", obstacle.instead));
        }
    }
}

/// Why wishes about nodes reach no pod.
pub(crate) struct Obstacle {
    /// Where platform.yaml says so.
    pub(crate) span: Span,
    pub(crate) why: String,
    /// What would have to stand there.
    pub(crate) instead: &'static str,
}

/// What keeps wishes about nodes from every pod, if anything does.
pub(crate) fn obstacle(platform: &Platform) -> Option<Obstacle> {
    let mechanism = &platform.scheduling.mechanism;
    match mechanism.value {
        Mechanism::None if platform.is_sound("scheduling") => Some(Obstacle {
            span: mechanism.origin.span(),
            why: "nothing puts it onto pods".to_owned(),
            instead: "`mechanism: kyverno`",
        }),
        Mechanism::Kyverno if platform.is_sound("scheduling") && platform.is_sound("components") => {
            let chart = platform.components.old_kyverno()?;
            Some(Obstacle {
                span: chart.origin.span(),
                why: format!("Kyverno's chart {} has no policies of teams' namespaces", chart.value),
                instead: "3.7.0 or newer as `components.kyverno.version`",
            })
        }
        _ => None,
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
    fn a_chart_of_kyverno_without_such_policies_is_an_obstacle() {
        let defaults = "defaults: {nodeSelector: {a: b}}";
        let with = |kyverno: &str| codes(&format!("{defaults}\ncomponents: {{kyverno: {{{kyverno}}}}}"));
        for old in ["3.6.4", "2.7.5", "3.6.9-rc.1", "0.9.0"] {
            assert_eq!(with(&format!("version: {old}")), ["TW0704"], "{old}");
            assert_eq!(
                codes(&format!("components: {{kyverno: {{version: {old}}}}}")),
                [""; 0],
                "{old}: nobody has a wish"
            );
        }
        for fine in ["version: 3.7.0", "version: 3.7.0-rc.1", "version: 3.10.0", "version: 10.0.0", "values: {}"] {
            assert_eq!(with(fine), [""; 0], "{fine}");
        }
        // Another chart counts otherwise, and one that is switched off is somebody else's.
        assert_eq!(with("version: 1.0.0, repoURL: 'https://charts.example.com'"), [""; 0]);
        assert_eq!(with("version: 1.0.0, chart: our-kyverno"), [""; 0]);
        assert_eq!(with("version: 1.0.0, enabled: false"), [""; 0]);
    }

    #[test]
    fn default_tolerations_follow_the_rules_of_written_ones() {
        assert_eq!(codes("defaults: {tolerations: [{key: a, operator: Exists, value: b}]}"), ["TW0702"]);
    }
}
