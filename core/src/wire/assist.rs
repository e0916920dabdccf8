//! Completions and hovers as serialisable values.

use serde::Serialize;

use super::{Offsets, WireOrigin, WireRange, origin, range};
use crate::{
    assist::{Completion, Completions, Hover, Rung, Target},
    platform::Platform,
    source::Source,
};

/// What may stand at a place.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Completions"))]
pub struct WireCompletions {
    /// What any of the items replaces.
    pub range: WireRange,
    /// In the order in which they are shown.
    pub items: Vec<WireCompletion>,
}

/// One thing that may stand there.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Completion"))]
#[serde(rename_all = "camelCase")]
pub struct WireCompletion {
    /// What is shown, and what typed letters are compared with.
    pub label: String,
    /// `key`, `value` or `entry`.
    #[cfg_attr(test, ts(type = "\"key\" | \"value\" | \"entry\""))]
    pub kind: &'static str,
    /// What replaces the range; the cursor stands behind it.
    pub insert_text: String,
    /// One line: what it takes, or what it stands for.
    pub detail: String,
    /// A sentence or two.
    pub documentation: String,
    /// The mapping is wrong without it.
    pub required: bool,
}

/// What is known about a place.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Hover"))]
pub struct WireHover {
    /// The text that it is about.
    pub range: WireRange,
    /// The key path, such as `apps[0].syncPolicy`.
    pub path: String,
    /// What it does.
    pub documentation: String,
    /// What it takes, in words.
    pub takes: String,
    /// What the value stands for, such as a tier's numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The mapping is wrong without it.
    pub required: bool,
    /// The value in force; absent where the file has errors, or nothing but the file decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub value: Option<String>,
    /// Where a value may come from, the first that has one decides; empty where nothing but the file does.
    pub ladder: Vec<WireRung>,
    /// What it becomes in the cluster.
    pub targets: Vec<WireTarget>,
    /// How many more targets there are.
    pub more: usize,
    /// Codes of what was found here.
    pub codes: Vec<&'static str>,
}

/// One place that a value may come from.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Rung"))]
#[serde(rename_all = "camelCase")]
pub struct WireRung {
    /// `written here`, `tier "large"`, `defaults of the platform`, `built in`.
    pub source: String,
    /// What it says, if it says anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub value: Option<String>,
    /// Whether it decides.
    pub in_force: bool,
    /// Where that stands; absent where nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<WireOrigin>,
}

/// One object that a text feeds.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Target"))]
pub struct WireTarget {
    /// Index of the object in the compilation of all parts for the first cluster.
    pub manifest: usize,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// JSON Pointers of the fields, the first few; empty where the text decides that the object is there at all.
    pub paths: Vec<String>,
}

/// Spells out completions.
#[must_use]
pub fn completions(completions: &Completions, source: &Source, offsets: Offsets) -> WireCompletions {
    let item = |item: &Completion| WireCompletion {
        label: item.label.clone(),
        kind: item.kind.name(),
        insert_text: item.insert.clone(),
        detail: item.detail.clone(),
        documentation: item.documentation.clone(),
        required: item.is_required,
    };
    WireCompletions {
        range: range(source, completions.replaced, offsets),
        items: completions.items.iter().map(item).collect(),
    }
}

/// Spells out a hover over a file; `team` is that file, or any where the file is platform.yaml.
#[must_use]
pub fn hover(hover: &Hover, source: &Source, platform: &Platform, offsets: Offsets) -> WireHover {
    let rung = |rung: &Rung| WireRung {
        source: rung.source.clone(),
        value: rung.value.clone(),
        in_force: rung.is_in_force,
        origin: rung.origin.map(|place| origin(place, source, platform, offsets)),
    };
    let target = |target: &Target| WireTarget {
        manifest: target.object,
        kind: target.kind.to_string(),
        name: target.name.clone(),
        paths: target.paths.clone(),
    };
    WireHover {
        range: range(source, hover.span, offsets),
        path: hover.path.clone(),
        documentation: hover.documentation.to_owned(),
        takes: hover.takes.clone(),
        about: hover.about.clone(),
        required: hover.is_required,
        value: hover.value.clone(),
        ladder: hover.ladder.iter().map(rung).collect(),
        targets: hover.targets.iter().map(target).collect(),
        more: hover.more,
        codes: hover.codes.clone(),
    }
}
