//! Every object of a team: one room a kind. A room reads a [`Team`], cannot fail, and knows no other room.

pub(crate) mod app_project;
mod application;
pub(crate) mod common;
mod ecr;
mod external_secret;
mod kinds;
mod limit_range;
mod namespace;
mod network_policy;
mod resource_quota;
mod role;
mod role_binding;
mod scheduling_policy;
mod secret_store;
mod service_account;

pub(crate) use kinds::{KINDS, Kind};

use crate::{
    manifest::{Manifest, Part},
    origin::Place,
    platform::clusters::Cluster,
    team::Team,
};

/// The objects of a part; the namespace part is that of one cluster.
pub(crate) fn build(team: &Team<'_>, cluster: &Cluster, part: Part) -> Vec<Manifest> {
    let mut manifests = Vec::with_capacity(32);
    if part.holds(Part::Project) {
        manifests.push(app_project::build(team));
    }
    if part.holds(Part::Namespace) {
        manifests.push(namespace::build(team));
        manifests.extend(network_policy::build(team, cluster));
        manifests.extend(role::build(team));
        manifests.extend(role_binding::build(team));
        manifests.push(resource_quota::build(team));
        manifests.push(limit_range::build(team));
        manifests.extend(service_account::build(team, cluster));
        manifests.extend(scheduling_policy::build(team));
        manifests.extend(secret_store::build(team, cluster));
        manifests.extend(external_secret::build(team));
        manifests.extend(ecr::build(team, cluster));
    }
    if part.holds(Part::Apps) {
        manifests.extend(application::build(team));
    }
    for manifest in &mut manifests {
        manifest.wave += team.platform.sync_waves.wave(&manifest.kind);
        if manifest.wave_origin.place == Place::Nowhere {
            manifest.wave_origin = team.platform.sync_waves.origin(&manifest.kind);
        }
        manifest.finish();
    }
    manifests
}
