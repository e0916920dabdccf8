//! Origins as serialisable values, both ways.

use serde::Serialize;

use super::{Offsets, WireRange, range};
use crate::{
    manifest::Manifest,
    origin::{File, Origin, OriginKind, Place},
    origins::OriginLeaf,
    platform::Platform,
    render,
    source::Source,
};

/// Where a value comes from.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Origin"))]
pub struct WireOrigin {
    /// `written`, `platform`, `tier`, `default`, `lock` or `derived`.
    #[cfg_attr(test, ts(type = "\"written\" | \"platform\" | \"tier\" | \"default\" | \"lock\" | \"derived\""))]
    pub kind: &'static str,
    /// The whole in a few words: `tier, platform.yaml:12:9`.
    pub text: String,
    /// For a derived value the rule in a few words; else empty.
    pub rule: &'static str,
    /// `team` or `platform`; absent for what is built in and for what stands in a template.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "FileName"))]
    pub file: Option<&'static str>,
    /// The path of that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub path: Option<String>,
    /// The text in that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub range: Option<WireRange>,
}

/// A line of the output and where it comes from.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Leaf"))]
pub struct WireLeaf {
    /// Index of its object.
    pub manifest: usize,
    /// The object's kind.
    pub kind: String,
    /// The object's name.
    pub name: String,
    /// The field as a JSON Pointer (RFC 6901).
    pub path: String,
    /// 1-based line of the stream.
    pub line: u32,
    /// The value as a text.
    pub value: String,
    /// Whether the line is there only because its object is.
    pub inherited: bool,
    /// Where it comes from.
    pub origin: WireOrigin,
}

/// The word for a file.
#[must_use]
pub const fn file(file: File) -> &'static str {
    match file {
        File::Team => "team",
        File::Platform => "platform",
    }
}

/// Spells out an origin.
#[must_use]
pub fn origin(origin: Origin, team: &Source, platform: &Platform, offsets: Offsets) -> WireOrigin {
    let place = match origin.place {
        Place::Nowhere => None,
        Place::Team(span) => Some((Some(File::Team), team, span)),
        Place::Platform(span) => platform.source().map(|source| (Some(File::Platform), source, span)),
        Place::Template(number, span) => platform.template(number).map(|source| (None, source, span)),
    };
    WireOrigin {
        kind: match origin.kind {
            OriginKind::Inherited | OriginKind::Derived => "derived",
            OriginKind::Written => "written",
            OriginKind::Platform => "platform",
            OriginKind::Tier => "tier",
            OriginKind::Default => "default",
            OriginKind::Lock => "lock",
        },
        text: render::sentence(origin, team, platform),
        rule: origin.rule,
        file: place.and_then(|(place, ..)| place).map(file),
        path: place.map(|(_, source, _)| source.path().to_owned()),
        range: place.map(|(_, source, span)| range(source, span, offsets)),
    }
}

/// Spells out a line. `manifests` are those of the index that it comes out of.
#[must_use]
pub fn leaf(
    leaf: &OriginLeaf,
    manifests: &[Manifest],
    team: &Source,
    platform: &Platform,
    offsets: Offsets,
) -> WireLeaf {
    let manifest = manifests.get(leaf.object);
    WireLeaf {
        manifest: leaf.object,
        kind: manifest.map_or_else(String::new, |manifest| manifest.kind.to_string()),
        name: manifest.and_then(|manifest| manifest.name.as_text()).unwrap_or_default().to_owned(),
        path: leaf.path.clone(),
        line: leaf.line,
        value: leaf.value.to_string(),
        inherited: leaf.is_inherited,
        origin: origin(leaf.origin, team, platform, offsets),
    }
}
