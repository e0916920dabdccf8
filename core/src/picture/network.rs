//! Who reaches the team and whom it reaches, with the policy behind each way, and whether the team on the other side agrees.

use serde::Serialize;

use super::Lines;
use crate::{
    manifest::{Leaf, LeafValue, Manifest, Tree},
    platform::{Platform, network},
    review::Facts,
    team::Team,
    traffic::{self, Direction, Way},
};

/// What the network lets through.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Network {
    /// The team's namespace.
    pub namespace: String,
    /// In the order of the policies; then what only other teams open.
    pub ways: Vec<PictureWay>,
}

/// A way between the team and another side.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Way"))]
pub struct PictureWay {
    /// `in`: the other side reaches the team; `out`: the team reaches the other side.
    #[cfg_attr(test, ts(type = "\"in\" | \"out\""))]
    pub direction: &'static str,
    /// What the other side is.
    #[cfg_attr(test, ts(type = "\"self\" | \"team\" | \"teams\" | \"namespace\" | \"network\" | \"internet\""))]
    pub side: &'static str,
    /// Its name: a namespace, a destination of platform.yaml, a network.
    pub name: String,
    /// What narrows it: labels of pods, a network, exceptions; empty if nothing does.
    pub only: String,
    /// Such as `TCP 5432`; empty for every port.
    pub ports: Vec<String>,
    /// The policy that opens it; absent where only the other side does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub policy: Option<String>,
    /// 1-based line of the other side in the output; 0 where no policy opens the way.
    pub line: u32,
    /// What the team on the other side says; absent where that is no team.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub consent: Option<Consent>,
}

/// Whether both teams open a way between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Consent {
    /// Both do: traffic passes.
    Both,
    /// Only this team: nothing passes.
    Ours,
    /// Only the other team: nothing passes.
    Theirs,
    /// The other team's file is not known here.
    Unknown,
}

/// Draws the network of a team. `neighbours` are the other teams of the repository, as far as they are known.
#[must_use]
pub fn network(team: &Team<'_>, manifests: &[Manifest], neighbours: &[Facts]) -> Network {
    let lines = Lines::of(manifests);
    let own = team.namespace();
    let ways = traffic::ways(manifests);
    let mut drawn: Vec<_> = ways.iter().map(|way| drawn(way, team, &lines, neighbours)).collect();
    for facts in neighbours {
        let Some(namespace) = facts.namespace().filter(|namespace| *namespace != own) else { continue };
        for direction in [Direction::In, Direction::Out] {
            let is_drawn = |way: &PictureWay| way.name == namespace && way.direction == word(direction);
            if drawn.iter().any(is_drawn) || !agrees(facts, direction, own, team.platform) {
                continue;
            }
            // A team that may reach all others reaches those that let it in.
            let to_all = drawn.iter().find(|way| way.side == "teams" && way.direction == word(direction));
            let (policy, line) = to_all.map_or((None, 0), |way| (way.policy.clone(), way.line));
            // Who may reach everybody has not asked for this team.
            if direction == Direction::In && !facts.names_as_target(own) {
                continue;
            }
            let consent = if policy.is_some() { Consent::Both } else { Consent::Theirs };
            drawn.push(PictureWay {
                direction: word(direction),
                side: "team",
                name: namespace.to_owned(),
                only: String::new(),
                ports: Vec::new(),
                policy,
                line,
                consent: Some(consent),
            });
        }
    }
    Network { namespace: own.to_owned(), ways: drawn }
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "in",
        Direction::Out => "out",
    }
}

/// Whether a team opens its side of a way to `own`.
fn agrees(facts: &Facts, direction: Direction, own: &str, platform: &Platform) -> bool {
    match direction {
        Direction::In => {
            let is_to_all = facts.lets_out() && platform.network.consent.value == network::Consent::Receiver;
            is_to_all || facts.names_as_target(own)
        }
        Direction::Out => facts.lets_in(own),
    }
}

fn drawn(way: &Way<'_>, team: &Team<'_>, lines: &Lines<'_>, neighbours: &[Facts]) -> PictureWay {
    let policy = lines.manifests.get(way.object).and_then(|policy| policy.name.as_text()).unwrap_or_default();
    let selector = way.peer.get("namespaceSelector");
    let namespace = selector.and_then(|selector| selector.get("matchLabels")).and_then(first_text);
    let block = way.peer.get("ipBlock");
    let cidr = block.and_then(|block| block.get("cidr")).and_then(text).unwrap_or_default();
    let destination = team.network.destinations.iter().map(|destination| destination.value.name.value.as_str());
    let destination = destination.into_iter().find(|name| policy.strip_prefix("allow-egress-") == Some(name));
    let mut only = Vec::new();
    let (side, name) = match (namespace, selector, block) {
        (Some(name), ..) if is_team(name, team) => ("team", name),
        (Some(name), ..) => ("namespace", name),
        (None, Some(_), _) => ("teams", "every team"),
        (None, None, None) => ("self", "the team's own pods"),
        (.., Some(_)) if cidr.ends_with("/0") => ("internet", "the internet"),
        (.., Some(_)) => ("network", destination.unwrap_or(cidr)),
    };
    if let Some(Tree::Map(labels)) = way.peer.get("podSelector").and_then(|pods| pods.get("matchLabels")) {
        only.extend(labels.iter().filter_map(|(key, value)| Some(format!("{key}={}", text(value)?))));
    }
    if name != cidr && !cidr.is_empty() {
        only.push(cidr.to_owned());
    }
    if let Some(except) = block.and_then(|block| block.get("except")) {
        only.extend(except.items().iter().filter_map(|cidr| Some(format!("not {}", text(cidr)?))));
    }
    let known = neighbours.iter().find(|facts| facts.namespace() == Some(name));
    let consent = match known {
        Some(facts) if agrees(facts, way.direction, team.namespace(), team.platform) => Consent::Both,
        Some(_) => Consent::Ours,
        None => Consent::Unknown,
    };
    PictureWay {
        direction: word(way.direction),
        side,
        name: name.to_owned(),
        only: only.join(", "),
        ports: way.ports.unwrap_or_default().iter().map(port).collect(),
        policy: Some(policy.to_owned()),
        line: lines.at(way.object, &way.path()),
        consent: (side == "team").then_some(consent),
    }
}

/// Whether a namespace is one of a team, rather than of the platform.
fn is_team(namespace: &str, team: &Team<'_>) -> bool {
    let platform = team.platform;
    namespace.starts_with(platform.names.prefix.value.as_str())
        && !platform.names.platform_namespaces.iter().any(|known| known.value == namespace)
        && !platform.components.namespaces().any(|known| known == namespace)
}

fn text(tree: &Tree) -> Option<&str> {
    match tree {
        Tree::Leaf(leaf) => leaf.as_text(),
        _ => None,
    }
}

fn first_text(tree: &Tree) -> Option<&str> {
    match tree {
        Tree::Map(entries) => entries.first().and_then(|(_, value)| text(value)),
        _ => None,
    }
}

fn port(port: &Tree) -> String {
    let protocol = port.get("protocol").and_then(text).unwrap_or_default();
    match port.get("port") {
        Some(Tree::Leaf(Leaf { value: LeafValue::Integer(number), .. })) => format!("{protocol} {number}"),
        _ => protocol.to_owned(),
    }
}
