//! What is risky about a change, by named rules. A rule looks at one object; what passes through the network is judged by all
//! policies together.

use super::{Change, FieldChange, Side};
use crate::{
    manifest::{LeafValue, Manifest},
    traffic::Way,
    value::quantity::Quantity,
};

/// Why somebody should look at a change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, which other programs may hold on to.
    pub name: &'static str,
    /// How much is at stake.
    pub level: Level,
    /// What it means, in one sentence.
    pub reason: &'static str,
}

/// How much is at stake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Something is lost, or open that was closed.
    High,
    /// Something works otherwise than before.
    Medium,
}

impl Rule {
    /// Its place in the table: the first is the worst.
    pub(super) fn rank(&self) -> usize {
        RULES.iter().position(|rule| rule == self).unwrap_or(RULES.len())
    }
}

/// Every rule, the worst first.
pub(super) static RULES: &[Rule] = &[
    high("namespace-removed", "The namespace goes, and everything in it with it."),
    high("pod-security-loosened", "Pods may start that were turned away before."),
    high("network-opened", "A way is open that was closed before."),
    high("access-widened", "Somebody may do what they could not do before."),
    high("project-widened", "Argo CD may deploy from, to or what it could not before."),
    high("identity-changed", "Pods take another AWS role, or one for the first time."),
    high("application-deleted", "Argo CD deletes what the Application deployed."),
    high("application-moved", "It is deployed to another place; what runs in the old one is left there."),
    medium("application-left", "What it deployed keeps running, and nothing keeps it up to date."),
    medium("object-removed", "The object is deleted."),
    medium("network-closed", "A way is closed that was open before."),
    medium("access-narrowed", "Somebody may no longer do what they could."),
    medium("quota-raised", "The team may use more of the cluster."),
    medium("quota-lowered", "What runs keeps running, but what starts anew may no longer fit."),
    medium("limits-changed", "Containers or volumes start with other amounts, or no longer start."),
    medium("pod-security-tightened", "Pods that run today may not start again."),
    medium("prune-enabled", "What is taken out of the repository is deleted from the cluster."),
    medium("deletion-armed", "Deleting the Application deletes what it deployed."),
    medium("secret-changed", "A secret is read from another place."),
    medium("sync-windows-changed", "Argo CD may deploy at other times."),
];

const fn high(name: &'static str, reason: &'static str) -> Rule {
    Rule { name, level: Level::High, reason }
}

const fn medium(name: &'static str, reason: &'static str) -> Rule {
    Rule { name, level: Level::Medium, reason }
}

/// Pod Security Standards, from the one that turns nothing away. See
/// <https://kubernetes.io/docs/concepts/security/pod-security-standards/>.
const STANDARDS: [&str; 3] = ["privileged", "baseline", "restricted"];

/// What an AppProject allows.
const ALLOWED: [&str; 4] =
    ["spec.sourceRepos", "spec.destinations", "spec.clusterResourceWhitelist", "spec.namespaceResourceWhitelist"];

/// Both sides of the comparison.
pub(super) struct Judge<'m> {
    pub(super) before: &'m [Manifest],
    pub(super) after: &'m [Manifest],
    pub(super) ways_before: Vec<Way<'m>>,
    pub(super) ways_after: Vec<Way<'m>>,
}

impl Judge<'_> {
    /// The rules that a change falls under, the worst first.
    pub(super) fn risks(&self, change: &Change) -> Vec<&'static Rule> {
        let before = change.before.and_then(|index| self.before.get(index));
        let after = change.after.and_then(|index| self.after.get(index));
        let mut names = Vec::new();
        match (before, after) {
            (Some(before), Some(_)) => changed(&before.kind, &change.fields, &mut names),
            (Some(before), None) => names.push(removed(before)),
            (None, Some(after)) if after.kind == "RoleBinding" => names.push("access-widened"),
            (None, Some(after)) if after.kind == "AppProject" => names.push("project-widened"),
            _ => {}
        }
        if before.is_some_and(|before| before.kind == "RoleBinding") && after.is_none() {
            names.push("access-narrowed");
        }
        let passes_only = |own: &[Way<'_>], index: Option<usize>, others: &[Way<'_>]| {
            own.iter().any(|way| Some(way.object) == index && !way.is_within(others))
        };
        if passes_only(&self.ways_after, change.after, &self.ways_before) {
            names.push("network-opened");
        }
        if passes_only(&self.ways_before, change.before, &self.ways_after) {
            names.push("network-closed");
        }
        RULES.iter().filter(|rule| names.contains(&rule.name)).collect()
    }
}

fn removed(manifest: &Manifest) -> &'static str {
    match manifest.kind.as_str() {
        "Namespace" => "namespace-removed",
        "Application" if manifest.finalizers.is_empty() => "application-left",
        "Application" => "application-deleted",
        _ => "object-removed",
    }
}

/// The rules about fields, by the kind of their object.
fn changed(kind: &str, fields: &[FieldChange], names: &mut Vec<&'static str>) {
    for field in fields {
        let path = field.path.as_str();
        let (is_new, is_gone) = (field.after.is_some(), field.before.is_some());
        let mut add = |name, applies| {
            if applies {
                names.push(name);
            }
        };
        match kind {
            "Namespace" if path.ends_with("kubernetes.io/enforce\"]") => {
                let standard = |side: &Option<Side>| STANDARDS.iter().position(|known| text(side) == Some(known));
                let (before, after) = (standard(&field.before), standard(&field.after));
                add("pod-security-loosened", after < before);
                add("pod-security-tightened", after > before);
            }
            "RoleBinding" | "Role" if path.starts_with("rules") || path.starts_with("subjects") => {
                add("access-widened", is_new);
                add("access-narrowed", is_gone);
            }
            "AppProject" if path.starts_with("spec.roles") => {
                add("access-widened", is_new);
                add("access-narrowed", is_gone);
            }
            "AppProject" if path.starts_with("spec.syncWindows") => add("sync-windows-changed", true),
            "AppProject" if path.starts_with("spec.namespaceResourceBlacklist") => add("project-widened", is_gone),
            "AppProject" if ALLOWED.iter().any(|allowed| path.starts_with(allowed)) => {
                add("project-widened", is_new && text(&field.after) != Some("[]"));
            }
            "ResourceQuota" if path.starts_with("spec.hard") => {
                let (before, after) = (amount(&field.before), amount(&field.after));
                add("quota-raised", after.is_none() || before.is_some_and(|before| after > Some(before)));
                add("quota-lowered", before.is_none() || after.is_some_and(|after| Some(after) < before));
            }
            "LimitRange" if path.starts_with("spec") => add("limits-changed", true),
            "ServiceAccount" if path.ends_with("-role\"]") || path.ends_with("/role-arn\"]") => {
                add("identity-changed", is_new);
            }
            "ExternalSecret" | "SecretStore" if path.starts_with("spec.") => {
                add("secret-changed", is_gone && !path.ends_with("refreshInterval"));
            }
            "Application" => {
                add("application-moved", path.starts_with("spec.destination"));
                add("deletion-armed", is_new && path.starts_with("metadata.finalizers"));
                let prunes = field.after.as_ref().is_some_and(|side| side.value == LeafValue::Boolean(true));
                add("prune-enabled", prunes && path == "spec.syncPolicy.automated.prune");
            }
            _ => {}
        }
    }
}

fn text(side: &Option<Side>) -> Option<&str> {
    match side.as_ref().map(|side| &side.value) {
        Some(LeafValue::Text(text)) => Some(text),
        _ => None,
    }
}

/// An amount; `None` where nothing limits.
fn amount(side: &Option<Side>) -> Option<Quantity> {
    text(side).and_then(|text| Quantity::parse(text).ok())
}
