//! Manifests as text: a YAML stream, plain or with the origin of every line, and JSON.

mod json;

pub(crate) use json::tree_as_json;
pub use json::{Layout, json};

use std::borrow::Cow;

use crate::{
    manifest::{Leaf, Manifest, Tree},
    origin::{Origin, OriginKind, Place},
    platform::Platform,
    source::Source,
    yaml::emit::Emitter,
};

/// Most objects are smaller than this, in bytes.
const OBJECT: usize = 1_000;

/// One document an object, each with a leading `---`.
#[must_use]
pub fn stream(manifests: &[Manifest]) -> String {
    documents(manifests).0
}

/// The same stream, and for each object the number of bytes up to its end.
pub(crate) fn documents(manifests: &[Manifest]) -> (String, Vec<usize>) {
    let mut emitter = Emitter::new(manifests.len() * OBJECT);
    let mut ends = Vec::with_capacity(manifests.len());
    for manifest in manifests {
        document(manifest, &mut emitter);
        ends.push(emitter.length());
    }
    (emitter.finish(), ends)
}

/// The same stream with a comment behind each value that says where it comes from.
#[must_use]
pub fn explained(manifests: &[Manifest], team: &Source, platform: &Platform) -> String {
    let mut out = String::new();
    for manifest in manifests {
        let comment = |origin: Origin| sentence(resolve(origin, manifest), team, platform);
        let mut emitter = Emitter::commented(&comment);
        document(manifest, &mut emitter);
        out.push_str(&emitter.finish());
    }
    out
}

/// Whatever goes through an object in the order of its text: the text itself, or the lines of its values.
pub(crate) trait Pen {
    /// Begins a document: one line.
    fn document(&mut self);
    /// `key:` of what follows, indented by so many spaces: one line.
    fn section(&mut self, key: &str, indent: usize);
    /// `key: value`, indented by so many spaces: one line.
    fn leaf(&mut self, key: &str, leaf: &Leaf, indent: usize);
    /// `- value`, indented by so many spaces: one line.
    fn entry(&mut self, leaf: &Leaf, indent: usize);
    /// Entries of the document's root.
    fn root(&mut self, entries: &[(Cow<'static, str>, Tree)]);
}

impl Pen for Emitter<'_> {
    fn document(&mut self) {
        Emitter::document(self);
    }

    fn section(&mut self, key: &str, indent: usize) {
        Emitter::section(self, key, indent);
    }

    fn leaf(&mut self, key: &str, leaf: &Leaf, indent: usize) {
        Emitter::leaf(self, key, leaf, indent);
    }

    fn entry(&mut self, leaf: &Leaf, indent: usize) {
        Emitter::entry(self, leaf, indent);
    }

    fn root(&mut self, entries: &[(Cow<'static, str>, Tree)]) {
        Emitter::root(self, entries);
    }
}

/// The same text as that of [`Manifest::to_tree`], without building the tree: this runs for every object of every sync.
pub(crate) fn document(manifest: &Manifest, emitter: &mut impl Pen) {
    emitter.document();
    emitter.leaf("apiVersion", &Leaf::text(manifest.api_version.clone(), Origin::INHERITED), 0);
    emitter.leaf("kind", &Leaf::text(manifest.kind.clone(), Origin::INHERITED), 0);
    emitter.section("metadata", 0);
    emitter.leaf("name", &manifest.name, 2);
    if let Some(namespace) = &manifest.namespace {
        emitter.leaf("namespace", namespace, 2);
    }
    pairs("labels", &manifest.labels, emitter);
    pairs("annotations", &manifest.annotations, emitter);
    if !manifest.finalizers.is_empty() {
        emitter.section("finalizers", 2);
        manifest.finalizers.iter().for_each(|leaf| emitter.entry(leaf, 2));
    }
    emitter.root(&manifest.body);
}

fn pairs(key: &str, pairs: &[(Cow<'static, str>, Leaf)], emitter: &mut impl Pen) {
    if !pairs.is_empty() {
        emitter.section(key, 2);
        pairs.iter().for_each(|(key, leaf)| emitter.leaf(key, leaf, 4));
    }
}

/// What is part of its object has the object's origin.
pub(crate) fn resolve(origin: Origin, manifest: &Manifest) -> Origin {
    if origin.kind == OriginKind::Inherited { manifest.origin } else { origin }
}

/// An origin in a few words: `teams/backend/team.yaml:12:10`, `default (built in)`.
#[must_use]
pub fn sentence(origin: Origin, team: &Source, platform: &Platform) -> String {
    let place = match origin.place {
        Place::Nowhere => None,
        Place::Team(span) => Some((team, span)),
        Place::Platform(span) => platform.source().map(|source| (source, span)),
        Place::Template(number, span) => platform.template(number).map(|source| (source, span)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Target, compile};

    #[test]
    fn the_short_way_and_the_tree_give_the_same_text() {
        let source = Source::new(
            "teams/demo/team.yaml",
            "team: demo\nnetworkPolicy: {allowIngress: true}\napps: [{name: a, repoURL: https://github.com/a/b, path: k8s, targetRevision: main, environment: x}]\n",
        );
        let manifests = compile(&source, &Platform::built_in(), &Target::default()).manifests.unwrap();
        for manifest in &manifests {
            let Tree::Map(entries) = manifest.to_tree() else { panic!("an object is a mapping") };
            let mut emitter = Emitter::new(0);
            emitter.document();
            emitter.root(&entries);
            assert_eq!(stream(std::slice::from_ref(manifest)), emitter.finish());
        }
    }

    #[test]
    fn every_value_is_followed_by_where_it_comes_from() {
        let source = Source::new("teams/demo/team.yaml", "team: demo\ndescription: Tea\n");
        let platform = Platform::built_in();
        let manifests = compile(&source, &platform, &Target::default()).manifests.unwrap();
        let namespace = manifests.iter().find(|manifest| manifest.kind == "Namespace").unwrap();
        let text = explained(std::slice::from_ref(namespace), &source, &platform);
        let line = |key: &str| text.lines().find(|line| line.trim_start().starts_with(key)).unwrap_or_default().trim();
        for expected in [
            "name: team-demo  # namespacePrefix and team, teams/demo/team.yaml:1:7",
            "app.kubernetes.io/managed-by: teamwright  # namespacePrefix and team, teams/demo/team.yaml:1:7",
            "pod-security.kubernetes.io/enforce: restricted  # default (built in)",
            "team: demo  # teams/demo/team.yaml:1:7",
            "argocd.argoproj.io/sync-wave: \"-5\"  # the table of sync waves",
            "teamwright.dev/description: Tea  # teams/demo/team.yaml:2:14",
        ] {
            let (key, _) = expected.split_once(' ').unwrap();
            assert_eq!(line(key), expected);
        }
    }
}
