//! One file, one of its texts exchanged for another, and what is wrong with the answer.

use std::collections::{BTreeMap, BTreeSet};

use teamwright_core::{Compilation, LeafValue, Manifest, Place, render};
use teamwright_tests::{
    document::double,
    fields::{Field, exchanged, fields, replaced},
    invariants::{Known, violations, violations_of_some},
    leaves::{Found, leaves},
};

use super::files::{PAYLOADS, is_free};

/// Whose file it is: origins say so too.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Author {
    Team,
    Platform,
}

/// A file, and what it gives unchanged.
pub(crate) struct Exchange<C> {
    text: &'static str,
    author: Author,
    compile: C,
    before: BTreeMap<String, Found>,
    documents: BTreeSet<String>,
}

/// How many exchanges were refused and accepted, and what was wrong with some.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) refused: usize,
    pub(crate) accepted: usize,
    pub(crate) wrong: Vec<String>,
}

impl<C: Fn(&str) -> Compilation> Exchange<C> {
    /// The file must be right as it stands.
    pub(crate) fn new(text: &'static str, author: Author, compile: C) -> Self {
        let Compilation { manifests, diagnostics } = compile(text);
        let manifests = manifests.unwrap_or_else(|| panic!("{text}\n{diagnostics:#?}"));
        let documents = manifests.iter().map(document).collect();
        Self { text, author, compile, before: leaves(&manifests), documents }
    }

    /// Every payload in the place of every text.
    pub(crate) fn try_everything(&self) -> Outcome {
        let mut outcome = Outcome::default();
        for (turn, field) in fields(self.text, is_free).iter().enumerate() {
            let payloads = PAYLOADS.iter().enumerate();
            for raw in payloads.flat_map(|(number, payload)| spellings(field, payload, turn + number)) {
                match self.judge(field, &raw) {
                    None => outcome.refused += 1,
                    Some(wrong) if wrong.is_empty() => outcome.accepted += 1,
                    Some(wrong) => outcome.wrong.push(format!("{}: {raw:?}\n    {}", field.path, wrong.join("\n    "))),
                }
            }
        }
        outcome
    }

    /// `None` where the exchange is refused.
    fn judge(&self, field: &Field, raw: &str) -> Option<Vec<String>> {
        let changed = replaced(self.text, field, raw);
        let manifests = (self.compile)(&changed).manifests?;
        // The platform may call its namespaces as it likes.
        let first = |kind: &str| manifests.iter().find(|manifest| manifest.kind == kind);
        let namespace = first("Namespace")?.name.as_text()?;
        let argocd = first("AppProject")?.namespace.as_ref()?.as_text()?;
        let known = Known { team: "demo", namespace, argocd };
        let Some(text) = exchanged(self.text, &changed, field) else {
            // The author wrote another file, not another text: that it is guarded as any other is all to be said.
            return Some(violations(&manifests, &known));
        };
        // What is as before was judged before.
        let others: Vec<_> = manifests.iter().filter(|one| !self.documents.contains(&document(one))).cloned().collect();
        let mut wrong = violations_of_some(&others, &known);
        let change = Change { field, length: raw.len(), text: &text, author: self.author };
        wrong.extend(change.differences(&self.before, &leaves(&manifests)));
        wrong.truncate(4);
        Some(wrong)
    }
}

/// A text and what it was exchanged for.
struct Change<'a> {
    field: &'a Field,
    /// Bytes of the new text, quotes included.
    length: usize,
    /// What the new text says.
    text: &'a str,
    author: Author,
}

impl Change<'_> {
    /// Whatever differs and does not go back to the exchanged text.
    fn differences(&self, before: &BTreeMap<String, Found>, after: &BTreeMap<String, Found>) -> Vec<String> {
        let (was, is) = (names(before), names(after));
        let value = |leaves: &BTreeMap<String, Found>, path: &String| leaves.get(path).map(|leaf| leaf.value.clone());
        let is_fed = |path: &String| match (before.get(path), after.get(path)) {
            (Some(old), _) if self.is_behind(old, self.field.range.len()) => true,
            (_, Some(new)) if self.is_behind(new, self.length) => true,
            (Some(Found { value: LeafValue::Text(old), .. }), Some(Found { value: LeafValue::Text(new), .. })) => {
                self.makes(old, new)
            }
            // An object whose name the text feeds comes and goes with it.
            (Some(_), None) => {
                let name = object(path);
                was.get(name).is_some_and(|leaf| self.is_behind(leaf, self.field.range.len()))
                    || is.keys().any(|other| self.makes(name, other))
            }
            (None, Some(_)) => {
                let name = object(path);
                is.get(name).is_some_and(|leaf| self.is_behind(leaf, self.length))
                    || was.keys().any(|other| self.makes(other, name))
            }
            _ => false,
        };
        let paths: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        let wrong = paths.into_iter().filter(|path| value(before, path) != value(after, path) && !is_fed(path));
        wrong.map(|path| format!("{path} was {:?} and is {:?}", value(before, path), value(after, path))).collect()
    }

    /// Whether the exchanged text is what a value goes back to.
    fn is_behind(&self, leaf: &Found, length: usize) -> bool {
        let span = match (leaf.origin.place, self.author) {
            (Place::Team(span), Author::Team) | (Place::Platform(span), Author::Platform) => span,
            _ => return false,
        };
        let start = self.field.range.start;
        span.start as usize <= start + length + self.field.reach && start <= span.end as usize
    }

    /// Whether the exchange makes one of the other: an origin names one text, and some names are made of two.
    fn makes(&self, old: &str, new: &str) -> bool {
        let from = self.field.text.as_str();
        let exchanged = |at: usize| format!("{}{}{}", &old[..at], self.text, &old[at + from.len()..]);
        !from.is_empty() && old.match_indices(from).any(|(at, _)| exchanged(at) == new)
    }
}

/// `Kind/name` of each object, with the leaf of its name.
fn names(leaves: &BTreeMap<String, Found>) -> BTreeMap<&str, &Found> {
    let names = leaves.iter().filter(|(path, _)| path.ends_with("/metadata/name"));
    names.map(|(path, leaf)| (object(path), leaf)).collect()
}

/// `Kind/name` of a path.
fn object(path: &str) -> &str {
    path.match_indices('/').nth(1).map_or(path, |(at, _)| &path[..at])
}

fn document(manifest: &Manifest) -> String {
    render::stream(std::slice::from_ref(manifest))
}

/// A payload raw, in single quotes and as escapes in double ones; in turns alone, behind the text and inside it, or in all
/// three places where `EXHAUSTIVE` is set.
fn spellings(field: &Field, payload: &str, turn: usize) -> BTreeSet<String> {
    let (front, back) = field.text.split_at(field.text.len() / 2);
    let places = [payload.to_owned(), format!("{}{payload}", field.text), format!("{front}{payload}{back}")];
    let is_in_turn = |place: &usize| std::env::var_os("EXHAUSTIVE").is_some() || place % 3 == turn % 3;
    let quotations = |text: &String| {
        let mut escaped = String::new();
        double(text, true, &mut escaped);
        [text.clone(), format!("'{}'", text.replace('\'', "''")), escaped]
    };
    (0..3).filter(is_in_turn).flat_map(|place| quotations(&places[place])).collect()
}
