//! Every object of a team: one room a kind. A room reads a [`Team`], cannot fail, and knows no other room.

pub(crate) mod common;
mod kinds;

pub(crate) use kinds::{KINDS, Kind};

use crate::{
    manifest::{Manifest, Part},
    platform::clusters::Cluster,
    team::Team,
};

/// The objects of a part; the namespace part is that of one cluster.
pub(crate) fn build(team: &Team<'_>, cluster: &Cluster, part: Part) -> Vec<Manifest> {
    let _ = (team, cluster);
    let mut manifests = Vec::new();
    if part.holds(Part::Project) {}
    if part.holds(Part::Namespace) {}
    if part.holds(Part::Apps) {}
    for manifest in &mut manifests {
        let manifest: &mut Manifest = manifest;
        manifest.wave += crate::manifest::order::wave(manifest.kind);
    }
    manifests
}
