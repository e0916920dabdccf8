//! What the Roles really let people do, judged by a model of RBAC that knows nothing of the compiler.
//! <https://kubernetes.io/docs/reference/access-authn-authz/rbac/>

use proptest::{prelude::*, test_runner::Config};
use serde_json::Value;
use teamwright_core::{Part, Platform, Source, Target, render};
use teamwright_tests::{
    generate::world::world,
    inputs,
    output::{objects, read_back},
};

/// Verb, API group and resource that no role of a team may hold: each alone is a way out of the namespace, to its secrets, or
/// around its guards. <https://kubernetes.io/docs/concepts/security/rbac-good-practices/>
const NEVER: &[(&[&str], &str, &[&str])] = &[
    (EVERY_VERB, "", &["secrets", "serviceaccounts/token", "nodes", "nodes/proxy", "pods/proxy", "services/proxy"]),
    (EVERY_VERB, "", &["persistentvolumes", "componentstatuses", "bindings", "pods/binding"]),
    (CHANGE, "", &["namespaces", "namespaces/finalize", "resourcequotas", "limitranges", "serviceaccounts"]),
    (CHANGE, "", &["endpoints", "pods/ephemeralcontainers", "services/status", "pods/status"]),
    (CHANGE, "discovery.k8s.io", &["endpointslices"]),
    (CHANGE, "networking.k8s.io", &["networkpolicies", "ingressclasses"]),
    (CHANGE, "policy.networking.k8s.io", &["adminnetworkpolicies", "baselineadminnetworkpolicies"]),
    (CHANGE, "cilium.io", &["ciliumnetworkpolicies"]),
    (CHANGE, "rbac.authorization.k8s.io", &["roles", "rolebindings", "clusterroles", "clusterrolebindings"]),
    (&["bind", "escalate"], "rbac.authorization.k8s.io", &["roles", "clusterroles"]),
    (&["impersonate"], "", &["users", "groups", "serviceaccounts"]),
    (EVERY_VERB, "authentication.k8s.io", &["tokenreviews", "userextras"]),
    (CHANGE, "external-secrets.io", &["secretstores", "clustersecretstores", "externalsecrets", "pushsecrets"]),
    (CHANGE, "generators.external-secrets.io", &["ecrauthorizationtokens"]),
    (EVERY_VERB, "argoproj.io", &["applications", "appprojects", "applicationsets"]),
    (CHANGE, "kyverno.io", &["policies", "clusterpolicies", "policyexceptions"]),
    (CHANGE, "policies.kyverno.io", &["namespacedmutatingpolicies", "policyexceptions"]),
    (CHANGE, "admissionregistration.k8s.io", &["mutatingwebhookconfigurations", "validatingwebhookconfigurations"]),
    (CHANGE, "certificates.k8s.io", &["certificatesigningrequests", "certificatesigningrequests/approval"]),
    (CHANGE, "apiextensions.k8s.io", &["customresourcedefinitions"]),
    (CHANGE, "storage.k8s.io", &["storageclasses"]),
    (CHANGE, "scheduling.k8s.io", &["priorityclasses"]),
    // Before Kubernetes 1.35 a websocket to a shell needs no more than `get`.
    (&["get", "list", "watch"], "", &["pods/exec", "pods/attach", "pods/portforward"]),
];
const EVERY_VERB: &[&str] =
    &["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "approve", "*"];
const CHANGE: &[&str] = &["create", "update", "patch", "delete", "deletecollection", "*"];

/// Whether a Role allows it, as the API server decides: `*` stands for everything, `*/x` for a subresource of everything.
fn allows(role: &Value, verb: &str, group: &str, resource: &str) -> bool {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    list(&role["rules"]).iter().any(|rule| {
        let holds = |key: &str, word: &str| list(&rule[key]).iter().any(|entry| entry == word || entry == "*");
        let of_all = resource.split_once('/').map(|(_, sub)| format!("*/{sub}"));
        let fits = holds("resources", resource) || of_all.is_some_and(|of_all| holds("resources", &of_all));
        holds("verbs", verb) && holds("apiGroups", group) && fits
    })
}

/// Everything of the table that a stream's Roles allow; how many Roles there are.
fn escalations(objects: &[Value]) -> (usize, Vec<String>) {
    let roles: Vec<_> = objects.iter().filter(|object| object["kind"] == "Role").collect();
    let mut found = Vec::new();
    for role in &roles {
        let name = role["metadata"]["name"].as_str().unwrap_or_default();
        for (verbs, group, resources) in NEVER {
            for (verb, resource) in verbs.iter().flat_map(|verb| resources.iter().map(move |resource| (verb, resource)))
            {
                if allows(role, verb, group, resource) {
                    found.push(format!("{name} may {verb} {resource} of `{group}`"));
                }
            }
        }
        let shells = ["pods/exec", "pods/attach", "pods/portforward"];
        if name.ends_with("-viewer") && shells.iter().any(|shell| allows(role, "create", "", shell)) {
            found.push(format!("{name} opens a shell"));
        }
    }
    (roles.len(), found)
}

#[test]
fn no_role_of_any_known_input_escapes() {
    let mut count = 0;
    for input in inputs::all() {
        for (cluster, yaml) in input.outputs() {
            let (roles, found) = escalations(&read_back(&yaml).unwrap());
            assert_eq!(found, [""; 0], "{} on {cluster}", input.name);
            count += roles;
        }
    }
    assert!(count > 1_000, "{count} roles");
}

proptest! {
    #![proptest_config(Config { cases: 100, failure_persistence: None, ..Config::default() })]

    #[test]
    fn no_role_of_a_random_platform_escapes(world in world(2)) {
        let platform = world.compiled_platform();
        for index in 0..world.teams.len() {
            let compilation = world.compile(index, &platform, &Target { part: Part::Namespace, cluster: None });
            let objects = read_back(&render::stream(&compilation.manifests.unwrap())).unwrap();
            let (roles, found) = escalations(&objects);
            prop_assert_eq!(found, Vec::<String>::new());
            prop_assert_eq!(roles, 2);
        }
    }
}

/// The other way round: people can do their work, and only the platform opens a shell.
#[test]
fn developers_work_viewers_look_and_the_platform_decides_about_shells() {
    let role = |platform: &str, ending: &str| {
        let platform = Platform::parse(&Source::new("platform.yaml", platform));
        let objects = objects("team: a\n", &platform, &Target::default());
        let is_it = |object: &&Value| object["kind"] == "Role" && object["metadata"]["name"] == format!("a-{ending}");
        objects.iter().find(is_it).unwrap().clone()
    };
    let (developer, viewer) = (role("", "developer"), role("", "viewer"));
    for (verb, group, resource) in [
        ("create", "apps", "deployments"),
        ("patch", "apps", "statefulsets"),
        ("delete", "", "pods"),
        ("create", "batch", "jobs"),
        ("update", "", "configmaps"),
        ("get", "", "pods/log"),
        ("create", "", "services"),
    ] {
        assert!(allows(&developer, verb, group, resource), "a developer may {verb} {resource}");
        assert_eq!(allows(&viewer, verb, group, resource), verb == "get", "a viewer may {verb} {resource}");
    }
    assert!(allows(&viewer, "list", "", "pods") && allows(&viewer, "watch", "apps", "deployments"));
    for (key, resource) in [("exec", "pods/exec"), ("portForward", "pods/portforward")] {
        for (value, expected) in [("true", true), ("false", false)] {
            let platform = format!("rbac: {{developer: {{{key}: {value}}}}}\n");
            assert_eq!(allows(&role(&platform, "developer"), "create", "", resource), expected, "{platform}");
            assert!(!allows(&role(&platform, "viewer"), "create", "", resource), "{platform}");
        }
        assert!(!allows(&developer, "create", "", resource), "{resource} is off by default");
    }
    assert!(!allows(&role("rbac: {viewer: {logs: false}}\n", "viewer"), "get", "", "pods/log"));
}
