//! `policies`: what the platform asks of everything that teams run.

mod identity;

use std::collections::BTreeSet;

use super::{Platform, clusters::Cluster, components::FIRST_CHART, environments, sourced};
use crate::{
    diagnostic::{Sink, platform as codes, shape as shape_codes},
    origin::Sourced,
    shape::{List, Record, Shape, field},
    span::Span,
    value::{image, label},
    yaml::Node,
};

pub(crate) use identity::Identity;

/// `policies`.
pub(crate) static POLICIES: List = List::of(Shape::Record(&POLICY));

/// The keys of one policy.
static POLICY: Record = Record::of(&[
    field("name", Shape::Choice(NAMES), "The policy, such as `require-probes`.").required(),
    field(
        "mode",
        Shape::Choice(&["enforce", "audit"]),
        "`enforce` refuses what breaks the policy; `audit` lets it through and reports it.",
    )
    .required(),
    field(
        "environments",
        Shape::List(&environments::ENVIRONMENTS),
        "The environments in which it holds. Absent: everywhere.",
    ),
    field("labels", Shape::List(&LABELS), "For `require-labels`: the labels that every pod must carry."),
    field(
        "registries",
        Shape::List(&REGISTRIES),
        "For `restrict-image-registries`: where images may come from. A registry stands for everything below it.",
    ),
    field(
        "identities",
        Shape::List(&identity::IDENTITIES),
        "For `verify-image-signature`: who may have signed an image.",
    ),
]);

static LABELS: List = List::not_empty(Shape::Text(&label::KEY));
static REGISTRIES: List = List::not_empty(Shape::Text(&image::REGISTRY));

/// Every policy by its name.
pub(crate) const NAMES: &[&str] = &[
    "disallow-latest-tag",
    "require-requests-limits",
    "require-probes",
    "require-labels",
    "require-readonly-root",
    "restrict-image-registries",
    "require-external-secrets",
    SIGNATURES,
];

/// The one policy that nothing but Kyverno can enforce.
const SIGNATURES: &str = "verify-image-signature";
/// The component that does.
const KYVERNO: &str = "kyverno";

/// Keys that one policy takes, and needs, and no other.
const PARAMETERS: [(&str, &str); 3] =
    [("require-labels", "labels"), ("restrict-image-registries", "registries"), (SIGNATURES, "identities")];

/// `policies` as meant.
#[derive(Debug)]
pub(crate) struct Policies {
    list: Vec<Policy>,
    /// Every environment that is named, also in policies that are wrong.
    environments: Vec<Sourced<String>>,
    /// Names that were read, and the texts of those that were not.
    names: Vec<Sourced<String>>,
    misread: Vec<String>,
    /// Whether the list as a whole could be read.
    readable: bool,
}

/// A policy as meant.
#[derive(Debug)]
pub(crate) struct Policy {
    pub(crate) name: Sourced<String>,
    pub(crate) rule: Rule,
    pub(crate) mode: Sourced<Mode>,
    /// `None`: everywhere.
    pub(crate) environments: Option<Vec<Sourced<String>>>,
}

/// What a policy asks, with what it judges by.
#[derive(Debug)]
pub(crate) enum Rule {
    DisallowLatestTag,
    RequireRequestsLimits,
    RequireProbes,
    RequireLabels(Vec<Sourced<String>>),
    RequireReadonlyRoot,
    RestrictImageRegistries(Vec<Sourced<String>>),
    RequireExternalSecrets,
    VerifyImageSignature(Vec<Identity>),
}

/// What becomes of what breaks a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It is refused.
    Enforce,
    /// It is let through and reported.
    Audit,
}

impl Policies {
    pub(crate) fn read(root: Option<&Node>, sink: &mut Sink) -> Self {
        let list = root.and_then(|root| root.entry("policies")).map(|entry| &entry.value);
        let nodes = || list.map(Node::items).unwrap_or_default().iter();
        let name = |node: &Node| node.entry("name").map(|entry| &entry.value).map(|name| (name.is_valid(), name.span));
        let misread = nodes().filter_map(name).filter(|(valid, _)| !valid);
        let policies = Self {
            list: nodes().filter_map(Policy::read).collect(),
            environments: environments::all(list),
            names: nodes().filter_map(|node| node.get("name").and_then(sourced)).collect(),
            misread: misread.map(|(_, span)| sink.source.slice(span).trim_matches(['"', '\'']).to_owned()).collect(),
            readable: list.is_none_or(Node::is_valid),
        };
        for node in nodes() {
            parameters(node, sink);
        }
        twice(&policies.list, sink);
        policies
    }

    /// Whether a policy is listed, or was meant to be by an entry whose name is wrong.
    pub(crate) fn may_list(&self, name: &str) -> bool {
        let near = |text: &String| crate::shape::did_you_mean(text, [name].into_iter()).is_some();
        !self.readable || self.names.iter().any(|known| known.value == name) || self.misread.iter().any(near)
    }

    /// The listed policies, in the order of the file.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Policy> {
        self.list.iter()
    }

    /// Names of the listed policies.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| name.value.as_str())
    }
}

impl Policy {
    /// `None` where name, mode or environments were reported.
    fn read(node: &Node) -> Option<Self> {
        let text = |key: &str| node.get(key).and_then(sourced);
        let sound = node.entry("environments").is_none_or(|entry| entry.value.is_valid()) && !node.is_partial();
        let name = text("name")?;
        let mode = text("mode")?.map(|mode| if mode == "enforce" { Mode::Enforce } else { Mode::Audit });
        let rule = Rule::read(&name.value, node)?;
        Some(Self { name, rule, mode, environments: environments::read(node) }).filter(|_| sound)
    }

    /// Whether it holds in a cluster, which serves one of its environments. Environments of one cluster share the namespaces of
    /// teams, so that it holds for all of them there.
    pub(crate) fn holds_in(&self, cluster: &Cluster) -> bool {
        self.environments.is_none() || self.environment_in(cluster).is_some()
    }

    /// The first of its environments that a cluster serves.
    fn environment_in(&self, cluster: &Cluster) -> Option<&Sourced<String>> {
        self.environments.as_ref()?.iter().find(|environment| cluster.serves(&environment.value))
    }

    /// Whether two policies of one name would both hold somewhere; and in which environment, if one is named by both.
    fn meets<'a>(&'a self, other: &Self) -> Option<Option<&'a Sourced<String>>> {
        let (Some(mine), Some(theirs)) = (&self.environments, &other.environments) else { return Some(None) };
        let shared = |mine: &&Sourced<String>| theirs.iter().any(|theirs| theirs.value == mine.value);
        mine.iter().find(shared).map(Some)
    }
}

impl Rule {
    /// `None` for a name that there is not.
    fn read(name: &str, node: &Node) -> Option<Self> {
        let items = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
        Some(match name {
            "disallow-latest-tag" => Self::DisallowLatestTag,
            "require-requests-limits" => Self::RequireRequestsLimits,
            "require-probes" => Self::RequireProbes,
            "require-labels" => Self::RequireLabels(items("labels").iter().filter_map(sourced).collect()),
            "require-readonly-root" => Self::RequireReadonlyRoot,
            "restrict-image-registries" => {
                Self::RestrictImageRegistries(items("registries").iter().filter_map(sourced).collect())
            }
            "require-external-secrets" => Self::RequireExternalSecrets,
            SIGNATURES => Self::VerifyImageSignature(items("identities").iter().filter_map(Identity::read).collect()),
            _ => return None,
        })
    }
}

pub(crate) fn check(platform: &Platform, sink: &mut Sink) {
    environments::check(&platform.policies.environments, platform, sink);
    if platform.is_sound("clusters") && platform.is_sound("policies") {
        shared_clusters(platform, sink);
    }
    for policy in platform.policies.list.iter().filter(|policy| policy.name.value == SIGNATURES) {
        let at = policy.name.origin.span();
        if let Some(kyverno) = platform.components.switched_off(KYVERNO) {
            let message = format!("only Kyverno can enforce `{SIGNATURES}`, and it is switched off");
            sink.report(codes::NEEDS_KYVERNO, at, message)
                .see(kyverno.span(), "switched off here")
                .help(format!("remove the policy, or `enabled: false` from the component `{KYVERNO}`"));
        } else if let Some(chart) = platform.components.old_kyverno().filter(|_| platform.is_sound("components")) {
            let message = format!("Kyverno's chart {} can not enforce `{SIGNATURES}`", chart.value);
            sink.report(codes::NEEDS_KYVERNO, at, message)
                .see(chart.origin.span(), "too old")
                .help(format!("remove the policy, or write {FIRST_CHART} or newer as `components.{KYVERNO}.version`"));
        }
    }
}

/// A policy has its own key and none of the others'.
fn parameters(node: &Node, sink: &mut Sink) {
    let Some(name) = node.get("name").and_then(Node::text) else { return };
    for (policy, key) in PARAMETERS {
        match node.entry(key) {
            Some(entry) if policy != name => {
                let message = format!("`{key}` is a key of `{policy}`, not of `{name}`");
                sink.report(codes::POLICY_PARAMETER, entry.key.span, message).help("remove it");
            }
            None if policy == name && !node.is_partial() && !has_unknown_key(node, sink) => {
                let message = format!("`{key}` is missing: `{name}` needs it");
                sink.report(codes::MISSING_PARAMETER, Span::at(node.span.start), message)
                    .help(format!("add `{key}: […]`"));
            }
            _ => {}
        }
    }
}

/// Whether a key was reported as unknown, which may have been meant for one that is missing.
fn has_unknown_key(node: &Node, sink: &Sink) -> bool {
    let inside = |span: Span| node.span.start <= span.start && span.end <= node.span.end;
    sink.found().iter().any(|found| found.code.id == shape_codes::UNKNOWN_KEY.id && inside(found.span))
}

/// One policy may be listed twice only for different environments.
fn twice(policies: &[Policy], sink: &mut Sink) {
    let mut reported: BTreeSet<Span> = BTreeSet::new();
    for (index, policy) in policies.iter().enumerate() {
        let same =
            |first: &&Policy| first.name.value == policy.name.value && !reported.contains(&first.name.origin.span());
        let earlier = policies.iter().take(index).filter(same);
        let meeting = earlier.filter_map(|first| Some((first, policy.meets(first)?))).next();
        let Some((first, shared)) = meeting else { continue };
        let name = &policy.name;
        reported.insert(name.origin.span());
        let (at, message) = match shared {
            Some(environment) => {
                (environment.origin, format!("`{}` holds in `{}` already", name.value, environment.value))
            }
            None => (name.origin, format!("`{}` is listed already, and holds in the same environments", name.value)),
        };
        sink.report(codes::SAME_POLICY, at.span(), message)
            .see(first.name.origin.span(), "first written here")
            .help("give each its own `environments`, or keep one of the two");
    }
}

/// Environments of one cluster share the namespaces of teams, in which no pod says for which of them it runs.
fn shared_clusters(platform: &Platform, sink: &mut Sink) {
    let list = &platform.policies.list;
    for (index, policy) in list.iter().enumerate() {
        for first in list.iter().take(index).filter(|first| first.name.value == policy.name.value) {
            let shared = platform
                .clusters
                .iter()
                .find_map(|cluster| Some((cluster, first.environment_in(cluster)?, policy.environment_in(cluster)?)));
            let Some((cluster, earlier, environment)) = shared else { continue };
            let message = format!("`{}` holds twice on the cluster `{}`", policy.name.value, cluster.name.value);
            sink.report(codes::SHARED_CLUSTER, environment.origin.span(), message)
                .see(earlier.origin.span(), "an environment of the same cluster")
                .help("name the environments of one cluster in one entry: they share the namespaces of teams");
            break;
        }
    }
}

#[cfg(test)]
mod tests;
