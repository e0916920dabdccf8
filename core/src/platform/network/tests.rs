//! What `network` accepts and what it says about the rest.

use super::*;
use crate::{
    platform::{Platform, testing::findings},
    source::Source,
    span::Span,
    value::cidr::Family,
};

fn one(code: &'static str, text: &str) -> Vec<(&'static str, String)> {
    vec![(code, text.to_owned())]
}

/// The same below `network`, with an ingress.
fn below(keys: &str) -> Vec<(&'static str, String)> {
    findings(&format!("network: {{ingress: [{{namespace: edge}}], {keys}}}"))
}

#[test]
fn a_platform_without_a_file_is_silent_and_lets_ingress_nginx_in() {
    let platform = Platform::built_in();
    assert!(platform.diagnostics().is_empty());
    assert_eq!(platform.network.namespaces().collect::<Vec<_>>(), ["ingress-nginx"]);
    assert_eq!(platform.network.consent.value, Consent::Receiver);
    assert!(!platform.network.pod_identity.value && !platform.network.egress.ipv6.value);
}

#[test]
fn a_file_that_does_not_say_where_traffic_comes_from_is_a_warning_at_the_mapping_that_lacks_it() {
    let at = |text: &str| {
        let source = Source::new("platform.yaml", text);
        let platform = Platform::parse(&source);
        assert!(!platform.has_errors());
        platform.diagnostics().iter().map(|found| (found.code.id, found.span)).collect::<Vec<_>>()
    };
    assert_eq!(at("organization: acme"), [("TW0506", Span::at(0))]);
    assert_eq!(at("network: {podIdentity: true}"), [("TW0506", Span::at(9))]);
    assert_eq!(at("network: {ingress: []}"), []);
    assert!(Platform::parse(&Source::new("platform.yaml", "network: {ingress: []}")).network.ingress.is_empty());
}

#[test]
fn a_misspelt_ingress_is_one_error() {
    assert_eq!(findings("network: {ingres: []}"), one("TW0201", "ingres"));
    assert_eq!(findings("netwrk: {ingress: []}"), one("TW0201", "netwrk"));
    assert_eq!(findings("network: {ingress: edge}"), one("TW0204", "edge"));
}

#[test]
fn an_ingress_is_a_namespace_or_a_network() {
    let ingress = |entry: &str| findings(&format!("network: {{ingress: [{entry}]}}"));
    assert_eq!(ingress("{namespace: edge, podLabels: {app: x}}, {cidr: 10.0.0.0/20}"), []);
    assert_eq!(ingress("{namespace: edge, cidr: 10.0.0.0/20}"), one("TW0507", "cidr"));
    assert_eq!(ingress("{cidr: 10.0.0.0/20, podLabels: {app: x}}"), one("TW0215", "podLabels"));
    assert_eq!(ingress("{podLabels: {app: x}}"), one("TW0507", ""));
    assert_eq!(ingress("{}"), one("TW0507", ""));
    assert_eq!(ingress("{namespce: edge}"), one("TW0201", "namespce"));
    assert_eq!(ingress("{namespace: edge, podLabels: {}}"), one("TW0210", "{}"));
    assert_eq!(ingress("{namespace: edge, podLabels: {-a: x}}"), one("TW0216", "-a"));
    assert_eq!(ingress("{namespace: edge, podLabels: {a: x y}}"), one("TW0216", "x y"));
    assert_eq!(ingress("{namespace: Edge}"), one("TW0216", "Edge"));
    assert_eq!(ingress("{cidr: 0.0.0.0/0}"), one("TW0504", "0.0.0.0/0"));
    assert_eq!(ingress("{cidr: 10.0.0.7/20}"), one("TW0501", "10.0.0.7/20"));
    assert_eq!(ingress("{namespace: edge}, {namespace: edge}"), one("TW0211", "{namespace: edge}"));
}

#[test]
fn a_name_server_is_an_address_and_not_the_metadata_service() {
    assert_eq!(below("dns: {nodeLocal: 169.254.20.10, clusterIP: 172.20.0.10}"), []);
    assert_eq!(below("dns: {nodeLocal: 169.254.169.254}"), one("TW0502", "169.254.169.254"));
    assert_eq!(below("dns: {clusterIP: 169.254.170.23}"), one("TW0502", "169.254.170.23"));
    assert_eq!(below("dns: {clusterIP: \"fd00:ec2::254\"}"), one("TW0502", "\"fd00:ec2::254\""));
    assert_eq!(below("dns: {clusterIP: 172.20.0.10/32}"), one("TW0216", "172.20.0.10/32"));
    assert_eq!(below("dns: {clusterIP: 172.020.0.10}"), one("TW0501", "172.020.0.10"));
}

#[test]
fn an_internet_that_may_hold_pods_is_a_warning() {
    let with = |clusters: &str, list: &str| {
        let egress = format!("network: {{ingress: [{{namespace: edge}}], egress: {{exceptCidrs: {list}}}}}");
        findings(&format!("clusters: [{{name: a, server: 'https://a.example.com'{clusters}}}]\n{egress}"))
    };
    let all = "[10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10]";
    for list in ["[]", "[10.0.0.0/8]", "[203.0.113.0/24]", "[10.0.0.0/9, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10]"]
    {
        assert_eq!(with("", list), one("TW0510", list), "{list}");
        assert_eq!(below(&format!("egress: {{exceptCidrs: {list}}}")), one("TW0510", list), "{list}");
        assert_eq!(with(", podCidrs: [10.4.0.0/16]", list), [], "{list}");
        assert_eq!(with(", serviceCidrs: [172.20.0.0/16]", list), one("TW0510", list), "{list}");
    }
    for list in
        [all, "[0.0.0.0/1, 128.0.0.0/1]", "[10.0.0.0/9, 10.128.0.0/9, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10]"]
    {
        assert_eq!(with("", list), [], "{list}");
    }
}

#[test]
fn a_port_is_a_number_of_a_protocol() {
    let ports = |list: &str| below(&format!("egress: {{ports: [{list}]}}"));
    assert_eq!(ports("{port: 443}, {port: 443, protocol: UDP}, {port: \"65535\", protocol: SCTP}"), []);
    assert_eq!(ports("{port: 443}, {port: 443, protocol: TCP}"), one("TW0211", "{port: 443, protocol: TCP}"));
    assert_eq!(ports("{protocol: TCP}"), one("TW0205", ""));
    assert_eq!(ports("{port: 443, endPort: 500}"), one("TW0214", "endPort"));
    assert_eq!(ports("{port: 443, protocol: tcp}"), one("TW0209", "tcp"));
    for port in ["0", "65536", "-1", "443.0", "0443", "https", "1e3"] {
        assert_eq!(ports(&format!("{{port: {port}}}")), one("TW0216", port));
    }
}

#[test]
fn exceptions_from_the_internet_leave_something_of_it() {
    let clusters = "clusters: [{name: a, server: 'https://a.example.com', podCidrs: [10.4.0.0/16]}]\n";
    let below = |keys: &str| findings(&format!("{clusters}network: {{ingress: [{{namespace: edge}}], {keys}}}"));
    let except = |list: &str| below(&format!("egress: {{exceptCidrs: [{list}]}}"));
    assert_eq!(except("10.0.0.0/8"), []);
    assert_eq!(except("0.0.0.0/0"), one("TW0503", "0.0.0.0/0"));
    assert_eq!(except("\"::/0\""), one("TW0503", "\"::/0\""));
    assert_eq!(except("fd00::/8"), one("TW0509", "fd00::/8"));
    assert_eq!(below("egress: {ipv6: true, exceptCidrs: [fd00::/8]}"), []);
    assert_eq!(below("egress: {ipv6: yes, exceptCidrs: [fd00::/8]}"), one("TW0207", "yes"));
}

#[test]
fn a_destination_never_reaches_the_metadata_service() {
    let destination = |keys: &str| below(&format!("destinations: {{rds: {{{keys}}}}}"));
    assert_eq!(destination("cidrs: [10.20.0.0/16, \"2001:db8::/32\"]"), []);
    assert_eq!(destination("cidrs: []"), one("TW0210", "[]"));
    assert_eq!(destination(""), one("TW0205", ""));
    for cidr in
        ["169.254.169.254/32", "169.254.0.0/16", "168.0.0.0/7", "0.0.0.0/0", "fd00:ec2::/32", "fd00:ec2::23/128"]
    {
        assert_eq!(destination(&format!("cidrs: [\"{cidr}\"]")), one("TW0502", &format!("\"{cidr}\"")));
    }
}

#[test]
fn a_destinations_name_makes_a_policy_of_its_own() {
    for (name, code) in [("internet", "TW0508"), ("teams", "TW0508"), ("RDS", "TW0216"), ("9a", "TW0216")] {
        assert_eq!(below(&format!("destinations: {{{name}: {{cidrs: [10.20.0.0/16]}}}}")), one(code, name));
    }
}

#[test]
fn what_holds_a_clusters_own_addresses_is_a_warning_that_says_what_it_opens() {
    let clusters = "clusters: [{name: a, server: https://a.example.com, podCidrs: [10.4.0.0/16], serviceCidrs: [10.100.0.0/16]}]\n";
    let source = Source::new("platform.yaml", format!("{clusters}network: {{ingress: [{{cidr: 10.0.0.0/8}}]}}"));
    let platform = Platform::parse(&source);
    let [warning] = platform.diagnostics() else { panic!("{:?}", platform.diagnostics()) };
    assert_eq!((warning.code.id, source.slice(warning.span)), ("TW0505", "10.0.0.0/8"));
    assert_eq!(warning.message, "`10.0.0.0/8` holds addresses of pods of cluster `a`");
    assert_eq!(warning.related.len(), 2);
    let text = format!("{clusters}network: {{ingress: [], destinations: {{x: {{cidrs: [10.4.7.0/24]}}}}}}");
    assert_eq!(findings(&text), one("TW0505", "10.4.7.0/24"));
}

#[test]
fn what_is_excepted_is_sorted_and_holds_nothing_twice() {
    let text = "clusters: [{name: a, server: https://a.example.com, podCidrs: [10.4.0.0/16], serviceCidrs: [\"fd12::/108\", 8.8.0.0/16]}]\n\
                network: {ingress: [], egress: {ipv6: true, exceptCidrs: [192.168.0.0/16, 10.0.0.0/8, \"2001:db8::/32\"]}}";
    let platform = Platform::parse(&Source::new("platform.yaml", text));
    assert!(platform.diagnostics().is_empty(), "{:?}", platform.diagnostics());
    let except = |family| {
        let all = platform.network.egress.except(family, platform.cluster(None));
        all.iter().map(|network| network.value.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(except(Family::V4), "8.8.0.0/16 10.0.0.0/8 169.254.0.0/16 192.168.0.0/16");
    assert_eq!(except(Family::V6), "2001:db8::/32 fc00::/7 fe80::/10");
}

#[test]
fn the_example_of_each_code_draws_it() {
    let no_ingress = Platform::parse(&Source::new("platform.yaml", "network: {ingress: []}"));
    for code in codes::ALL {
        let source = Source::new("example.yaml", code.example);
        let platform = Platform::parse(&source);
        let under = |platform: &Platform| crate::analyse(&source, platform).diagnostics;
        let mut found =
            platform.diagnostics().iter().cloned().chain(under(&Platform::built_in())).chain(under(&no_ingress));
        assert!(found.any(|found| found.code.id == code.id), "{}", code.id);
    }
}
