//! What is true of the objects of every team, whatever its file says.

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

/// Everything that is wrong with the objects of a team.
#[must_use]
pub fn violations(manifests: &[Manifest], known: &Known<'_>) -> Vec<String> {
    let yaml = teamwright_core::render::stream(manifests);
    let mut wrong = reading(manifests, &yaml);
    let Ok(objects) = read_back(&yaml) else { return wrong };
    let mut seen = std::collections::BTreeSet::new();
    for object in &objects {
        let (kind, name) = (text(&object["kind"]), text(&object["metadata"]["name"]));
        let mut wrong_here = |what: String| wrong.push(format!("{kind}/{name}: {what}"));
        if !seen.insert((kind, name)) {
            wrong_here("is emitted twice".to_owned());
        }
        let namespace = text(&object["metadata"]["namespace"]);
        match kind {
            "Namespace" if name == known.namespace && namespace.is_empty() => {}
            kind if IN_TEAM.contains(&kind) && namespace == known.namespace => {}
            kind if IN_ARGO_CD.contains(&kind) && namespace == known.argocd => {}
            _ => wrong_here(format!("may not be emitted into `{namespace}`")),
        }
        match kind {
            "AppProject" => project(object, known, &mut wrong_here),
            "Application" => application(object, known, &mut wrong_here),
            "Role" => role(object, &mut wrong_here),
            "RoleBinding" => binding(object, &mut wrong_here),
            "NetworkPolicy" => policy(object, &mut wrong_here),
            "SecretStore" | "ExternalSecret" => secret(object, known, &mut wrong_here),
            _ => {}
        }
        unfilled(object, kind, &mut wrong_here);
    }
    let is_deny = |object: &&Value| {
        let spec = &object["spec"];
        object["kind"] == "NetworkPolicy"
            && spec["podSelector"] == serde_json::json!({})
            && spec["policyTypes"] == serde_json::json!(["Ingress", "Egress"])
            && spec.get("ingress").is_none()
            && spec.get("egress").is_none()
    };
    let denies = objects.iter().filter(is_deny).count();
    let has_namespace = objects.iter().any(|object| object["kind"] == "Namespace");
    if denies != usize::from(has_namespace) {
        wrong.push(format!("{denies} policies that deny everything"));
    }
    wrong
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
                crate::leaves::same(&manifest.to_tree(), object, manifest.kind).err().map(|e| format!("{reader}: {e}"))
            })),
        }
    }
    wrong
}

fn project(object: &Value, known: &Known<'_>, wrong: &mut impl FnMut(String)) {
    let spec = &object["spec"];
    let name = format!("team-{}", known.team);
    if object["metadata"]["name"] != name {
        wrong("is not the team's project".to_owned());
    }
    for repository in list(&spec["sourceRepos"]) {
        if text(repository).contains(['*', '?', '[', '{', '!', ' ']) {
            wrong(format!("the source {repository} is a pattern"));
        }
    }
    for destination in list(&spec["destinations"]) {
        if destination["namespace"] != known.namespace || text(&destination["server"]).contains(['*', '!']) {
            wrong(format!("may deploy to {destination}"));
        }
    }
    if spec["clusterResourceWhitelist"] != serde_json::json!([]) {
        wrong("may deploy kinds of the whole cluster".to_owned());
    }
    // An absent list means every kind.
    if list(&spec["namespaceResourceWhitelist"]).is_empty() {
        wrong("has no list of kinds".to_owned());
    }
    for kind in list(&spec["namespaceResourceWhitelist"]) {
        if kind.to_string().contains(['*', '?', '[']) {
            wrong(format!("the kind {kind} is a pattern"));
        }
    }
    if spec.get("sourceNamespaces").is_some() {
        wrong("takes Applications from other namespaces".to_owned());
    }
    for role in list(&spec["roles"]) {
        let (prefix, objects) = (format!("proj:{name}:{}", text(&role["name"])), format!("{name}/*"));
        for policy in list(&role["policies"]) {
            let fields: Vec<_> = text(policy).split(", ").collect();
            let fits = matches!(fields.as_slice(), ["p", subject, resource, action, object, "allow"]
                if *subject == prefix && *object == objects && !resource.contains('*')
                    && !matches!(*action, "*" | "create" | "override"));
            if !fits {
                wrong(format!("grants {policy}"));
            }
        }
        for group in list(&role["groups"]) {
            if text(group).contains([',', '"', '\n', '*'])
                || text(group).trim() != text(group)
                || text(group).is_empty()
            {
                wrong(format!("the group {group}"));
            }
        }
    }
}

fn application(object: &Value, known: &Known<'_>, wrong: &mut impl FnMut(String)) {
    let spec = &object["spec"];
    if !text(&object["metadata"]["name"]).starts_with(&format!("{}-", known.team)) {
        wrong("has the name of another team's".to_owned());
    }
    if spec["project"] != format!("team-{}", known.team) || spec["destination"]["namespace"] != known.namespace {
        wrong("leaves its team".to_owned());
    }
    let options = list(&spec["syncPolicy"]["syncOptions"]);
    if !options.iter().any(|option| option == "CreateNamespace=false") {
        wrong("may make a namespace without guards".to_owned());
    }
    let annotations = object["metadata"]["annotations"].as_object();
    if annotations.is_none_or(|all| all.keys().any(|key| key != "argocd.argoproj.io/sync-wave")) {
        wrong("has annotations that nobody gave it".to_owned());
    }
}

fn role(object: &Value, wrong: &mut impl FnMut(String)) {
    const NEVER: &[&str] = &["escalate", "bind", "impersonate", "*"];
    const READ_ONLY: &[&str] = &[
        "serviceaccounts",
        "endpoints",
        "endpointslices",
        "roles",
        "rolebindings",
        "networkpolicies",
        "resourcequotas",
        "limitranges",
        "namespaces",
        "pods/ephemeralcontainers",
        "serviceaccounts/token",
        "secretstores",
        "applications",
    ];
    let is_viewer = text(&object["metadata"]["name"]).ends_with("-viewer");
    for rule in list(&object["rules"]) {
        let verbs: Vec<_> = list(&rule["verbs"]).iter().map(text).collect();
        let reads = |verb: &&&str| matches!(**verb, "get" | "list" | "watch");
        let writes = verbs.iter().filter(|verb| !reads(verb)).count() > 0;
        let mut deny = |what: &str| wrong(format!("grants {what}: {rule}"));
        if rule.to_string().contains('*') || verbs.iter().any(|verb| NEVER.contains(verb)) {
            deny("everything");
        }
        for resource in list(&rule["resources"]) {
            let resource = text(resource);
            if READ_ONLY.contains(&resource) && writes {
                deny("writing what guards the team");
            }
            if matches!(resource, "pods/exec" | "pods/attach" | "pods/portforward")
                && (is_viewer || verbs != ["create"])
            {
                deny("a shell for reading");
            }
            if resource == "secrets" || resource.ends_with("/proxy") {
                deny("secrets or a proxy");
            }
        }
        if is_viewer && writes {
            deny("a viewer more than looking");
        }
    }
}

fn binding(object: &Value, wrong: &mut impl FnMut(String)) {
    if object["roleRef"]["kind"] != "Role" || list(&object["subjects"]).is_empty() {
        wrong("binds nobody, or a role of the whole cluster".to_owned());
    }
    for subject in list(&object["subjects"]) {
        let name = text(&subject["name"]);
        if name.starts_with("system:") || name.is_empty() || !["Group", "User"].contains(&text(&subject["kind"])) {
            wrong(format!("binds {subject}"));
        }
    }
}

fn policy(object: &Value, wrong: &mut impl FnMut(String)) {
    let rules = list(&object["spec"]["ingress"]).iter().chain(list(&object["spec"]["egress"]));
    for rule in rules {
        let peers: Vec<_> = list(&rule["from"]).iter().chain(list(&rule["to"])).collect();
        if peers.is_empty() {
            wrong("a rule for everybody".to_owned());
        }
        for peer in peers {
            let empty = |key: &str| {
                peer.get(key).is_some_and(|selector| {
                    list(&selector["matchExpressions"]).is_empty()
                        && selector["matchLabels"].as_object().is_none_or(|all| all.is_empty())
                })
            };
            if empty("namespaceSelector") || peer.as_object().is_none_or(|peer| peer.is_empty()) {
                wrong(format!("a peer that is everybody: {peer}"));
            }
            if peer.get("ipBlock").is_some() && peer.as_object().is_some_and(|peer| peer.len() > 1) {
                wrong(format!("a network beside a selector: {peer}"));
            }
        }
    }
}

fn secret(object: &Value, known: &Known<'_>, wrong: &mut impl FnMut(String)) {
    let mut references = Vec::new();
    each(object, &mut |key, value| {
        if key == "key" && value.is_string() {
            references.push(value.clone());
        }
    });
    for reference in references {
        let reference = text(&reference).to_owned();
        if !reference.contains(&format!("/{}/", known.team)) || reference.split('/').any(|part| part == "..") {
            wrong(format!("reads {reference}"));
        }
    }
    if object.to_string().contains("ClusterSecretStore") {
        wrong("reads with the whole cluster's eyes".to_owned());
    }
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
