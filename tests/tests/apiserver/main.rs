//! The real API server judges: it takes whatever is made, and what is made stops whoever must not. It stands in `tests/apiserver`;
//! Go 1.26 is needed.

mod attacks;
mod outputs;
mod policies;

use serde_json::{Value, json};
use teamwright_core::{Extent, Platform, bootstrap, render};
use teamwright_tests::{
    apiserver::{ApiServer, Person, Request},
    go,
    output::read_back,
};

/// A cluster with the kinds of these objects, in which these accounts of Argo CD may do what Argo CD's installation gives them:
/// everything. `None` without Go.
fn cluster(objects: &[Value], argo_cds: &[&Account]) -> Option<ApiServer> {
    let judge = go::command("judge")?;
    let server = ApiServer::start()?;
    server.define(&judge, objects);
    server.make(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "argocd"}}));
    let subject = |Account { namespace, name }: &&Account| json!({"kind": "ServiceAccount", "namespace": namespace, "name": name});
    server.make(json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "argo-cd"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
        "subjects": argo_cds.iter().map(subject).collect::<Vec<_>>(),
    }));
    for argo_cd in argo_cds {
        let _ = server.until(&Request::get("/api/v1/namespaces").by(&argo_cd.person()), |answer| answer.code == 200);
    }
    Some(server)
}

/// A service account.
struct Account {
    namespace: &'static str,
    name: &'static str,
}

/// Argo CD in its own cluster.
const CONTROLLER: Account = Account { namespace: "argocd", name: "argocd-application-controller" };
/// Argo CD in another cluster.
const MANAGER: Account = Account { namespace: "kube-system", name: "argocd-manager" };

impl Account {
    fn person(&self) -> Person {
        Person::account(self.namespace, self.name)
    }
}

/// What `bootstrap` writes for one cluster.
fn layer(platform: &Platform, cluster: &str, extent: Extent) -> Vec<Value> {
    let files = bootstrap(platform, extent).unwrap_or_else(|found| panic!("{found:#?}"));
    let own = files.iter().filter(|file| file.cluster == cluster);
    own.flat_map(|file| read_back(&render::stream(&file.manifests)).unwrap()).collect()
}

/// Applies the admission policies of a platform layer, and waits until they decide, by whom they trust.
fn guard(server: &ApiServer, layer: &[Value], trusted: &Person) {
    let guards: Vec<_> =
        layer.iter().filter(|object| object["apiVersion"] == "admissionregistration.k8s.io/v1").collect();
    assert!(guards.len() >= 4, "{guards:#?}");
    for guard in guards {
        let _ = server.apply(guard, trusted);
    }
    let labelled = json!({
        "apiVersion": "v1", "kind": "Namespace",
        "metadata": {"name": "somebodys", "labels": {"teamwright.dev/team": "x"}},
    });
    let request = Request::create("/api/v1/namespaces", labelled).dry();
    let _ = server.until(&request, |answer| answer.code == 403);
    let _ = server.until(&request.by(trusted), |answer| answer.code == 201);
}
