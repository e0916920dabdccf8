//! The policies of platform.yaml as `bootstrap` writes them: in which clusters, for whom, and that no text of the file is more
//! than a text. What they refuse is tried at the API server (`tests/tests/apiserver/policies.rs`).

use std::{collections::BTreeSet, fs};

use serde_json::{Value, json};
use teamwright_core::{Extent, Platform, Source, bootstrap, render};
use teamwright_tests::{output::read_back, repository::root};

const PLATFORM: &str = "\
gitops: {repoURL: https://github.com/acme/gitops}
network: {ingress: []}
clusters:
  - {name: production, server: https://kubernetes.default.svc, environments: [production]}
  - {name: staging, server: https://staging.example.com, environments: [staging, preview]}
";

/// What lies in a cluster's folder because of these policies and exemptions.
fn held(more: &str, cluster: &str) -> Vec<Value> {
    let platform = Platform::parse(&Source::new("platform.yaml", format!("{PLATFORM}{more}")));
    let files = bootstrap(&platform, Extent::Teams).unwrap_or_else(|found| panic!("{found:#?}"));
    let own = files.iter().filter(|file| file.cluster == cluster && file.path.contains("/guards/"));
    let objects = own.flat_map(|file| read_back(&render::stream(&file.manifests)).unwrap());
    let built_in = ["teamwright-team-labels", "teamwright-service-account-roles"];
    objects.filter(|object| !built_in.contains(&object["metadata"]["name"].as_str().unwrap_or_default())).collect()
}

fn bindings(more: &str, cluster: &str) -> Vec<Value> {
    held(more, cluster).into_iter().filter(|object| object["kind"] == "ValidatingAdmissionPolicyBinding").collect()
}

/// Names and actions of the bindings in a cluster.
fn actions(more: &str, cluster: &str) -> Vec<(String, Value)> {
    let name = |binding: &Value| binding["spec"]["policyName"].as_str().unwrap_or_default().to_owned();
    bindings(more, cluster)
        .iter()
        .map(|binding| (name(binding), binding["spec"]["validationActions"].clone()))
        .collect()
}

#[test]
fn a_policy_is_enforced_or_audited_by_environment() {
    let policies = "policies:
  - {name: require-probes, mode: enforce, environments: [production]}
  - {name: require-probes, mode: audit, environments: [staging]}
  - {name: require-readonly-root, mode: enforce, environments: [preview]}
";
    let (deny, warn) = (json!(["Deny"]), json!(["Warn", "Audit"]));
    assert_eq!(actions(policies, "production"), [("teamwright-require-probes".to_owned(), deny.clone())]);
    let staging =
        [("teamwright-require-probes".to_owned(), warn), ("teamwright-require-readonly-root".to_owned(), deny)];
    assert_eq!(actions(policies, "staging"), staging);
    for object in held(policies, "production").iter().chain(&held(policies, "staging")) {
        assert!(object["spec"]["failurePolicy"] == "Fail" || object["kind"] == "ValidatingAdmissionPolicyBinding");
    }
}

#[test]
fn two_entries_for_one_cluster_are_two_policies() {
    let policies = "policies:
  - {name: require-labels, mode: enforce, labels: [a], environments: [staging]}
  - {name: require-labels, mode: enforce, labels: [b], environments: [preview]}
";
    let names: Vec<_> = actions(policies, "staging").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["teamwright-require-labels-2", "teamwright-require-labels"], "by their files' names");
    assert_eq!(held(policies, "production"), [Value::Null; 0]);
    let wanted: Vec<_> = held(policies, "staging").iter().filter_map(|policy| literal(policy, "wanted")).collect();
    assert_eq!(wanted, ["['b']", "['a']"]);
}

/// The expression of a variable.
fn literal(policy: &Value, name: &str) -> Option<String> {
    let variables = policy["spec"]["variables"].as_array()?;
    let found = variables.iter().find(|variable| variable["name"] == name)?;
    found["expression"].as_str().map(str::to_owned)
}

#[test]
fn an_exempt_team_is_left_out_and_the_object_says_why() {
    let more = "policies:
  - {name: require-probes, mode: enforce}
  - {name: require-readonly-root, mode: enforce}
exemptions:
  - {policy: require-probes, team: data, until: 2027-03-31, reason: \"it's a \\\"batch\\\"\\nof jobs\", link: https://example.com/12}
  - {policy: require-probes, team: web, until: 2027-01-01, reason: until the rewrite}
";
    let [probes, root] = bindings(more, "production").try_into().expect("two bindings");
    let teams = json!({"key": "teamwright.dev/team", "operator": "Exists"});
    let others = json!({"key": "teamwright.dev/team", "operator": "NotIn", "values": ["data", "web"]});
    assert_eq!(probes["spec"]["matchResources"]["namespaceSelector"]["matchExpressions"], json!([teams, others]));
    assert_eq!(root["spec"]["matchResources"]["namespaceSelector"]["matchExpressions"], json!([teams]));
    let annotations = &probes["metadata"]["annotations"];
    let why = "until 2027-03-31: it's a \"batch\"\nof jobs (https://example.com/12)";
    assert_eq!(annotations["exemptions.teamwright.dev/data"], why);
    assert_eq!(annotations["exemptions.teamwright.dev/web"], "until 2027-01-01: until the rewrite");
    assert_eq!(root["metadata"]["annotations"].as_object().map(serde_json::Map::len), Some(1), "its wave alone");
}

#[test]
fn the_page_names_every_policy_and_its_example_is_right() {
    let page = fs::read_to_string(root().join("docs/policies.md")).expect("the page");
    let example = page.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let platform = Platform::parse(&Source::new("platform.yaml", format!("{PLATFORM}{example}")));
    assert_eq!(platform.diagnostics().len(), 0, "{:#?}", platform.diagnostics());
    let held = ["production", "staging"].into_iter().flat_map(|cluster| actions(example, cluster));
    let mut names: BTreeSet<_> = held.map(|(name, _)| name).collect();
    names.insert("teamwright-verify-image-signature".to_owned());
    let rows: BTreeSet<_> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .map(|name| format!("teamwright-{name}"))
        .collect();
    assert_eq!(rows, names);
    assert_eq!(names.len(), 8);
}

/// Until Kyverno is there nobody knows the kind, and what else guards a cluster must not wait for it.
#[test]
fn signatures_come_behind_kyverno_in_a_folder_of_their_own() {
    let more = "policies:
  - name: verify-image-signature
    mode: enforce
    environments: [staging]
    identities: [{issuer: https://i.example.com, subject: one}, {issuer: https://i.example.com, subject: it's}]
exemptions: [{policy: verify-image-signature, team: data, until: 2027-03-31, reason: a vendor's image}]
";
    let platform = Platform::parse(&Source::new("platform.yaml", format!("{PLATFORM}{more}")));
    for extent in [Extent::Whole, Extent::Teams] {
        let files = bootstrap(&platform, extent).unwrap_or_else(|found| panic!("{found:#?}"));
        let at = |path: &str| -> Option<Value> {
            let file = files.iter().find(|file| file.path == path)?;
            read_back(&render::stream(&file.manifests)).unwrap().pop()
        };
        let wave = |name: &str| -> Option<i32> {
            let application = at(&format!("clusters/production/Application-platform-{name}.yaml"))?;
            application["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"].as_str()?.parse().ok()
        };
        let before = if extent == Extent::Whole { wave("kyverno").expect("Kyverno") } else { -9 };
        assert_eq!(wave("signatures-staging"), Some(before + 1), "{extent:?}");
        assert_eq!(wave("signatures-production"), None, "the policy does not hold there");
        let path = "clusters/staging/signatures/ImageValidatingPolicy-teamwright-verify-image-signature.yaml";
        let policy = at(path).expect("the policy");
        let identity = |subject: &str| json!({"issuer": "https://i.example.com", "subject": subject});
        let cosign = &policy["spec"]["attestors"][0]["cosign"];
        assert_eq!(cosign["keyless"]["identities"], json!([identity("one"), identity("it's")]));
        let others = &policy["spec"]["matchConstraints"]["namespaceSelector"]["matchExpressions"][1];
        assert_eq!(*others, json!({"key": "teamwright.dev/team", "operator": "NotIn", "values": ["data"]}));
        let why = &policy["metadata"]["annotations"]["exemptions.teamwright.dev/data"];
        assert_eq!(why, "until 2027-03-31: a vendor's image");
        assert_eq!(policy["spec"]["validationActions"], json!(["Deny"]));
        // The digest that is signed is the one that is pulled.
        assert_eq!(policy["spec"]["validationConfigurations"]["mutateDigest"], true);
        // What teams need may be sent there by the project, whose list is short without components.
        let root = files.first().map(|file| render::stream(&file.manifests)).unwrap_or_default();
        assert_eq!(root.contains("ImageValidatingPolicy"), extent == Extent::Teams, "{root}");
    }
    assert_eq!(held(more, "staging"), [Value::Null; 0], "its guards do not wait for Kyverno");
}

#[test]
fn audited_signatures_change_no_pod_and_stop_none() {
    let more = "policies:
  - {name: verify-image-signature, mode: audit, identities: [{issuer: https://i.example.com, subject: one}]}
";
    let platform = Platform::parse(&Source::new("platform.yaml", format!("{PLATFORM}{more}")));
    let files = bootstrap(&platform, Extent::Teams).unwrap_or_else(|found| panic!("{found:#?}"));
    let policies = files.iter().filter(|file| file.path.contains("/signatures/"));
    let policies: Vec<_> = policies.flat_map(|file| read_back(&render::stream(&file.manifests)).unwrap()).collect();
    assert_eq!(policies.len(), 2);
    for policy in policies {
        assert_eq!(policy["spec"]["validationActions"], json!(["Warn", "Audit"]));
        assert_eq!(policy["spec"]["failurePolicy"], "Ignore");
        assert_eq!(policy["spec"]["validationConfigurations"]["mutateDigest"], false);
    }
}

/// Each is refused where it is written, or changes the one literal that it stands in.
#[test]
fn no_text_of_the_platform_is_more_than_a_text() {
    let hostile = [
        "a'b",
        "'] + ['",
        "a\\",
        "\\' || true || \\'",
        "a\nb",
        "\"",
        "a${b}",
        "{{b}}",
        "a//b",
        "a b",
        "\u{2028}",
        "'",
        "\\",
        "",
    ];
    let places = [("require-labels", "labels", "plain"), ("restrict-image-registries", "registries", "ghcr.io/plain")];
    for (policy, key, plain) in places {
        let with = |text: &str| {
            let text = serde_json::to_string(text).expect("a text");
            let more = format!("policies: [{{name: {policy}, mode: enforce, {key}: [{text}]}}]\n");
            Platform::parse(&Source::new("platform.yaml", format!("{PLATFORM}{more}")))
        };
        let expressions = |platform: &Platform| -> Vec<String> {
            let files = bootstrap(platform, Extent::Teams).unwrap_or_else(|found| panic!("{found:#?}"));
            let all: Vec<_> =
                files.iter().flat_map(|file| read_back(&render::stream(&file.manifests)).unwrap()).collect();
            let variables = |object: &Value| object["spec"]["variables"].as_array().cloned().unwrap_or_default();
            let found = all.iter().flat_map(variables);
            found.filter_map(|variable| variable["expression"].as_str().map(str::to_owned)).collect()
        };
        let expected = expressions(&with(plain));
        assert_eq!(
            expected.iter().filter(|expression| **expression == format!("['{plain}']")).count(),
            2,
            "two clusters"
        );
        for text in hostile {
            for text in [text.to_owned(), format!("{plain}{text}")] {
                let platform = with(&text);
                if platform.has_errors() {
                    continue;
                }
                let quoted = text.replace('\\', "\\\\").replace('\'', "\\'");
                let mut expected = expected.clone();
                let own = expected.iter_mut().filter(|expression| **expression == format!("['{plain}']"));
                own.for_each(|expression| *expression = format!("['{quoted}']"));
                assert_eq!(expressions(&platform), expected, "{text:?}");
            }
        }
    }
}
