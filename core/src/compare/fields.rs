//! Two versions of one object, field by field. Entries of lists are held against each other by what Kubernetes tells them
//! apart with, else by being the same, else by their order.

use std::borrow::Cow;

use smol_str::SmolStr;

use crate::{
    manifest::{LeafValue, Tree},
    origins::Origins,
};

/// A scalar, `[]` or `{}` that is different.
#[derive(Debug)]
pub struct FieldChange {
    /// Where it stands: `spec.hard["requests.cpu"]`, `spec.roles[developer].groups[]`, `spec.egress[0].to[1].ipBlock.cidr`.
    pub path: String,
    /// What was there; `None` if nothing.
    pub before: Option<Side>,
    /// What is there now; `None` if nothing.
    pub after: Option<Side>,
}

/// A value on one side.
#[derive(Debug)]
pub struct Side {
    /// The value; `[]` and `{}` are texts here.
    pub value: LeafValue,
    /// 1-based line of that side's stream.
    pub line: u32,
}

/// What tells the entries of a list apart, the first that all fit. See
/// <https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy>.
const IDENTITIES: &[&[&str]] = &[
    &["kind", "name"],
    &["name"],
    &["secretKey"],
    &["group", "kind"],
    &["server", "namespace"],
    &["type"],
    &["containerPort"],
    &["protocol", "port"],
    &["key"],
];

/// The differences of an object: its tree, all lines of its side, and its index there. In the order of the newer version;
/// what is gone stands behind what its neighbours became.
pub(super) fn between(before: (Tree, &Origins, usize), after: (Tree, &Origins, usize)) -> Vec<FieldChange> {
    let lines = |origins: &Origins, index: usize| {
        origins.leaves().iter().filter(|leaf| leaf.object == index).map(|leaf| leaf.line).collect()
    };
    let mut walk = Walk {
        before: lines(before.1, before.2),
        after: lines(after.1, after.2),
        path: String::new(),
        found: Vec::new(),
    };
    walk.both(Node { tree: &before.0, leaf: 0 }, Node { tree: &after.0, leaf: 0 });
    walk.found
}

/// A tree and how many leaves of its object stand before it.
#[derive(Clone, Copy)]
struct Node<'t> {
    tree: &'t Tree,
    leaf: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    Before,
    After,
}

struct Walk {
    /// The line of each leaf.
    before: Vec<u32>,
    after: Vec<u32>,
    path: String,
    found: Vec<FieldChange>,
}

impl Walk {
    fn both(&mut self, before: Node<'_>, after: Node<'_>) {
        match (before.tree, after.tree) {
            (Tree::List(_) | Tree::EmptyList(_), Tree::List(_) | Tree::EmptyList(_)) => self.lists(before, after),
            (Tree::Map(_), Tree::Map(_)) => {
                for (key, node) in entries(after) {
                    match entries(before).find(|(name, _)| *name == key) {
                        Some((_, earlier)) => self.below(Step::Key(key), |walk| walk.both(earlier, node)),
                        None => self.below(Step::Key(key), |walk| walk.alone(Version::After, node)),
                    }
                }
                for (key, node) in entries(before) {
                    if after.tree.get(key).is_none() {
                        self.below(Step::Key(key), |walk| walk.alone(Version::Before, node));
                    }
                }
            }
            (one, other) if scalar(one).is_some() && scalar(other).is_some() => {
                if !one.is_same(other) {
                    let change = FieldChange {
                        path: self.path.clone(),
                        before: self.side(Version::Before, before),
                        after: self.side(Version::After, after),
                    };
                    self.found.push(change);
                }
            }
            _ => {
                self.alone(Version::Before, before);
                self.alone(Version::After, after);
            }
        }
    }

    fn lists(&mut self, before: Node<'_>, after: Node<'_>) {
        let mut earlier: Vec<_> = items(before).map(Some).collect();
        let now: Vec<_> = items(after).collect();
        let mut partner = vec![None; now.len()];
        let passes: [fn(&Tree, &Tree) -> bool; 3] = [by_identity, Tree::is_same, by_order];
        for pass in passes {
            for (node, partner) in now.iter().zip(&mut partner).filter(|(_, partner)| partner.is_none()) {
                let fits = |earlier: &&mut Option<Node<'_>>| {
                    earlier.as_ref().is_some_and(|earlier| pass(earlier.tree, node.tree))
                };
                *partner = earlier.iter_mut().find(fits).and_then(Option::take);
            }
        }
        for (index, (node, partner)) in now.into_iter().zip(partner).enumerate() {
            self.below(step(node.tree, index), |walk| match partner {
                Some(earlier) => walk.both(earlier, node),
                None => walk.alone(Version::After, node),
            });
        }
        for (index, node) in earlier.into_iter().enumerate() {
            if let Some(node) = node {
                self.below(step(node.tree, index), |walk| walk.alone(Version::Before, node));
            }
        }
    }

    /// Everything below is on one side only.
    fn alone(&mut self, version: Version, node: Node<'_>) {
        match node.tree {
            Tree::Map(_) => {
                for (key, node) in entries(node) {
                    self.below(Step::Key(key), |walk| walk.alone(version, node));
                }
            }
            Tree::List(_) => {
                for (index, node) in items(node).enumerate() {
                    self.below(step(node.tree, index), |walk| walk.alone(version, node));
                }
            }
            _ => {
                let (side, path) = (self.side(version, node), self.path.clone());
                let (before, after) = if version == Version::Before { (side, None) } else { (None, side) };
                self.found.push(FieldChange { path, before, after });
            }
        }
    }

    fn side(&self, version: Version, node: Node<'_>) -> Option<Side> {
        let lines = if version == Version::Before { &self.before } else { &self.after };
        Some(Side { value: scalar(node.tree)?, line: lines.get(node.leaf).copied().unwrap_or_default() })
    }

    fn below(&mut self, step: Step<'_>, visit: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        let (open, name, close) = match &step {
            Step::Key(key) if key.contains(['.', '/', '[']) => ("[\"", *key, "\"]"),
            Step::Key(key) if length == 0 => ("", *key, ""),
            Step::Key(key) => (".", *key, ""),
            Step::Entry(name) => ("[", name.as_str(), "]"),
        };
        for piece in [open, name, close] {
            self.path.push_str(piece);
        }
        visit(self);
        self.path.truncate(length);
    }
}

enum Step<'t> {
    Key(&'t str),
    Entry(String),
}

/// An entry of a list in a path: what tells it apart, nothing for a scalar (which tells itself), else its place.
fn step(tree: &Tree, index: usize) -> Step<'static> {
    Step::Entry(match identity(tree) {
        Some(identity) => identity,
        None if scalar(tree).is_some() => String::new(),
        None => index.to_string(),
    })
}

/// What tells an entry apart, in words.
fn identity(tree: &Tree) -> Option<String> {
    IDENTITIES.iter().find_map(|keys| {
        let words: Option<Vec<_>> =
            keys.iter().map(|key| tree.get(key).and_then(scalar).map(|value| value.to_string())).collect();
        words.map(|words| words.join(" "))
    })
}

fn by_identity(before: &Tree, after: &Tree) -> bool {
    identity(before).is_some_and(|before| Some(before) == identity(after))
}

/// Whatever nothing tells apart; scalars are the same or they are not.
fn by_order(before: &Tree, after: &Tree) -> bool {
    let is_nameless = |tree: &Tree| scalar(tree).is_none() && identity(tree).is_none();
    is_nameless(before) && is_nameless(after)
}

fn scalar(tree: &Tree) -> Option<LeafValue> {
    match tree {
        Tree::Leaf(leaf) => Some(leaf.value.clone()),
        Tree::EmptyList(_) => Some(LeafValue::Text(SmolStr::new_static("[]"))),
        Tree::EmptyMap(_) => Some(LeafValue::Text(SmolStr::new_static("{}"))),
        _ => None,
    }
}

fn entries(node: Node<'_>) -> impl Iterator<Item = (&str, Node<'_>)> {
    let map: &[(Cow<'static, str>, Tree)] = if let Tree::Map(map) = node.tree { map } else { &[] };
    let mut leaf = node.leaf;
    map.iter().map(move |(key, tree)| {
        let node = Node { tree, leaf };
        leaf += leaves(tree);
        (key.as_ref(), node)
    })
}

fn items(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut leaf = node.leaf;
    node.tree.items().iter().map(move |tree| {
        let node = Node { tree, leaf };
        leaf += leaves(tree);
        node
    })
}

/// How many lines a tree has that hold a value.
fn leaves(tree: &Tree) -> usize {
    match tree {
        Tree::Map(map) => map.iter().map(|(_, tree)| leaves(tree)).sum(),
        Tree::List(items) => items.iter().map(leaves).sum(),
        Tree::Words(words) => words.len(),
        Tree::Absent => 0,
        Tree::Leaf(_) | Tree::EmptyList(_) | Tree::EmptyMap(_) => 1,
    }
}
