//! One Kubernetes object as a typed tree, in which every leaf knows where it came from.

mod free;
pub(crate) mod order;
mod tree;

pub(crate) use free::{free, scalar};
pub use tree::{Leaf, LeafValue, Tree};
pub(crate) use tree::{list, map};

use std::borrow::Cow;

use smol_str::{SmolStr, ToSmolStr};

use crate::origin::{Origin, Place};

/// A third of what a team gets; each is an Argo CD Application of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Part {
    /// The AppProject.
    Project,
    /// The namespace and everything in it that guards it.
    Namespace,
    /// The team's Applications.
    Apps,
    /// The three as one stream.
    #[default]
    All,
}

impl Part {
    /// Every part by its name on the command line.
    pub const NAMES: [(&'static str, Self); 4] =
        [("project", Self::Project), ("namespace", Self::Namespace), ("apps", Self::Apps), ("all", Self::All)];

    /// The part with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, part)| *part)
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, part)| *part == self).map_or("all", |(name, _)| *name)
    }

    /// Whether objects of `part` belong into it.
    #[must_use]
    pub fn holds(self, part: Self) -> bool {
        self == Self::All || self == part
    }
}

/// One object: type, name, metadata, and the body in the order in which it is emitted.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Which part of the team it belongs to.
    pub part: Part,
    /// Such as `networking.k8s.io/v1`.
    pub api_version: SmolStr,
    /// Such as `NetworkPolicy`.
    pub kind: SmolStr,
    /// `metadata.name`.
    pub name: Leaf,
    /// `metadata.namespace`; `None` for a Namespace.
    pub namespace: Option<Leaf>,
    /// `metadata.labels`, in the order in which they are emitted.
    pub labels: Vec<(Cow<'static, str>, Leaf)>,
    /// `metadata.annotations`, in the order in which they are emitted.
    pub annotations: Vec<(Cow<'static, str>, Leaf)>,
    /// `metadata.finalizers`.
    pub finalizers: Vec<Leaf>,
    /// `argocd.argoproj.io/sync-wave`; the table in `order.rs` gives it unless the object has its own.
    pub wave: i32,
    /// Where the wave came from.
    pub wave_origin: Origin,
    /// Why the object is there; leaves without an origin of their own have this one.
    pub origin: Origin,
    /// Everything beside type and metadata.
    pub body: Vec<(Cow<'static, str>, Tree)>,
}

impl Manifest {
    /// An object with nothing in it yet. `origin` says why it exists.
    pub(crate) fn new(
        part: Part,
        api_version: &'static str,
        kind: &'static str,
        name: impl Into<Leaf>,
        origin: Origin,
    ) -> Self {
        Self {
            part,
            api_version: SmolStr::new_static(api_version),
            kind: SmolStr::new_static(kind),
            name: name.into(),
            namespace: None,
            labels: Vec::with_capacity(3),
            annotations: Vec::with_capacity(2),
            finalizers: Vec::new(),
            wave: 0,
            wave_origin: Origin::derived("the table of sync waves", Place::Nowhere),
            origin,
            body: Vec::with_capacity(1),
        }
    }

    /// Puts the object into a namespace.
    pub(crate) fn in_namespace(mut self, namespace: impl Into<Leaf>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// Adds a label.
    pub(crate) fn label(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Leaf>) -> Self {
        self.labels.push((key.into(), value.into()));
        self
    }

    /// Adds an annotation.
    pub(crate) fn annotation(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Leaf>) -> Self {
        self.annotations.push((key.into(), value.into()));
        self
    }

    /// Adds a finalizer.
    pub(crate) fn finalizer(mut self, value: impl Into<Leaf>) -> Self {
        self.finalizers.push(value.into());
        self
    }

    /// Adds a top-level field such as `spec`; an absent tree adds nothing.
    pub(crate) fn field(mut self, key: &'static str, value: impl Into<Tree>) -> Self {
        let value = value.into();
        if !matches!(value, Tree::Absent) {
            self.body.push((Cow::Borrowed(key), value));
        }
        self
    }

    /// Adds the sync wave's annotation, and puts labels and annotations in order.
    pub(crate) fn finish(&mut self) {
        // A wave that is not a string is ignored by Argo CD without a word.
        let wave = Leaf::text(self.wave.to_smolstr(), self.wave_origin);
        self.annotations.push((Cow::Borrowed(order::WAVE_ANNOTATION), wave));
        for pairs in [&mut self.labels, &mut self.annotations] {
            pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
        }
    }

    /// The whole object as one tree.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        let pairs = |pairs: &[(Cow<'static, str>, Leaf)]| {
            Tree::map(pairs.iter().map(|(key, leaf)| (key.clone(), Tree::Leaf(leaf.clone()))).collect()).or_absent()
        };
        let metadata = map! {
            "name" => &self.name,
            "namespace" => self.namespace.as_ref(),
            "labels" => pairs(&self.labels),
            "annotations" => pairs(&self.annotations),
            "finalizers" => Tree::list(self.finalizers.iter().map(Tree::from)).or_absent(),
        };
        let mut whole = vec![
            (Cow::Borrowed("apiVersion"), Leaf::text(self.api_version.clone(), Origin::INHERITED).into()),
            (Cow::Borrowed("kind"), Leaf::text(self.kind.clone(), Origin::INHERITED).into()),
            (Cow::Borrowed("metadata"), metadata),
        ];
        whole.extend(self.body.iter().cloned());
        Tree::Map(whole)
    }
}
