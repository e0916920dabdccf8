//! What `clusters` accepts and what it says about the rest.

use super::*;
use crate::{platform::testing::findings, source::Source};

/// Codes and the texts that they stand at, below `clusters:`.
fn found(clusters: &str) -> Vec<(&'static str, String)> {
    findings(&format!("network: {{ingress: []}}\nclusters:{clusters}\n"))
}

fn one(code: &'static str, text: &str) -> Vec<(&'static str, String)> {
    vec![(code, text.to_owned())]
}

const A: &str = "\n  - name: a\n    server: https://a.example.com\n    environments: [staging]";
const B: &str = "\n  - name: b\n    server: https://b.example.com\n    environments: [production]";

#[test]
fn absent_is_one_cluster_for_any_environment() {
    let platform = Platform::built_in();
    assert_eq!(platform.cluster_names().collect::<Vec<_>>(), ["in-cluster"]);
    assert!(platform.cluster_for("anything").is_some_and(|cluster| cluster.server.value == fallback().server.value));
    assert_eq!(platform.environments().count(), 0);
}

#[test]
fn every_key_is_read() {
    let text = "clusters:\n  - name: a\n    server: https://a.example.com\n    environments: [staging, preview]\n    autoSync: false\n    \
                kubernetesVersion: \"1.33\"\n    region: us-east-1\n    accountId: \"111122223333\"\n    podCidrs: [100.64.0.0/16]\n    \
                serviceCidrs: [172.20.0.0/16, \"fd00:1::/108\"]\n";
    let platform = Platform::parse(&Source::new("platform.yaml", text));
    assert!(!platform.has_errors(), "{:?}", platform.diagnostics());
    let cluster = platform.cluster_for("preview").unwrap();
    assert!(platform.cluster_for("production").is_none());
    assert_eq!((cluster.auto_sync.value, cluster.kubernetes_version), (false, (1, 33)));
    assert_eq!(cluster.region.as_ref().map(|text| text.value.as_str()), Some("us-east-1"));
    assert_eq!(cluster.account_id.as_ref().map(|text| text.value.as_str()), Some("111122223333"));
    assert_eq!(
        cluster.cidrs().map(|cidr| cidr.value.to_string()).collect::<Vec<_>>().join(" "),
        "100.64.0.0/16 172.20.0.0/16 fd00:1::/108"
    );
    assert_eq!(platform.environments().collect::<Vec<_>>(), ["staging", "preview"]);
}

#[test]
fn two_whole_clusters_are_fine() {
    assert_eq!(found(&format!("{A}{B}")), []);
}

#[test]
fn none_is_an_error() {
    assert_eq!(found(" []"), one("TW0210", "[]"));
}

#[test]
fn only_a_single_cluster_may_serve_everything() {
    assert_eq!(found("\n  - {name: a, server: https://a.example.com}"), []);
    assert_eq!(found(&format!("{A}\n  - {{name: b, server: https://b.example.com}}")), one("TW0205", ""));
    assert_eq!(found("\n  - {name: a, server: https://a.example.com, environments: []}"), one("TW0210", "[]"));
}

#[test]
fn a_misspelt_key_is_one_error() {
    assert_eq!(
        found(&format!("{A}\n  - {{name: b, server: https://b.example.com, enviroments: [production]}}")),
        one("TW0201", "enviroments")
    );
}

#[test]
fn names_servers_and_environments_are_unique() {
    assert_eq!(
        found(&format!("{A}\n  - {{name: a, server: https://b.example.com, environments: [production]}}")),
        one("TW0211", "a")
    );
    assert_eq!(
        found(&format!("{A}\n  - {{name: b, server: \"https://A.example.com:443\", environments: [production]}}")),
        one("TW0540", "\"https://A.example.com:443\"")
    );
    assert_eq!(
        found(&format!("{A}\n  - {{name: b, server: https://b.example.com, environments: [production, staging]}}")),
        one("TW0541", "staging")
    );
    assert_eq!(found("\n  - {name: a, server: https://a.example.com, environments: [x, x]}"), one("TW0211", "x"));
}

#[test]
fn numbers_that_are_texts_need_quotes() {
    let with = |key: &str| found(&format!("\n  - {{name: a, server: https://a.example.com, {key}}}"));
    assert_eq!(with("kubernetesVersion: 1.34"), one("TW0206", "1.34"));
    assert_eq!(with("accountId: 111122223333"), one("TW0206", "111122223333"));
    assert_eq!(with("accountId: \"11112222333\""), one("TW0216", "\"11112222333\""));
    for version in ["v1.34", "\"1\"", "\"1.034\"", "1.34.2", "latest"] {
        assert_eq!(with(&format!("kubernetesVersion: {version}")), one("TW0216", version));
    }
}

#[test]
fn networks_of_one_cluster_lie_apart() {
    let with = |pods: &str, services: &str| {
        found(&format!(
            "\n  - {{name: a, server: https://a.example.com, podCidrs: [{pods}], serviceCidrs: [{services}]}}"
        ))
    };
    assert_eq!(with("10.0.0.0/16", "10.1.0.0/16"), []);
    assert_eq!(with("10.0.0.0/8", "10.1.0.0/16"), one("TW0543", "10.1.0.0/16"));
    assert_eq!(with("10.0.0.0/16", "10.0.0.0/16"), one("TW0543", "10.0.0.0/16"));
    assert_eq!(with("10.1.0.0/16, 10.0.0.0/8", ""), one("TW0543", "10.0.0.0/8"));
    assert_eq!(with("10.0.0.0/16, 10.0.0.0/16", ""), one("TW0211", "10.0.0.0/16"));
    assert_eq!(with("10.0.0.1/16", ""), one("TW0501", "10.0.0.1/16"));
}

#[test]
fn a_region_lies_in_the_partition() {
    let with = |region: &str| found(&format!("\n  - {{name: a, server: https://a.example.com, region: {region}}}"));
    assert_eq!(with("us-east-1"), []);
    assert_eq!(with("cn-north-1"), one("TW0542", "cn-north-1"));
    assert_eq!(with("us-gov-west-1"), one("TW0542", "us-gov-west-1"));
    assert_eq!(with("us-east"), one("TW0216", "us-east"));
}

#[test]
fn a_version_is_two_numbers_and_others_are_told_so() {
    for (text, number) in [("1.34", (1, 34)), ("1.0", (1, 0)), ("999.999", (999, 999))] {
        assert_eq!(version(text), Some(number), "{text}");
    }
    for text in ["", "1", "1.", ".1", "0.5", "1.034", "01.3", "1.1000", "1000.1", "1.x", "v1.34", "1.34.2", "+1.3"] {
        assert_eq!(version(text), None, "{text}");
    }
    for text in ["v1.34", "1.34.2", "v1.34.2-eks-1"] {
        let fault = version_fault(text);
        assert_eq!((fault.help.as_deref(), fault.replacement.as_deref()), (Some("write `\"1.34\"`"), Some("1.34")));
    }
    assert_eq!(version_fault("latest").help, None);
}
