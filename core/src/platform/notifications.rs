//! `notifications`: what a team's channel is told about its applications.

use super::sourced;
use crate::{
    origin::Sourced,
    shape::{Fault, Grammar, List, Record, Shape, field},
    value::name,
    yaml::Node,
};

/// The keys of `notifications`.
pub(crate) static NOTIFICATIONS: Record = Record::of(&[field(
    "slack",
    Shape::List(&TRIGGERS),
    "Triggers of Argo CD's notifications of which the Slack channel of a team's owner hears, such as `on-sync-failed`.",
)]);

static TRIGGERS: List = List::of(Shape::Text(&TRIGGER));

/// A trigger is a part of an annotation's key, `subscribe.<trigger>.slack`, which ends at the next `.` and has 63 characters.
/// See <https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/subscriptions/>.
static TRIGGER: Grammar = Grammar {
    what: "a trigger such as `on-sync-failed`: lower-case letters, digits and `-`",
    pattern: "^[a-z0-9]([-a-z0-9]{0,45}[a-z0-9])?$",
    check: |text| {
        name::label_1123(text)?;
        let above = text.len().saturating_sub(LONGEST);
        if above == 0 {
            return Ok(());
        }
        let message = format!("a trigger of {} characters, where {LONGEST} is the most", text.len());
        Err(Fault::new(message).help("take a shorter name in the ConfigMap `argocd-notifications-cm`"))
    },
};

const LONGEST: usize = 63 - "subscribe.".len() - ".slack".len();

/// `notifications` as meant.
#[derive(Debug)]
pub(crate) struct Notifications {
    /// In the order of the file; none is nothing to tell.
    pub(crate) slack: Vec<Sourced<String>>,
}

impl Notifications {
    pub(crate) fn read(node: Option<&Node>) -> Self {
        let triggers = node.and_then(|node| node.get("slack")).map(Node::items).unwrap_or_default();
        Self { slack: triggers.iter().filter_map(sourced).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_fits_into_the_key_of_an_annotation() {
        for text in ["on-sync-failed", "x", &"a".repeat(47)] {
            assert!((TRIGGER.check)(text).is_ok(), "{text}");
        }
        for text in ["", "on.sync", "On-sync", "-a", "a-", "a/b", "a b", &"a".repeat(48), &"a".repeat(64)] {
            assert!((TRIGGER.check)(text).is_err(), "{text}");
        }
    }
}
