//! Lists of ports, which say what of a peer is open.

use crate::{
    diagnostic::{Sink, shape as codes},
    manifest::{Tree, map},
    origin::{Origin, Sourced},
    shape::{Empty, Fault, Grammar, List, Record, Shape, field},
    yaml::Node,
};

/// A list of ports; an empty one, like none, means all of them.
pub(super) static PORTS: List = List { item: Shape::Record(&PORT), empty: Empty::Allowed, unique: None };

/// The keys of one port.
static PORT: Record = Record {
    fields: &[
        field("port", Shape::Bare(&NUMBER), "The number of the port, from 1 to 65535.").required(),
        field("protocol", Shape::Choice(&PROTOCOLS), "`TCP` unless written."),
    ],
    others: None,
    refused: &[("endPort", "ranges of ports are not supported; write one entry a port, or no ports for all of them")],
};

/// See <https://kubernetes.io/docs/reference/networking/service-protocols/>.
const PROTOCOLS: [&str; 3] = ["TCP", "UDP", "SCTP"];

/// From 1 to 65535.
static NUMBER: Grammar = Grammar {
    what: "a port: a number from 1 to 65535",
    pattern: "^([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$",
    check: |text| if number(text).is_some() { Ok(()) } else { Err(Fault::default()) },
};

/// One port of one protocol.
#[derive(Debug, Clone)]
pub(crate) struct Port {
    pub(crate) port: Sourced<i64>,
    pub(crate) protocol: Sourced<&'static str>,
}

impl Port {
    /// A port that is a part of its policy.
    pub(crate) const fn constant(protocol: &'static str, port: i64) -> Self {
        Self { port: Sourced::new(port, Origin::INHERITED), protocol: Sourced::new(protocol, Origin::INHERITED) }
    }
}

impl From<&Port> for Tree {
    fn from(port: &Port) -> Self {
        map! { "protocol" => &port.protocol, "port" => &port.port }
    }
}

/// Reads a checked list. The same port once with and once without the usual protocol is the same entry twice.
pub(super) fn read(node: Option<&Node>, sink: &mut Sink) -> Vec<Port> {
    let mut ports: Vec<Port> = Vec::new();
    for item in node.map(Node::items).unwrap_or_default() {
        let Some(port) = read_one(item) else { continue };
        let same = |other: &&Port| (other.port.value, other.protocol.value) == (port.port.value, port.protocol.value);
        if let Some(first) = ports.iter().find(same) {
            let message = format!("port {} of {} is listed twice", port.port.value, port.protocol.value);
            sink.report(codes::REPEATED_ENTRY, item.span, message)
                .see(first.port.origin.span(), "first written here")
                .help("remove one of the two");
        } else {
            ports.push(port);
        }
    }
    ports
}

fn read_one(item: &Node) -> Option<Port> {
    let port = item.get("port")?;
    let protocol = match item.entry("protocol") {
        None => Sourced::built_in("TCP"),
        Some(entry) => {
            let text = entry.value.text()?;
            let known = PROTOCOLS.into_iter().find(|known| *known == text)?;
            Sourced::new(known, Origin::platform(entry.value.span))
        }
    };
    Some(Port { port: Sourced::new(number(port.text()?)?, Origin::platform(port.span)), protocol })
}

fn number(text: &str) -> Option<i64> {
    let fits =
        (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|number| fits && (1..=65_535).contains(number))
}
