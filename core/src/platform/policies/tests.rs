//! Tests of `policies`.

use crate::platform::testing::errors;

#[test]
fn a_policy_has_its_own_keys_only() {
    for (text, id, at) in [
        ("{name: require-probes, mode: audit, labels: [a]}", "TW1031", "labels"),
        ("{name: require-labels, mode: audit}", "TW1034", ""),
        ("{name: require-labels, mode: audit, label: [a]}", "TW0201", "label"),
        ("{name: restrict-image-registries, mode: audit, registry: [ghcr.io]}", "TW0201", "registry"),
        ("{name: require-labels, mode: audit, labels: []}", "TW0210", "[]"),
        ("{name: verify-image-signature, mode: audit}", "TW1034", ""),
        ("{name: require-probe, mode: audit}", "TW0209", "require-probe"),
        ("{name: require-probes}", "TW0205", ""),
    ] {
        assert_eq!(errors(&format!("policies: [{text}]")), [(id, at.to_owned())], "{text}");
    }
}

#[test]
fn one_policy_holds_once_in_an_environment() {
    let policies = |first: &str, second: &str| {
        errors(&format!(
            "clusters: [{{name: a, server: https://a.example.com, environments: [one, two, three]}}]\npolicies:\n  - {{name: require-probes, mode: enforce{first}}}\n  - {{name: require-probes, mode: audit{second}}}\n"
        ))
    };
    assert_eq!(policies(", environments: [one]", ", environments: [two, three]"), []);
    assert_eq!(policies("", ""), [("TW1032", "require-probes".into())]);
    assert_eq!(policies(", environments: [one]", ""), [("TW1032", "require-probes".into())]);
    assert_eq!(policies(", environments: [one, two]", ", environments: [three, two]"), [("TW1032", "two".into())]);
    assert_eq!(policies(", environments: [one]", ", environments: [four]"), [("TW1005", "four".into())]);
}

#[test]
fn signatures_need_kyverno() {
    let policy = "policies: [{name: verify-image-signature, mode: audit, identities: [{issuer: https://i.example.com, subject: s}]}]";
    assert_eq!(errors(policy), []);
    let without = format!("components: {{kyverno: {{enabled: false}}}}\n{policy}");
    assert_eq!(errors(&without), [("TW1033", "verify-image-signature".into())]);
}

#[test]
fn an_identity_is_one_signer() {
    for identity in [
        "{issuer: http://i.example.com, subject: s}",
        "{issuer: i.example.com, subject: s}",
        "{issuer: https://i.example.com, subject: \"*\"}",
        "{issuer: https://i.example.com, subject: https://github.com/acme/*}",
        "{issuer: https://i.example.com, subject: a b}",
        "{issuer: https://i.example.com}",
    ] {
        let text = format!("policies: [{{name: verify-image-signature, mode: audit, identities: [{identity}]}}]");
        assert_eq!(errors(&text).len(), 1, "{identity}");
    }
}
