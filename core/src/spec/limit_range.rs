//! `limitRange`: what a single container or volume gets and may ask for. The same shape stands in tiers, defaults and ceilings.

use std::borrow::Cow;

use super::amounts::Leaves;
use crate::{
    shape::{Record, Shape, field},
    value::quantity,
    yaml::Node,
};

/// The keys of `limitRange`. See <https://kubernetes.io/docs/concepts/policy/limit-range/>.
pub(crate) static LIMIT_RANGE: Record = Record::of(&[
    field(
        "default",
        Shape::Record(&CONTAINER),
        "The limit of a container that names none: it is slowed down or ended when it wants more.",
    ),
    field(
        "defaultRequest",
        Shape::Record(&CONTAINER),
        "What is set aside for a container that asks for nothing itself.",
    ),
    field("max", Shape::Record(&CONTAINER), "The highest limit that a single container may have."),
    field("min", Shape::Record(&CONTAINER), "The lowest request that a single container may have."),
    field(
        "persistentVolumeClaim",
        Shape::Record(&CLAIM),
        "How small and how large a single volume that outlives its pod may be.",
    ),
]);

static CONTAINER: Record = Record::of(&[
    field("cpu", Shape::Bare(&quantity::CPU_SIZE), "CPU cores, such as `\"2\"`, or `500m` for half a core."),
    field("memory", Shape::Bare(&quantity::MEMORY_SIZE), "Memory, such as `512Mi` or `4Gi`."),
]);

static CLAIM: Record = Record::of(&[
    field("min", Shape::Bare(&quantity::STORAGE_SIZE), "The smallest volume, such as `1Gi`."),
    field("max", Shape::Bare(&quantity::STORAGE_SIZE), "The largest volume, such as `100Gi`."),
]);

/// Section, key, and the path of the amount.
const PATHS: [(&str, &str, &str); 10] = [
    ("default", "cpu", "default.cpu"),
    ("default", "memory", "default.memory"),
    ("defaultRequest", "cpu", "defaultRequest.cpu"),
    ("defaultRequest", "memory", "defaultRequest.memory"),
    ("max", "cpu", "max.cpu"),
    ("max", "memory", "max.memory"),
    ("min", "cpu", "min.cpu"),
    ("min", "memory", "min.memory"),
    ("persistentVolumeClaim", "min", "persistentVolumeClaim.min"),
    ("persistentVolumeClaim", "max", "persistentVolumeClaim.max"),
];

/// Reads a checked `limitRange`.
pub(crate) fn read(node: Option<&Node>) -> Leaves {
    let mut leaves = Leaves::default();
    let Some(node) = node else { return leaves };
    leaves.partial = node.is_partial();
    for entry in node.entries() {
        let section = entry.key.value.as_str();
        leaves.read(&entry.value, |key| {
            let known = PATHS.iter().find(|(in_section, of_key, _)| *in_section == section && *of_key == key);
            known.map_or(Cow::Borrowed(""), |(_, _, path)| Cow::Borrowed(path))
        });
    }
    leaves
}
