//! What people would rather look at than read, as serialisable facts: who reaches the team and whom it reaches, how much it
//! may use, who may do what. Each fact leads to a line of the output.
//!
//! ```text
//! network(&Team, &[Manifest], neighbours: &[Facts]) -> Network
//! quota(&Team, &[Manifest]) -> Quota
//! access(&Team, &[Manifest]) -> Access
//! ```

mod access;
mod network;
mod quota;

pub use access::{Access, Cell, Person, Right, access};
pub use network::{Consent, Network, PictureWay, network};
pub use quota::{Bar, Fit, Mark, Quota, quota};

use crate::{manifest::Manifest, origins::Origins};

/// Where facts stand in the output.
struct Lines<'m> {
    manifests: &'m [Manifest],
    origins: Origins,
}

impl<'m> Lines<'m> {
    fn of(manifests: &'m [Manifest]) -> Self {
        Self { manifests, origins: Origins::of(manifests) }
    }

    /// The 1-based line of the first value at or below a JSON Pointer of an object.
    fn at(&self, object: usize, path: &str) -> u32 {
        let is_at = |found: &str| found.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let mut leaves = self.origins.leaves().iter().filter(|leaf| leaf.object == object);
        leaves.find(|leaf| is_at(&leaf.path)).map_or(0, |leaf| leaf.line)
    }

    /// The objects of a kind, with their indexes.
    fn kind(&self, kind: &'static str) -> impl Iterator<Item = (usize, &'m Manifest)> {
        self.manifests.iter().enumerate().filter(move |(_, manifest)| manifest.kind == kind)
    }
}
