//! team.yaml as it was written: the table of its keys, and one reader a top-level key.
//!
//! Readers cannot fail: [`crate::shape`] has taken everything out that does not fit the table.

pub(crate) mod access;
pub(crate) mod amounts;
pub(crate) mod apps;
pub(crate) mod limit_range;
pub(crate) mod network_policy;
pub(crate) mod owner;
pub(crate) mod resource_quota;
pub(crate) mod scheduling;
pub(crate) mod secrets;
pub(crate) mod service_accounts;

use crate::{
    shape::{Record, Shape, field},
    span::Spanned,
    value::name,
    yaml::Node,
};

/// Longest `description`, in characters.
pub(crate) const LONGEST_DESCRIPTION: usize = 1_024;

/// The keys of team.yaml.
pub(crate) static ROOT: Record = Record::of(&[
    field(
        "team",
        Shape::Text(&name::TEAM),
        "The team's name: the directory it lives in, and the root of every name made for it.",
    )
    .required()
    .formerly("name"),
    field(
        "namespace",
        Shape::Text(&name::NAMESPACE),
        "The team's namespace. It follows from the team's name; written, it must equal it.",
    ),
    field("description", Shape::Free(LONGEST_DESCRIPTION), "What the team does, for people who meet its namespace."),
    field("owner", Shape::Record(&owner::OWNER), "Whom to ask about this team."),
    field("tier", Shape::Text(&name::TIER), "The size class: it decides quota and limits that are not written here."),
    field(
        "resourceQuota",
        Shape::Record(&resource_quota::QUOTA),
        "The most that all pods and objects of the team may use together.",
    ),
    field(
        "limitRange",
        Shape::Record(&limit_range::LIMIT_RANGE),
        "What a single container or volume gets and may ask for.",
    ),
    field(
        "networkPolicy",
        Shape::Record(&network_policy::NETWORK_POLICY),
        "Which traffic is let through. Everything is closed until a key opens it.",
    ),
    field("access", Shape::Record(&access::ACCESS), "Who may work in the namespace and in Argo CD."),
    field("nodeSelector", Shape::Map(&scheduling::NODE_SELECTOR), "Labels of the nodes that the team's pods run on."),
    field(
        "tolerations",
        Shape::List(&scheduling::TOLERATIONS),
        "Taints, which keep pods off a node, that the team's pods put up with.",
    ),
    field(
        "serviceAccounts",
        Shape::List(&service_accounts::SERVICE_ACCOUNTS),
        "Identities for pods, with the AWS role that each may take.",
    ),
    field("secrets", Shape::List(&secrets::SECRETS), "Secrets that are copied from AWS into the namespace."),
    field("apps", Shape::List(&apps::APPS), "What Argo CD deploys for the team, and from which repositories."),
]);

/// A team file as written; what was wrong is absent.
#[derive(Debug)]
pub(crate) struct TeamSpec {
    /// The whole mapping, for questions about its own place.
    pub(crate) root: crate::span::Span,
    /// Whether a part of the root could not be read, so that an absent key means nothing.
    pub(crate) partial: bool,
    pub(crate) team: Option<Spanned<String>>,
    pub(crate) namespace: Option<Spanned<String>>,
    pub(crate) description: Option<Spanned<String>>,
    pub(crate) owner: Option<owner::OwnerSpec>,
    /// Whether `owner` stands in the file at all, be it right or wrong.
    pub(crate) owner_is_written: bool,
    pub(crate) tier: Option<Spanned<String>>,
    /// `resourceQuota` and `limitRange`.
    pub(crate) sizes: amounts::Sizes,
    pub(crate) network_policy: network_policy::NetworkPolicySpec,
    pub(crate) access: access::AccessSpec,
    pub(crate) node_selector: scheduling::NodeSelectorSpec,
    pub(crate) tolerations: scheduling::TolerationsSpec,
    pub(crate) service_accounts: Vec<service_accounts::ServiceAccountSpec>,
    pub(crate) secrets: Vec<secrets::SecretSpec>,
    pub(crate) apps: Vec<apps::AppSpec>,
}

impl TeamSpec {
    /// Reads a checked tree.
    pub(crate) fn read(root: &Node) -> Self {
        let text = |key: &str| root.get(key).and_then(Node::spanned);
        Self {
            root: root.span,
            partial: root.is_partial(),
            team: text("team"),
            namespace: text("namespace"),
            description: text("description"),
            owner: root.get("owner").map(owner::OwnerSpec::read),
            owner_is_written: root.entry("owner").is_some(),
            tier: text("tier"),
            sizes: amounts::Sizes::read(Some(root)),
            network_policy: network_policy::NetworkPolicySpec::read(root.get("networkPolicy")),
            access: access::AccessSpec::read(root.entry("access").map(|entry| &entry.value)),
            node_selector: scheduling::NodeSelectorSpec::read(root.entry("nodeSelector")),
            tolerations: scheduling::TolerationsSpec::read(root.entry("tolerations")),
            service_accounts: service_accounts::read(root.get("serviceAccounts")),
            secrets: secrets::read(root.get("secrets")),
            apps: apps::read(root.get("apps")),
        }
    }
}
