//! What an editor asks while somebody types: what may stand here, and what is known about this.
//!
//! ```text
//! complete(source, offset, surroundings) -> Completions         wire::completions(…) -> WireCompletions
//! hover(source, offset, surroundings) -> Option<Hover>          wire::hover(…) -> WireHover
//! Origins::of(manifests).at_line(…) / .at_path(…) / .fed_by(…)  wire::leaf(…) -> WireLeaf
//! fed(origins, source, file, offset) -> Vec<&OriginLeaf>        wire::leaf(…) -> WireLeaf
//! ```
//!
//! Offsets are bytes of UTF-8; [`Source::offset_of_utf16`] turns those of an editor into them. The text may be as broken as
//! a text is while it is typed: an outline of its lines takes the place of the parser.

mod complete;
mod fed;
mod hover;
mod ladder;
mod locate;
mod outline;
mod vocabulary;

pub use complete::{Completion, CompletionKind, Completions, complete};
pub use fed::fed;
pub use hover::{Hover, Rung, Target, hover};

use crate::{origin::File, platform::Platform};

/// What is known beside the text.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Which file the text is.
    pub file: File,
    /// The platform; for platform.yaml the one that the text itself describes, as far as it can be read.
    pub platform: &'a Platform,
    /// Names of the repository's teams, where the asker knows them.
    pub teams: &'a [String],
}

impl<'a> Surroundings<'a> {
    /// A file under a platform, of a repository whose teams are not known.
    #[must_use]
    pub const fn new(file: File, platform: &'a Platform) -> Self {
        Self { file, platform, teams: &[] }
    }
}
