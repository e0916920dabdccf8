//! Random teams and platforms, judged by the model of NetworkPolicy: less written is never more open, and some doors stay
//! shut whatever is written.

use proptest::{prelude::*, test_runner::Config};
use teamwright_core::{Part, Platform, Target, render};
use teamwright_tests::{
    document::Node,
    generate::world::{World, world},
    network::{Cluster, End, address, pod},
    output::read_back,
};

fn config(cases: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    Config { cases: asked.unwrap_or(cases), failure_persistence: None, ..Config::default() }
}

const EVERYTHING: Target = Target { part: Part::All, cluster: None };
const OTHERS: [&str; 7] = ["kube-system", "ingress-nginx", "tools", "no", "observability", "argocd", "elsewhere"];
const OUTSIDE: [&str; 12] = [
    "1.1.1.1",
    "10.0.0.1",
    "10.1.0.5",
    "10.90.0.1",
    "10.91.0.1",
    "10.92.0.1",
    "100.64.3.3",
    "172.20.0.10",
    "192.168.1.1",
    "169.254.20.10",
    "169.254.169.254",
    "2606:4700::1",
];
const PORTS: [(&str, u16); 4] = [("UDP", 53), ("TCP", 53), ("TCP", 80), ("TCP", 5432)];

/// The cluster with every team of a world.
fn cluster(world: &World, platform: &Platform) -> Cluster {
    let mut cluster = Cluster::default();
    OTHERS.iter().for_each(|name| cluster.add_namespace(name));
    for index in 0..world.teams.len() {
        let manifests = world.compile(index, platform, &EVERYTHING).manifests.expect("a right file");
        cluster.add(&read_back(&render::stream(&manifests)).expect("readable"));
    }
    cluster
}

/// Every end that traffic may have, by a name to show.
fn ends(world: &World) -> Vec<(String, End)> {
    let teams = (0..world.teams.len()).map(|index| world.namespace(index));
    let mut ends: Vec<_> =
        teams.zip(1..).map(|(name, number)| (name.clone(), pod(&name, &[("app", "a")], number))).collect();
    ends.extend(OTHERS.iter().zip(100..).map(|(name, number)| ((*name).to_owned(), pod(name, &[], number))));
    ends.push(("kube-dns".to_owned(), pod("kube-system", &[("k8s-app", "kube-dns")], 200)));
    ends.extend(OUTSIDE.iter().map(|text| ((*text).to_owned(), address(text))));
    ends
}

/// Every way that is open for somebody, as `from → to protocol/port`.
fn open(world: &World, cluster: &Cluster) -> Vec<String> {
    let ends = ends(world);
    let mut open = Vec::new();
    for (from, here) in &ends {
        for (to, there) in &ends {
            let is_teams = |end: &End| end.namespace.as_deref().is_some_and(|name| !OTHERS.contains(&name));
            if from == to || !(is_teams(here) || is_teams(there)) {
                continue;
            }
            let ways = PORTS.iter().filter(|(protocol, port)| cluster.connects(here, there, protocol, *port));
            open.extend(ways.map(|(protocol, port)| format!("{from} → {to} {protocol}/{port}")));
        }
    }
    open
}

/// The world without one thing that a team allows: a switch turned off, an entry taken out.
fn with_less(world: &World, team: usize) -> Vec<(String, World)> {
    let Some(Node::Map(written)) = world.teams[team].1.root.get("networkPolicy") else { return Vec::new() };
    let mut less = Vec::new();
    let changed = |key: &str, change: &dyn Fn(&mut Node)| {
        let mut world = world.clone();
        world.teams[team].1.root.get_mut("networkPolicy").and_then(|policy| policy.get_mut(key)).map(change);
        world
    };
    for (key, value) in written {
        match value {
            Node::Bare(flag) if flag == "true" => {
                less.push((format!("{key}: false"), changed(key, &|value| *value = Node::flag(false))));
            }
            Node::List(entries) => less.extend((0..entries.len()).map(|entry| {
                let without = changed(key, &|value| {
                    if let Node::List(entries) = value {
                        entries.remove(entry);
                    }
                });
                (format!("{key} without entry {entry}"), without)
            })),
            _ => {}
        }
    }
    less
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn allowing_less_never_opens_a_way(world in world(3)) {
        let platform = world.compiled_platform();
        let before = open(&world, &cluster(&world, &platform));
        for team in 0..world.teams.len() {
            for (what, less) in with_less(&world, team) {
                let after = open(&less, &cluster(&less, &platform));
                let opened: Vec<_> = after.iter().filter(|way| !before.contains(way)).collect();
                prop_assert!(opened.is_empty(), "{}, {what}: {opened:?}", world.teams[team].0);
            }
        }
    }

    #[test]
    fn some_doors_stay_shut(world in world(2)) {
        let platform = world.compiled_platform();
        let ways = open(&world, &cluster(&world, &platform));
        // Without clusters the platform does not say which addresses its pods have, and a block may hold them.
        let knows_pods = world.platform.clusters > 0;
        for way in &ways {
            let is_dns = way.ends_with("/53");
            prop_assert!(!way.contains("169.254.169.254") && !way.starts_with("1.1.1.1"), "{way}");
            prop_assert!(is_dns || !way.contains("→ 169.254.20.10"), "{way}");
            if knows_pods {
                prop_assert!(!way.contains("elsewhere") && !way.contains("→ 100.64.3.3"), "{way}");
                prop_assert!(is_dns || !way.contains("→ kube-dns"), "{way}");
            }
        }
        for index in 0..world.teams.len() {
            let (dns, own) = (format!("{} → kube-dns UDP/53", world.namespace(index)), world.namespace(index));
            prop_assert!(ways.contains(&dns), "no names for {own}");
        }
    }
}
