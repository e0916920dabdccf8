//! What is true of the objects of every team, whatever its file says.

mod objects;

use serde_json::Value;
use teamwright_core::Manifest;

use crate::{output::read_back, yaml11};

/// Kinds in a team's namespace, kinds in Argo CD's, and the one that lies in none.
const IN_TEAM: &[&str] = &[
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "ServiceAccount",
    "Role",
    "RoleBinding",
    "NamespacedMutatingPolicy",
    "SecretStore",
    "ExternalSecret",
    "ECRAuthorizationToken",
];
const IN_ARGO_CD: &[&str] = &["AppProject", "Application"];

/// What is known of a team without compiling it.
pub struct Known<'a> {
    /// Its name.
    pub team: &'a str,
    /// Its namespace.
    pub namespace: &'a str,
    /// Argo CD's namespace.
    pub argocd: &'a str,
}

/// Everything that is wrong with the objects of a team, all of them together.
#[must_use]
pub fn violations(manifests: &[Manifest], known: &Known<'_>) -> Vec<String> {
    let mut wrong = violations_of_some(manifests, known);
    let mut seen = std::collections::BTreeSet::new();
    for manifest in manifests {
        let name = manifest.name.as_text().unwrap_or_default();
        if !seen.insert((manifest.kind.as_str(), name)) {
            wrong.push(format!("{}/{name} is emitted twice", manifest.kind));
        }
    }
    let objects = read_back(&teamwright_core::render::stream(manifests)).unwrap_or_default();
    let denies = objects.iter().filter(|object| denies_everything(object)).count();
    let has_namespace = objects.iter().any(|object| object["kind"] == "Namespace");
    if denies != usize::from(has_namespace) {
        wrong.push(format!("{denies} policies that deny everything"));
    }
    wrong
}

/// Everything that is wrong with some objects of a team, each by itself.
#[must_use]
pub fn violations_of_some(manifests: &[Manifest], known: &Known<'_>) -> Vec<String> {
    let yaml = teamwright_core::render::stream(manifests);
    let mut wrong = reading(manifests, &yaml);
    for object in &read_back(&yaml).unwrap_or_default() {
        let (kind, name) = (text(&object["kind"]), text(&object["metadata"]["name"]));
        let mut wrong_here = |what: String| wrong.push(format!("{kind}/{name}: {what}"));
        let namespace = text(&object["metadata"]["namespace"]);
        match kind {
            "Namespace" if name == known.namespace && namespace.is_empty() => {}
            kind if IN_TEAM.contains(&kind) && namespace == known.namespace => {}
            kind if IN_ARGO_CD.contains(&kind) && namespace == known.argocd => {}
            _ => wrong_here(format!("may not be emitted into `{namespace}`")),
        }
        match kind {
            "AppProject" => objects::project(object, known, &mut wrong_here),
            "Application" => objects::application(object, known, &mut wrong_here),
            "Role" => objects::role(object, &mut wrong_here),
            "RoleBinding" => objects::binding(object, &mut wrong_here),
            "NetworkPolicy" => objects::policy(object, &mut wrong_here),
            "SecretStore" | "ExternalSecret" => objects::secret(object, known, &mut wrong_here),
            _ => {}
        }
        unfilled(object, kind, &mut wrong_here);
    }
    wrong
}

fn denies_everything(object: &Value) -> bool {
    let spec = &object["spec"];
    object["kind"] == "NetworkPolicy"
        && spec["podSelector"] == serde_json::json!({})
        && spec["policyTypes"] == serde_json::json!(["Ingress", "Egress"])
        && spec.get("ingress").is_none()
        && spec.get("egress").is_none()
}

/// Two readers that are not ours see what was meant, document by document.
fn reading(manifests: &[Manifest], yaml: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if yaml.lines().filter(|line| line.starts_with("---")).count() != manifests.len() {
        wrong.push("lines that begin with --- are not as many as objects".to_owned());
    }
    if yaml.contains(['\r', '\t', '\0', '\u{85}', '\u{2028}', '\u{2029}', '\u{FEFF}'])
        || !(yaml.is_empty() || yaml.ends_with('\n'))
    {
        wrong.push("a character that ends lines for some reader".to_owned());
    }
    for (reader, objects) in [("YAML 1.2", read_back(yaml)), ("YAML 1.1", yaml11::read(yaml))] {
        match objects {
            Err(error) => wrong.push(format!("{reader} can't read it: {error}")),
            Ok(objects) if objects.len() != manifests.len() => wrong.push(format!("{reader} finds {}", objects.len())),
            Ok(objects) => wrong.extend(manifests.iter().zip(&objects).filter_map(|(manifest, object)| {
                crate::leaves::same(&manifest.to_tree(), object, &manifest.kind).err().map(|e| format!("{reader}: {e}"))
            })),
        }
    }
    wrong
}

/// Marks that a template or a shell would have filled in reach the cluster only in free texts, and for External Secrets, which
/// fills in the registry's password.
fn unfilled(object: &Value, kind: &str, wrong: &mut impl FnMut(String)) {
    let mut found = Vec::new();
    if !matches!(kind, "Application" | "Namespace" | "RoleBinding" | "AppProject") {
        each(object, &mut |_, value| {
            let value = value.as_str().unwrap_or_default();
            let value = if kind == "ExternalSecret" {
                value.replace("{{ .username }}", "").replace("{{ .password }}", "")
            } else {
                value.to_owned()
            };
            if ["{{", "${", "<no value>"].iter().any(|mark| value.contains(mark)) {
                found.push(value);
            }
        });
    }
    found.into_iter().for_each(|value| wrong(format!("`{value}` was meant to be filled in")));
}

/// Every scalar below, with its key.
fn each(value: &Value, visit: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| match value {
            Value::Object(_) | Value::Array(_) => each(value, visit),
            leaf => visit(key, leaf),
        }),
        Value::Array(items) => items.iter().for_each(|item| match item {
            Value::Object(_) | Value::Array(_) => each(item, visit),
            leaf => visit("", leaf),
        }),
        leaf => visit("", leaf),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
