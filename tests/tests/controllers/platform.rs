//! A platform that was there before: ApplicationSets that read the teams' files, what they made, and where one stands with it.

use std::collections::BTreeMap;

use serde_json::Value;
use teamwright_tests::{apiserver::Request, controllers::Cluster, repository::root};

use crate::page;

pub const OLD: &str = "https://github.com/acme/platform-config";
const NEW: &str = "https://github.com/acme/gitops";
const API: &str = "https://github.com/acme/version-api";
const WEB: &str = "https://github.com/acme/web-app";

/// What is in the namespaces of teams, and what guards them in Argo CD.
const KINDS: [&str; 12] = [
    "/api/v1/namespaces",
    "/api/v1/resourcequotas",
    "/api/v1/limitranges",
    "/api/v1/serviceaccounts",
    "/api/v1/configmaps",
    "/api/v1/services",
    "/api/v1/persistentvolumeclaims",
    "/apis/apps/v1/deployments",
    "/apis/networking.k8s.io/v1/networkpolicies",
    "/apis/rbac.authorization.k8s.io/v1/roles",
    "/apis/argoproj.io/v1alpha1/appprojects",
    "/apis/argoproj.io/v1alpha1/applications",
];

/// A cluster in which it has synced all of two teams. `None` without Go.
pub fn old() -> Option<Cluster> {
    let cluster = Cluster::start(&[OLD, NEW, API, WEB])?;
    let folder = root().join("tests/migration");
    for (name, address) in [("platform-config", OLD), ("version-api", API), ("web-app", WEB)] {
        cluster.push(&folder.join(name), address);
    }
    let _ = cluster.shell("", &format!("kubectl apply --filename {}", folder.join("root.yaml").display())).fine();
    // It makes no Application in a project that is not there yet, and looks again after three minutes.
    let projects =
        || ["team-backend", "team-frontend"].iter().all(|name| cluster.argo_cds("appprojects", name).is_some());
    cluster.until("projects of teams", |_| projects().then_some(()));
    cluster.refresh("applicationsets", "team-apps");
    cluster.until_synced(&APPLICATIONS);
    Some(cluster)
}

/// Its Applications.
pub const APPLICATIONS: [&str; 7] = [
    "backend-version-api",
    "frontend-web-app",
    "root-app",
    "team-backend-namespace",
    "team-backend-project",
    "team-frontend-namespace",
    "team-frontend-project",
];

/// Every object of a team, and by what it is known to be the same one. None is on its way out.
pub fn objects(cluster: &Cluster) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for path in KINDS {
        let mut list = cluster.server.ask(Request::get(path)).fine();
        let Value::Array(items) = list["items"].take() else { panic!("{list}") };
        for item in items {
            let text = |key: &str| item["metadata"][key].as_str().unwrap_or_default().to_owned();
            let (namespace, name) = (text("namespace"), text("name"));
            let is_teams = match namespace.as_str() {
                "" => name.starts_with("team-"),
                "argocd" => {
                    name.starts_with("team-") && path.ends_with("appprojects") || path.ends_with("applications")
                }
                _ => namespace.starts_with("team-"),
            };
            if is_teams {
                assert_eq!(item["metadata"]["deletionTimestamp"], Value::Null, "{item:#}");
                found.insert(format!("{path} {namespace}/{name}"), text("uid"));
            }
        }
    }
    found
}

/// What is typed below a heading of docs/migration.md, and files that are shown there.
pub fn step(heading: &str) -> Vec<String> {
    page::blocks(&part(heading), "sh")
}

pub fn part(heading: &str) -> String {
    let page = std::fs::read_to_string(root().join("docs/migration.md")).unwrap();
    let start = format!("\n## {heading}");
    let (_, part) = page.split_once(&start).unwrap_or_else(|| panic!("no {heading}"));
    part.split("\n## ").next().unwrap_or_default().to_owned()
}

/// The new repository, as the first step says, with this change to platform.yaml; what would change is what `kubectl diff` says.
pub fn beside(cluster: &Cluster, change: impl Fn(&str) -> String) -> String {
    let [clone, check, diff, bootstrap] = step("1. ").try_into().unwrap();
    let _ = cluster.shell("", &clone).fine();
    let [platform] = page::blocks(&part("1. "), "yaml").try_into().unwrap();
    cluster.write("gitops/platform.yaml", &change(&platform));
    let _ = cluster.shell("gitops", &check).fine();
    let differs = cluster.shell("gitops", &diff);
    assert_eq!(differs.code, Some(1), "{differs:#?}");
    let _ = cluster.shell("gitops", &bootstrap).fine();
    differs.stdout
}
