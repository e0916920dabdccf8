//! What becomes of the objects of a team when its files change: which are added, removed and changed, field by field, the
//! risky ones first with the reason.
//!
//! ```text
//! compare(before, after) ─ the same kind, namespace and name ─▶ pairs ─ fields ─▶ FieldChange ─ risk ─▶ Rule ─▶ order
//! ```
//!
//! One more difference never takes a risk away that was found without it.

mod fields;
mod risk;

use crate::{
    manifest::{Leaf, Manifest},
    origins::Origins,
    render, traffic,
};

pub use fields::{FieldChange, Side};
pub use risk::{Level, Rule};

/// What becomes of one object.
#[derive(Debug)]
pub struct Change {
    /// Its index before; `None` if it is added.
    pub before: Option<usize>,
    /// Its index afterwards; `None` if it is removed.
    pub after: Option<usize>,
    /// What is different in it; nothing for an object that is added or removed as a whole.
    pub fields: Vec<FieldChange>,
    /// What to look at, the worst first.
    pub risks: Vec<&'static Rule>,
}

/// Every object that is not what it was: the riskiest first, then in the order in which objects are emitted. Both are one
/// team's, as it was and as it will be; an object is the same if kind, namespace and name are.
#[must_use]
pub fn compare(before: &[Manifest], after: &[Manifest]) -> Vec<Change> {
    let (texts_before, texts_after) = (Texts::of(before), Texts::of(after));
    let mut changes = Vec::new();
    for (index, manifest) in after.iter().enumerate() {
        let earlier = before.iter().position(|other| is_same_object(manifest, other));
        match earlier {
            Some(other) if texts_before.of_object(other) == texts_after.of_object(index) => {}
            _ => changes.push(Change { before: earlier, after: Some(index), fields: Vec::new(), risks: Vec::new() }),
        }
    }
    for (index, manifest) in before.iter().enumerate() {
        if !after.iter().any(|other| is_same_object(manifest, other)) {
            changes.push(Change { before: Some(index), after: None, fields: Vec::new(), risks: Vec::new() });
        }
    }
    if changes.is_empty() {
        return changes;
    }
    let (lines_before, lines_after) = (Origins::of(before), Origins::of(after));
    let judge = risk::Judge { before, after, ways_before: traffic::ways(before), ways_after: traffic::ways(after) };
    let mut sorted: Vec<Change> = Vec::with_capacity(changes.len());
    for mut change in changes {
        if let (Some(from), Some(to)) = (change.before, change.after) {
            let side = |manifests: &[Manifest], index: usize| manifests.get(index).map(Manifest::to_tree);
            if let (Some(one), Some(other)) = (side(before, from), side(after, to)) {
                change.fields =
                    fields::between((one.spelled_out(), &lines_before, from), (other.spelled_out(), &lines_after, to));
            }
        }
        change.risks = judge.risks(&change);
        // Those of one rank stay in the order of the output, with what is removed behind.
        let is_behind = |other: &Change| rank(other) > rank(&change);
        let place = sorted.iter().position(is_behind).unwrap_or(sorted.len());
        sorted.insert(place, change);
    }
    sorted
}

/// The place of its worst rule in the table; behind all of them without any.
fn rank(change: &Change) -> usize {
    change.risks.first().map_or(usize::MAX, |rule| rule.rank())
}

fn is_same_object(one: &Manifest, other: &Manifest) -> bool {
    let name = |manifest: &Manifest| manifest.namespace.as_ref().and_then(Leaf::as_text).map(str::to_owned);
    one.kind == other.kind && one.name.as_text() == other.name.as_text() && name(one) == name(other)
}

/// The texts of some objects.
struct Texts {
    whole: String,
    ends: Vec<usize>,
}

impl Texts {
    fn of(manifests: &[Manifest]) -> Self {
        let (whole, ends) = render::documents(manifests);
        Self { whole, ends }
    }

    fn of_object(&self, index: usize) -> Option<&str> {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.whole.get(start..*self.ends.get(index)?)
    }
}
