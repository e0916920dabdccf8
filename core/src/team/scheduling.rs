//! Node selector and tolerations in force: what the team writes, else the platform's default. Each replaces the other as a whole:
//! half of a default beside half of a wish could name nodes that do not exist.

use crate::{
    diagnostic::{Sink, scheduling as codes},
    origin::{Origin, OriginKind, Sourced},
    platform::{Platform, scheduling::obstacle},
    span::{Span, Spanned},
    spec::{
        TeamSpec,
        scheduling::{self as spec, TolerationSpec},
    },
};

/// `nodeSelector` and `tolerations` as meant.
#[derive(Debug)]
pub(crate) struct Scheduling {
    /// Labels of nodes.
    pub(crate) node_selector: Vec<(String, Sourced<String>)>,
    pub(crate) tolerations: Vec<Toleration>,
}

/// A taint that pods put up with.
#[derive(Debug)]
pub(crate) struct Toleration {
    pub(crate) key: String,
    pub(crate) operator: Operator,
    /// Every effect if there is none.
    pub(crate) effect: Option<String>,
    /// For ever if there is none.
    pub(crate) seconds: Option<i64>,
    pub(crate) origin: Origin,
}

/// Which values of a taint are meant.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    /// Every value.
    Exists,
    /// One value, which may be empty.
    Equal(String),
}

impl Operator {
    /// Its name in Kubernetes.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Exists => "Exists",
            Self::Equal(_) => "Equal",
        }
    }
}

impl Scheduling {
    /// Whether the team's pods may run on any node without taints.
    pub(crate) fn is_empty(&self) -> bool {
        self.node_selector.is_empty() && self.tolerations.is_empty()
    }
}

pub(crate) fn validate(spec: &TeamSpec, platform: &Platform, sink: &mut Sink) -> Scheduling {
    spec::check(&spec.tolerations, sink);
    for (name, key) in [("nodeSelector", spec.node_selector.key), ("tolerations", spec.tolerations.key)] {
        if let Some(key) = key {
            reaches_pods(name, key, platform, sink);
        }
    }
    let defaults = &platform.defaults;
    let labels = choose("nodeSelector", &spec.node_selector.labels, &defaults.node_selector.labels, platform);
    let tolerations = choose("tolerations", &spec.tolerations.entries, &defaults.tolerations.entries, platform);
    Scheduling {
        node_selector: labels.map_or_else(Vec::new, |(labels, kind)| {
            let label = |(key, value): &(Spanned<String>, Spanned<String>)| {
                (key.value.clone(), Sourced::new(value.value.clone(), origin(kind, key.span.to(value.span))))
            };
            labels.iter().map(label).collect()
        }),
        tolerations: tolerations.map_or_else(Vec::new, |(entries, kind)| {
            entries.iter().filter_map(|entry| Toleration::new(entry, origin(kind, entry.span))).collect()
        }),
    }
}

impl Toleration {
    fn new(spec: &TolerationSpec, origin: Origin) -> Option<Self> {
        let exists = spec.operator.as_ref().is_some_and(|operator| operator.value == "Exists");
        let value = || spec.value.as_ref().map(|value| value.value.clone()).unwrap_or_default();
        Some(Self {
            key: spec.key.as_ref()?.value.clone(),
            operator: if exists { Operator::Exists } else { Operator::Equal(value()) },
            effect: spec.effect.as_ref().map(|effect| effect.value.clone()),
            seconds: spec.seconds.as_ref().map(|seconds| seconds.value),
            origin,
        })
    }
}

/// A key without a value has its error already.
fn reaches_pods(name: &str, key: Span, platform: &Platform, sink: &mut Sink) {
    let is_reported = || sink.found().iter().any(|found| found.is_error() && found.span == key);
    let Some(obstacle) = obstacle(platform).filter(|_| !is_reported()) else { return };
    let report = sink.report(codes::NO_MECHANISM, key, format!("`{name}` would reach no pod")).help(format!(
        "remove it and write it in the pods themselves, or ask the platform team for {}",
        obstacle.instead
    ));
    if let Some(source) = &platform.source {
        report.see_in(source, obstacle.span, obstacle.why);
    }
}

/// The written value, else the default, with what it is.
fn choose<'v, T>(
    key: &str,
    written: &'v Option<T>,
    default: &'v Option<T>,
    platform: &Platform,
) -> Option<(&'v T, OriginKind)> {
    if let Some(value) = written {
        return Some((value, OriginKind::Written));
    }
    let value = default.as_ref()?;
    let is_locked = platform.defaults.lock(key).is_some();
    Some((value, if is_locked { OriginKind::Lock } else { OriginKind::Default }))
}

fn origin(kind: OriginKind, span: Span) -> Origin {
    match kind {
        OriginKind::Written => Origin::written(span),
        kind => Origin::platform(span).of_kind(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, analyse};

    fn codes(team: &str, platform: &str) -> Vec<&'static str> {
        let platform = Platform::parse(&Source::new("platform.yaml", platform));
        let file = analyse(&Source::new("team.yaml", format!("team: demo\n{team}")), &platform);
        file.diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code.id).collect()
    }

    #[test]
    fn rules_between_the_keys_of_a_toleration() {
        for (toleration, expected) in [
            ("{key: a}", None),
            ("{key: a, operator: Exists, value: b}", Some("TW0702")),
            ("{key: a, operator: Equal, value: b, tolerationSeconds: 1}", Some("TW0703")),
            ("{key: a, effect: NoSchedule, tolerationSeconds: 1}", Some("TW0703")),
            ("{key: a, effect: NoExecute, tolerationSeconds: 0}", None),
            ("{key: a, effect: noexecute, tolerationSeconds: 1}", Some("TW0209")),
            ("{key: a, efect: NoExecute, tolerationSeconds: 1}", Some("TW0201")),
            ("{operator: Exists}", Some("TW0205")),
            ("{key: node-role.kubernetes.io/control-plane}", Some("TW0701")),
            ("{key: node.kubernetes.io/unreachable}", None),
        ] {
            let found = codes(&format!("tolerations: [{toleration}]"), "");
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{toleration}");
        }
    }

    #[test]
    fn without_a_mechanism_every_wish_is_an_error() {
        let none = "scheduling: {mechanism: none}";
        assert_eq!(codes("nodeSelector: {a: b}\ntolerations: []", none), ["TW0704", "TW0704"]);
        assert_eq!(codes("nodeSelector:\n", none), ["TW0203"]);
        assert_eq!(codes("", none), [""; 0]);
    }

    #[test]
    fn a_written_selector_replaces_the_default_one() {
        let platform = Platform::parse(&Source::new("platform.yaml", "defaults: {nodeSelector: {pool: shared}}"));
        let labels = |team: &str| {
            let file = analyse(&Source::new("team.yaml", team), &platform);
            let team = file.team.expect("a valid team");
            let labels = team.scheduling.node_selector.iter();
            labels.map(|(key, value)| (format!("{key}={}", value.value), value.origin.kind)).collect::<Vec<_>>()
        };
        assert_eq!(labels("team: demo"), [("pool=shared".to_owned(), OriginKind::Default)]);
        assert_eq!(labels("team: demo\nnodeSelector: {a: b}"), [("a=b".to_owned(), OriginKind::Written)]);
        assert_eq!(labels("team: demo\nnodeSelector: {}"), []);
    }

    #[test]
    fn every_code_has_an_example_that_draws_it() {
        for code in crate::diagnostic::scheduling::ALL {
            let in_platform = code.id >= "TW0730";
            let comment = code.example.lines().find_map(|line| line.strip_prefix("# platform.yaml: "));
            let platform = if in_platform { code.example } else { comment.unwrap_or_default() };
            let platform =
                Platform::parse(&Source::new("platform.yaml", format!("network: {{ingress: []}}\n{platform}")));
            let team = if in_platform { "team: data" } else { code.example };
            let file = analyse(&Source::new("team.yaml", team), &platform);
            let errors = file.diagnostics.iter().filter(|found| found.is_error());
            let drawn: Vec<_> = platform.diagnostics().iter().chain(errors).map(|found| found.code.id).collect();
            assert_eq!(drawn, [code.id]);
        }
    }
}
