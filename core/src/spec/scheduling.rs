//! `nodeSelector` and `tolerations`: which nodes the team's pods run on. Also the shape of both in `defaults` of platform.yaml.

use crate::{
    diagnostic::{Sink, scheduling as codes},
    shape::{Empty, Fault, Grammar, List, Map, Record, Shape, field},
    span::{Span, Spanned},
    value::{bounded, label},
    yaml::{Entry, Node},
};

/// `nodeSelector`; an empty one stands for any node, where the platform has a default.
pub(crate) static NODE_SELECTOR: Map =
    Map { key: &label::KEY, value: Shape::Text(&label::VALUE), empty: Empty::Allowed };
/// `tolerations`; an empty list stands for none, where the platform has a default.
pub(crate) static TOLERATIONS: List = List::of(Shape::Record(&TOLERATION));

/// The keys of a toleration.
/// See <https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/>.
static TOLERATION: Record = Record::of(&[
    field("key", Shape::Text(&TAINT), "The name of the taint, which is a mark on nodes that keeps pods away.")
        .required(),
    field(
        "operator",
        Shape::Choice(&["Equal", "Exists"]),
        "`Exists` puts up with the taint whatever its value, `Equal` with the one value; `Equal` unless written.",
    ),
    field("value", Shape::Text(&label::VALUE), "The taint's value."),
    field(
        "effect",
        Shape::Choice(&["NoSchedule", "PreferNoSchedule", "NoExecute"]),
        "What the taint does to pods that do not put up with it; every effect unless written.",
    ),
    field(
        "tolerationSeconds",
        Shape::Bare(&bounded::SECONDS),
        "How long a pod stays once the node gets the taint; for ever unless written. Only with `NoExecute`.",
    ),
]);

static TAINT: Grammar = Grammar {
    what: "the key of a taint, such as `nvidia.com/gpu`",
    pattern: r"^([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$",
    check: taint,
};

/// The nodes that run Kubernetes itself, and what else a cluster sets apart by role.
const NODE_ROLES: &str = "node-role.kubernetes.io";

/// `nodeSelector` as written.
#[derive(Debug, Default)]
pub(crate) struct NodeSelectorSpec {
    /// Its key, if it is written, be it right or wrong.
    pub(crate) key: Option<Span>,
    /// Labels in the order of the file, if the value could be read.
    pub(crate) labels: Option<Vec<(Spanned<String>, Spanned<String>)>>,
}

/// `tolerations` as written.
#[derive(Debug, Default)]
pub(crate) struct TolerationsSpec {
    /// Its key, if it is written, be it right or wrong.
    pub(crate) key: Option<Span>,
    /// The entries, if the value could be read.
    pub(crate) entries: Option<Vec<TolerationSpec>>,
}

/// A toleration as written.
#[derive(Debug)]
pub(crate) struct TolerationSpec {
    /// The whole entry.
    pub(crate) span: Span,
    pub(crate) key: Option<Spanned<String>>,
    pub(crate) operator: Option<Spanned<String>>,
    pub(crate) value: Option<Spanned<String>>,
    pub(crate) effect: Option<Spanned<String>>,
    pub(crate) seconds: Option<Spanned<i64>>,
    /// Whether an effect may stand there that could not be read.
    unclear_effect: bool,
}

impl NodeSelectorSpec {
    pub(crate) fn read(entry: Option<&Entry>) -> Self {
        let label = |label: &Entry| Some((label.key.clone(), label.value.spanned()?));
        let node = entry.map(|entry| &entry.value).filter(|node| node.is_valid());
        Self {
            key: entry.map(|entry| entry.key.span),
            labels: node.map(|node| node.entries().iter().filter_map(label).collect()),
        }
    }
}

impl TolerationsSpec {
    pub(crate) fn read(entry: Option<&Entry>) -> Self {
        let node = entry.map(|entry| &entry.value).filter(|node| node.is_valid());
        let valid =
            |node: &Node| node.items().iter().filter(|item| item.is_valid()).map(TolerationSpec::read).collect();
        Self { key: entry.map(|entry| entry.key.span), entries: node.map(valid) }
    }
}

impl TolerationSpec {
    fn read(node: &Node) -> Self {
        let text = |key: &str| node.get(key).and_then(Node::spanned);
        let effect = text("effect");
        Self {
            span: node.span,
            key: text("key"),
            operator: text("operator"),
            value: text("value"),
            unclear_effect: effect.is_none() && (node.is_partial() || node.entry("effect").is_some()),
            effect,
            seconds: node.get("tolerationSeconds").and_then(bounded::read),
        }
    }
}

/// Rules between the keys of one toleration; the file is the one that the collector speaks of.
pub(crate) fn check(tolerations: &TolerationsSpec, sink: &mut Sink) {
    for toleration in tolerations.entries.iter().flatten() {
        let exists = toleration.operator.as_ref().filter(|operator| operator.value == "Exists");
        if let (Some(operator), Some(value)) = (exists, &toleration.value) {
            sink.report(codes::VALUE_WITH_EXISTS, value.span, "`Exists` takes no value")
                .see(operator.span, "puts up with every value")
                .help("remove `value`, or write `operator: Equal`");
        }
        let Some(seconds) = &toleration.seconds else { continue };
        let other = toleration.effect.as_ref().filter(|effect| effect.value != "NoExecute");
        if other.is_none() && (toleration.effect.is_some() || toleration.unclear_effect) {
            continue;
        }
        let message = "`tolerationSeconds` counts only with the effect `NoExecute`";
        let report = sink.report(codes::SECONDS, seconds.span, message);
        match other {
            Some(effect) => report
                .see(effect.span, "this effect throws no pod out")
                .help("remove `tolerationSeconds`, or write `effect: NoExecute`"),
            None => report.help("add `effect: NoExecute`, or remove `tolerationSeconds`"),
        };
    }
}

fn taint(text: &str) -> Result<(), Fault> {
    if !label::is_key(text) {
        return Err(Fault::default());
    }
    if label::domain(text) != Some(NODE_ROLES) {
        return Ok(());
    }
    Err(Fault::new(format!("`{text}` belongs to nodes that are set apart by their role"))
        .code(codes::NODE_ROLE)
        .help("remove the entry: these nodes are not for teams"))
}
