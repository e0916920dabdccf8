//! A platform that begins: one file is applied, and everything else follows from Git.

use serde_json::Value;
use teamwright_tests::{apiserver::Request, controllers::Cluster, repository::root};

use crate::{page, tracked_by};

const REPOSITORY: &str = "https://github.com/acme/gitops";
const WEB: &str = "https://github.com/acme/web-app";

/// A team with an application of its own.
const TEAM: &str = "\
team: payments
owner: {name: Payments, email: payments@acme.example}
access: {developers: {groups: [payments]}, viewers: {groups: [auditors]}}
resourceQuota: {pods: 12}
apps:
  - {name: web, repoURL: https://github.com/acme/web-app, path: k8s, targetRevision: main, environment: production}
";

/// What is typed in the steps of installing.
fn typed() -> Vec<String> {
    let page = std::fs::read_to_string(root().join("docs/install.md")).unwrap();
    let (_, section) = page.split_once("\n## Install\n").unwrap();
    page::shell(section.split("\n## ").next().unwrap())
}

#[test]
fn one_file_is_applied_and_everything_follows() {
    let Some(cluster) = Cluster::start(&[REPOSITORY, WEB]) else { return };
    cluster.push(&root().join("tests/migration/web-app"), WEB);
    let [_doctor, bootstrap, apply] = typed().try_into().unwrap();
    let _ = cluster.shell("", &format!("teamwright init gitops --repo-url {REPOSITORY}")).fine();
    cluster.write("gitops/teams/payments/team.yaml", TEAM);
    let lines = format!("git init --quiet\ngit remote add origin {REPOSITORY}\ngit config push.autoSetupRemote true");
    let _ = cluster.shell("gitops", &lines).fine();
    let _ = cluster.shell("gitops", &bootstrap).fine();
    assert_eq!(cluster.applications(), [Value::Null; 0]);
    let _ = cluster.shell("gitops", &apply).fine();

    cluster.until_synced(&[
        "payments-web",
        "platform-guards-in-cluster",
        "platform-root",
        "team-example-apps",
        "team-example-namespace-in-cluster",
        "team-example-project",
        "team-payments-apps",
        "team-payments-namespace-in-cluster",
        "team-payments-project",
    ]);
    let v1 = |path: &str| format!("/api/v1/namespaces/team-payments{path}");
    let deny = "/apis/networking.k8s.io/v1/namespaces/team-payments/networkpolicies/default-deny-all";
    let rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/team-payments";
    let policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    let projects = "/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects";
    for (path, by) in [
        (v1(""), "team-payments-namespace-in-cluster"),
        (v1("/limitranges/payments-limits"), "team-payments-namespace-in-cluster"),
        (v1("/serviceaccounts/payments-workload"), "team-payments-namespace-in-cluster"),
        (deny.to_owned(), "team-payments-namespace-in-cluster"),
        (format!("{rbac}/rolebindings/payments-developer"), "team-payments-namespace-in-cluster"),
        (format!("{projects}/team-payments"), "team-payments-project"),
        ("/apis/apps/v1/namespaces/team-payments/deployments/web-app".to_owned(), "payments-web"),
        (format!("{policies}/teamwright-team-labels"), "platform-guards-in-cluster"),
        ("/api/v1/namespaces/argocd/configmaps/argocd-cm".to_owned(), "platform-root"),
    ] {
        assert_eq!(tracked_by(&cluster.server.ask(Request::get(&path)).fine()), by, "{path}");
    }

    // What somebody takes away comes back, and what is committed follows.
    let _ = cluster.server.ask(Request::delete(deny)).fine();
    let is_back = |cluster: &Cluster| (cluster.server.ask(Request::get(deny)).code == 200).then_some(());
    cluster.until("denied by default again", is_back);
    cluster.write("gitops/teams/payments/team.yaml", &TEAM.replace("pods: 12", "pods: 15"));
    let _ = cluster.shell("gitops", "git commit --quiet --all --message=More\ngit push --quiet").fine();
    cluster.refresh("applications", "team-payments-namespace-in-cluster");
    let quota = Request::get(&v1("/resourcequotas/payments-quota"));
    let pods = |cluster: &Cluster| cluster.server.ask(quota.clone()).fine()["spec"]["hard"]["pods"].take();
    cluster.until("more pods", |cluster| (pods(cluster) == "15").then_some(()));
}
