//! What Argo CD must know that is not in its defaults: when an Application is healthy, so that waves of Applications wait for each
//! other, and the platform's own `healthChecks`. A few keys of Argo CD's ConfigMap; all others stay whose they are.
//! See <https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app>.

use std::borrow::Cow;

use super::{Layer, all, components};
use crate::{
    manifest::{Leaf, Manifest, Tree},
    origin::Origin,
};

/// Before Applications, whose health it tells.
const WAVE: i32 = -9;

/// An Application is as healthy as it says itself.
const APPLICATION: &str = "\
local said = obj.status and obj.status.health
if not said or not said.status then
  return {status = \"Progressing\", message = \"nothing is known of it yet\"}
end
return {status = said.status, message = said.message or \"\"}
";

/// The keys, in alphabetical order.
pub(super) fn health(layer: &Layer<'_>) -> Vec<(Cow<'static, str>, Tree)> {
    let key = |group: Option<&str>, kind: &str| {
        let group = group.map(|group| format!("{group}_")).unwrap_or_default();
        Cow::Owned(format!("resource.customizations.health.{group}{kind}"))
    };
    let own = &layer.platform.health_checks;
    let mut data: Vec<(Cow<'static, str>, Tree)> = Vec::new();
    let is_application = |group: Option<&str>, kind: &str| group == Some("argoproj.io") && kind == "Application";
    if !own
        .iter()
        .any(|check| is_application(check.group.as_ref().map(|group| group.value.as_str()), &check.kind.value))
    {
        data.push((key(Some("argoproj.io"), "Application"), Tree::Leaf(Leaf::text(APPLICATION, Origin::built_in()))));
    }
    for check in own {
        let name = key(check.group.as_ref().map(|group| group.value.as_str()), &check.kind.value);
        data.push((name, Tree::Leaf(Leaf::from(&check.lua))));
    }
    data.sort_by(|(one, _), (other, _)| one.cmp(other));
    data
}

/// The ConfigMap with these keys alone; none where they are values of Argo CD's own chart.
pub(super) fn build(layer: &Layer<'_>) -> Vec<Manifest> {
    if components::has_argo_cd(layer) {
        return Vec::new();
    }
    let mut map = layer.object("ConfigMap", "argocd-cm", WAVE);
    // Whoever installed Argo CD manages it; this label is what Argo CD finds it by.
    map.labels.clear();
    let map = map
        .label("app.kubernetes.io/part-of", "argocd")
        // Only these keys are ours, and the map outlives us.
        .annotation("argocd.argoproj.io/sync-options", "Prune=false,ServerSideApply=true")
        .field("data", Tree::map(health(layer)));
    all([map])
}
