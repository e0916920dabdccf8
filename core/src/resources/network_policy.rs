//! NetworkPolicies: one room a policy. Policies only add to each other, so `default-deny-all` and what the keys of
//! `networkPolicy` open make up the whole. See <https://kubernetes.io/docs/concepts/services-networking/network-policies/>.

mod allow_dns;
mod allow_egress_destination;
mod allow_egress_internet;
mod allow_egress_teams;
mod allow_from;
mod allow_ingress;
mod allow_monitoring;
mod allow_pod_identity;
mod allow_same_namespace;
mod allow_to;
mod default_deny_all;
mod peer;
#[cfg(test)]
mod tests;

use super::common;
use crate::{
    manifest::{Leaf, Manifest, Part},
    origin::Origin,
    platform::clusters::Cluster,
    team::Team,
};

/// Every policy of the team on one cluster.
pub(crate) fn build(team: &Team<'_>, cluster: &Cluster) -> Vec<Manifest> {
    let network = &team.network;
    let mut policies = Vec::with_capacity(8 + network.allow_from.len() + network.allow_to.len());
    policies.extend([default_deny_all::build(team), allow_dns::build(team), allow_same_namespace::build(team)]);
    policies.extend(allow_ingress::build(team));
    policies.extend(network.allow_from.iter().map(|namespace| allow_from::build(team, namespace)));
    policies.extend(network.allow_to.iter().map(|namespace| allow_to::build(team, namespace)));
    policies.extend(allow_egress_internet::build(team, cluster));
    policies.extend(allow_egress_teams::build(team));
    policies.extend(network.destinations.iter().map(|destination| allow_egress_destination::build(team, destination)));
    policies.extend(allow_monitoring::build(team));
    policies.extend(allow_pod_identity::build(team));
    policies
}

/// A policy without its rules.
fn policy(team: &Team<'_>, name: impl Into<Leaf>, origin: Origin) -> Manifest {
    common::object(team, Part::Namespace, "networking.k8s.io/v1", "NetworkPolicy", name, origin)
}

/// Why a team has the policies that every team has.
fn always(team: &Team<'_>) -> Origin {
    team.name.origin.becomes("every team has this policy")
}
