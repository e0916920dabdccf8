//! The one table: kind, its sync wave, and the order in which objects are emitted.
//!
//! Argo CD applies waves from low to high and inside a wave by its own table of kinds, in which all custom resources
//! come last and by name only; so every kind whose place matters has a wave of its own here.
//! See <https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/>.

use std::cmp::Ordering;

use super::Manifest;

/// The annotation that carries the wave.
pub(crate) const WAVE_ANNOTATION: &str = "argocd.argoproj.io/sync-wave";

/// Kind and wave, in the order in which objects of one wave are emitted.
pub(crate) const WAVES: &[(&str, i32)] = &[
    ("Namespace", -5),
    ("AppProject", -5),
    ("NetworkPolicy", -5),
    ("ResourceQuota", -5),
    ("LimitRange", -5),
    ("CustomResourceDefinition", -4),
    ("ServiceAccount", -3),
    ("Role", -3),
    ("RoleBinding", -3),
    ("ClusterRole", -3),
    ("ClusterRoleBinding", -3),
    ("NamespacedMutatingPolicy", -3),
    ("Secret", -2),
    ("ConfigMap", -2),
    ("PersistentVolumeClaim", -1),
    ("Service", 1),
    ("Ingress", 2),
    ("ECRAuthorizationToken", 3),
    ("SecretStore", 3),
    ("ExternalSecret", 3),
    ("Application", 3),
];

/// The wave of a kind; kinds outside the table are ordinary resources in wave 0.
pub(crate) fn wave(kind: &str) -> i32 {
    WAVES.iter().find(|(known, _)| *known == kind).map_or(0, |(_, wave)| *wave)
}

/// The earliest wave of what templates make: that of the last of ours. Argo CD waits for the health of an earlier wave, and a
/// controller that is slow or absent must not hold up what the compiler makes.
pub(crate) const OF_TEMPLATES: i32 = 3;

/// Whether `syncWaves` of platform.yaml may name this kind.
pub(crate) fn is_known(kind: &str) -> bool {
    WAVES.iter().any(|(known, _)| *known == kind)
}

/// Sorts by wave, then by the table, then by name.
pub(crate) fn sort(manifests: &mut [Manifest]) {
    let rank = |kind: &str| WAVES.iter().position(|(known, _)| *known == kind).unwrap_or(WAVES.len());
    manifests.sort_by(|a, b| {
        let kinds = || if a.kind == b.kind { Ordering::Equal } else { rank(&a.kind).cmp(&rank(&b.kind)) };
        a.wave.cmp(&b.wave).then_with(kinds).then_with(|| a.name.as_text().cmp(&b.name.as_text()))
    });
}
