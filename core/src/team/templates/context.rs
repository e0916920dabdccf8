//! The values of the names in `template/names.rs`, for a team on a cluster.

use minijinja::value::Value;

use super::super::{Team, apps::Application, identity::Owner};
use crate::{origin::Sourced, platform::clusters::Cluster};

/// Everything that an expression may speak of.
pub(super) fn of(team: &Team<'_>, cluster: &Cluster) -> Value {
    let platform = team.platform;
    let repository = platform.gitops.repo_url.as_ref();
    record([
        ("team", self::team(team, cluster)),
        (
            "cluster",
            record([
                ("name", text(&cluster.name)),
                ("server", text(&cluster.server)),
                ("region", optional(cluster.region.as_ref())),
                ("accountId", optional(cluster.account_id.as_ref())),
                ("environments", cluster.environments.iter().flatten().map(text).collect::<Vec<_>>().into()),
            ]),
        ),
        (
            "platform",
            record([
                ("organization", optional(platform.organization.as_ref())),
                ("namespacePrefix", text(&platform.names.prefix)),
                ("repoURL", optional(repository)),
                ("argocd", record([("namespace", Value::from(platform.argocd.namespace.value.as_str()))])),
            ]),
        ),
    ])
}

/// The same with one more name.
pub(super) fn with(context: &Value, name: &str, value: Value) -> Value {
    let own = ["team", "cluster", "platform"].map(|own| (own, context.get_attr(own).unwrap_or_default()));
    Value::from_pairs(own.into_iter().chain([(name, value)]))
}

fn team(team: &Team<'_>, cluster: &Cluster) -> Value {
    let quota = team.limits.quota.iter().map(|(key, quantity)| (key.as_ref(), quantity.value.to_string().into()));
    let here = team.applications.iter().filter(|application| application.cluster.name.value == cluster.name.value);
    record([
        ("name", Value::from(team.name())),
        ("namespace", Value::from(team.namespace())),
        ("description", optional(team.description.as_ref())),
        ("owner", team.owner.as_ref().map_or_else(|| Value::from(()), owner)),
        ("tier", team.limits.tier.map_or_else(|| Value::from(()), |tier| Value::from(tier.name.as_str()))),
        ("quota", Value::from_pairs::<_, &str, Value>(quota)),
        ("apps", here.map(application).collect::<Vec<_>>().into()),
    ])
}

fn owner(owner: &Owner) -> Value {
    record([("name", text(&owner.name)), ("email", text(&owner.email)), ("slack", optional(owner.slack.as_ref()))])
}

fn application(application: &Application<'_>) -> Value {
    record([
        ("name", Value::from(application.app.as_str())),
        ("application", text(&application.name)),
        ("environment", optional(application.environment.as_ref())),
        ("repoURL", text(&application.repo_url)),
        ("path", text(&application.path)),
        ("targetRevision", text(&application.target_revision)),
    ])
}

fn record<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    Value::from_pairs(entries)
}

fn text(value: &Sourced<String>) -> Value {
    Value::from(value.value.as_str())
}

fn optional(value: Option<&Sourced<String>>) -> Value {
    value.map_or_else(|| Value::from(()), text)
}
