//! What the policies really let through, judged by a model of NetworkPolicy that knows nothing of the compiler.

use std::fs;

use serde_json::Value;
use teamwright_core::{Platform, Source, Target};
use teamwright_tests::{
    network::{Cluster, End, address, pod},
    output::objects,
    repository::{files_below, shared},
};

const NO_TARGET: Target = Target { part: teamwright_core::Part::All, cluster: None };

fn cluster(teams: &[String], platform: &Platform) -> Cluster {
    let mut cluster = Cluster::default();
    for name in ["kube-system", "ingress-nginx", "observability", "monitoring", "argocd", "elsewhere"] {
        cluster.add_namespace(name);
    }
    for team in teams {
        cluster.add(&objects(team, platform, &NO_TARGET));
    }
    cluster
}

fn dns() -> End {
    pod("kube-system", &[("k8s-app", "kube-dns")], 200)
}

/// What holds in every cluster, whatever the files open.
fn always(cluster: &Cluster, namespace: &str, platform_opens: &[&str]) {
    let here = pod(namespace, &[("app", "a")], 1);
    assert!(
        cluster.connects(&here, &dns(), "UDP", 53) && cluster.connects(&here, &dns(), "TCP", 53),
        "{namespace}: DNS"
    );
    assert!(!cluster.connects(&here, &dns(), "TCP", 443), "{namespace}: DNS is a port, not a host");
    assert!(
        !cluster.connects(&here, &pod("kube-system", &[("app", "x")], 201), "UDP", 53),
        "{namespace}: kube-dns only"
    );
    assert!(
        !cluster.connects(&here, &pod("elsewhere", &[("k8s-app", "kube-dns")], 202), "UDP", 53),
        "{namespace}: a false kube-dns"
    );
    assert!(cluster.connects(&here, &pod(namespace, &[("app", "b")], 2), "TCP", 8080), "{namespace}: its own pods");
    for metadata in ["169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.0.1", "169.254.255.255"] {
        assert!(!cluster.connects(&here, &address(metadata), "TCP", 80), "{namespace}: {metadata}");
    }
    for from in ["elsewhere", "kube-system", "argocd", "monitoring", "ingress-nginx", "observability"] {
        let open = platform_opens.contains(&from);
        assert_eq!(
            cluster.connects(&pod(from, &[("app", "x")], 210), &here, "TCP", 8080),
            open,
            "{from} → {namespace}"
        );
    }
}

#[test]
fn the_live_organisation_has_its_seven_flows_and_no_other() {
    let Some(folder) = shared("live-org") else { return };
    let platform =
        Platform::parse(&Source::new("platform.yaml", fs::read_to_string(folder.join("platform.yaml")).unwrap()));
    let teams: Vec<_> =
        files_below(&folder.join("teams"), "team.yaml").iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let cluster = cluster(&teams, &platform);
    let names = ["backend", "data", "frontend", "integrations", "ml", "platform"];
    let mut flows = Vec::new();
    for from in names {
        for to in names.iter().filter(|to| **to != from) {
            let (here, there) = (pod(&format!("team-{from}"), &[], 1), pod(&format!("team-{to}"), &[], 2));
            if cluster.connects(&here, &there, "TCP", 8080) {
                flows.push(format!("{from} → {to}"));
            }
        }
        let files: Vec<_> = ["argocd", "monitoring", "ingress-nginx", "observability"].to_vec();
        always(&cluster, &format!("team-{from}"), &files);
        let here = pod(&format!("team-{from}"), &[], 1);
        assert!(cluster.connects(&here, &address("140.82.112.3"), "TCP", 443), "{from}: the internet");
        for private in ["10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.200.1"] {
            assert!(!cluster.connects(&here, &address(private), "TCP", 443), "{from}: {private}");
        }
    }
    let mut expected = [
        "backend → data",
        "backend → integrations",
        "backend → ml",
        "data → ml",
        "frontend → backend",
        "integrations → backend",
        "ml → data",
    ];
    expected.sort_unstable();
    flows.sort();
    assert_eq!(flows, expected);
}

/// Two teams in every combination of what they may write of each other, under both kinds of consent.
#[test]
fn two_teams_reach_each_other_exactly_when_both_sides_say_so() {
    for consent in ["receiver", "both"] {
        let platform = format!(
            "network: {{consent: {consent}, ingress: [{{namespace: ingress-nginx}}]}}\nsourceRepos: [https://github.com/acme/*]\n"
        );
        let platform = Platform::parse(&Source::new("platform.yaml", platform));
        for bits in 0..64_u32 {
            let is = |bit: u32| bits & (1 << bit) != 0;
            let team = |name: &str, other: &str, first: u32| {
                let list = |on: bool| if on { format!("[team-{other}]") } else { "[]".to_owned() };
                format!(
                    "team: {name}\nnetworkPolicy:\n  allowIngress: {}\n  allowEgress: {}\n  allowFromNamespaces: {}\n  allowToNamespaces: {}\n",
                    is(first),
                    is(first + 1),
                    list(is(first + 2)),
                    list(name == "a" && is(5)),
                )
            };
            let cluster = cluster(&[team("a", "b", 0), team("b", "a", 2)], &platform);
            // a: ingress 0, egress 1, from 2, to 5; b: ingress 2, egress 3, from 4, to never.
            let receiver = consent == "receiver";
            let a_to_b = (is(5) || (receiver && is(1))) && is(4);
            let b_to_a = receiver && is(3) && is(2);
            let (a, b) = (pod("team-a", &[], 1), pod("team-b", &[], 2));
            assert_eq!(cluster.connects(&a, &b, "TCP", 80), a_to_b, "a → b, {consent}, {bits:06b}");
            assert_eq!(cluster.connects(&b, &a, "TCP", 80), b_to_a, "b → a, {consent}, {bits:06b}");
            for (namespace, ingress, egress) in [("team-a", is(0), is(1)), ("team-b", is(2), is(3))] {
                always(&cluster, namespace, if ingress { &["ingress-nginx"] } else { &[] });
                let here = pod(namespace, &[], 1);
                assert_eq!(cluster.connects(&here, &address("1.1.1.1"), "TCP", 443), egress);
                assert!(!cluster.connects(&address("1.1.1.1"), &here, "TCP", 443));
            }
        }
    }
}

#[test]
fn configured_dns_addresses_and_nothing_else_of_the_link_local_network() {
    let platform =
        "network: {ingress: [{namespace: ingress-nginx}], dns: {nodeLocal: 169.254.20.10, clusterIP: 172.20.0.10}}\n";
    let platform = Platform::parse(&Source::new("platform.yaml", platform));
    let cluster = cluster(&["team: a\nnetworkPolicy: {allowEgress: true}\n".to_owned()], &platform);
    let here = pod("team-a", &[], 1);
    for resolver in ["169.254.20.10", "172.20.0.10"] {
        assert!(
            cluster.connects(&here, &address(resolver), "UDP", 53)
                && cluster.connects(&here, &address(resolver), "TCP", 53)
        );
        assert!(!cluster.connects(&here, &address(resolver), "TCP", 80));
    }
    always(&cluster, "team-a", &[]);
}

#[test]
fn no_selector_of_namespaces_is_ever_empty() {
    fn selectors(value: &Value, found: &mut Vec<Value>) {
        match value {
            Value::Object(entries) => {
                found.extend(entries.get("namespaceSelector").cloned());
                entries.values().for_each(|value| selectors(value, found));
            }
            Value::Array(items) => items.iter().for_each(|item| selectors(item, found)),
            _ => {}
        }
    }
    let team = "team: a\nnetworkPolicy: {allowIngress: true, allowEgress: true, allowFromNamespaces: [team-b], allowToNamespaces: [team-b]}\n";
    let mut found = Vec::new();
    objects(team, &Platform::built_in(), &NO_TARGET).iter().for_each(|object| selectors(object, &mut found));
    assert!(found.len() >= 5, "{found:?}");
    assert!(
        found.iter().all(|selector| selector.as_object().is_some_and(|selector| !selector.is_empty())),
        "{found:?}"
    );
}
