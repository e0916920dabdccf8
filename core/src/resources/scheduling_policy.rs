//! Scheduling policy of Kyverno: gives the team's pods their node selector and tolerations when they are created.
//!
//! Fed by `nodeSelector` and `tolerations`, and by `defaults` and `scheduling` of platform.yaml; there is none where they are
//! empty. It only adds: a pod that names a node label or a toleration itself keeps its own. It changes pods and never what makes
//! them, or Argo CD would see every Deployment drift and put it back for ever.
//! See <https://kyverno.io/docs/policy-types/mutating-policy/>.

use smol_str::format_smolstr;

use super::common;
use crate::{
    manifest::{Leaf, Manifest, Part, Tree, list, map},
    origin::{Origin, Place, Sourced},
    platform::scheduling::Mechanism,
    team::{
        Team,
        scheduling::{Operator, Toleration},
    },
};

pub(crate) fn build(team: &Team<'_>) -> Option<Manifest> {
    let wishes = &team.scheduling;
    if wishes.is_empty() || team.platform.scheduling.mechanism.value != Mechanism::Kyverno {
        return None;
    }
    let name = Leaf::text(format_smolstr!("{}-scheduling", team.name()), team.name.origin.becomes("team"));
    let origin = Origin::derived("nodeSelector and tolerations", place(team));
    let policy =
        common::object(team, Part::Namespace, "policies.kyverno.io/v1", "NamespacedMutatingPolicy", name, origin);
    let labels = wishes.node_selector.iter().map(|(key, value)| add_label(key, value));
    let tolerations = wishes.tolerations.iter().flat_map(|wish| [displace_default(wish).into(), add_toleration(wish)]);
    let start = |needed: bool, expression: &'static str| needed.then(|| mutation(expression.into())).into();
    let mutations = [start(!wishes.node_selector.is_empty(), EMPTY_SELECTOR)].into_iter().chain(labels);
    let mutations = mutations.chain([start(!wishes.tolerations.is_empty(), EMPTY_TOLERATIONS)]).chain(tolerations);
    Some(policy.field(
        "spec",
        map! {
            // Without its selector a pod could land on any node, and without its tolerations on none.
            "failurePolicy" => "Fail",
            "autogen" => map! { "podControllers" => map! { "controllers" => list![] } },
            "evaluation" => map! {
                "background" => map! { "enabled" => false },
                "mutateExisting" => map! { "enabled" => false },
            },
            "matchConstraints" => map! {
                "resourceRules" => list![map! {
                    "apiGroups" => &[""],
                    "apiVersions" => &["v1"],
                    "operations" => &["CREATE"],
                    "resources" => &["pods"],
                }],
            },
            "mutations" => Tree::list(mutations),
        },
    ))
}

/// A patch adds to a list or mapping that is there, so an empty one comes first.
const EMPTY_SELECTOR: &str =
    r#"has(object.spec.nodeSelector) ? [] : [JSONPatch{op: "add", path: "/spec/nodeSelector", value: {}}]"#;
const EMPTY_TOLERATIONS: &str =
    r#"has(object.spec.tolerations) ? [] : [JSONPatch{op: "add", path: "/spec/tolerations", value: []}]"#;

fn mutation(expression: Leaf) -> Tree {
    map! { "patchType" => "JSONPatch", "jsonPatch" => map! { "expression" => expression } }
}

/// Keys and values are those of labels, so no character of theirs has a meaning in CEL; in a path only `/` has one.
fn add_label(key: &str, value: &Sourced<String>) -> Tree {
    let path = key.replace('/', "~1");
    let expression = format!(
        r#""{key}" in object.spec.nodeSelector ? [] : [JSONPatch{{op: "add", path: "/spec/nodeSelector/{path}", value: "{}"}}]"#,
        value.value
    );
    mutation(Leaf::text(expression, value.origin))
}

fn add_toleration(toleration: &Toleration) -> Tree {
    let expression = format!(
        r#"object.spec.tolerations.exists(t, {}) ? [] : [JSONPatch{{op: "add", path: "/spec/tolerations/-", value: {}}}]"#,
        same(toleration),
        literal(toleration)
    );
    mutation(Leaf::text(expression, toleration.origin))
}

/// The API server gives every pod a toleration of 300 seconds for each of two taints before a policy sees it, and the first one
/// that fits is what counts. It makes room for the team's; one that the pod brings itself stays in front of the team's.
/// See <https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#defaulttolerationseconds>.
fn displace_default(toleration: &Toleration) -> Option<Tree> {
    let default = Toleration {
        key: toleration.key.clone(),
        operator: Operator::Exists,
        effect: Some("NoExecute".to_owned()),
        seconds: Some(300),
        origin: toleration.origin,
    };
    let is_given = matches!(toleration.key.as_str(), "node.kubernetes.io/not-ready" | "node.kubernetes.io/unreachable");
    let fits = toleration.effect.as_ref().is_none_or(|effect| effect == "NoExecute");
    if !is_given || !fits || toleration.seconds == default.seconds {
        return None;
    }
    let same = same(&default);
    let expression = format!(
        r#"object.spec.tolerations.exists(t, {same}) ? [JSONPatch{{op: "replace", path: "/spec/tolerations", value: object.spec.tolerations.filter(t, !({same}))}}] : []"#
    );
    Some(mutation(Leaf::text(expression, toleration.origin)))
}

/// Whether `t` is the same toleration; a field that is absent stands for its default.
fn same(toleration: &Toleration) -> String {
    let field = |name: &str, default: &str, value: &str| format!(r#"t.?{name}.orValue("{default}") == "{value}""#);
    let value = if let Operator::Equal(value) = &toleration.operator { value } else { "" };
    let seconds = match toleration.seconds {
        Some(seconds) => format!("t.?tolerationSeconds.orValue(-1) == {seconds}"),
        None => "!has(t.tolerationSeconds)".to_owned(),
    };
    [
        field("key", "", &toleration.key),
        field("operator", "Equal", toleration.operator.name()),
        field("value", "", value),
        field("effect", "", toleration.effect.as_deref().unwrap_or_default()),
        seconds,
    ]
    .join(" && ")
}

/// A map in CEL has values of one type; with a number among texts they are `dyn`.
fn literal(toleration: &Toleration) -> String {
    let text =
        |value: &str| if toleration.seconds.is_some() { format!(r#"dyn("{value}")"#) } else { format!("\"{value}\"") };
    let mut fields = vec![("key", text(&toleration.key)), ("operator", text(toleration.operator.name()))];
    if let Operator::Equal(value) = &toleration.operator {
        fields.push(("value", text(value)));
    }
    fields.extend(toleration.effect.as_deref().map(|effect| ("effect", text(effect))));
    fields.extend(toleration.seconds.map(|seconds| ("tolerationSeconds", format!("dyn({seconds})"))));
    let fields: Vec<_> = fields.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    format!("{{{}}}", fields.join(", "))
}

/// The first wish.
fn place(team: &Team<'_>) -> Place {
    let selector = team.scheduling.node_selector.first().map(|(_, value)| value.origin.place);
    let toleration = || team.scheduling.tolerations.first().map(|toleration| toleration.origin.place);
    selector.or_else(toleration).unwrap_or(Place::Nowhere)
}

#[cfg(test)]
mod tests {
    use super::super::common::emitted;

    #[test]
    fn a_policy_adds_what_a_pod_lacks() {
        let team = "team: demo\nnodeSelector: {acme.example/pool: data}\ntolerations: [{key: spot, operator: Exists}]";
        assert_eq!(
            emitted(team, "", "NamespacedMutatingPolicy", "demo-scheduling"),
            r#"---
apiVersion: policies.kyverno.io/v1
kind: NamespacedMutatingPolicy
metadata:
  name: demo-scheduling
  namespace: team-demo
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: demo
  annotations:
    argocd.argoproj.io/sync-wave: "-3"
spec:
  failurePolicy: Fail
  autogen:
    podControllers:
      controllers: []
  evaluation:
    background:
      enabled: false
    mutateExisting:
      enabled: false
  matchConstraints:
    resourceRules:
    - apiGroups:
      - ""
      apiVersions:
      - v1
      operations:
      - CREATE
      resources:
      - pods
  mutations:
  - patchType: JSONPatch
    jsonPatch:
      expression: "has(object.spec.nodeSelector) ? [] : [JSONPatch{op: \"add\", path: \"/spec/nodeSelector\", value: {}}]"
  - patchType: JSONPatch
    jsonPatch:
      expression: "\"acme.example/pool\" in object.spec.nodeSelector ? [] : [JSONPatch{op: \"add\", path: \"/spec/nodeSelector/acme.example~1pool\", value: \"data\"}]"
  - patchType: JSONPatch
    jsonPatch:
      expression: "has(object.spec.tolerations) ? [] : [JSONPatch{op: \"add\", path: \"/spec/tolerations\", value: []}]"
  - patchType: JSONPatch
    jsonPatch:
      expression: "object.spec.tolerations.exists(t, t.?key.orValue(\"\") == \"spot\" && t.?operator.orValue(\"Equal\") == \"Exists\" && t.?value.orValue(\"\") == \"\" && t.?effect.orValue(\"\") == \"\" && !has(t.tolerationSeconds)) ? [] : [JSONPatch{op: \"add\", path: \"/spec/tolerations/-\", value: {\"key\": \"spot\", \"operator\": \"Exists\"}}]"
"#
        );
    }

    fn expressions(team: &str) -> Vec<String> {
        let policy = emitted(&format!("team: demo\n{team}"), "", "NamespacedMutatingPolicy", "demo-scheduling");
        let lines = policy.lines().filter_map(|line| line.trim().strip_prefix("expression: "));
        lines.map(|line| line.replace('\\', "")).collect()
    }

    #[test]
    fn a_number_among_texts_is_typed_for_cel() {
        let found = expressions("tolerations: [{key: a, value: b, effect: NoExecute, tolerationSeconds: 30}]");
        let value = r#"value: {"key": dyn("a"), "operator": dyn("Equal"), "value": dyn("b"), "effect": dyn("NoExecute"), "tolerationSeconds": dyn(30)}}]"#;
        assert!(found.iter().any(|expression| expression.contains(value)), "{found:#?}");
    }

    #[test]
    fn the_api_servers_own_tolerations_make_room() {
        let displaces = |toleration: &str| {
            let found = expressions(&format!("tolerations: [{toleration}]"));
            found.iter().any(|expression| expression.contains("op: \"replace\""))
        };
        assert!(displaces(
            "{key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 600}"
        ));
        assert!(displaces("{key: node.kubernetes.io/not-ready, operator: Exists}"));
        assert!(!displaces("{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoSchedule}"));
        assert!(!displaces("{key: spot, operator: Exists, effect: NoExecute, tolerationSeconds: 600}"));
    }

    #[test]
    fn nothing_is_made_where_nothing_is_asked_for() {
        assert_eq!(emitted("team: demo", "", "NamespacedMutatingPolicy", "demo-scheduling"), "");
        let platform = "scheduling: {mechanism: podNodeSelector}";
        assert_eq!(
            emitted("team: demo\nnodeSelector: {a: b}", platform, "NamespacedMutatingPolicy", "demo-scheduling"),
            ""
        );
    }
}
