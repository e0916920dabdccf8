//! `namespacePrefix`, `reserved`, `platformNamespaces`: who may be called what.

use super::{Platform, sourced};
use crate::{
    diagnostic::{Sink, identity as codes},
    origin::Sourced,
    shape::{Fault, Grammar, List, Record, Shape, characters, field},
    span::Span,
    value::name,
    yaml::Node,
};

/// `namespacePrefix`.
pub(crate) static PREFIX: Grammar = Grammar {
    what: "a prefix such as `team-`: lower-case letters, digits and `-`, beginning with a letter, ending in `-`",
    pattern: "^[a-z]([-a-z0-9]*[a-z0-9])?-$",
    check: prefix,
};

/// The keys of `reserved`.
pub(crate) static RESERVED: Record = Record::of(&[
    field(
        "teams",
        Shape::List(&RESERVED_TEAMS),
        "Names that no team may take. `infra-*` stands for all that begin with `infra-`.",
    ),
    field("namespaces", Shape::List(&RESERVED_NAMESPACES), "Namespaces that no team may take or refer to."),
]);

/// `platformNamespaces`.
pub(crate) static PLATFORM_NAMESPACES: List = List::of(Shape::Text(&name::NAMESPACE));

static RESERVED_TEAMS: List = List::of(Shape::Text(&RESERVED_TEAM));
static RESERVED_NAMESPACES: List = List::of(Shape::Text(&name::NAMESPACE));

static RESERVED_TEAM: Grammar = Grammar {
    what: "a team name such as `security`, or all that begin alike, such as `infra-*`",
    pattern: r"^[a-z]([-a-z0-9]*[a-z0-9])?(-\*)?$",
    check: reserved_team,
};

/// Longest `namespacePrefix`.
const LONGEST_PREFIX: usize = 15;

// A namespace of any prefix and any team is a name that Kubernetes takes.
const _: () = assert!(LONGEST_PREFIX + name::LONGEST_TEAM <= name::LONGEST_LABEL);

/// Names that no team may take, whatever the platform says. `team-x` would own Applications named like those of team `x`.
const RESERVED_BY_US: &[&str] = &["default", "argocd", "kube-*", "team", "team-*"];

/// Namespaces of Kubernetes itself.
pub(crate) const SYSTEM_NAMESPACES: &[&str] = &["kube-system", "kube-public", "kube-node-lease", "default"];

/// The three keys as meant.
#[derive(Debug)]
pub(crate) struct Names {
    /// `namespacePrefix`: never empty, ends in `-`.
    pub(crate) prefix: Sourced<String>,
    /// `reserved.teams`, with `-*` at the end of some.
    reserved_teams: Vec<Sourced<String>>,
    /// `reserved.namespaces`, without those of Kubernetes.
    pub(crate) reserved_namespaces: Vec<Sourced<String>>,
    /// `platformNamespaces`.
    pub(crate) platform_namespaces: Vec<Sourced<String>>,
}

impl Names {
    /// Reads the three keys of the root.
    pub(crate) fn read(root: Option<&Node>) -> Self {
        let get = |key: &str| root.and_then(|root| root.get(key));
        let below = |key: &str, inner: &str| get(key).and_then(|node| node.get(inner));
        Self {
            prefix: get("namespacePrefix").and_then(sourced).unwrap_or_else(|| Sourced::built_in("team-".to_owned())),
            reserved_teams: texts(below("reserved", "teams")),
            reserved_namespaces: texts(below("reserved", "namespaces")),
            platform_namespaces: texts(get("platformNamespaces")),
        }
    }

    /// What reserves a team's name: an entry such as `infra-*`, built in or written.
    pub(crate) fn reservation(&self, team: &str) -> Option<Reservation<'_>> {
        let built_in = RESERVED_BY_US.iter().find(|entry| reserves(entry, team));
        let built_in = built_in.map(|entry| Reservation { entry, written: None });
        built_in.or_else(|| {
            let entry = self.reserved_teams.iter().find(|entry| reserves(&entry.value, team))?;
            Some(Reservation { entry: &entry.value, written: span(entry) })
        })
    }
}

/// Why a team's name is not to be had.
#[derive(Debug)]
pub(crate) struct Reservation<'p> {
    /// `infra-*`.
    pub(crate) entry: &'p str,
    /// Where platform.yaml says so; `None` for the built-in list.
    pub(crate) written: Option<Span>,
}

pub(crate) fn check(platform: &Platform, sink: &mut Sink) {
    prefix_is_for_teams(platform, sink);
    let Names { reserved_namespaces, platform_namespaces, .. } = &platform.names;
    for reserved in reserved_namespaces {
        let Some(other) = platform_namespaces.iter().find(|other| other.value == reserved.value) else { continue };
        let (Some(reserved_at), Some(other_at)) = (span(reserved), span(other)) else { continue };
        let (at, first) = (reserved_at.max(other_at), reserved_at.min(other_at));
        let message = format!("`{}` is reserved, and one that teams may refer to", reserved.value);
        sink.report(codes::RESERVED_AND_OPEN, at, message)
            .see(first, "also listed here")
            .help("keep it in one of `reserved.namespaces` and `platformNamespaces`");
    }
}

/// A namespace that is not a team's but begins like one could be taken by a team.
fn prefix_is_for_teams(platform: &Platform, sink: &mut Sink) {
    let names = &platform.names;
    let prefix = &names.prefix;
    let argocd = &platform.argocd.namespace;
    let argocd = std::iter::once((argocd.value.as_str(), argocd.origin.in_platform()));
    let written = names.reserved_namespaces.iter().chain(&names.platform_namespaces);
    let written = written.map(|entry| (entry.value.as_str(), span(entry)));
    let components = platform.components.placed_namespaces();
    let components = components.map(|namespace| (namespace.value.as_str(), namespace.origin.in_platform()));
    let network = platform.network.placed_namespaces();
    let network = network.map(|namespace| (namespace.value.as_str(), namespace.origin.in_platform()));
    for (namespace, at) in written.chain(argocd).chain(components).chain(network) {
        if !namespace.starts_with(&prefix.value) {
            continue;
        }
        let message = format!("the platform's namespace `{namespace}` begins with `{}`, like a team's", prefix.value);
        match (span(prefix), at) {
            (Some(prefix), other) => {
                let report = sink.report(codes::PREFIX_TAKEN, prefix, message).help("take a prefix of its own");
                if let Some(other) = other {
                    report.see(other, "the namespace is named here");
                }
                return;
            }
            (None, Some(at)) => {
                let help = format!("rename it, or set `namespacePrefix` to something other than `{}`", prefix.value);
                sink.report(codes::PREFIX_TAKEN, at, message).help(help);
            }
            (None, None) => {}
        }
    }
}

fn prefix(text: &str) -> Result<(), Fault> {
    let fault = |message: String| Fault { message, ..Fault::default() }.code(codes::PREFIX);
    let Some(name) = text.strip_suffix('-') else {
        let fault = fault(String::new());
        return Err(if name::is_label_1035(text) { fault.help(format!("write `{text}-`")) } else { fault });
    };
    if !name::is_label_1035(name) {
        return Err(fault(String::new()));
    }
    if text.len() > LONGEST_PREFIX {
        return Err(fault(format!("a prefix of {} characters, where {LONGEST_PREFIX} is the most", text.len()))
            .help(format!("shorten it by {}", characters(text.len() - LONGEST_PREFIX))));
    }
    if text.starts_with("kube-") {
        return Err(fault("namespaces that begin with `kube-` belong to Kubernetes".to_owned())
            .help("take another prefix, such as `team-`"));
    }
    Ok(())
}

fn reserved_team(text: &str) -> Result<(), Fault> {
    let name = text.strip_suffix("-*").unwrap_or(text);
    if name::is_label_1035(name) {
        return Ok(());
    }
    match text.strip_suffix('*').filter(|name| name::is_label_1035(name)) {
        Some(name) => Err(Fault::default().help(format!("write `{name}-*` for all names that begin with `{name}-`"))),
        None => Err(Fault::default()),
    }
}

fn reserves(entry: &str, team: &str) -> bool {
    entry.strip_suffix('*').map_or(entry == team, |start| team.starts_with(start))
}

fn texts(list: Option<&Node>) -> Vec<Sourced<String>> {
    list.map(Node::items).unwrap_or_default().iter().filter_map(sourced).collect()
}

fn span(text: &Sourced<String>) -> Option<Span> {
    text.origin.in_platform()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, platform::testing};

    fn findings(text: &str) -> Vec<(&'static str, String)> {
        testing::findings(&testing::with_ingress(text))
    }

    #[test]
    fn a_prefix_is_short_and_ends_in_a_hyphen() {
        for prefix in ["team", "kube-", "kube-x-", "a--", "9a-", "Team-", "abcdefghijklmno-", "a--b"] {
            assert_eq!(findings(&format!("namespacePrefix: {prefix}")), [("TW0330", prefix.into())], "{prefix}");
        }
        for prefix in ["t-", "a-b-", "abcdefghijklmn-"] {
            assert_eq!(findings(&format!("namespacePrefix: {prefix}")), [], "{prefix}");
        }
    }

    #[test]
    fn no_namespace_of_the_platform_begins_like_a_teams() {
        assert_eq!(findings("platformNamespaces: [team-tools, tools]"), [("TW0331", "team-tools".into())]);
        assert_eq!(findings("reserved: {namespaces: [team-x]}"), [("TW0331", "team-x".into())]);
        assert_eq!(findings("argocd: {namespace: team-argo}"), [("TW0331", "team-argo".into())]);
        assert_eq!(findings("namespacePrefix: in-\nplatformNamespaces: [in-a, in-b]"), [("TW0331", "in-".into())]);
    }

    #[test]
    fn reserved_and_platform_namespaces_are_apart() {
        let text = "reserved: {namespaces: [vault, a]}\nplatformNamespaces: [b, vault]";
        assert_eq!(findings(text), [("TW0333", "vault".into())]);
    }

    #[test]
    fn only_reserved_teams_take_a_wildcard() {
        assert_eq!(findings("reserved: {teams: [infra-*, security]}"), []);
        for text in [
            "reserved: {teams: [\"*\"]}",
            "reserved: {teams: [infra*]}",
            "reserved: {namespaces: [infra-*]}",
            "platformNamespaces: [infra-*]",
        ] {
            assert_eq!(findings(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn names_are_reserved_by_us_and_by_the_platform() {
        let text = "reserved: {teams: [infra-*, security]}";
        let names = Platform::parse(&Source::new("platform.yaml", text)).names;
        let entry = |team: &str| names.reservation(team).map(|found| (found.entry, found.written.is_some()));
        assert_eq!(entry("team-a"), Some(("team-*", false)));
        assert_eq!(entry("infra-db"), Some(("infra-*", true)));
        assert_eq!(entry("security"), Some(("security", true)));
        assert_eq!((entry("infra"), entry("kube"), entry("teams")), (None, None, None));
    }
}
