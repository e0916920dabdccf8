//! Manifests as text: a YAML stream, plain or with the origin of every line.

use crate::{
    manifest::{Manifest, Tree},
    origin::{Origin, OriginKind, Place},
    platform::Platform,
    source::Source,
    yaml::emit::Emitter,
};

/// About the size of one object, in bytes.
const OBJECT: usize = 700;

/// One document an object, each with a leading `---`.
#[must_use]
pub fn stream(manifests: &[Manifest]) -> String {
    let mut emitter = Emitter::new(manifests.len() * OBJECT);
    for manifest in manifests {
        document(manifest, &mut emitter);
    }
    emitter.finish()
}

/// The same stream with a comment behind each value that says where it comes from.
#[must_use]
pub fn explained(manifests: &[Manifest], team: &Source, platform: &Platform) -> String {
    let mut out = String::new();
    for manifest in manifests {
        let comment = |tree: &Tree| sentence(resolve(tree.origin(), manifest), team, platform);
        let mut emitter = Emitter::commented(&comment);
        document(manifest, &mut emitter);
        out.push_str(&emitter.finish());
    }
    out
}

fn document(manifest: &Manifest, emitter: &mut Emitter<'_>) {
    emitter.document();
    emitter.root(&manifest.head());
    emitter.root(&manifest.body);
}

/// What is part of its object has the object's origin.
fn resolve(origin: Origin, manifest: &Manifest) -> Origin {
    if origin.kind == OriginKind::Inherited { manifest.origin } else { origin }
}

/// An origin in a few words: `teams/backend/team.yaml:12:10`, `default (built in)`.
#[must_use]
pub fn sentence(origin: Origin, team: &Source, platform: &Platform) -> String {
    let place = match origin.place {
        Place::Nowhere => None,
        Place::Team(span) => Some((team, span)),
        Place::Platform(span) => platform.source().map(|source| (source, span)),
    };
    let place = place.map(|(source, span)| {
        let position = source.position(span.start);
        format!("{}:{}:{}", source.path(), position.line, position.column)
    });
    let what = match origin.kind {
        OriginKind::Inherited => "always",
        OriginKind::Written | OriginKind::Platform => "",
        OriginKind::Tier => "tier",
        OriginKind::Default => "default",
        OriginKind::Lock => "locked",
        OriginKind::Derived => origin.rule,
    };
    match (what, place) {
        ("", Some(place)) => place,
        (what, Some(place)) => format!("{what}, {place}"),
        ("tier" | "default" | "locked", None) => format!("{what} (built in)"),
        (what, None) => what.to_owned(),
    }
}
