//! Where an app goes: its environments and the clusters that serve them.

use super::environment_of;
use crate::{
    diagnostic::{Sink, apps as codes, shape as shapes},
    origin::{Place, Sourced},
    platform::{Platform, clusters::Cluster},
    shape::{alternatives, did_you_mean},
    span::{Span, Spanned},
    spec::apps::{AppSpec, environments::EnvironmentSpec},
};

/// One place that an app goes to.
pub(super) struct Placed<'a, 'p> {
    /// The entry of `environments`; `None` where the app has one environment, or none.
    pub(super) written: Option<&'a EnvironmentSpec>,
    pub(super) environment: Option<Sourced<String>>,
    pub(super) cluster: &'p Cluster,
}

/// Every place of an app whose environment is right.
pub(super) fn place<'a, 'p>(app: &'a AppSpec, platform: &'p Platform, sink: &mut Sink) -> Vec<Placed<'a, 'p>> {
    if let (Some(one), Some(several)) = (app.environment_key, app.environments_key) {
        let (first, second) = if one < several { (one, several) } else { (several, one) };
        sink.report(shapes::TOO_MUCH, second, "both `environment` and `environments`")
            .see(first, "the other one")
            .help("keep `environment` for one, or `environments` for several");
        return Vec::new();
    }
    if app.environments_key.is_some() {
        return several(app, platform, sink);
    }
    one(app, platform, sink).into_iter().collect()
}

fn one<'a, 'p>(app: &'a AppSpec, platform: &'p Platform, sink: &mut Sink) -> Option<Placed<'a, 'p>> {
    let cluster = app.settings.cluster.as_ref();
    if let Some(environment) = &app.environment {
        let serving = serving(environment, platform, sink)?;
        check_cluster(cluster, Some(environment), serving, platform, sink);
        return Some(Placed { written: None, environment: Some(Sourced::written(environment)), cluster: serving });
    }
    if app.environment_key.is_some() {
        return None;
    }
    if !platform.is_sound("clusters") || platform.clusters.len() <= 1 {
        let only = platform.cluster(None);
        check_cluster(cluster, None, only, platform, sink);
        return Some(Placed { written: None, environment: only_environment(only), cluster: only });
    }
    if !app.partial {
        let environments = known_environments(platform);
        sink.report(codes::NO_ENVIRONMENT, Span::at(app.span.start), "`environment` is missing")
            .help(format!("add `environment: …`, one of {environments}; there are several clusters"));
    }
    None
}

/// The environment that a cluster alone serves, where it serves exactly one.
fn only_environment(cluster: &Cluster) -> Option<Sourced<String>> {
    match cluster.environments.as_deref() {
        Some([only]) => Some(only.clone()),
        _ => None,
    }
}

fn several<'a, 'p>(app: &'a AppSpec, platform: &'p Platform, sink: &mut Sink) -> Vec<Placed<'a, 'p>> {
    let mut places: Vec<Placed<'a, 'p>> = Vec::with_capacity(app.environments.len());
    let mut judged_above = false;
    for environment in &app.environments {
        let Some(cluster) = serving(&environment.name, platform, sink) else { continue };
        let own = environment.settings.cluster.as_ref();
        if own.is_some() || !judged_above {
            let claimed = own.or(app.settings.cluster.as_ref());
            let fits = check_cluster(claimed, Some(&environment.name), cluster, platform, sink);
            judged_above |= own.is_none() && !fits;
        }
        let shared = places.iter().find(|place| place.cluster.name.value == cluster.name.value);
        if let Some(first) = shared.and_then(|place| place.written) {
            let message = format!(
                "`{}` and `{}` share a cluster, and so the team's namespace",
                first.name.value, environment.name.value
            );
            sink.report(codes::SHARED_CLUSTER, environment.name.span, message)
                .see(first.name.span, "the other environment")
                .help("give the objects different names, such as by `kustomize.namePrefix`");
        }
        places.push(Placed { written: Some(environment), environment: Some(environment_of(environment)), cluster });
    }
    places
}

/// The cluster that serves an environment; reports one that none serves.
fn serving<'p>(environment: &Spanned<String>, platform: &'p Platform, sink: &mut Sink) -> Option<&'p Cluster> {
    if platform.clusters.is_empty() || !platform.is_sound("clusters") {
        return Some(platform.cluster(None));
    }
    let name = environment.value.as_str();
    let found = platform.clusters.iter().find(|cluster| cluster.serves(name));
    if found.is_none() {
        let known = environments(platform);
        let report = sink.report(
            codes::UNKNOWN_ENVIRONMENT,
            environment.span,
            format!("no cluster serves the environment `{name}`"),
        );
        match did_you_mean(name, known) {
            Some(near) => report.help(format!("did you mean `{near}`?")),
            None => report.help(format!("write {}", known_environments(platform))),
        };
    }
    found
}

fn environments(platform: &Platform) -> impl Iterator<Item = &str> {
    platform.clusters.iter().flat_map(|cluster| cluster.environments.iter().flatten()).map(|known| known.value.as_str())
}

fn known_environments(platform: &Platform) -> String {
    alternatives(&environments(platform).collect::<Vec<_>>())
}

/// Whether the written cluster, if there is one, is the one that serves the environment.
fn check_cluster(
    claimed: Option<&Spanned<String>>,
    environment: Option<&Spanned<String>>,
    serving: &Cluster,
    platform: &Platform,
    sink: &mut Sink,
) -> bool {
    let Some(claimed) = claimed.filter(|claimed| claimed.value != serving.name.value && platform.is_sound("clusters"))
    else {
        return true;
    };
    let right = serving.name.value.as_str();
    let exists = platform.cluster_names().any(|name| name == claimed.value);
    let (message, help) = match environment {
        _ if !exists => {
            let near = did_you_mean(&claimed.value, platform.cluster_names()).unwrap_or(right);
            let help = if near == right {
                format!("write `{right}`, or remove `cluster`")
            } else {
                format!("did you mean `{near}`?")
            };
            (format!("there is no cluster `{}`", claimed.value), help)
        }
        Some(environment) => (
            format!("the environment `{}` is served by `{right}`, not by `{}`", environment.value, claimed.value),
            format!("write `{right}`, or remove `cluster`"),
        ),
        None => (
            format!("the cluster is `{right}`, not `{}`", claimed.value),
            format!("write `{right}`, or remove `cluster`"),
        ),
    };
    let mut report = sink.report(codes::WRONG_CLUSTER, claimed.span, message).help(help);
    if let Some(environment) = environment.filter(|_| exists) {
        report = report.see(environment.span, "the environment");
    }
    if let (Some(source), Place::Platform(span)) = (&platform.source, serving.name.origin.place) {
        report.see_in(source, span, "the cluster that serves it");
    }
    false
}
