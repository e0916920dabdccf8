//! Faults of the system before this one that only the whole output shows, each as a statement about every valid output that
//! the tests know. Faults that one input shows are cases of their own (`tests/cases/b…`); `docs/ledger.md` lists both.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use serde_json::Value;
use teamwright_tests::{inputs, output::read_back};

/// One stream and the texts that it was made of.
struct Output {
    name: String,
    written: String,
    objects: Vec<Value>,
}

fn outputs() -> &'static [Output] {
    static OUTPUTS: OnceLock<Vec<Output>> = OnceLock::new();
    OUTPUTS.get_or_init(|| {
        let of = |input: inputs::Input| {
            let files = std::iter::once(&input.team).chain(&input.platform).chain(&input.templates);
            let written: String = files.map(teamwright_core::Source::text).collect();
            let output = |(cluster, yaml): (String, String)| Output {
                name: format!("{} on {cluster}", input.name),
                written: written.clone(),
                objects: read_back(&yaml).unwrap(),
            };
            input.outputs().into_iter().map(output).collect::<Vec<_>>()
        };
        inputs::all().into_iter().flat_map(of).collect()
    })
}

/// Holds `statement` against every object of one kind, or of every kind for the empty name.
fn every(kind: &str, statement: impl Fn(&Value, &Output) -> bool) {
    let mut count = 0;
    for output in outputs() {
        for object in output.objects.iter().filter(|object| kind.is_empty() || object["kind"] == kind) {
            assert!(statement(object, output), "{}: {object:#}", output.name);
            count += 1;
        }
    }
    assert!(count > 100, "{count} objects of {kind}");
}

fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn items<'a>(object: &'a Value, pointer: &str) -> Vec<&'a Value> {
    object.pointer(pointer).and_then(Value::as_array).into_iter().flatten().collect()
}

fn texts<'a>(object: &'a Value, pointer: &str) -> BTreeSet<&'a str> {
    items(object, pointer).into_iter().filter_map(Value::as_str).collect()
}

/// Every value below an object, with the key that holds it.
fn leaves<'a>(key: &'a str, value: &'a Value, visit: &mut impl FnMut(&'a str, &'a Value)) {
    visit(key, value);
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| leaves(key, value, visit)),
        Value::Array(items) => items.iter().for_each(|value| leaves(key, value, visit)),
        _ => {}
    }
}

fn team(output: &Output) -> &str {
    let project = output.objects.iter().find(|object| object["kind"] == "AppProject");
    project.map_or("", |project| text(project, "/metadata/labels/team"))
}

/// What a Role lets people do: a verb on a resource of a group.
fn rights(role: &Value) -> BTreeSet<(String, String, String)> {
    let mut rights = BTreeSet::new();
    for rule in items(role, "/rules") {
        for group in texts(rule, "/apiGroups") {
            for resource in texts(rule, "/resources") {
                for verb in texts(rule, "/verbs") {
                    rights.insert((group.to_owned(), resource.to_owned(), verb.to_owned()));
                }
            }
        }
    }
    rights
}

const READING: [&str; 3] = ["get", "list", "watch"];

#[test]
fn b16_no_namespace_selector_is_empty() {
    every("NetworkPolicy", |policy, _| {
        let mut fine = true;
        leaves("", policy, &mut |key, value| {
            let is_empty = value.as_object().is_none_or(serde_json::Map::is_empty);
            let selects = ["matchLabels", "matchExpressions"].iter().any(|part| {
                value
                    .get(part)
                    .is_some_and(|part| part.as_object().is_some_and(|all| !all.is_empty()) || part.is_array())
            });
            fine &= key != "namespaceSelector" || (!is_empty && selects);
        });
        fine
    });
}

#[test]
fn b34_an_application_is_called_team_app_and_environment() {
    every("Application", |application, output| {
        let name = text(application, "/metadata/name");
        name.strip_prefix(team(output)).is_some_and(|rest| rest.starts_with('-') && rest.len() > 1)
    });
}

#[test]
fn b39_an_application_stays_in_its_teams_project_and_namespace() {
    every("Application", |application, output| {
        let project = output.objects.iter().find(|object| object["kind"] == "AppProject").unwrap();
        let namespace = output.objects.iter().find(|object| object["kind"] == "Namespace").unwrap();
        text(application, "/spec/project") == text(project, "/metadata/name")
            && text(application, "/spec/destination/namespace") == text(namespace, "/metadata/name")
    });
}

#[test]
fn b43_no_role_has_a_star_and_no_viewer_reads_secrets_or_opens_a_shell() {
    every("Role", |role, _| {
        let is_viewer = text(role, "/metadata/name").ends_with("-viewer");
        rights(role).iter().all(|(group, resource, verb)| {
            let shell = ["pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "services/proxy"];
            let star = [group, resource, verb].iter().any(|word| word.contains('*'));
            let writes = !READING.contains(&verb.as_str());
            // A websocket to a shell needs no more than `get` before Kubernetes 1.35.
            let opens_a_shell = shell.contains(&resource.as_str()) && (is_viewer || verb != "create");
            !star && !opens_a_shell && !(is_viewer && (writes || resource == "secrets"))
        })
    });
}

#[test]
fn b44_b46_service_accounts_endpoints_and_guards_are_read_only() {
    every("Role", |role, _| {
        rights(role).iter().all(|(_, resource, verb)| {
            let guarded = [
                "serviceaccounts",
                "endpoints",
                "endpointslices",
                "resourcequotas",
                "limitranges",
                "networkpolicies",
                "namespaces",
                "roles",
                "rolebindings",
                "secretstores",
                "externalsecrets",
            ];
            !guarded.contains(&resource.as_str()) || READING.contains(&verb.as_str())
        })
    });
}

#[test]
fn b45_nobody_lists_or_makes_secrets_or_tokens() {
    every("Role", |role, _| {
        rights(role).iter().all(|(_, resource, _)| resource != "secrets" && resource != "serviceaccounts/token")
    });
}

#[test]
fn b48_developers_may_do_by_hand_what_argo_cd_may_do_for_them() {
    for output in outputs() {
        let find = |kind: &str, ending: &str| {
            let fits = |object: &&Value| object["kind"] == kind && text(object, "/metadata/name").ends_with(ending);
            output.objects.iter().find(fits).unwrap()
        };
        let rights = rights(find("Role", "-developer"));
        for kind in items(find("AppProject", ""), "/spec/namespaceResourceWhitelist") {
            let (group, name) = (text(kind, "/group"), text(kind, "/kind").to_lowercase());
            // Service accounts choose AWS roles, and secrets are not for reading.
            if ["serviceaccount", "secret"].contains(&name.as_str()) {
                continue;
            }
            let stem = name.trim_end_matches(['s', 'y']);
            let may =
                rights.iter().any(|(of, resource, verb)| of == group && resource.starts_with(stem) && verb == "create");
            let is_own = output.written.contains(text(kind, "/kind"));
            assert!(may || is_own, "{}: {group}/{name}", output.name);
        }
    }
}

#[test]
fn b49_nothing_is_granted_outside_of_the_namespace() {
    every("", |object, output| {
        let kind = text(object, "/kind");
        let outside = ["Namespace", "AppProject", "Application"];
        let namespace = output.objects.iter().find(|object| object["kind"] == "Namespace").unwrap();
        let inside = text(object, "/metadata/namespace") == text(namespace, "/metadata/name");
        (inside || outside.contains(&kind)) && !kind.starts_with("Cluster") && kind != "Secret"
    });
}

#[test]
fn b50_argo_cd_may_not_lift_a_teams_isolation() {
    every("AppProject", |project, _| {
        let kinds = |pointer: &str| {
            let all = items(project, pointer);
            all.into_iter().map(|kind| text(kind, "/kind").to_owned()).collect::<BTreeSet<_>>()
        };
        let guards = ["ResourceQuota", "LimitRange", "NetworkPolicy", "Role", "RoleBinding"].map(str::to_owned);
        let allowed = kinds("/spec/namespaceResourceWhitelist");
        guards.iter().all(|kind| kinds("/spec/namespaceResourceBlacklist").contains(kind) && !allowed.contains(kind))
            && !allowed.is_empty()
            && project["spec"]["clusterResourceWhitelist"] == Value::Array(Vec::new())
    });
}

#[test]
fn b51_a_namespace_has_one_quota_and_says_so_to_generators_of_others() {
    for output in outputs() {
        let quotas = output.objects.iter().filter(|object| object["kind"] == "ResourceQuota").count();
        let limits = output.objects.iter().filter(|object| object["kind"] == "LimitRange").count();
        assert_eq!((quotas, limits), (1, 1), "{}", output.name);
    }
    every("Namespace", |namespace, _| text(namespace, "/metadata/labels/team-resources~1managed") == "true");
}

#[test]
fn b52_no_object_is_emitted_twice() {
    for output in outputs() {
        let mut seen = BTreeSet::new();
        for object in &output.objects {
            let identity = ["/apiVersion", "/kind", "/metadata/namespace", "/metadata/name"];
            assert!(seen.insert(identity.map(|pointer| text(object, pointer))), "{}: {object:#}", output.name);
        }
    }
}

#[test]
fn b57_what_guards_a_team_is_not_pruned_without_a_word() {
    every("", |object, _| {
        let name = text(object, "/metadata/name");
        let guards = match text(object, "/kind") {
            "Namespace" | "ResourceQuota" | "LimitRange" | "Role" => true,
            "NetworkPolicy" => ["default-deny-all", "allow-dns", "allow-same-namespace"].contains(&name),
            "ServiceAccount" => name == "default" || name.ends_with("-workload"),
            _ => false,
        };
        let options = text(object, "/metadata/annotations/argocd.argoproj.io~1sync-options");
        let wanted = if guards { "Prune=confirm,Delete=confirm" } else { "" };
        options == wanted
    });
}

#[test]
fn b58_waves_are_whole_numbers_and_put_guards_before_what_they_guard() {
    for output in outputs() {
        let mut waves: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
        for object in &output.objects {
            let wave = text(object, "/metadata/annotations/argocd.argoproj.io~1sync-wave");
            waves.entry(text(object, "/kind")).or_default().push(wave.parse().unwrap());
        }
        let guards = ["Namespace", "AppProject", "NetworkPolicy", "ResourceQuota", "LimitRange"];
        let last_guard = guards.iter().flat_map(|kind| &waves[kind]).max().unwrap();
        let others = waves.iter().filter(|(kind, _)| !guards.contains(kind)).flat_map(|(_, waves)| waves);
        assert!(others.clone().all(|wave| wave >= last_guard), "{}: {waves:?}", output.name);
        let applications = waves.get("Application").into_iter().flatten().min();
        let before = waves.iter().filter(|(kind, _)| **kind != "Application").flat_map(|(_, waves)| waves).max();
        assert!(applications.is_none_or(|first| Some(first) >= before), "{}: {waves:?}", output.name);
    }
}

#[test]
fn b59_the_same_texts_give_the_same_bytes() {
    for input in inputs::all() {
        assert!(input.outputs() == input.outputs(), "{}", input.name);
    }
}

#[test]
fn b61_a_project_lists_exactly_the_repositories_and_clusters_of_its_apps() {
    for output in outputs() {
        let project = output.objects.iter().find(|object| object["kind"] == "AppProject").unwrap();
        let applications: Vec<_> = output.objects.iter().filter(|object| object["kind"] == "Application").collect();
        let same = |url: &str| url.to_lowercase().trim_end_matches(".git").to_owned();
        let listed: BTreeSet<_> = texts(project, "/spec/sourceRepos").into_iter().map(same).collect();
        let used: BTreeSet<_> = applications.iter().map(|one| same(text(one, "/spec/source/repoURL"))).collect();
        assert_eq!(listed, used, "{}", output.name);
        let place = |object: &Value| (text(object, "/server").to_owned(), text(object, "/namespace").to_owned());
        let listed: BTreeSet<_> = items(project, "/spec/destinations").into_iter().map(place).collect();
        let used: BTreeSet<_> = applications.iter().map(|one| place(&one["spec"]["destination"])).collect();
        assert_eq!(listed, used, "{}", output.name);
        assert!(!format!("{listed:?}{used:?}").contains(['*', '!', '?']), "{}", output.name);
    }
}

#[test]
fn b63_nobody_makes_overrides_or_opens_a_shell_through_argo_cd() {
    every("AppProject", |project, output| {
        let name = text(project, "/metadata/name");
        items(project, "/spec/roles").iter().all(|role| {
            texts(role, "/policies").iter().all(|policy| {
                let fields: Vec<_> = policy.split(", ").collect();
                let [p, subject, resource, action, object, effect] = fields[..] else { return false };
                let allowed = match resource {
                    "applications" => {
                        ["get", "sync", "action/*", "delete/*/Pod/*", "update", "delete"].contains(&action)
                    }
                    "logs" => action == "get",
                    _ => false,
                };
                let asked = !["update", "delete"].contains(&action) || output.written.contains("applications:");
                let own = subject == format!("proj:{name}:{}", text(role, "/name")) && object == format!("{name}/*");
                p == "p" && effect == "allow" && allowed && asked && own
            })
        })
    });
}

#[test]
fn b66_every_namespace_has_pod_security_labels_of_a_pinned_version() {
    every("Namespace", |namespace, _| {
        ["enforce", "audit", "warn"].iter().all(|mode| {
            let label = |name: &str| text(namespace, &format!("/metadata/labels/pod-security.kubernetes.io~1{name}"));
            let level = label(mode);
            (level == "restricted" || (level == "baseline" && *mode == "enforce"))
                && label(&format!("{mode}-version")).starts_with("v1.")
        })
    });
}

#[test]
fn b72_no_variable_or_template_is_left_in_an_output_that_did_not_ask_for_it() {
    every("", |object, output| {
        let mut fine = true;
        leaves("", object, &mut |key, value| {
            // External Secrets fills this one in with the registry's password.
            let is_template = key == ".dockerconfigjson";
            let leaf = value.as_str().unwrap_or_default();
            let marks = ["${", "{{", "<no value>"];
            fine &= is_template || marks.iter().all(|mark| !leaf.contains(mark) || output.written.contains(mark));
        });
        fine
    });
}
