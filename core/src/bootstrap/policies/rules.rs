//! What each policy judges, and the conditions by which it does: expressions of CEL, which other engines read as well.
//!
//! What Pod Security refuses already is not said again. An update is judged by what it adds: a pod that was there before the
//! policy keeps running, and controllers can take finalizers and owners from it.

mod containers;
pub(super) mod images;
mod labels;
mod secrets;

use super::{Layer, cel, derived, fixed, guards::CREATE_AND_UPDATE};
use crate::{
    manifest::Leaf,
    origin::{Place, Sourced},
    platform::{clusters::Cluster, policies},
};

/// The conditions of a policy.
pub(super) struct Rule {
    pub(super) operations: &'static [&'static str],
    pub(super) resources: &'static [&'static str],
    /// Names and expressions: what is not like this is not judged.
    pub(super) conditions: &'static [(&'static str, &'static str)],
    /// Names and expressions, each of which may use those before it.
    pub(super) variables: Vec<(&'static str, Leaf)>,
    pub(super) validations: Vec<Validation>,
}

/// One condition, with what a developer is told who breaks it.
pub(super) struct Validation {
    pub(super) expression: &'static str,
    pub(super) message: &'static str,
    /// The same with the names of what is wrong.
    pub(super) message_expression: &'static str,
}

/// `None` for what the API server can't judge by itself.
pub(super) fn of(rule: &policies::Rule, layer: &Layer<'_>, cluster: &Cluster) -> Option<Rule> {
    Some(match rule {
        policies::Rule::DisallowLatestTag => images::without_latest(),
        policies::Rule::RestrictImageRegistries(registries) => images::from(registries),
        policies::Rule::RequireRequestsLimits => containers::with_requests_and_limits(),
        policies::Rule::RequireProbes => containers::with_probes(),
        policies::Rule::RequireReadonlyRoot => containers::with_read_only_root(),
        policies::Rule::RequireLabels(keys) => labels::with(keys),
        policies::Rule::RequireExternalSecrets => secrets::from_stores(layer, cluster),
        policies::Rule::VerifyImageSignature(_) => return None,
    })
}

const PODS: &[&str] = &["pods"];
/// Pods, and containers that people add to a running one to look around in it.
/// See <https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/>.
pub(super) const PODS_AND_EPHEMERAL_CONTAINERS: &[&str] = &["pods", "pods/ephemeralcontainers"];
const CREATE: &[&str] = &["CREATE"];

/// A list of texts of platform.yaml.
fn listed(texts: &[Sourced<String>], key: &'static str) -> Leaf {
    let place = texts.first().map_or(Place::Nowhere, |first| first.origin.place);
    derived(cel::texts(texts.iter().map(|text| text.value.as_str())), key, place)
}
