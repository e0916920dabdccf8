//! Where the value of a key may come from, from the nearest place to the farthest, for keys that the platform may decide.

use super::{
    Surroundings,
    hover::Rung,
    outline::{Outline, Step},
};
use crate::{
    origin::{Origin, OriginKind, Sourced},
    platform::{Platform, defaults},
    span::Span,
    spec::amounts::{Amount, Section},
    team::Team,
};

/// The key inside an application that the platform has a default for.
const IN_APPLICATIONS: &str = "syncPolicy";

/// The path of a key as `defaults` and `locks` write it: without entries, and without the application around a sync policy.
pub(super) fn dotted(path: &[Step]) -> String {
    let keys: Vec<_> = path
        .iter()
        .filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Entry(_) => None,
        })
        .collect();
    let inner = keys.iter().position(|key| *key == IN_APPLICATIONS).filter(|_| keys.first() == Some(&"apps"));
    keys.get(inner.unwrap_or(0)..).unwrap_or_default().join(".")
}

/// An amount's section and its path in it.
fn amount(path: &str) -> Option<(Section, &str)> {
    [Section::ResourceQuota, Section::LimitRange]
        .into_iter()
        .find_map(|section| Some((section, path.strip_prefix(section.key())?.strip_prefix('.')?)))
}

/// What decides about a key that the team does not write: its tier, the platform's defaults, what is built in. `tier` is
/// the one that the team writes.
pub(super) fn unwritten(path: &str, tier: Option<&str>, platform: &Platform) -> Vec<Rung> {
    let mut rungs = Vec::new();
    if let Some((section, path)) = amount(path) {
        let tier = tier.or(platform.defaults.tier.as_ref().map(|tier| tier.value.as_str()));
        if let Some(tier) = tier.and_then(|tier| platform.tiers.find(tier)) {
            let said = tier.sizes.section(section).get(path);
            rungs.push(of_amount(format!("tier `{}`", tier.name), OriginKind::Tier, said));
        }
        let said = platform.defaults.sizes.section(section).get(path);
        rungs.push(of_amount(DEFAULTS.to_owned(), OriginKind::Default, said));
        let said = defaults::built_in(section).iter().find(|amount| amount.path == path);
        rungs.push(of_amount(BUILT_IN.to_owned(), OriginKind::Default, said));
        return rungs;
    }
    let section = path.split('.').next().unwrap_or_default();
    if defaults::DEFAULTS.fields.iter().any(|field| field.name == section) {
        rungs.push(default(path, platform));
        let closed = match path {
            "networkPolicy.allowIngress" | "networkPolicy.allowEgress" => Some("false"),
            "networkPolicy.allowFromNamespaces" | "networkPolicy.allowToNamespaces" | "networkPolicy.allowTo" => {
                Some("[]")
            }
            _ => None,
        };
        rungs.extend(closed.map(|value| rung(BUILT_IN, Some(value.to_owned()), Origin::built_in())));
    }
    rungs
}

/// The value of a key that the team does not write; only for what the platform's tables say by themselves.
pub(super) fn otherwise(path: &str, outline: &Outline<'_>, platform: &Platform) -> Option<String> {
    let tier = outline.find(["tier"].into_iter()).and_then(|index| outline.said(index)).map(|(tier, _)| tier);
    let is_known = amount(path).is_some() || path.starts_with("networkPolicy.allow");
    let rungs = if is_known { unwritten(path, tier.as_deref(), platform) } else { Vec::new() };
    rungs.into_iter().find_map(|rung| rung.value)
}

const DEFAULTS: &str = "defaults of the platform";
const BUILT_IN: &str = "built in";

fn rung(source: impl Into<String>, value: Option<String>, origin: impl Into<Option<Origin>>) -> Rung {
    let origin = origin.into();
    Rung { source: source.into(), value, is_in_force: false, origin }
}

fn of_amount(source: String, kind: OriginKind, said: Option<&Amount>) -> Rung {
    let origin = |amount: &Amount| amount.span.map_or(Origin::built_in(), Origin::platform).of_kind(kind);
    rung(source, said.map(|amount| amount.quantity.to_string()), said.map(origin))
}

/// What `defaults` of platform.yaml says, as it is written there.
fn default(path: &str, platform: &Platform) -> Rung {
    let outline = platform.source().map(|source| Outline::of(source.text()));
    let found = outline.as_ref().and_then(|outline| {
        let index = outline.find(std::iter::once("defaults").chain(path.split('.')))?;
        outline.said(index)
    });
    let origin = found.as_ref().map(|(_, span)| Origin::platform(*span).of_kind(OriginKind::Default));
    rung(DEFAULTS, found.map(|(text, _)| text), origin)
}

/// The ladder of a key of a team file, with what is written there, and the value in force if the team has no error.
pub(super) fn ladder(
    path: &[Step],
    written: Option<(String, Span)>,
    outline: &Outline<'_>,
    surroundings: &Surroundings<'_>,
    team: Option<&Team<'_>>,
) -> (Option<String>, Vec<Rung>) {
    let platform = surroundings.platform;
    let dotted = dotted(path);
    let tier = outline.find(["tier"].into_iter()).and_then(|index| outline.said(index)).map(|(tier, _)| tier);
    let mut rungs = unwritten(&dotted, tier.as_deref(), platform);
    if rungs.is_empty() {
        return (None, rungs);
    }
    let (text, span) = written.unzip();
    rungs.insert(0, rung("written here", text, span.map(Origin::written)));
    let in_force = team.and_then(|team| in_force(path, &dotted, outline, team));
    if let Some(lock) = platform.defaults.lock(&dotted) {
        let origin = Origin::platform(lock).of_kind(OriginKind::Lock);
        rungs.insert(0, rung("locked by the platform", in_force.as_ref().map(|(value, _)| value.clone()), origin));
    }
    if let Some((section, path)) = amount(&dotted) {
        let found = tier.as_deref().and_then(|tier| platform.tiers.find(tier));
        let ceiling = platform.tiers.ceiling(found, section, path);
        rungs.extend(ceiling.map(|amount| of_amount("ceiling".to_owned(), OriginKind::Platform, Some(amount))));
    }
    match in_force {
        None => {
            // A list or mapping of the nearest place that says something holds as a whole.
            let first = rungs.iter_mut().find(|rung| rung.value.is_some()).filter(|_| team.is_some());
            let value = first.and_then(|rung| {
                rung.is_in_force = true;
                rung.value.clone()
            });
            (value, rungs)
        }
        Some((value, origin)) => {
            let decides = |rung: &&mut Rung| {
                let same = rung.value.as_ref() == Some(&value);
                rung.origin.is_some_and(|other| other == origin || (same && other.kind == origin.kind))
            };
            match rungs.iter_mut().find(decides) {
                Some(rung) => rung.is_in_force = true,
                None => {
                    let rule = if origin.rule.is_empty() { BUILT_IN } else { origin.rule };
                    let made = Rung { is_in_force: true, ..rung(rule, Some(value.clone()), origin) };
                    // An amount is moved whatever the rungs say; anything else is made where they say nothing.
                    let place = if amount(&dotted).is_some() { 0 } else { rungs.len() };
                    rungs.insert(place, made);
                }
            }
            (Some(value), rungs)
        }
    }
}

/// The value in force and its origin, where it is a single one.
fn in_force(path: &[Step], dotted: &str, outline: &Outline<'_>, team: &Team<'_>) -> Option<(String, Origin)> {
    fn text<T: ToString>(value: &Sourced<T>) -> (String, Origin) {
        (value.value.to_string(), value.origin)
    }
    if let Some((section, path)) = amount(dotted) {
        let quota = || team.limits.quota.iter().find(|(known, _)| known == path).map(|(_, amount)| amount);
        return match section {
            Section::ResourceQuota => quota().map(text),
            Section::LimitRange => team.limits.range(path).map(text),
        };
    }
    match dotted {
        "networkPolicy.allowIngress" => return Some(text(&team.network.allow_ingress)),
        "networkPolicy.allowEgress" => return Some(text(&team.network.allow_egress)),
        _ => {}
    }
    let path_of_policy = dotted.strip_prefix(IN_APPLICATIONS)?;
    let policy = &application(path, outline, team)?.sync_policy;
    let (automated, retry) = (policy.automated.as_ref(), &policy.retry);
    let backoff = retry.backoff.as_ref();
    match path_of_policy {
        ".automated.enabled" => automated?.enabled.as_ref().map(text),
        ".automated.prune" => Some(text(&automated?.prune)),
        ".automated.selfHeal" => Some(text(&automated?.self_heal)),
        ".retry.limit" => retry.limit.as_ref().map(text),
        ".retry.backoff.duration" => backoff?.duration.as_ref().map(text),
        ".retry.backoff.factor" => backoff?.factor.as_ref().map(text),
        ".retry.backoff.maxDuration" => backoff?.max_duration.as_ref().map(text),
        _ => None,
    }
}

/// The application that a path leads into: the first of an app that has several, unless the path names an environment.
fn application<'t, 'p>(
    path: &[Step],
    outline: &Outline<'_>,
    team: &'t Team<'p>,
) -> Option<&'t crate::team::apps::Application<'p>> {
    let [_, entry, rest @ ..] = path else { return None };
    let index = outline.at(&[path.first()?.clone(), entry.clone(), Step::Key("name".to_owned())])?;
    let name = format!("{}-{}", team.name(), outline.scalar(outline.twig(index)?)?);
    let full = match rest {
        [Step::Key(environments), Step::Key(environment), ..] if environments == "environments" => {
            Some(format!("{name}-{environment}"))
        }
        _ => None,
    };
    let is = |known: &str| match &full {
        Some(full) => known == full,
        None => known == name || known.strip_prefix(&name).is_some_and(|rest| rest.starts_with('-')),
    };
    team.applications.iter().find(|application| is(&application.name.value))
}
