//! From the root alone: which Applications Argo CD's own ApplicationSet controller makes of a repository, and that one team's
//! directory never changes another's.

use serde_json::{Value, json};
use teamwright_tests::argocd::{ArgoCd, Request};

use crate::{
    argo_cd,
    organisation::{Organisation, Others, line, of_teams},
};

/// The Applications of a fresh repository, after the root alone was applied.
pub fn fresh(argo_cd: &ArgoCd, organisation: &Organisation) -> Vec<Value> {
    let made = organisation.made(argo_cd, &organisation.hub(argo_cd));
    assert_eq!(made.errors, [].into());
    of_teams(&made.applications)
}

#[track_caller]
fn made(others: Others, form: &str, expected: &[&str]) {
    let Some(argo_cd) = argo_cd() else { return };
    let organisation = Organisation::new(others, form);
    let applications = fresh(argo_cd, &organisation);
    let lines: Vec<_> = applications.iter().map(line).collect();
    assert_eq!(lines, expected);
    for application in &applications {
        let objects = argo_cd.ask(Request::of(application, &organisation.folder())).objects();
        let is_of_no_apps = application["metadata"]["labels"]["teamwright.dev/part"] == "apps";
        assert_eq!(objects.is_empty(), is_of_no_apps, "{}", line(application));
    }
}

#[test]
fn three_applications_a_team_in_one_cluster() {
    made(
        Others::None,
        "three",
        &[
            "team-example-apps | teams-control | kubernetes.default.svc argocd | team=example part=apps",
            "team-example-namespace-in-cluster | teams-guardrails | kubernetes.default.svc team-example | team=example part=namespace cluster=in-cluster",
            "team-example-project | teams-control | kubernetes.default.svc argocd | team=example part=project",
            "team-payments-apps | teams-control | kubernetes.default.svc argocd | team=payments part=apps",
            "team-payments-namespace-in-cluster | teams-guardrails | kubernetes.default.svc team-payments | team=payments part=namespace cluster=in-cluster",
            "team-payments-project | teams-control | kubernetes.default.svc argocd | team=payments part=project",
        ],
    );
}

#[test]
fn a_namespace_in_each_of_three_clusters() {
    made(
        Others::Two,
        "three",
        &[
            "team-example-apps | teams-control | kubernetes.default.svc argocd | team=example part=apps",
            "team-example-namespace-edge | teams-guardrails | edge.example.com team-example | team=example part=namespace cluster=edge",
            "team-example-namespace-production | teams-guardrails | kubernetes.default.svc team-example | team=example part=namespace cluster=production",
            "team-example-namespace-staging | teams-guardrails | staging.example.com team-example | team=example part=namespace cluster=staging",
            "team-example-project | teams-control | kubernetes.default.svc argocd | team=example part=project",
            "team-payments-apps | teams-control | kubernetes.default.svc argocd | team=payments part=apps",
            "team-payments-namespace-edge | teams-guardrails | edge.example.com team-payments | team=payments part=namespace cluster=edge",
            "team-payments-namespace-production | teams-guardrails | kubernetes.default.svc team-payments | team=payments part=namespace cluster=production",
            "team-payments-namespace-staging | teams-guardrails | staging.example.com team-payments | team=payments part=namespace cluster=staging",
            "team-payments-project | teams-control | kubernetes.default.svc argocd | team=payments part=project",
        ],
    );
}

#[test]
fn one_application_a_team_in_one_cluster() {
    made(
        Others::None,
        "one",
        &[
            "team-example | teams-guardrails | kubernetes.default.svc team-example | team=example part=all cluster=in-cluster",
            "team-payments | teams-guardrails | kubernetes.default.svc team-payments | team=payments part=all cluster=in-cluster",
        ],
    );
}

#[test]
fn one_application_a_team_and_its_namespaces_in_other_clusters() {
    made(
        Others::Two,
        "one",
        &[
            "team-example | teams-guardrails | kubernetes.default.svc team-example | team=example part=all cluster=production",
            "team-example-namespace-edge | teams-guardrails | edge.example.com team-example | team=example part=namespace cluster=edge",
            "team-example-namespace-staging | teams-guardrails | staging.example.com team-example | team=example part=namespace cluster=staging",
            "team-payments | teams-guardrails | kubernetes.default.svc team-payments | team=payments part=all cluster=production",
            "team-payments-namespace-edge | teams-guardrails | edge.example.com team-payments | team=payments part=namespace cluster=edge",
            "team-payments-namespace-staging | teams-guardrails | staging.example.com team-payments | team=payments part=namespace cluster=staging",
        ],
    );
}

#[test]
fn the_whole_of_an_application() {
    let Some(argo_cd) = argo_cd() else { return };
    let applications = fresh(argo_cd, &Organisation::new(Others::Two, "three"));
    let name = "team-example-namespace-staging";
    let application = applications.iter().find(|application| application["metadata"]["name"] == name).unwrap();
    let parameter = |name: &str, string: &str| json!({"name": name, "string": string});
    let expected = json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {
            "name": name,
            "namespace": "argocd",
            "labels": {"app.kubernetes.io/managed-by": "teamwright", "team": "example", "teamwright.dev/part": "namespace"},
            "annotations": {"argocd.argoproj.io/manifest-generate-paths": "/teams/example;/platform.yaml;/platform/templates"},
            "ownerReferences": [{
                "apiVersion": "argoproj.io/v1alpha1", "kind": "ApplicationSet", "name": "teams-namespace",
                "uid": "teams-namespace", "controller": true, "blockOwnerDeletion": true,
            }],
        },
        "spec": {
            "project": "teams-guardrails",
            "source": {
                "repoURL": "https://github.com/Acme/gitops",
                "targetRevision": "main",
                "path": "platform",
                "plugin": {
                    "name": "teamwright",
                    "parameters": [parameter("team", "example"), parameter("part", "namespace"), parameter("cluster", "staging")],
                },
            },
            "destination": {"server": "https://staging.example.com", "namespace": "team-example"},
            "syncPolicy": {
                "automated": {"prune": true, "selfHeal": true, "allowEmpty": false},
                "syncOptions": ["FailOnSharedResource=true"],
                "retry": {"limit": 5, "backoff": {"duration": "10s", "factor": 2, "maxDuration": "5m"}},
            },
        },
    });
    assert_eq!(application, &expected);
}

/// Directories that no team should make, and what is in their files.
const ODD: [(&str, &[u8]); 12] = [
    ("garbage", b"\x00\xff{{ .x }}\n: - ["),
    ("argocd", b"team: argocd\n"),
    ("Payments", b"team: Payments\n"),
    ("pay.ments", b"team: pay.ments\n"),
    ("-pay", b"team: -pay\n"),
    ("pay-", b"team: pay-\n"),
    ("7pay", b"team: 7pay\n"),
    ("pay ments", b"team: pay ments\n"),
    ("{{ .server }}", b"team: x\n"),
    ("\u{e9}t\u{e9}", b"team: x\n"),
    ("a-name-of-forty-nine-letters-is-one-letter-too-long", b"team: x\n"),
    ("a-very-very-very-very-very-very-very-very-very-very-very-very-long-name", b"team: x\n"),
];

#[test]
fn directories_that_are_odd_disturb_no_other_team() {
    let Some(argo_cd) = argo_cd() else { return };
    for (others, form) in [(Others::Two, "three"), (Others::None, "one")] {
        let organisation = Organisation::new(others, form);
        let hub = organisation.hub(argo_cd);
        let before = fresh(argo_cd, &organisation);
        let manifests_before = organisation.manifests(argo_cd, &before);
        for (name, text) in ODD {
            organisation.write(&format!("teams/{name}/team.yaml"), text);
        }
        organisation.write("teams/empty/.gitkeep", "");
        organisation.write("teams/README.md", "no directory\n");
        organisation.commit();
        let there_is: Vec<_> = hub.iter().chain(&before).cloned().collect();
        let made = organisation.made(argo_cd, &there_is);
        assert_eq!(made.errors, [].into());
        let is_before = |application: &Value| before.contains(application);
        let (kept, odd): (Vec<_>, Vec<_>) = of_teams(&made.applications).into_iter().partition(is_before);
        assert_eq!(kept, before);
        assert_eq!(organisation.manifests(argo_cd, &kept), manifests_before);
        // Whose name could be a team's has Applications, each of which fails by itself.
        let mut teams: Vec<_> = odd.iter().filter_map(|odd| odd["metadata"]["labels"]["team"].as_str()).collect();
        teams.dedup();
        teams.sort_unstable();
        teams.dedup();
        assert_eq!(teams, ["argocd", "empty", "garbage"]);
        assert_eq!(odd.len(), before.len() / 2 * 3);
        for odd in &odd {
            let answer = argo_cd.ask(Request::of(odd, &organisation.folder()));
            let expected = match odd["metadata"]["labels"]["team"].as_str().unwrap() {
                "argocd" => "TW0301",
                "empty" => "error: no file `teams/empty/team.yaml`",
                _ => "teams/garbage/team.yaml:1:2: error TW0110: byte 0xFF is not UTF-8",
            };
            assert!(answer.refused().contains(expected), "{}: {}", line(odd), answer.refused());
        }
    }
}

#[test]
fn a_team_that_leaves_takes_its_applications_along_and_nothing_that_runs() {
    let Some(argo_cd) = argo_cd() else { return };
    let organisation = Organisation::new(Others::Two, "three");
    let hub = organisation.hub(argo_cd);
    let before = fresh(argo_cd, &organisation);
    assert!(before.iter().all(|application| application["metadata"].get("finalizers").is_none()), "{before:#?}");
    // Beside one whose name is wrong, which keeps nobody from leaving.
    organisation.write("teams/Payments/team.yaml", "team: Payments\n");
    organisation.remove("teams/payments");
    organisation.commit();
    let there_is: Vec<_> = hub.iter().chain(&before).cloned().collect();
    let made = organisation.made(argo_cd, &there_is);
    assert_eq!(made.errors, [].into());
    let is_of_example = |application: &&Value| application["metadata"]["labels"]["team"] == "example";
    let stay: Vec<_> = before.iter().filter(is_of_example).cloned().collect();
    assert!(of_teams(&made.applications) == stay, "{:?}", made.applications.iter().map(line).collect::<Vec<_>>());
}
