//! From a line of the output to the text that it goes back to, and from a text to the lines that it feeds.
//!
//! [`Origins::of`] goes through the objects once; every question after that is a search in one list.

use std::{borrow::Cow, fmt::Write as _};

use smol_str::SmolStr;

use crate::{
    manifest::{Leaf, LeafValue, Manifest, Tree},
    origin::{Input, Origin, OriginKind},
    render::{self, Pen},
    span::Span,
};

/// Every scalar of some objects, in the order of [`render::stream`].
#[derive(Debug, Default)]
pub struct Origins {
    leaves: Vec<OriginLeaf>,
}

/// A scalar, `[]` or `{}` of an object. Each has a line of its own.
#[derive(Debug)]
pub struct OriginLeaf {
    /// Which of the objects.
    pub object: usize,
    /// The field as a JSON Pointer (RFC 6901): `/spec/hard/pods`, `/metadata/labels/app.kubernetes.io~1name`.
    pub path: String,
    /// 1-based line of the stream.
    pub line: u32,
    /// The scalar; `[]` and `{}` are texts here.
    pub value: LeafValue,
    /// Where it came from; never [`OriginKind::Inherited`].
    pub origin: Origin,
    /// Whether it has no origin of its own: it is there because its object is.
    pub is_inherited: bool,
}

impl Origins {
    /// Goes through the objects, in this order.
    #[must_use]
    pub fn of(manifests: &[Manifest]) -> Self {
        let mut lines = Lines { leaves: Vec::with_capacity(manifests.len() * 24), ..Lines::default() };
        for (object, manifest) in manifests.iter().enumerate() {
            let first = lines.leaves.len();
            lines.object = object;
            render::document(manifest, &mut lines);
            for leaf in lines.leaves.iter_mut().skip(first) {
                leaf.origin = render::resolve(leaf.origin, manifest);
            }
        }
        Self { leaves: lines.leaves }
    }

    /// All of them.
    #[must_use]
    pub fn leaves(&self) -> &[OriginLeaf] {
        &self.leaves
    }

    /// The scalar on a 1-based line of the stream; `None` where the line only begins something.
    #[must_use]
    pub fn at_line(&self, line: u32) -> Option<&OriginLeaf> {
        let index = self.leaves.binary_search_by_key(&line, |leaf| leaf.line).ok()?;
        self.leaves.get(index)
    }

    /// The scalar of an object under a JSON Pointer.
    #[must_use]
    pub fn at_path(&self, object: usize, path: &str) -> Option<&OriginLeaf> {
        self.leaves.iter().find(|leaf| leaf.object == object && leaf.path == path)
    }

    /// What goes back to a text inside a range of a file or a template.
    pub fn fed_by(&self, input: impl Into<Input>, range: Span) -> impl Iterator<Item = &OriginLeaf> {
        let input = input.into();
        self.leaves.iter().filter(move |leaf| {
            leaf.origin.place.within(input).is_some_and(|span| range.start <= span.start && span.end <= range.end)
        })
    }

    /// What goes back to the smallest text around a place of a file or a template.
    #[must_use]
    pub fn around(&self, input: impl Into<Input>, offset: u32) -> Vec<&OriginLeaf> {
        let input = input.into();
        let place = |leaf: &&OriginLeaf| leaf.origin.place.within(input);
        let length = |span: &Span| span.end - span.start;
        let spans = self.leaves.iter().filter_map(|leaf| place(&leaf)).filter(|span| span.touches(offset));
        let Some(smallest) = spans.min_by_key(length) else { return Vec::new() };
        self.leaves.iter().filter(|leaf| place(leaf) == Some(smallest)).collect()
    }
}

/// Counts lines as [`crate::yaml::emit::Emitter`] writes them.
#[derive(Default)]
struct Lines {
    leaves: Vec<OriginLeaf>,
    object: usize,
    /// Lines so far.
    line: u32,
    /// The pointer of what is being gone through, and its length before each of its steps.
    path: String,
    steps: Vec<usize>,
    /// Entries of the list so far.
    entry: usize,
}

impl Lines {
    /// Goes back to a depth.
    fn back_to(&mut self, depth: usize) {
        if let Some(length) = self.steps.get(depth) {
            self.path.truncate(*length);
            self.steps.truncate(depth);
        }
    }

    fn key(&mut self, key: &str) {
        self.steps.push(self.path.len());
        self.path.push('/');
        if key.contains(['~', '/']) {
            self.path.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            self.path.push_str(key);
        }
    }

    fn index(&mut self, index: usize) {
        self.steps.push(self.path.len());
        // Writing into a string can't fail.
        let _ = write!(self.path, "/{index}");
    }

    fn step_back(&mut self) {
        self.back_to(self.steps.len().saturating_sub(1));
    }

    fn scalar(&mut self, value: LeafValue, origin: Origin) {
        self.line += 1;
        self.leaves.push(OriginLeaf {
            object: self.object,
            path: self.path.clone(),
            line: self.line,
            value,
            origin,
            is_inherited: origin.kind == OriginKind::Inherited,
        });
    }

    fn tree(&mut self, tree: &Tree) {
        match tree {
            Tree::Leaf(leaf) => self.scalar(leaf.value.clone(), leaf.origin),
            Tree::EmptyList(origin) => self.scalar(LeafValue::Text(SmolStr::new_static("[]")), *origin),
            Tree::EmptyMap(origin) => self.scalar(LeafValue::Text(SmolStr::new_static("{}")), *origin),
            Tree::Absent => {}
            Tree::Map(entries) => self.entries(entries),
            Tree::Words(words) => {
                for (index, word) in words.iter().enumerate() {
                    self.index(index);
                    self.scalar(LeafValue::Text(SmolStr::new_static(word)), Origin::INHERITED);
                    self.step_back();
                }
            }
            Tree::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.index(index);
                    self.tree(item);
                    self.step_back();
                }
            }
        }
    }

    fn entries(&mut self, entries: &[(Cow<'static, str>, Tree)]) {
        for (key, value) in entries {
            self.key(key);
            // What holds others begins on the line of its key; an entry of a list on that of its dash.
            self.line += u32::from(matches!(value, Tree::Map(_) | Tree::List(_) | Tree::Words(_)));
            self.tree(value);
            self.step_back();
        }
    }
}

impl Pen for Lines {
    fn document(&mut self) {
        self.back_to(0);
        self.line += 1;
    }

    fn section(&mut self, key: &str, indent: usize) {
        self.back_to(indent / 2);
        self.key(key);
        self.entry = 0;
        self.line += 1;
    }

    fn leaf(&mut self, key: &str, leaf: &Leaf, indent: usize) {
        self.back_to(indent / 2);
        self.key(key);
        self.scalar(leaf.value.clone(), leaf.origin);
        self.step_back();
    }

    fn entry(&mut self, leaf: &Leaf, indent: usize) {
        self.back_to(indent / 2 + 1);
        self.index(self.entry);
        self.entry += 1;
        self.scalar(leaf.value.clone(), leaf.origin);
        self.step_back();
    }

    fn root(&mut self, entries: &[(Cow<'static, str>, Tree)]) {
        self.back_to(0);
        self.entries(entries);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{File, Place, Platform, Source, Target, compile};

    const TEAM: &str = "team: demo\nnetworkPolicy:\n  allowIngress: true\naccess: {developers: {groups: [devs]}}\n\
                        apps:\n  - name: web\n    repoURL: https://github.com/a/b\n    path: k8s\n    targetRevision: main\n    environment: x\n";

    #[test]
    fn each_leaf_is_where_its_line_says() {
        let source = Source::new("", TEAM);
        let manifests = compile(&source, &Platform::built_in(), &Target::default()).manifests.unwrap();
        let origins = Origins::of(&manifests);
        let text = render::stream(&manifests);
        let lines: Vec<_> = text.lines().collect();
        for leaf in origins.leaves() {
            let line = lines[leaf.line as usize - 1];
            let mut value = String::new();
            match &leaf.value {
                LeafValue::Text(text) if text == "[]" || text == "{}" => value.push_str(text),
                LeafValue::Text(text) => crate::yaml::emit::text(text, &mut value),
                LeafValue::Integer(number) => value = number.to_string(),
                LeafValue::Number(text) => value.clone_from(text),
                LeafValue::Boolean(flag) => value = flag.to_string(),
            }
            assert!(line.ends_with(&value), "{} {line}", leaf.path);
            let key = leaf.path.rsplit('/').next().unwrap().replace("~1", "/");
            assert!(key.parse::<usize>().is_ok() || line.contains(&key), "{} {line}", leaf.path);
            assert_eq!(origins.at_line(leaf.line).unwrap().path, leaf.path);
            assert_eq!(origins.at_path(leaf.object, &leaf.path).unwrap().line, leaf.line);
        }
        // Every other line only begins something.
        let silent = lines.iter().filter(|line| line.ends_with(':') || **line == "---").count();
        assert_eq!(origins.leaves().len() + silent, lines.len());
    }

    #[test]
    fn a_text_knows_what_it_feeds() {
        let source = Source::new("", TEAM);
        let manifests = compile(&source, &Platform::built_in(), &Target::default()).manifests.unwrap();
        let origins = Origins::of(&manifests);
        let offset = u32::try_from(TEAM.find("main").unwrap()).unwrap() + 2;
        let fed: Vec<_> = origins.around(File::Team, offset).iter().map(|leaf| leaf.path.as_str()).collect();
        assert_eq!(fed, ["/spec/source/targetRevision"]);
        let offset = u32::try_from(TEAM.find("true").unwrap()).unwrap();
        let fed = origins.around(File::Team, offset);
        assert!(fed.iter().any(|leaf| leaf.is_inherited && leaf.path == "/spec/policyTypes/0"), "{fed:?}");
        assert!(fed.iter().all(|leaf| matches!(leaf.origin.place, Place::Team(_))));
        assert!(origins.around(File::Platform, 0).is_empty());
    }
}
