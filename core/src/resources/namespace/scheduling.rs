//! Annotations of the Namespace that two admission plugins read, where `scheduling.mechanism` is `podNodeSelector`.
//!
//! Fed by `nodeSelector` and `tolerations`, and by `defaults` of platform.yaml.
//! See <https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#podnodeselector>
//! and <https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#podtolerationrestriction>.

use crate::{
    manifest::Leaf,
    platform::scheduling::Mechanism,
    team::{
        Team,
        scheduling::{Operator, Toleration},
    },
};

const NODE_SELECTOR: &str = "scheduler.alpha.kubernetes.io/node-selector";
const TOLERATIONS: &str = "scheduler.alpha.kubernetes.io/defaultTolerations";

/// Key and value of each annotation.
pub(super) fn annotations(team: &Team<'_>) -> impl Iterator<Item = (&'static str, Leaf)> {
    let is_meant = team.platform.scheduling.mechanism.value == Mechanism::PodNodeSelector;
    let selector = node_selector(team).map(|leaf| (NODE_SELECTOR, leaf));
    let tolerations = tolerations(team).map(|leaf| (TOLERATIONS, leaf));
    [selector, tolerations].into_iter().flatten().filter(move |_| is_meant)
}

/// `pool=data,zone=a`.
fn node_selector(team: &Team<'_>) -> Option<Leaf> {
    let labels = &team.scheduling.node_selector;
    let (_, first) = labels.first()?;
    let pairs: Vec<_> = labels.iter().map(|(key, value)| format!("{key}={}", value.value)).collect();
    Some(Leaf::text(pairs.join(","), first.origin.becomes("nodeSelector")))
}

/// A JSON list.
fn tolerations(team: &Team<'_>) -> Option<Leaf> {
    let tolerations = &team.scheduling.tolerations;
    let first = tolerations.first()?;
    let items: Vec<_> = tolerations.iter().map(json).collect();
    Some(Leaf::text(format!("[{}]", items.join(",")), first.origin.becomes("tolerations")))
}

/// Keys and values are those of labels, which need no escape in JSON.
fn json(toleration: &Toleration) -> String {
    let text = |name: &str, value: &str| format!(r#""{name}":"{value}""#);
    let mut fields = vec![text("key", &toleration.key), text("operator", toleration.operator.name())];
    if let Operator::Equal(value) = &toleration.operator {
        fields.push(text("value", value));
    }
    fields.extend(toleration.effect.as_deref().map(|effect| text("effect", effect)));
    fields.extend(toleration.seconds.map(|seconds| format!("\"tolerationSeconds\":{seconds}")));
    format!("{{{}}}", fields.join(","))
}

#[cfg(test)]
mod tests {
    use super::super::super::common::emitted;

    const TEAM: &str = "team: demo\nnodeSelector: {pool: data, zone: a}\ntolerations:\n  - {key: dedicated, value: data, effect: NoSchedule}\n  - {key: spot, operator: Exists, effect: NoExecute, tolerationSeconds: 30}\n";

    #[test]
    fn the_plugins_read_annotations() {
        let namespace = emitted(TEAM, "scheduling: {mechanism: podNodeSelector}", "Namespace", "team-demo");
        let selector = "    scheduler.alpha.kubernetes.io/node-selector: \"pool=data,zone=a\"\n";
        let tolerations = concat!(
            "    scheduler.alpha.kubernetes.io/defaultTolerations: \"[",
            "{\\\"key\\\":\\\"dedicated\\\",\\\"operator\\\":\\\"Equal\\\",\\\"value\\\":\\\"data\\\",\\\"effect\\\":\\\"NoSchedule\\\"},",
            "{\\\"key\\\":\\\"spot\\\",\\\"operator\\\":\\\"Exists\\\",\\\"effect\\\":\\\"NoExecute\\\",\\\"tolerationSeconds\\\":30}]\"\n"
        );
        assert!(namespace.contains(selector) && namespace.contains(tolerations), "{namespace}");
    }

    #[test]
    fn with_kyverno_the_namespace_says_nothing() {
        assert!(!emitted(TEAM, "", "Namespace", "team-demo").contains("scheduler"));
    }
}
