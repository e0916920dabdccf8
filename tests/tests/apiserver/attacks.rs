//! What a team's objects stop, tried at the API server. Each attempt is judged in full and not done; beside it the very same is
//! allowed where our object does not stand, or to whoever may do everything, so that nothing else can have stopped it.

use std::sync::LazyLock;

use serde_json::{Value, json};
use teamwright_core::{Part, Platform, Source, Target, compile};
use teamwright_tests::{
    apiserver::{ApiServer, Person, Request},
    output::read_back,
};

use crate::cluster;

/// Developers may open a shell, which is not so unless it is said.
const PLATFORM: &str = "organization: acme\nrbac: {developer: {exec: true}}\n";
const TEAM: &str = "\
team: payments
owner: {name: Payments, email: payments@acme.example}
access: {developers: {groups: [coders]}, viewers: {groups: [auditors]}}
resourceQuota: {requests: {cpu: \"1\", memory: 2Gi}, limits: {cpu: \"1\", memory: 2Gi}}
limitRange: {default: {cpu: 200m, memory: 128Mi}, defaultRequest: {cpu: 100m, memory: 64Mi}, max: {cpu: 800m, memory: 1Gi}}
";
const NAMESPACE: &str = "team-payments";
/// A namespace that nobody guards.
const OPEN: &str = "open";

/// A cluster with the team, and a namespace without one, for all attempts. `None` without Go.
static ATTACKED: LazyLock<Option<ApiServer>> = LazyLock::new(|| {
    let platform = Platform::parse(&Source::new("platform.yaml", PLATFORM));
    let target = Target { cluster: None, part: Part::All };
    let made = compile(&Source::new("teams/payments/team.yaml", TEAM), &platform, &target);
    let objects = read_back(&made.yaml().unwrap_or_else(|| panic!("{:#?}", made.diagnostics))).unwrap();
    let server = cluster(&objects, &[])?;
    server.make(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": OPEN}}));
    for object in objects {
        server.make(object);
    }
    // Admission counts by what the controllers have written.
    let quota = format!("/api/v1/namespaces/{NAMESPACE}/resourcequotas/payments-quota");
    let _ = server.until(&Request::get(&quota), |answer| answer.body["status"]["hard"].is_object());
    let account = format!("/api/v1/namespaces/{OPEN}/serviceaccounts/default");
    let _ = server.until(&Request::get(&account), |answer| answer.code == 200);
    let pods = Request::get(&format!("/api/v1/namespaces/{NAMESPACE}/pods")).by(&developer());
    let _ = server.until(&pods, |answer| answer.code == 200);
    Some(server)
});

fn developer() -> Person {
    Person::new("dora", &["coders", "system:authenticated"])
}

fn viewer() -> Person {
    Person::new("vera", &["auditors", "system:authenticated"])
}

/// A pod as Pod Security wants it, with so many containers, each of them changed.
fn pod(containers: usize, change: &Value) -> Value {
    let container = |index| {
        let mut container = json!({
            "name": format!("c{index}"), "image": "registry.example/app:1",
            "securityContext": {
                "allowPrivilegeEscalation": false, "runAsNonRoot": true, "capabilities": {"drop": ["ALL"]},
                "seccompProfile": {"type": "RuntimeDefault"},
            },
        });
        merge(&mut container, change);
        container
    };
    let containers: Vec<_> = (0..containers).map(container).collect();
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "pod"}, "spec": {"containers": containers}})
}

/// The same pod with something more in its `spec`.
fn with(mut pod: Value, spec: &Value) -> Value {
    merge(&mut pod["spec"], spec);
    pod
}

pub(crate) fn merge(into: &mut Value, change: &Value) {
    match (into, change) {
        (Value::Object(into), Value::Object(change)) => {
            for (key, value) in change {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, change) => *into = change.clone(),
    }
}

#[test]
fn pods_that_reach_for_more_are_refused_and_a_plain_one_gets_the_defaults() {
    let Some(server) = &*ATTACKED else { return };
    let cpu = |limit: &str| json!({"resources": {"limits": {"cpu": limit}, "requests": {"cpu": limit}}});
    let load_balancer = json!({
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": "outside"},
        "spec": {"type": "LoadBalancer", "ports": [{"port": 443}]},
    });
    let plain = || pod(1, &json!({}));
    let attempts = [
        (
            "pods",
            pod(1, &json!({"securityContext": {"privileged": true, "allowPrivilegeEscalation": true}})),
            "violates PodSecurity",
        ),
        ("pods", pod(1, &json!({"securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}})), "violates PodSecurity"),
        ("pods", pod(1, &json!({"ports": [{"containerPort": 80, "hostPort": 80}]})), "violates PodSecurity"),
        (
            "pods",
            with(plain(), &json!({"volumes": [{"name": "root", "hostPath": {"path": "/"}}]})),
            "violates PodSecurity",
        ),
        ("pods", with(plain(), &json!({"hostNetwork": true})), "violates PodSecurity"),
        ("pods", with(plain(), &json!({"hostPID": true})), "violates PodSecurity"),
        ("pods", pod(1, &cpu("900m")), "maximum cpu usage per Container is 800m"),
        // A runtime takes it for no limit, and a quota counts it as nothing.
        ("pods", pod(1, &cpu("0")), "minimum cpu usage per Container is 1m"),
        (
            "pods",
            pod(1, &json!({"resources": {"limits": {"memory": "0"}}})),
            "minimum memory usage per Container is 1Mi",
        ),
        ("pods", pod(2, &cpu("700m")), "exceeded quota: payments-quota"),
        ("services", load_balancer, "exceeded quota: payments-quota"),
    ];
    for (kind, object, words) in attempts {
        let attempt = |namespace| {
            let path = format!("/api/v1/namespaces/{namespace}/{kind}");
            server.ask(Request::create(&path, object.clone()).dry())
        };
        let refused = attempt(NAMESPACE);
        assert!(refused.code == 403 && refused.refusal().contains(words), "{object:#}\n{refused:#?}");
        let _ = attempt(OPEN).fine();
    }
    let created = server.ask(Request::create(&format!("/api/v1/namespaces/{NAMESPACE}/pods"), plain())).fine();
    let amounts = json!({"limits": {"cpu": "200m", "memory": "128Mi"}, "requests": {"cpu": "100m", "memory": "64Mi"}});
    assert_eq!(created["spec"]["containers"][0]["resources"], amounts);
    assert_eq!(created["spec"]["volumes"], Value::Null, "a token was mounted: {created:#}");
}

#[test]
fn people_of_a_team_can_not_lift_its_guardrails() {
    let Some(server) = &*ATTACKED else { return };
    let v1 = |rest: &str| format!("/api/v1/namespaces/{NAMESPACE}{rest}");
    let of = |group: &str, rest: &str| format!("/apis/{group}/namespaces/{NAMESPACE}/{rest}");
    let (network, rbac) = ("networking.k8s.io/v1", "rbac.authorization.k8s.io/v1");
    let everything = json!({"rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]});
    let open = json!({
        "apiVersion": network, "kind": "NetworkPolicy", "metadata": {"name": "open"},
        "spec": {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{}]},
    });
    let bound = json!({
        "apiVersion": rbac, "kind": "RoleBinding", "metadata": {"name": "more"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "dora"}],
    });
    let token =
        json!({"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"expirationSeconds": 600}});
    let privileged = json!({"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "privileged"}}});
    let attempts = [
        Request::delete(&v1("/resourcequotas/payments-quota")).dry(),
        Request::merge(&v1("/resourcequotas/payments-quota"), json!({"spec": {"hard": {"pods": "1000"}}})).dry(),
        Request::delete(&v1("/limitranges/payments-limits")).dry(),
        Request::get(&v1("/secrets")),
        Request::create(&v1("/serviceaccounts/default/token"), token).dry(),
        Request::delete(&of(network, "networkpolicies/default-deny-all")).dry(),
        Request::create(&of(network, "networkpolicies"), open).dry(),
        Request::create(&of(rbac, "rolebindings"), bound).dry(),
        Request::merge(&of(rbac, "roles/payments-developer"), everything).dry(),
        Request::delete(&of(rbac, "rolebindings/payments-viewer")).dry(),
        Request::merge(&v1(""), privileged).dry(),
        Request::delete(&v1("")).dry(),
    ];
    for request in attempts {
        for person in [developer(), viewer()] {
            let refused = server.ask(request.clone().by(&person));
            assert!(refused.code == 403 && refused.refusal().contains("cannot"), "{request:?}\n{refused:#?}");
        }
        let _ = server.ask(request).fine();
    }
    // Both look at pods; only a developer goes inside. There is no pod: who may not, is not even told so.
    for (person, code) in [(developer(), 404), (viewer(), 403)] {
        assert_eq!(server.ask(Request::get(&v1("/pods")).by(&person)).code, 200);
        let exec = Request::create(&v1("/pods/none/exec?command=sh&stdout=true"), json!({}));
        let answer = server.ask(exec.by(&person));
        assert_eq!(answer.code, code, "{answer:#?}");
    }
}
