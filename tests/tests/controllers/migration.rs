//! docs/migration.md, typed: what the platform before had made stays the same objects from the first step to the last.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use teamwright_tests::{apiserver::Request, controllers::Cluster};

use crate::{
    page,
    platform::{APPLICATIONS, beside, objects, old, part, step},
    tracked_by,
};

/// The Applications when all is done: of the old ones, those whose names are ours as well, and the root.
const AFTERWARDS: [&str; 11] = [
    "backend-version-api",
    "frontend-web-app",
    "platform-guards-production",
    "platform-root",
    "root-app",
    "team-backend-apps",
    "team-backend-namespace-production",
    "team-backend-project",
    "team-frontend-apps",
    "team-frontend-namespace-production",
    "team-frontend-project",
];

/// What is not there any more, or is another object of the same name.
fn gone(before: &BTreeMap<String, String>, cluster: &Cluster) -> Vec<String> {
    let now = objects(cluster);
    before.iter().filter(|(name, uid)| now.get(*name) != Some(uid)).map(|(name, _)| name.clone()).collect()
}

/// Types the one block of a step.
fn follow(cluster: &Cluster, heading: &str) -> String {
    let [lines] = step(heading).try_into().unwrap();
    cluster.shell("gitops", &lines).fine()
}

#[test]
fn nothing_is_deleted_from_the_first_step_to_the_last() {
    let Some(cluster) = old() else { return };
    let before = objects(&cluster);
    assert!(before.len() > 30, "{before:#?}");
    assert_eq!(cluster.shell("", &step("Before")[0]).fine(), "");

    let differs = beside(&cluster, str::to_owned);
    assert!(differs.contains("backend-quota") && differs.contains("services.loadbalancers"), "{differs}");
    assert_eq!(gone(&before, &cluster), [""; 0]);

    follow(&cluster, "2. ");
    assert_eq!(gone(&before, &cluster), [""; 0]);
    let [way_back] = page::blocks(&part("2. "), "sh way-back").try_into().unwrap();
    let _ = cluster.shell("gitops", &way_back).fine();
    let are_owned = |cluster: &Cluster| {
        let is_owned = |application: &Value| {
            application["metadata"]["name"] == "root-app"
                || application["metadata"]["ownerReferences"].is_array()
                    && application["spec"]["syncPolicy"]["automated"].is_object()
        };
        let all = cluster.applications();
        (all.len() == APPLICATIONS.len() && all.iter().all(is_owned)).then_some(())
    };
    cluster.until("owned again", are_owned);
    follow(&cluster, "2. ");
    assert_eq!(gone(&before, &cluster), [""; 0]);
    for application in cluster.applications().iter().filter(|application| application["metadata"]["name"] != "root-app")
    {
        let metadata = &application["metadata"];
        assert_eq!((&metadata["ownerReferences"], &metadata["finalizers"]), (&Value::Null, &Value::Null));
        assert_eq!(application["spec"]["syncPolicy"]["automated"], Value::Null);
    }

    follow(&cluster, "3. ");
    let owned: BTreeSet<_> = AFTERWARDS.iter().chain(&["team-backend-namespace", "team-frontend-namespace"]).collect();
    let names: Vec<_> =
        cluster.applications().iter().map(|application| application["metadata"]["name"].clone()).collect();
    assert_eq!(names, owned.into_iter().copied().collect::<Vec<_>>());
    assert_eq!(gone(&before, &cluster), [""; 0]);

    let [look, delete] = step("4. ").try_into().unwrap();
    let [left] = page::blocks(&part("4. "), "text").try_into().unwrap();
    assert_eq!(cluster.shell("gitops", &look).fine(), left);
    let _ = cluster.shell("gitops", &delete).fine();
    let policies = [
        "/apis/networking.k8s.io/v1/networkpolicies team-backend/backend-default",
        "/apis/networking.k8s.io/v1/networkpolicies team-frontend/frontend-default",
    ];
    assert_eq!(gone(&before, &cluster), policies);

    follow(&cluster, "5. ");
    let platform = std::fs::read_to_string(cluster.path("gitops/platform.yaml")).unwrap();
    assert!(platform.contains("  adopt: true\n"), "{platform}");
    cluster.write("gitops/platform.yaml", &platform.replace("  adopt: true\n", ""));
    follow(&cluster, "6. ");
    cluster.refresh("applications", "platform-root");
    let guarded = |cluster: &Cluster| {
        let stops = |application: &Value| {
            let options = application["spec"]["syncPolicy"]["syncOptions"].as_array();
            let stops = options.is_some_and(|options| options.contains(&"FailOnSharedResource=true".into()));
            stops || application["metadata"]["name"] == "root-app"
        };
        cluster.applications().iter().all(stops).then_some(())
    };
    for team in ["team-backend-apps", "team-frontend-apps"] {
        cluster.refresh("applications", team);
    }
    cluster.until("one owner each", guarded);
    cluster.until_synced(&AFTERWARDS);

    let old = ["team-backend-namespace", "team-frontend-namespace"]
        .map(|name| format!("/apis/argoproj.io/v1alpha1/applications argocd/{name}"));
    assert_eq!(gone(&before, &cluster), [old.as_slice(), &policies.map(str::to_owned)].concat());
    for (name, _) in objects(&cluster) {
        let (kind, object) = name.split_once(' ').unwrap();
        let (namespace, object) = object.split_once('/').unwrap();
        // What Kubernetes itself puts into a namespace, and who is kept by an ApplicationSet or by hand.
        if object == "kube-root-ca.crt" || kind.ends_with("/applications") {
            continue;
        }
        let path = match namespace {
            "" => format!("{kind}/{object}"),
            _ => {
                let (version, plural) = kind.rsplit_once('/').unwrap();
                format!("{version}/namespaces/{namespace}/{plural}/{object}")
            }
        };
        let found = cluster.server.ask(Request::get(&path)).fine();
        let by = tracked_by(&found).to_owned();
        assert!(AFTERWARDS.contains(&by.as_str()) && by != "root-app", "{name} is tracked by {by:?}");
    }
}
