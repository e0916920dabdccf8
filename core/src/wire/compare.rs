//! What becomes of the objects of a team, as serialisable values.

use serde::Serialize;

use crate::{
    compare::{self, Change, Level, Side},
    manifest::{Leaf, Manifest},
};

/// What becomes of the objects, the riskiest first.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Comparison"))]
pub struct WireComparison {
    /// Every object that is not what it was.
    pub changes: Vec<WireChange>,
    /// How many objects stay as they are.
    pub unchanged: usize,
}

/// What becomes of one object.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Change"))]
pub struct WireChange {
    /// `added`, `removed` or `changed`.
    #[cfg_attr(test, ts(type = "\"added\" | \"removed\" | \"changed\""))]
    pub change: &'static str,
    /// `project`, `namespace` or `apps`.
    #[cfg_attr(test, ts(type = "Exclude<PartName, \"all\">"))]
    pub part: &'static str,
    /// Such as `NetworkPolicy`.
    pub kind: String,
    /// `metadata.name`.
    pub name: String,
    /// Its index before; absent if it is added.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub before: Option<usize>,
    /// Its index afterwards; absent if it is removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub after: Option<usize>,
    /// What to look at, the worst first.
    pub risks: Vec<WireRisk>,
    /// What is different in a changed object; nothing if only the order of a list is.
    pub fields: Vec<WireFieldChange>,
}

/// Why somebody should look at a change.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Risk"))]
pub struct WireRisk {
    /// The rule's name, such as `network-opened`.
    pub rule: &'static str,
    /// `high` or `medium`.
    #[cfg_attr(test, ts(type = "\"high\" | \"medium\""))]
    pub level: &'static str,
    /// What it means, in one sentence.
    pub reason: &'static str,
}

/// A value that is different.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "FieldChange"))]
pub struct WireFieldChange {
    /// Where it stands, with entries of lists by what tells them apart: `spec.roles[developer].groups[]`.
    pub path: String,
    /// What was there; absent if nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub before: Option<WireSide>,
    /// What is there now; absent if nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub after: Option<WireSide>,
}

/// A value on one side.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Side"))]
pub struct WireSide {
    /// The value as a text.
    pub value: String,
    /// 1-based line of that side's stream.
    pub line: u32,
}

/// Compares the objects of a team with what they were, and spells out what is different.
#[must_use]
pub fn comparison(before: &[Manifest], after: &[Manifest]) -> WireComparison {
    let changes = compare::compare(before, after);
    let touched = changes.iter().filter(|change| change.after.is_some()).count();
    let wired = changes.into_iter().filter_map(|change| wired(change, before, after)).collect();
    WireComparison { changes: wired, unchanged: after.len() - touched }
}

fn wired(change: Change, before: &[Manifest], after: &[Manifest]) -> Option<WireChange> {
    let manifest = match change.after {
        Some(index) => after.get(index),
        None => before.get(change.before?),
    }?;
    let side = |side: Side| WireSide { value: side.value.to_string(), line: side.line };
    let fields = change.fields.into_iter().map(|field| WireFieldChange {
        path: field.path,
        before: field.before.map(side),
        after: field.after.map(side),
    });
    let risks = change.risks.iter().map(|rule| WireRisk {
        rule: rule.name,
        level: match rule.level {
            Level::High => "high",
            Level::Medium => "medium",
        },
        reason: rule.reason,
    });
    Some(WireChange {
        change: match (change.before, change.after) {
            (None, _) => "added",
            (Some(_), None) => "removed",
            (Some(_), Some(_)) => "changed",
        },
        part: manifest.part.name(),
        kind: manifest.kind.to_string(),
        name: Leaf::as_text(&manifest.name).unwrap_or_default().to_owned(),
        before: change.before,
        after: change.after,
        risks: risks.collect(),
        fields: fields.collect(),
    })
}
