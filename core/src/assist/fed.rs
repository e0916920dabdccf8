//! Which lines of the output a place of a file feeds: on a key, those that go back to anything below it.

use super::{
    hover::below_cursor,
    outline::{Outline, Step},
};
use crate::{
    origin::{File, Input, OriginKind},
    origins::{OriginLeaf, Origins},
    source::Source,
    span::Span,
};

/// What goes back to the key or the text at a byte offset of a file or a template, with all that a key holds; where that is
/// nothing, to the smallest text around.
#[must_use]
pub fn fed<'o>(origins: &'o Origins, source: &Source, input: impl Into<Input>, offset: u32) -> Vec<&'o OriginLeaf> {
    let input = input.into();
    let offset = source.position(offset).offset;
    let outline = Outline::of(source.text());
    let found: Vec<_> = below_cursor(&outline, offset)
        .map(|(index, _)| fed_by(origins, input, outline.whole(index), &outline.path(Some(index))).collect())
        .unwrap_or_default();
    if found.is_empty() { origins.around(input, offset) } else { found }
}

/// What goes back to a range of a text that has this path. A tier stands in the place of the amounts that it brings.
pub(super) fn fed_by<'o>(
    origins: &'o Origins,
    input: Input,
    range: Span,
    path: &[Step],
) -> impl Iterator<Item = &'o OriginLeaf> {
    let is_tier = input == Input::File(File::Team) && matches!(path, [Step::Key(key)] if key == "tier");
    let of_tier = origins.leaves().iter().filter(move |leaf| is_tier && leaf.origin.kind == OriginKind::Tier);
    origins.fed_by(input, range).chain(of_tier)
}
