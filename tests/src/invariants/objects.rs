//! What no object of a kind may hold.

use serde_json::Value;

use super::{Known, each, list, text};

pub(super) fn project(object: &Value, known: &Known<'_>, wrong: &mut impl FnMut(String)) {
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
    for window in list(&spec["syncWindows"]) {
        let named: Vec<_> = list(&window["applications"]).iter().chain(list(&window["namespaces"])).collect();
        if named.is_empty() || named.iter().any(|name| text(name).contains('*')) || window.get("clusters").is_some() {
            wrong(format!("a sync window for everybody or nobody: {window}"));
        }
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

pub(super) fn application(object: &Value, known: &Known<'_>, wrong: &mut impl FnMut(String)) {
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

pub(super) fn role(object: &Value, wrong: &mut impl FnMut(String)) {
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

pub(super) fn binding(object: &Value, wrong: &mut impl FnMut(String)) {
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

pub(super) fn policy(object: &Value, wrong: &mut impl FnMut(String)) {
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

pub(super) fn secret(object: &Value, known: &Known<'_>, wrong: &mut impl FnMut(String)) {
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
