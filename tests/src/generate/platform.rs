//! platform.yaml.

use proptest::{prelude::*, sample::select};

use super::{apps::sync_policy, flag, hand, maybe, one_of, some_of, text};
use crate::document::{Hand, Node};

/// Destinations that every generated platform offers.
pub const DESTINATIONS: &[&str] = &["cache", "on", "rds"];
/// Namespaces of the platform that teams may name.
pub const NAMESPACES: &[&str] = &["ingress-nginx", "no", "tools"];

const LOCKS: &[&str] =
    &["tier", "networkPolicy.allowIngress", "networkPolicy.allowEgress", "nodeSelector", "tolerations"];

/// A platform file and what teams must know of it.
#[derive(Debug, Clone)]
pub struct Platform {
    /// The file; `None` for the built-in platform.
    pub root: Option<Node>,
    /// How it is written.
    pub hand: Hand,
    /// What namespaces of teams begin with.
    pub prefix: &'static str,
    /// Where Argo CD lives.
    pub argocd: &'static str,
    /// How many clusters there are; none stands for the built-in one.
    pub clusters: usize,
    /// Whether every cluster has a region and an account, and what roles begin with.
    pub aws: Option<&'static str>,
    /// Whether something puts node selectors onto pods.
    pub scheduling: bool,
    /// Keys that a team may not write.
    pub locks: Vec<&'static str>,
}

impl Platform {
    /// The built-in platform.
    #[must_use]
    pub fn built_in() -> Self {
        let hand = Hand::default();
        Self {
            root: None,
            hand,
            prefix: "team-",
            argocd: "argocd",
            clusters: 0,
            aws: None,
            scheduling: true,
            locks: Vec::new(),
        }
    }

    /// The file's text.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.root.as_ref().map(|root| self.hand.write(root))
    }
}

/// A platform: the built-in one now and then.
pub fn platform() -> BoxedStrategy<Platform> {
    let layout = (0_usize..=4, prop::bool::weighted(0.7), maybe(flag()));
    let names =
        (select(&["team-", "t-", "x-y-"][..]), select(&["argocd", "argo", "no"][..]), maybe(one_of(&["acme", "no"])));
    let keys = (network(), maybe(tiers_and_defaults()), maybe(rbac()), maybe(metadata()), maybe(aws()));
    let more = (
        maybe(one_of(&["3.0", "3.1.2", "3.5"])),
        maybe(one_of(&["kyverno", "none", "podNodeSelector"])),
        maybe(pod_security()),
        any::<bool>(),
        sync_windows(),
        prop::sample::subsequence(LOCKS, 0..=2),
    );
    let file = (layout, names, keys, more, hand()).prop_map(|(layout, names, keys, more, hand)| {
        let (clusters, with_aws, auto_sync) = layout;
        let (prefix, argocd, organization) = names;
        let (network, tiers, rbac, metadata, aws) = keys;
        let (version, mechanism, security, adopt, windows, locks) = more;
        let with_aws = with_aws && clusters > 0;
        let (aws, role_prefix) = aws.unwrap_or((Node::Map(Vec::new()), "team-"));
        let (tiers, defaults) = tiers.map_or((None, None), |(tiers, defaults)| (Some(tiers), Some(defaults)));
        let scheduling = mechanism != Some(Node::text("none"));
        let root = Node::map_of([
            ("organization", organization),
            ("gitops", Some(Node::map([("adopt", Node::flag(adopt))]))),
            ("argocd", Some(Node::map_of([("namespace", Some(Node::text(argocd))), ("version", version)]))),
            ("clusters", cluster_list(clusters, with_aws, auto_sync)),
            ("namespacePrefix", Some(Node::text(prefix))),
            ("namespaceMetadata", metadata),
            ("platformNamespaces", Some(Node::texts(NAMESPACES.iter().map(|name| (*name).to_owned())))),
            (
                "sourceRepos",
                Some(Node::texts(
                    ["https://github.com/acme/*", "https://gitlab.example.com/acme/**"].map(str::to_owned),
                )),
            ),
            ("podSecurity", security),
            ("network", Some(network)),
            ("tiers", tiers),
            ("defaults", defaults),
            ("rbac", rbac),
            (
                "allowedKinds",
                Some(Node::List(vec![Node::map([
                    ("group", Node::text("keda.sh")),
                    ("kind", Node::text("ScaledObject")),
                ])])),
            ),
            ("aws", Some(aws)),
            ("scheduling", mechanism.map(|mechanism| Node::map([("mechanism", mechanism)]))),
            ("syncWindows", windows_of(windows, clusters)),
            ("locks", (!locks.is_empty()).then(|| Node::texts(locks.iter().map(|lock| (*lock).to_owned())))),
        ]);
        let aws = with_aws.then_some(role_prefix);
        Platform { root: Some(root), hand, prefix, argocd, clusters, aws, scheduling, locks }
    });
    prop_oneof![1 => Just(Platform::built_in()), 3 => file].boxed()
}

/// Clusters that together serve every environment: none written, one for all, or several.
fn cluster_list(layout: usize, with_aws: bool, auto_sync: Option<Node>) -> Option<Node> {
    let serving: &[Option<&[&str]>] = match layout {
        0 => return None,
        1 => &[None],
        2 => &[Some(&["production", "staging", "preview"])],
        3 => &[Some(&["production"]), Some(&["staging", "preview"])],
        _ => &[Some(&["production"]), Some(&["staging"]), Some(&["preview"])],
    };
    let cluster = |(index, environments): (usize, &Option<&[&str]>)| {
        let text = |text: String| Some(Node::Text(text));
        Node::map_of([
            ("name", text(format!("c{index}"))),
            ("server", text(format!("https://c{index}.example.com"))),
            ("environments", environments.map(|names| Node::texts(names.iter().map(|name| (*name).to_owned())))),
            ("autoSync", auto_sync.clone()),
            ("region", with_aws.then(|| Node::text("eu-central-1"))),
            ("accountId", text(format!("00000000000{index}")).filter(|_| with_aws)),
            ("podCidrs", Some(Node::texts([format!("100.{}.0.0/16", 64 + index)]))),
            ("serviceCidrs", Some(Node::texts([format!("172.2{index}.0.0/16")]))),
        ])
    };
    Some(Node::List(serving.iter().enumerate().map(cluster).collect()))
}

/// With an ingress and the destinations, so that a team may ask for both.
fn network() -> BoxedStrategy<Node> {
    let ingress = prop_oneof![
        Just(Node::map([("namespace", Node::text("ingress-nginx"))])),
        Just(Node::map([("cidr", Node::text("10.1.0.0/20"))])),
        text::label_value().prop_filter("not empty", |text| !text.is_empty()).prop_map(|value| {
            Node::map([
                ("namespace", Node::text("tools")),
                ("podLabels", Node::map([("app.kubernetes.io/name", Node::Text(value))])),
            ])
        }),
    ];
    let ports = || {
        maybe(prop::collection::btree_set(1_u16.., 0..=2).prop_map(|ports| {
            Node::List(ports.into_iter().map(|port| Node::map([("port", Node::Amount(port.to_string()))])).collect())
        }))
    };
    let egress = (maybe(some_of(&["10.0.0.0/8", "192.168.0.0/16", "100.64.0.0/10"])), ports(), maybe(flag()))
        .prop_map(|(except, ports, v6)| Node::map_of([("exceptCidrs", except), ("ports", ports), ("ipv6", v6)]));
    let dns = Just(Node::map([("nodeLocal", Node::text("169.254.20.10")), ("clusterIP", Node::text("172.20.0.10"))]));
    let rest = (maybe(one_of(&["receiver", "both"])), maybe(one_of(&["observability", "no"])), maybe(flag()));
    (ingress, maybe(egress), maybe(dns), rest, ports())
        .prop_map(|(ingress, egress, dns, rest, ports)| {
            let (consent, monitoring, identity) = rest;
            let destination = |index: usize| {
                Node::map_of([("cidrs", Some(Node::texts([format!("10.9{index}.0.0/16")]))), ("ports", ports.clone())])
            };
            let destinations =
                DESTINATIONS.iter().enumerate().map(|(index, name)| ((*name).to_owned(), destination(index)));
            Node::map_of([
                ("consent", consent),
                ("ingress", Some(Node::List(vec![ingress]))),
                ("dns", dns),
                ("egress", egress),
                ("destinations", Some(Node::Map(destinations.collect()))),
                ("monitoringNamespace", monitoring),
                ("podIdentity", identity),
            ])
        })
        .boxed()
}

/// A tier of the platform's own, and what teams get that write nothing.
fn tiers_and_defaults() -> BoxedStrategy<(Node, Node)> {
    let amounts = (1_u32..400, 1_u32..400, 1_u32..300).prop_map(|(cpu, memory, pods)| {
        let amount = |text: String| Node::Amount(text);
        Node::map([
            ("requests", Node::map([("cpu", amount(cpu.to_string())), ("memory", amount(format!("{memory}Gi")))])),
            (
                "limits",
                Node::map([("cpu", amount((cpu * 2).to_string())), ("memory", amount(format!("{}Gi", memory * 2)))]),
            ),
            ("pods", amount(pods.to_string())),
        ])
    });
    let network = (maybe(flag()), maybe(flag()), maybe(some_of(DESTINATIONS))).prop_map(|(ingress, egress, to)| {
        Node::map_of([("allowIngress", ingress), ("allowEgress", egress), ("allowTo", to)])
    });
    let tier = amounts.prop_map(|quota| Node::map([("gpu", Node::map([("resourceQuota", quota)]))]));
    (tier, maybe(one_of(&["gpu", "starter"])), network, maybe(sync_policy()))
        .prop_map(|(tiers, tier, network, policy)| {
            (tiers, Node::map_of([("tier", tier), ("networkPolicy", Some(network)), ("syncPolicy", policy)]))
        })
        .boxed()
}

fn rbac() -> BoxedStrategy<Node> {
    (maybe(flag()), maybe(flag()), maybe(some_of(&["update", "delete"])), maybe(flag()))
        .prop_map(|(exec, forward, verbs, logs)| {
            let developer = Node::map_of([("exec", exec), ("portForward", forward), ("applications", verbs)]);
            Node::map([("developer", developer), ("viewer", Node::map_of([("logs", logs)]))])
        })
        .boxed()
}

fn metadata() -> BoxedStrategy<Node> {
    let labels = prop::collection::btree_map(text::label_key(), text::label_value(), 0..=2)
        .prop_map(|all| Node::Map(all.into_iter().map(|(key, value)| (key, Node::Text(value))).collect()));
    labels.prop_map(|labels| Node::map([("labels", labels)])).boxed()
}

fn pod_security() -> BoxedStrategy<Node> {
    (one_of(&["restricted", "baseline"]), one_of(&["v1.30", "v1.34"]))
        .prop_map(|(enforce, version)| Node::map([("enforce", enforce), ("version", version)]))
        .boxed()
}

/// Windows that each stand alone: no two of them open alike.
fn sync_windows() -> BoxedStrategy<Vec<Node>> {
    let schedules = prop::sample::subsequence(&["0 18 * * 5", "30 6 * * 1-5", "0 0 1 * *"][..], 0..=3);
    let rest = (one_of(&["allow", "deny"]), maybe(some_of(super::apps::ENVIRONMENTS)), maybe(flag()));
    let window = (rest, maybe(one_of(&["Europe/Berlin", "UTC"])), maybe(text::free(4)));
    (schedules, prop::collection::vec(window, 3))
        .prop_map(|(schedules, windows)| {
            let window = |(schedule, ((kind, environments, manual), zone, description)): (&str, _)| {
                let named = Option::filter(environments, |all| !matches!(all, Node::List(items) if items.is_empty()));
                Node::map_of([
                    ("kind", Some(kind)),
                    ("schedule", Some(Node::text(schedule))),
                    ("duration", Some(Node::text("4h"))),
                    ("environments", named),
                    ("timeZone", zone),
                    ("manualSync", manual),
                    ("description", Option::map(description, Node::Text)),
                ])
            };
            schedules.into_iter().zip(windows).map(window).collect()
        })
        .boxed()
}

/// A window names environments only where they are served by name.
fn windows_of(mut windows: Vec<Node>, clusters: usize) -> Option<Node> {
    if clusters < 2 {
        windows.iter_mut().for_each(|window| window.remove("environments"));
    }
    (!windows.is_empty()).then_some(Node::List(windows))
}

/// With what roles begin with.
fn aws() -> BoxedStrategy<(Node, &'static str)> {
    let registry = Just(Node::map([("accountId", Node::text("000000000009")), ("region", Node::text("eu-west-1"))]));
    (
        select(&["team-", "acme.team-"][..]),
        maybe(one_of(&["team/", "a/b=c/"])),
        maybe(one_of(&["/team/", "/x/"])),
        maybe(registry),
    )
        .prop_map(|(roles, secrets, parameters, registry)| {
            let prefix = |prefix: Node| Node::map([("prefix", prefix)]);
            let root = Node::map_of([
                ("irsa", Some(Node::map([("rolePrefix", Node::text(roles))]))),
                ("secretsManager", secrets.map(prefix)),
                ("parameterStore", parameters.map(prefix)),
                ("ecr", registry),
            ]);
            (root, roles)
        })
        .boxed()
}
