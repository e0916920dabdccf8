//! The `policies` of platform.yaml in one cluster, and the exemptions from them.
//!
//! The API server judges all but one by itself: an admission policy of Kubernetes' own needs no pod that could be down, holds from
//! the first minute of a cluster, and costs a request nothing on the network. Verifying a signature means asking a registry, which
//! the API server can't; that one policy is Kyverno's.
//! See <https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/>.

mod cel;
mod rules;
pub(super) mod signatures;

use smol_str::{SmolStr, format_smolstr};

use super::{Layer, all, guards};
use crate::{
    manifest::{Leaf, Manifest, Tree, list, map},
    origin::{Origin, Place},
    platform::{
        clusters::Cluster,
        exemptions::Exemption,
        policies::{Mode, Policy},
    },
};
use guards::TEAM_LABEL;
use rules::Rule;

/// What the annotation that carries an exemption begins with; the team's name follows.
const EXEMPTION: &str = "exemptions.teamwright.dev/";

/// A policy in a cluster, by the name of its objects.
struct Named<'a> {
    name: SmolStr,
    policy: &'a Policy,
}

/// Admission policies and their bindings.
pub(super) fn build(layer: &Layer<'_>, cluster: &Cluster) -> Vec<Manifest> {
    let objects = |Named { name, policy }: Named<'_>| {
        let rule = rules::of(&policy.rule, layer, cluster)?;
        Some([judged_by(name.clone(), policy, rule), binding(name, policy, layer)])
    };
    all(held_in(layer, cluster).into_iter().filter_map(objects).flatten())
}

/// The policies that hold in a cluster. One that is listed for several environments of it has a name of its own each time.
fn held_in<'a>(layer: &Layer<'a>, cluster: &Cluster) -> Vec<Named<'a>> {
    let mut held: Vec<Named<'a>> = Vec::new();
    for policy in layer.platform.policies.iter().filter(|policy| policy.holds_in(cluster)) {
        let policy_name = &policy.name.value;
        let earlier = held.iter().filter(|named| named.policy.name.value == *policy_name).count();
        let name = match earlier {
            0 => format_smolstr!("teamwright-{policy_name}"),
            _ => format_smolstr!("teamwright-{policy_name}-{}", earlier + 1),
        };
        held.push(Named { name, policy });
    }
    held
}

fn judged_by(name: SmolStr, policy: &Policy, rule: Rule) -> Manifest {
    let variables = rule.variables.into_iter();
    let variables = variables.map(|(name, expression)| map! { "name" => name, "expression" => expression });
    let validations = rule.validations.into_iter().map(|validation| {
        map! {
            "expression" => validation.expression,
            "message" => validation.message,
            "messageExpression" => validation.message_expression,
            "reason" => "Forbidden",
        }
    });
    let conditions = rule.conditions.iter();
    let conditions = conditions.map(|(name, expression)| map! { "name" => *name, "expression" => *expression });
    guards::cluster_wide(guards::ADMISSION, "ValidatingAdmissionPolicy", named(name, policy)).field(
        "spec",
        map! {
            // What can't be judged is refused: an error in an expression must not open what the policy closes.
            "failurePolicy" => "Fail",
            "matchConstraints" => map! { "resourceRules" => list![guards::rule("", rule.operations, rule.resources)] },
            "matchConditions" => Tree::list(conditions).or_absent(),
            "variables" => Tree::list(variables),
            "validations" => Tree::list(validations),
        },
    )
}

fn binding(name: SmolStr, policy: &Policy, layer: &Layer<'_>) -> Manifest {
    let exempt = exempt(policy, layer);
    let binding =
        guards::cluster_wide(guards::ADMISSION, "ValidatingAdmissionPolicyBinding", named(name.clone(), policy)).field(
            "spec",
            map! {
                "policyName" => named(name, policy),
                "validationActions" => actions(policy),
                "matchResources" => map! { "namespaceSelector" => namespaces(&exempt) },
            },
        );
    annotated(binding, &exempt)
}

/// The name of an object that is there because of an entry of `policies`.
fn named(name: SmolStr, policy: &Policy) -> Leaf {
    Leaf::text(name, policy.name.origin.becomes("policies"))
}

/// What the API server does with what breaks the policy. `Warn` tells whoever asks, `Audit` the log.
fn actions(policy: &Policy) -> Tree {
    let words: &[&'static str] = match policy.mode.value {
        Mode::Enforce => &["Deny"],
        Mode::Audit => &["Warn", "Audit"],
    };
    let origin = policy.mode.origin.becomes("mode");
    Tree::list(words.iter().map(|word| Tree::Leaf(Leaf::text(SmolStr::new_static(word), origin))))
}

/// The exemptions from a policy.
fn exempt<'a>(policy: &Policy, layer: &Layer<'a>) -> Vec<&'a Exemption> {
    layer.platform.exemptions.iter().filter(|exemption| exemption.policy.value == policy.name.value).collect()
}

/// The namespaces of teams, without those of exempt ones.
fn namespaces(exempt: &[&Exemption]) -> Tree {
    let teams = exempt.iter().filter_map(|exemption| exemption.team.as_ref());
    let exempt = Tree::list(teams.map(Tree::from)).or_absent();
    let others = match exempt {
        Tree::Absent => Tree::Absent,
        teams => map! { "key" => TEAM_LABEL, "operator" => "NotIn", "values" => teams },
    };
    map! { "matchExpressions" => list![map! { "key" => TEAM_LABEL, "operator" => "Exists" }, others] }
}

/// Says until when and why each team is exempt, for whoever looks at the object.
fn annotated(object: Manifest, exempt: &[&Exemption]) -> Manifest {
    exempt.iter().fold(object, |object, exemption| {
        let (Some(team), Some(until), Some(reason)) = (&exemption.team, &exemption.until, &exemption.reason) else {
            return object;
        };
        let link = exemption.link.as_ref().map(|link| format!(" ({})", link.value)).unwrap_or_default();
        let text = format!("until {}: {}{link}", until.value, reason.value);
        let origin = Origin::derived("until, reason and link", reason.origin.place);
        object.annotation(format!("{EXEMPTION}{}", team.value), Leaf::text(text, origin))
    })
}

/// An expression that nobody writes.
fn fixed(expression: &'static str) -> Leaf {
    Leaf::from(expression)
}

/// An expression that holds texts of platform.yaml.
fn derived(expression: String, rule: &'static str, place: Place) -> Leaf {
    Leaf::text(expression, Origin::derived(rule, place))
}
