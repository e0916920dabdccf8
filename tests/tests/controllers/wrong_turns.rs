//! What happens to whoever leaves the way of docs/migration.md, as that page says it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use teamwright_tests::{
    apiserver::Request,
    controllers::{Cluster, state},
};

use crate::{
    page,
    platform::{beside, objects, old, part, step},
    tracked_by,
};

/// The Applications that have the team's namespace.
const OURS: &str = "team-backend-namespace-production";
const THEIRS: &str = "team-backend-namespace";

const NAMESPACE: &str = "/api/v1/namespaces/team-backend";
const DEPLOYMENT: &str = "/apis/apps/v1/namespaces/team-backend/deployments/version-api";
const CLAIM: &str = "/api/v1/namespaces/team-backend/persistentvolumeclaims/version-api";

/// What an Application says of itself.
fn says(cluster: &Cluster, name: &str) -> String {
    cluster.argo_cds("applications", name).map_or_else(String::new, |application| state(&application))
}

/// Waits for words, which the page says as well: it leaves out what stands at `…`.
fn until_said(cluster: &Cluster, who: &str, words: &str, said: impl Fn(&Cluster) -> String) {
    let table = part("Wrong turns");
    assert!(table.contains(words), "{words}\n{table}");
    let parts: Vec<_> = words.split('…').collect();
    cluster.until(&format!("{who}: {words}"), |cluster| {
        let said = said(cluster);
        let mut rest = said.as_str();
        let finds = |part: &&str| match rest.split_once(*part) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        };
        parts.iter().all(finds).then_some(())
    });
}

/// Ends a sync that is still retried and begins one anew, as `argocd app terminate-op` and `argocd app sync` do. What failed is
/// not begun again by itself as long as the objects that are asked for are the same.
fn sync_again(cluster: &Cluster, name: &str) {
    let page = part("Wrong turns");
    assert!(page.contains("`argocd app terminate-op NAME`") && page.contains("`argocd app sync NAME`"), "{page}");
    let path = format!("/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/{name}");
    let terminating = json!({"status": {"operationState": {"phase": "Terminating"}}});
    let _ = cluster.server.ask(Request::merge(&path, terminating)).fine();
    cluster.until("terminated", |cluster| {
        let application = cluster.argo_cds("applications", name)?;
        let has_ended =
            application["operation"].is_null() && application["status"]["operationState"]["phase"] == "Failed";
        has_ended.then_some(())
    });
    let _ = cluster.server.ask(Request::merge(&path, json!({"operation": {"sync": {"prune": true}}}))).fine();
}

/// Whatever was there is there, and the same.
#[track_caller]
fn same(cluster: &Cluster, before: &BTreeMap<String, String>) {
    let now = objects(cluster);
    let changed: Vec<_> = before.iter().filter(|(name, uid)| now.get(*name) != Some(uid)).collect();
    assert!(changed.is_empty(), "{changed:#?}");
}

#[test]
fn wrong_turns_do_what_the_page_says() {
    let Some(cluster) = old() else { return };
    let before = objects(&cluster);

    // `adopt` forgotten.
    beside(&cluster, |platform| platform.replace("  adopt: true\n", ""));
    let [stop] = step("2. ").try_into().unwrap();
    let _ = cluster.shell("gitops", &stop).fine();
    let _ = cluster.shell("gitops", "kubectl apply --filename clusters/production/root.yaml").fine();
    let shared = "Shared resource found: …/backend-… is part of applications argocd/team-backend-namespace-production and team-backend-namespace";
    until_said(&cluster, OURS, shared, |cluster| says(cluster, OURS));
    let by = |cluster: &Cluster| tracked_by(&cluster.server.ask(Request::get(NAMESPACE)).fine()).to_owned();
    assert_eq!(by(&cluster), THEIRS);
    same(&cluster, &before);

    // Its cure.
    let platform = std::fs::read_to_string(cluster.path("gitops/platform.yaml")).unwrap();
    cluster.write("gitops/platform.yaml", &platform.replace("gitops:\n", "gitops:\n  adopt: true\n"));
    let lines = "teamwright bootstrap --teams-only --out .\ngit commit --quiet --all --message=Adopt\ngit push --quiet";
    let _ = cluster.shell("gitops", lines).fine();
    cluster.refresh("applications", "platform-root");
    cluster.until("allowed to share", |cluster| {
        let options = cluster.argo_cds("applications", OURS)?["spec"]["syncPolicy"]["syncOptions"].take();
        (options == Value::Null).then_some(())
    });
    sync_again(&cluster, OURS);
    cluster.until("taken over", |cluster| (by(cluster) == OURS).then_some(()));
    same(&cluster, &before);

    // Both at once.
    let [way_back] = page::blocks(&part("2. "), "sh way-back").try_into().unwrap();
    let _ = cluster.shell("gitops", &way_back).fine();
    let owned =
        "Object argocd/team-backend-project is already owned by another ApplicationSet controller teams-project";
    until_said(&cluster, "team-projects", owned, |cluster| {
        cluster.argo_cds("applicationsets", "team-projects").map_or_else(String::new, |set| set["status"].to_string())
    });
    cluster.until("taken back", |cluster| (by(cluster) == THEIRS).then_some(()));
    cluster.until("taken over again", |cluster| (by(cluster) == OURS).then_some(()));
    same(&cluster, &before);

    // Without `--cascade=orphan`, what was deployed goes.
    let _ = cluster.shell("gitops", "kubectl delete applicationset team-apps --namespace argocd").fine();
    let uid = before["/apis/apps/v1/deployments team-backend/version-api"].as_str();
    cluster.until("no deployment any more", |cluster| {
        let answer = cluster.server.ask(Request::get(DEPLOYMENT));
        (answer.code == 404 || answer.body["metadata"]["uid"] != uid).then_some(())
    });
    let claim = cluster.server.ask(Request::get(CLAIM)).fine();
    // In use or not, a controller that is not here says; it goes as soon as that has.
    assert_ne!(claim["metadata"]["deletionTimestamp"], Value::Null, "{claim:#}");

    // The project of others replaced.
    let lines = "sed 's/  project: teamwright/  project: platform/' platform.yaml > other.yaml
teamwright bootstrap --teams-only --platform other.yaml --out ../other
kubectl apply --filename ../other/clusters/production/root.yaml";
    let _ = cluster.shell("gitops", lines).fine();
    let refused = "application repo … is not permitted in project";
    until_said(&cluster, "root-app", refused, |cluster| says(cluster, "root-app"));
}
