//! The policies of platform.yaml, tried at the API server with the pods of `tests/policies`: refused with our words where they are
//! enforced, let through with a warning where they are audited, and not judged where a team is exempt or a namespace no team's.
//!
//! There is a team for each policy, called like it and exempt from all others, so that nothing else can have stopped its pods.

use std::{fs, sync::LazyLock};

use serde_json::{Value, json};
use teamwright_core::{Extent, Platform, Source, Target};
use teamwright_tests::{
    apiserver::{Answer, ApiServer, Person, Request},
    output::{objects, read_back},
    repository::root,
};

use crate::{Account, CONTROLLER, attacks::merge, cluster, layer};

/// Policies about pods.
const PODS: [&str; 6] = [
    "disallow-latest-tag",
    AMOUNTS,
    "require-probes",
    "require-labels",
    "require-readonly-root",
    "restrict-image-registries",
];
/// The one about secrets.
const SECRETS: &str = "require-external-secrets";
/// The one about requests and limits.
const AMOUNTS: &str = "require-requests-limits";
/// A team that is exempt from everything.
const EXEMPT: &str = "exempt";
/// A team whose namespace has no defaults, and which is judged by its amounts alone.
const BARE: &str = "bare";
/// A namespace that is no team's.
const OPEN: &str = "nobodys";

const EXTERNAL_SECRETS: Account = Account { namespace: "external-secrets", name: "external-secrets" };
const CERTIFICATES: Account = Account { namespace: "cert-manager", name: "cert-manager" };
const SERVER: Account = Account { namespace: "argocd", name: "argocd-server" };
const WORKLOAD: Account =
    Account { namespace: "team-require-external-secrets", name: "require-external-secrets-workload" };

/// Every policy that the API server judges by itself.
fn policies() -> impl Iterator<Item = &'static str> {
    PODS.into_iter().chain([SECRETS])
}

/// The examples' platform, in which each team is exempt from all policies but its own.
fn platform() -> String {
    let file = root().join("tests/policies/platform.yaml");
    let mut text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.push_str("exemptions:\n");
    for team in policies().chain([EXEMPT, BARE]) {
        let judges = |policy: &&str| *policy == team || (team == BARE && *policy == AMOUNTS);
        for policy in policies().filter(|policy| !judges(policy)) {
            text.push_str(&format!(
                "  - {{policy: {policy}, team: {team}, until: 2030-01-31, reason: it tries another}}\n"
            ));
        }
    }
    text
}

fn namespace(team: &str) -> String {
    format!("team-{team}")
}

/// A pod of `tests/policies` in full: named, and in every container what Pod Security asks for.
fn pod(mut example: Value) -> Value {
    if let Some(example) = example.as_object_mut() {
        example.remove("says");
    }
    let mut pod = json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "pod"},
        "spec": {"securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}}},
    });
    merge(&mut pod, &example);
    for key in ["containers", "initContainers"] {
        for container in pod["spec"][key].as_array_mut().into_iter().flatten() {
            let asked =
                json!({"securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}});
            merge(container, &asked);
        }
    }
    pod
}

fn examples(policy: &str, outcome: &str) -> Vec<Value> {
    let file = root().join(format!("tests/policies/{policy}.{outcome}.yaml"));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let examples = read_back(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    assert!(!examples.is_empty(), "{}", file.display());
    examples
}

/// A pod in a namespace, judged in full and not made.
fn attempt(namespace: &str, pod: &Value) -> Request {
    Request::create(&format!("/api/v1/namespaces/{namespace}/pods"), pod.clone()).dry()
}

/// Every policy is enforced. `None` without Go.
static ENFORCED: LazyLock<Option<ApiServer>> = LazyLock::new(|| judging(&platform(), |answer| answer.code == 403));

/// A cluster with the teams, in which pods stand that are older than the policies, and in which the policies have begun to judge.
fn judging(text: &str, is_judged: impl Fn(&Answer) -> bool) -> Option<ApiServer> {
    let platform = Platform::parse(&Source::new("platform.yaml", text));
    let teams: Vec<_> = policies().chain([EXEMPT]).collect();
    let made = |team: &&str| objects(&format!("team: {team}\n"), &platform, &Target::default());
    let made: Vec<_> = teams.iter().flat_map(made).collect();
    let server = cluster(&made, &[&CONTROLLER, &EXTERNAL_SECRETS, &CERTIFICATES, &SERVER, &WORKLOAD])?;
    let labels = json!({"teamwright.dev/team": BARE});
    for (name, labels) in [(OPEN.to_owned(), Value::Null), (namespace(BARE), labels)] {
        server.make(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}));
    }
    for object in made {
        server.make(object);
    }
    for team in &teams {
        let quota = format!("/api/v1/namespaces/{}/resourcequotas/{team}-quota", namespace(team));
        let _ = server.until(&Request::get(&quota), |answer| answer.body["status"]["hard"].is_object());
    }
    for open in [OPEN, &namespace(BARE)] {
        let account = Request::get(&format!("/api/v1/namespaces/{open}/serviceaccounts/default"));
        let _ = server.until(&account, |answer| answer.code == 200);
    }
    for policy in policies() {
        old(&server, policy);
    }
    apply(&server, &platform);
    for policy in PODS {
        let first = pod(examples(policy, "refused").swap_remove(0));
        let _ = server.until(&attempt(&namespace(policy), &first), &is_judged);
    }
    let secret = secret("control").by(&CONTROLLER.person());
    let _ = server.until(&secret, &is_judged);
    Some(server)
}

/// What there was in the policy's namespace before it: a pod, or a secret.
fn old(server: &ApiServer, policy: &str) {
    if policy == SECRETS {
        let old = json!({
            "apiVersion": "v1", "kind": "Secret", "metadata": {"name": "old", "namespace": namespace(SECRETS)},
            "stringData": {"password": "a"},
        });
        return server.make(old);
    }
    let mut pod =
        pod(json!({"metadata": {"name": "old"}, "spec": {"containers": [{"name": "web", "image": "quay.io/old"}]}}));
    pod["metadata"]["namespace"] = namespace(policy).into();
    server.make(pod);
}

/// Applies the policies of a platform.
fn apply(server: &ApiServer, platform: &Platform) {
    let is_policy = |object: &Value| {
        let of = object["spec"]["policyName"].as_str().or(object["metadata"]["name"].as_str()).unwrap_or_default();
        of.strip_prefix("teamwright-").is_some_and(|policy| policies().any(|known| known == policy))
    };
    let found: Vec<_> = layer(platform, "in-cluster", Extent::Teams).into_iter().filter(is_policy).collect();
    assert_eq!(found.len(), 2 * policies().count(), "{found:#?}");
    for object in found {
        let _ = server.apply(&object, &CONTROLLER.person());
    }
}

fn secret(name: &str) -> Request {
    secret_in(&namespace(SECRETS), name)
}

fn secret_in(namespace: &str, name: &str) -> Request {
    let secret =
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "stringData": {"password": "a"}});
    Request::create(&format!("/api/v1/namespaces/{namespace}/secrets"), secret).dry()
}

#[track_caller]
fn refused(answer: &Answer, words: &str) {
    assert!(answer.code == 403 && answer.refusal().contains(words), "{words}\n{answer:#?}");
}

#[test]
fn every_policy_refuses_with_its_words_and_judges_nobody_else() {
    let Some(server) = &*ENFORCED else { return };
    for policy in PODS {
        for example in examples(policy, "accepted") {
            let answer = server.ask(attempt(&namespace(policy), &pod(example)));
            assert!(answer.code == 201 && answer.warnings.is_none(), "{policy}: {answer:#?}");
        }
        for example in examples(policy, "refused") {
            let words =
                example["says"].as_str().unwrap_or_else(|| panic!("what does {policy} say? {example}")).to_owned();
            let pod = pod(example);
            let answer = server.ask(attempt(&namespace(policy), &pod));
            refused(&answer, &words);
            refused(&answer, &format!("ValidatingAdmissionPolicy 'teamwright-{policy}'"));
            for unjudged in [namespace(EXEMPT).as_str(), OPEN] {
                let answer = server.ask(attempt(unjudged, &pod));
                assert_eq!(answer.code, 201, "{unjudged}: {answer:#?}");
            }
        }
    }
}

#[test]
fn without_defaults_of_the_namespace_the_containers_are_named() {
    let Some(server) = &*ENFORCED else { return };
    let accepted = examples(AMOUNTS, "accepted");
    let whole = accepted.last().unwrap_or_else(|| panic!("there is no example"));
    let without = |change: Value| {
        let mut pod = pod(whole.clone());
        pod["spec"]["containers"][0]["resources"] = change;
        server.ask(attempt(&namespace(BARE), &pod))
    };
    let whole = json!({"requests": {"cpu": "1m", "memory": "1Mi"}, "limits": {"cpu": "1m", "memory": "1Mi"}});
    let _ = without(whole).fine();
    let words = "write requests and limits of cpu and memory for these containers: web";
    for change in [
        Value::Null,
        json!({"requests": {"cpu": "1m", "memory": "1Mi"}}),
        json!({"limits": {"memory": "1Mi"}}),
        json!({"limits": {"cpu": "1m"}}),
        json!({"requests": {"cpu": "1m"}, "limits": {"cpu": "1m", "memory": "0"}}),
    ] {
        refused(&without(change), words);
    }
}

/// The API server's own controller reads every expression with the types of what it judges.
#[test]
fn expressions_have_the_types_of_what_they_judge() {
    let Some(server) = &*ENFORCED else { return };
    for policy in policies() {
        let path = format!("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/teamwright-{policy}");
        let checked =
            |answer: &Answer| answer.body["status"]["observedGeneration"] == answer.body["metadata"]["generation"];
        let status = server.until(&Request::get(&path), checked).body["status"].take();
        assert_eq!(status["typeChecking"], json!({}), "{policy}: {status:#}");
    }
}

#[test]
fn secrets_come_from_the_platforms_controllers_and_from_nobody_else() {
    let Some(server) = &*ENFORCED else { return };
    let words = "secrets come from the team's store: list db under secrets in the team's file";
    let admin = Person::new("kubernetes-admin", &["system:masters", "system:authenticated"]);
    let others = [CONTROLLER.person(), SERVER.person(), WORKLOAD.person(), admin];
    let old = format!("/api/v1/namespaces/{}/secrets/old", namespace(SECRETS));
    let change = |change: Value| Request::merge(&old, change).dry();
    for person in &others {
        refused(&server.ask(secret("db").by(person)), words);
        refused(&server.ask(change(json!({"stringData": {"password": "b"}})).by(person)), "list old under secrets");
        for fine in [
            secret_in(&namespace(EXEMPT), "db"),
            secret_in(OPEN, "db"),
            change(json!({"metadata": {"labels": {"a": "b"}}})),
            Request::delete(&old).dry(),
        ] {
            let _ = server.ask(fine.by(person)).fine();
        }
    }
    for controller in [EXTERNAL_SECRETS, CERTIFICATES] {
        let _ = server.ask(secret("db").by(&controller.person())).fine();
        let _ = server.ask(change(json!({"stringData": {"password": "b"}})).by(&controller.person())).fine();
    }
}

/// A pod that is older than a policy is judged by what is added to it, or else its controllers could not even let it go.
#[test]
fn an_update_is_judged_by_what_it_adds() {
    let Some(server) = &*ENFORCED else { return };
    let at = |policy: &str, below: &str| format!("/api/v1/namespaces/{}/pods/old{below}", namespace(policy));
    let image = |image: &str| json!({"spec": {"containers": [{"name": "web", "image": image}]}});
    let strategic = |path: String, change: Value| Request::strategic(&path, change).dry();
    for policy in PODS {
        for fine in [
            json!({"metadata": {"finalizers": ["acme.example/wait"]}}),
            json!({"metadata": {"labels": {"more": "x"}}}),
            json!({"spec": {"activeDeadlineSeconds": 60}}),
        ] {
            let _ = server.ask(strategic(at(policy, ""), fine)).fine();
        }
    }
    let (tag, registry) = ("disallow-latest-tag", "restrict-image-registries");
    refused(&server.ask(strategic(at(tag, ""), image("quay.io/other"))), "a digest: quay.io/other");
    let _ = server.ask(strategic(at(tag, ""), image("quay.io/other:v1"))).fine();
    refused(&server.ask(strategic(at(registry, ""), image("quay.io/other:v1"))), "and not quay.io/other:v1");
    let _ = server.ask(strategic(at(registry, ""), image("ghcr.io/acme/web"))).fine();

    let debugger = |change: Value| {
        let mut container = json!({
            "name": "debugger", "image": "ghcr.io/acme/tools:v1",
            "securityContext": {
                "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": true,
            },
        });
        merge(&mut container, &change);
        json!({"spec": {"ephemeralContainers": [container]}})
    };
    let debug =
        |policy: &str, change: Value| server.ask(strategic(at(policy, "/ephemeralcontainers"), debugger(change)));
    refused(&debug(tag, json!({"image": "busybox"})), "a digest: busybox");
    refused(&debug(registry, json!({"image": "quay.io/tools:v1"})), "and not quay.io/tools:v1");
    let writable = json!({"securityContext": {"readOnlyRootFilesystem": false}});
    refused(&debug("require-readonly-root", writable), "for these containers: debugger");
    for policy in PODS {
        let _ = debug(policy, json!({})).fine();
    }

    // A label that was there stays.
    let mut labelled = pod(json!({
        "metadata": {"name": "labelled", "labels": {"app.kubernetes.io/name": "web", "cost-center": "shop"}},
        "spec": {"containers": [{"name": "web", "image": "nginx"}]},
    }));
    labelled["metadata"]["namespace"] = namespace("require-labels").into();
    server.make(labelled.clone());
    let take = json!({"metadata": {"labels": {"cost-center": null}}});
    refused(&server.ask(strategic(server.path(&labelled), take)), "of what makes it: cost-center");
    let change = json!({"metadata": {"labels": {"cost-center": "garden"}}});
    let _ = server.ask(strategic(server.path(&labelled), change)).fine();
}

#[test]
fn what_is_audited_is_let_through_with_the_same_words() {
    let audited = platform().replace("mode: enforce", "mode: audit");
    let Some(server) = judging(&audited, |answer| answer.warnings.is_some()) else { return };
    let warned = |answer: Answer, words: &str| {
        let warnings = answer.warnings.clone().unwrap_or_default().concat();
        assert!(answer.code == 201 && warnings.contains(words), "{words}\n{answer:#?}");
    };
    for policy in PODS {
        for example in examples(policy, "refused") {
            let words = example["says"].as_str().unwrap_or_default().to_owned();
            warned(server.ask(attempt(&namespace(policy), &pod(example))), &words);
        }
        for example in examples(policy, "accepted") {
            assert_eq!(server.ask(attempt(&namespace(policy), &pod(example))).warnings, None);
        }
    }
    warned(server.ask(secret("db").by(&CONTROLLER.person())), "list db under secrets");
}
