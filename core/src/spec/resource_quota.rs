//! `resourceQuota`: the most that a team may use. The same shape stands in tiers, defaults and ceilings.

use std::borrow::Cow;

pub(crate) use super::amounts::Leaves;
use crate::{
    shape::{Record, Shape, field},
    value::{quantity, resource},
    yaml::Node,
};

const CPU: Shape = Shape::Bare(&quantity::CPU);
const MEMORY: Shape = Shape::Bare(&quantity::MEMORY);
const COUNT: Shape = Shape::Bare(&quantity::COUNT);

/// The keys of `resourceQuota`.
/// See <https://kubernetes.io/docs/concepts/policy/resource-quotas/#types-of-resource-quota>.
pub(crate) static QUOTA: Record = Record {
    fields: &[
        field(
            "requests",
            Shape::Record(&REQUESTS),
            "What all containers of the team together may reserve. A container's request is set aside for it, used or not.",
        ),
        field(
            "limits",
            Shape::Record(&LIMITS),
            "What all containers of the team together may use at most. A container is slowed down or ended at its limit.",
        ),
        field("pods", COUNT, "How many pods, each a running copy of an application, may exist at a time."),
        field("services", COUNT, "How many Services, stable addresses in front of pods, may exist."),
        field(
            "services.loadbalancers",
            COUNT,
            "How many Services may order a load balancer from the cloud, which costs money. None unless written.",
        ),
        field(
            "services.nodeports",
            COUNT,
            "How many ports Services may open on every node. None unless written; an ordinary load balancer needs one for each of its ports.",
        ),
        field("configmaps", COUNT, "How many ConfigMaps, sets of settings that pods read, may exist."),
        field("secrets", COUNT, "How many Secrets, passwords and keys that pods read, may exist."),
        field("persistentvolumeclaims", COUNT, "How many volumes that outlive their pods may exist."),
        field(
            "replicationcontrollers",
            COUNT,
            "How many ReplicationControllers, an older way to run copies, may exist.",
        ),
    ],
    others: Some((&resource::OBJECT_COUNT, &COUNT)),
    refused: &[],
};

static REQUESTS: Record = Record {
    fields: &[
        field("cpu", CPU, "CPU cores that all containers together may reserve, such as `\"10\"` or `500m`."),
        field("memory", MEMORY, "Memory that all containers together may reserve, such as `20Gi`."),
        field("storage", MEMORY, "Size of all volumes that outlive their pods, together, such as `200Gi`."),
        field(
            "ephemeral-storage",
            MEMORY,
            "Space on the nodes' own disks that all containers together may reserve, such as `50Gi`.",
        ),
    ],
    others: Some((&resource::EXTENDED, &COUNT)),
    refused: &[],
};

static LIMITS: Record = Record::of(&[
    field("cpu", CPU, "CPU cores that all containers together may use, such as `\"20\"`; at least the requests."),
    field("memory", MEMORY, "Memory that all containers together may use, such as `40Gi`; at least the requests."),
    field(
        "ephemeral-storage",
        MEMORY,
        "Space on the nodes' own disks that all containers together may use, such as `100Gi`; at least the requests.",
    ),
]);

/// Paths of the well-known amounts in the order in which a ResourceQuota lists them. Devices follow the requests, counts of
/// other objects the end.
pub(crate) const ORDER: [&str; 15] = [
    "requests.cpu",
    "requests.memory",
    "requests.storage",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "pods",
    "services",
    "services.loadbalancers",
    "services.nodeports",
    "configmaps",
    "secrets",
    "persistentvolumeclaims",
    "replicationcontrollers",
];

/// Reads a checked `resourceQuota`.
pub(crate) fn read(node: Option<&Node>) -> Leaves {
    let mut leaves = Leaves::default();
    let Some(node) = node else { return leaves };
    leaves.read(node, |key| path("", key));
    for section in ["requests", "limits"] {
        if let Some(entry) = node.entry(section) {
            leaves.read(&entry.value, |key| path(section, key));
        }
    }
    leaves
}

/// The dotted path of a key, without an allocation for the well-known ones.
fn path(section: &str, key: &str) -> Cow<'static, str> {
    let is = |path: &str| match path.strip_prefix(section) {
        Some(rest) if section.is_empty() => rest == key,
        Some(rest) => rest.strip_prefix('.') == Some(key),
        None => false,
    };
    match ORDER.iter().find(|known| is(known)) {
        Some(known) => Cow::Borrowed(known),
        None if section.is_empty() => Cow::Owned(key.to_owned()),
        None => Cow::Owned(format!("{section}.{key}")),
    }
}
