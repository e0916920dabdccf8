//! team.yaml.

use proptest::{collection::vec, prelude::*, sample::Index};

use super::{apps, distinct, flag, hand, limits, maybe, one_of, some_of, text};
use crate::document::{Hand, Node};

/// A team file and whom it names, before the names are known.
#[derive(Debug, Clone)]
pub struct Team {
    /// Its name and directory.
    pub name: String,
    /// Everything beside the name.
    pub root: Node,
    /// Entries of `allowFromNamespaces` and `allowToNamespaces`, chosen among the names of the world.
    pub from: Vec<Index>,
    /// The same, outwards.
    pub to: Vec<Index>,
    /// How it is written.
    pub hand: Hand,
    /// Whether the name stands under its old key.
    pub old: bool,
}

/// A team under this name.
pub fn team(name: String) -> BoxedStrategy<Team> {
    let people = (maybe(text::free(8)), maybe(owner()), maybe(access()));
    let sizes = (maybe(one_of(&["starter", "standard", "large", "enterprise"])), limits::limits());
    let names = (vec(any::<Index>(), 0..=3), vec(any::<Index>(), 0..=3));
    let rest = (maybe(apps::apps()), hand(), prop::bool::weighted(0.1));
    let pods = (maybe(node_selector()), maybe(tolerations()), maybe(service_accounts(name.clone())), maybe(secrets()));
    (people, sizes, maybe(network()), names, pods, rest)
        .prop_map(move |(people, sizes, network, (from, to), pods, rest)| {
            let (description, owner, access) = people;
            let (tier, (quota, range)) = sizes;
            let (selector, tolerations, accounts, secrets) = pods;
            let (apps, hand, old) = rest;
            let root = Node::map_of([
                ("description", description.map(Node::Text)),
                ("owner", owner),
                ("tier", tier),
                ("resourceQuota", quota),
                ("limitRange", range),
                ("networkPolicy", network),
                ("access", access),
                ("nodeSelector", selector),
                ("tolerations", tolerations),
                ("serviceAccounts", accounts),
                ("secrets", secrets),
                ("apps", apps),
            ]);
            Team { name: name.clone(), root, from, to, hand, old }
        })
        .boxed()
}

fn owner() -> BoxedStrategy<Node> {
    let email =
        "[a-z][a-z0-9.+_-]{0,6}[a-z0-9]@[a-z]{1,6}\\.(com|no)".prop_filter("no two dots", |text| !text.contains(".."));
    let slack = prop_oneof!["#[a-z0-9_-]{1,10}", "[a-z][a-z0-9_-]{1,10}"];
    (text::free(3), email, maybe(slack))
        .prop_map(|(name, email, slack)| {
            Node::map_of([
                ("name", Some(Node::Text(name))),
                ("email", Some(Node::Text(email))),
                ("slack", slack.map(Node::Text)),
            ])
        })
        .boxed()
}

fn access() -> BoxedStrategy<Node> {
    let subjects = || {
        (maybe(distinct(text::subject(), 3)), maybe(distinct(text::subject(), 2)))
            .prop_map(|(groups, users)| Node::map_of([("groups", groups), ("users", users)]))
    };
    (maybe(subjects()), maybe(subjects()))
        .prop_map(|(developers, viewers)| Node::map_of([("developers", developers), ("viewers", viewers)]))
        .boxed()
}

/// Without the lists of namespaces, which the world fills in.
fn network() -> BoxedStrategy<Node> {
    (maybe(flag()), maybe(flag()), maybe(some_of(super::platform::DESTINATIONS)))
        .prop_map(|(ingress, egress, to)| {
            Node::map_of([("allowIngress", ingress), ("allowEgress", egress), ("allowTo", to)])
        })
        .boxed()
}

fn node_selector() -> BoxedStrategy<Node> {
    prop::collection::btree_map(text::label_key(), text::label_value(), 0..=2)
        .prop_map(|labels| Node::Map(labels.into_iter().map(|(key, value)| (key, Node::Text(value))).collect()))
        .boxed()
}

fn tolerations() -> BoxedStrategy<Node> {
    let toleration =
        (text::label_key(), maybe(text::label_value()), maybe(0_u32..600)).prop_map(|(key, value, seconds)| {
            let operator = if value.is_some() { "Equal" } else { "Exists" };
            let effect = if seconds.is_some() { "NoExecute" } else { "NoSchedule" };
            Node::map_of([
                ("key", Some(Node::Text(key))),
                ("operator", Some(Node::text(operator))),
                ("value", value.map(Node::Text)),
                ("effect", Some(Node::text(effect))),
                ("tolerationSeconds", seconds.map(|seconds| Node::Amount(seconds.to_string()))),
            ])
        });
    maybe(toleration).prop_map(|toleration| Node::List(toleration.into_iter().collect())).boxed()
}

/// Roles without what they begin with.
fn service_accounts(team: String) -> BoxedStrategy<Node> {
    let role = || maybe("[A-Za-z0-9_+=,.@-]{1,8}");
    (maybe(role()), prop::collection::btree_map("[a-z0-9]{1,4}-[a-z]{1,3}", role(), 0..=2))
        .prop_map(move |(workload, others)| {
            let account = |name: String, role: Option<String>| {
                Node::map_of([("name", Some(Node::Text(name))), ("awsRole", role.map(Node::Text))])
            };
            let own = workload.map(|role| account(format!("{team}-workload"), role));
            Node::List(own.into_iter().chain(others.into_iter().map(|(name, role)| account(name, role))).collect())
        })
        .boxed()
}

fn secrets() -> BoxedStrategy<Node> {
    let from = prop_oneof![
        "[A-Za-z0-9_+=@-]{1,6}(/[A-Za-z0-9_.+=@-]{1,3}[a-z])?",
        Just("1.10".to_owned()),
        Just("no".to_owned())
    ];
    let keys = distinct("[a-zA-Z0-9][-._a-zA-Z0-9]{0,4}", 3);
    let rest = (maybe(one_of(&["secretsManager", "parameterStore"])), maybe(one_of(&["1m", "1h30m", "90s"])));
    let secret = (from, maybe(keys), rest).prop_map(|(from, keys, (store, interval))| {
        let keys = keys.filter(|keys| !matches!(keys, Node::List(items) if items.is_empty()));
        Node::map_of([
            ("from", Some(Node::Text(from))),
            ("keys", keys),
            ("store", store),
            ("refreshInterval", interval),
        ])
    });
    let name = "[a-z]{1,4}(\\.[a-z0-9]{1,3})?|no|1e3";
    prop::collection::btree_map(name, secret, 0..=2)
        .prop_map(|secrets| {
            let named = secrets.into_iter().map(|(name, secret)| match secret {
                Node::Map(mut entries) => {
                    entries.insert(0, ("name".to_owned(), Node::Text(name)));
                    Node::Map(entries)
                }
                other => other,
            });
            Node::List(named.collect())
        })
        .boxed()
}
