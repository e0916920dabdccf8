//! How much the team may use: each amount of its quota beside what the tier gives, what the ceiling allows, and what pods take.

use serde::Serialize;

use super::Lines;
use crate::{manifest::Manifest, spec::amounts::Section, team::Team, value::quantity::Quantity};

/// What the team may use.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Quota {
    /// The tier that the team takes, by itself or by default; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub tier: Option<String>,
    /// Each amount of the quota, in its order.
    pub bars: Vec<Bar>,
    /// How many pods of one container that asks for nothing fit; absent where such a pod can't start.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub fits: Option<Fit>,
}

/// How many pods fit, and what is used up first.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Fit {
    /// So many.
    pub pods: u32,
    /// The amount that is used up first.
    pub by: String,
}

/// An amount of the quota. Marks share one scale: that of the largest of them.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Bar {
    /// Such as `requests.cpu`.
    pub key: String,
    /// The amount in force.
    pub quota: Mark,
    /// What the tier gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub tier: Option<Mark>,
    /// The most that the team may write.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub ceiling: Option<Mark>,
    /// What a container takes that asks for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub default: Option<Mark>,
    /// The most that one container, or one claim, may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub largest: Option<Mark>,
    /// How many such containers fit, for this amount alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub fits: Option<u32>,
}

/// An amount on a scale.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Mark {
    /// The amount as Kubernetes writes it.
    pub amount: String,
    /// Its share of the largest mark of its bar, in thousandths.
    pub share: u32,
    /// Its 1-based line in the output; 0 for an amount that does not stand there.
    pub line: u32,
}

/// Draws the quota of a team.
#[must_use]
pub fn quota(team: &Team<'_>, manifests: &[Manifest]) -> Quota {
    let lines = Lines::of(manifests);
    let bars: Vec<_> = team.limits.quota.iter().map(|(key, amount)| bar(team, &lines, key, amount.value)).collect();
    let cannot_start = bars.iter().any(|bar| {
        matches!(bar.key.as_str(), "requests.cpu" | "requests.memory" | "limits.cpu" | "limits.memory")
            && bar.fits.is_none()
    });
    let least = bars.iter().filter_map(|bar| Some((bar.fits?, bar))).min_by_key(|(pods, _)| *pods);
    let fits = least.filter(|_| !cannot_start).map(|(pods, bar)| Fit { pods, by: bar.key.clone() });
    Quota { tier: team.limits.tier.map(|tier| tier.name.clone()), bars, fits }
}

fn bar(team: &Team<'_>, lines: &Lines<'_>, key: &str, quota: Quantity) -> Bar {
    let tier = team.limits.tier;
    let given = tier.and_then(|tier| tier.sizes.section(Section::ResourceQuota).get(key));
    let ceiling = team.platform.tiers.ceiling(tier, Section::ResourceQuota, key);
    let range = |path: &str| team.limits.range(path).map(|amount| amount.value);
    // Kubernetes takes the limit for a request where there is only that.
    let (default, default_path, largest, largest_path) = match key.split_once('.') {
        Some(("requests", "storage")) => (None, "", range("persistentVolumeClaim.max"), "1/max/storage"),
        Some((side, resource @ ("cpu" | "memory"))) => {
            let limit = range(&format!("default.{resource}"));
            let request = range(&format!("defaultRequest.{resource}"));
            let (default, path) = match (side, request) {
                ("requests", Some(request)) => (Some(request), "defaultRequest"),
                _ => (limit, "default"),
            };
            (default, path, range(&format!("max.{resource}")), "0/max")
        }
        _ if key == "pods" => (Some(Quantity::units(1)), "", None, ""),
        _ => (None, "", None, ""),
    };
    let resource = key.split_once('.').map_or("", |(_, resource)| resource);
    let in_range = |entry: String| lines.kind("LimitRange").next().map_or(0, |(object, _)| lines.at(object, &entry));
    let scale =
        [Some(quota), given.map(|given| given.quantity), ceiling.map(|ceiling| ceiling.quantity), default, largest];
    let scale = scale.into_iter().flatten().max().unwrap_or(quota);
    let mark =
        |amount: Quantity, line: u32| Mark { amount: amount.to_string(), share: amount.thousandths_of(scale), line };
    let object = lines.kind("ResourceQuota").next().map_or(0, |(object, _)| object);
    Bar {
        key: key.to_owned(),
        quota: mark(quota, lines.at(object, &format!("/spec/hard/{}", key.replace('/', "~1")))),
        tier: given.map(|given| mark(given.quantity, 0)),
        ceiling: ceiling.map(|ceiling| mark(ceiling.quantity, 0)),
        default: default
            .filter(|_| key != "pods")
            .map(|amount| mark(amount, in_range(format!("/spec/limits/0/{default_path}/{resource}")))),
        largest: largest.map(|amount| {
            let path =
                if resource == "storage" { largest_path.to_owned() } else { format!("{largest_path}/{resource}") };
            mark(amount, in_range(format!("/spec/limits/{path}")))
        }),
        fits: default.and_then(|default| quota.times(default)),
    }
}
