//! Quota and limit range in force: what is written, else the tier's, else the platform's defaults, else the built-in ones,
//! amount by amount; unwritten amounts give way to written ones.

mod chain;
mod judge;
mod layers;

use std::borrow::Cow;

use self::{judge::Judge, layers::InForce};
use crate::{
    diagnostic::Sink,
    origin::{Origin, OriginKind, Place, Sourced},
    platform::{Platform, tiers},
    spec::{
        TeamSpec,
        amounts::{QUOTA_CHAINS, RANGE_CHAINS, Section, check_order},
        resource_quota::ORDER,
    },
    value::quantity::Quantity,
};

/// Quota and limit range as meant.
#[derive(Debug)]
pub(crate) struct Limits {
    /// The tier in force, if there is one.
    pub(crate) tier: Option<Sourced<String>>,
    /// `spec.hard` of the ResourceQuota, such as `requests.cpu`, in the order in which it is emitted.
    pub(crate) quota: Vec<(Cow<'static, str>, Sourced<Quantity>)>,
    range: Vec<(Cow<'static, str>, Sourced<Quantity>)>,
}

impl Limits {
    /// An amount of the limit range, such as `default.cpu` or `persistentVolumeClaim.max`.
    pub(crate) fn range(&self, path: &str) -> Option<&Sourced<Quantity>> {
        self.range.iter().find(|(known, _)| known == path).map(|(_, quantity)| quantity)
    }
}

pub(crate) fn validate(spec: &TeamSpec, platform: &Platform, sink: &mut Sink) -> Limits {
    check_order(&spec.sizes.resource_quota, &spec.sizes.limit_range, sink);
    let tier = choose_tier(spec, platform, sink);
    let mut quota = layers::collect(Section::ResourceQuota, spec, tier.found, platform);
    let mut range = layers::collect(Section::LimitRange, spec, tier.found, platform);
    let mut judge = Judge::new(spec, platform, &tier, sink);
    for chain in QUOTA_CHAINS {
        judge.order(Section::ResourceQuota, &quota, &chain, None);
        chain::settle(&mut quota, &chain, None, |path| judge.ceiling(Section::ResourceQuota, path));
    }
    let alone = quota.iter_mut().filter(|amount| !QUOTA_CHAINS.iter().flatten().any(|path| amount.path == *path));
    for amount in alone {
        chain::lower(amount, judge.ceiling(Section::ResourceQuota, &amount.path));
    }
    for (chain, top) in RANGE_CHAINS {
        let top = quota.iter().find(|amount| amount.path == top);
        judge.order(Section::LimitRange, &range, chain, top);
        chain::settle(&mut range, chain, top, |path| judge.ceiling(Section::LimitRange, path));
        // A limit range is above zero, and below a quota of zero there is room for nothing.
        if top.is_some_and(|top| top.quantity.is_zero()) {
            range.retain(|amount| !chain.contains(&amount.path.as_ref()));
        }
    }
    judge.node_ports(&quota);
    judge.ceilings(&quota, &range);
    quota.sort_by(|a, b| place(&a.path).cmp(&place(&b.path)));
    let sourced = |amount: InForce| (amount.path, Sourced::new(amount.quantity, amount.origin));
    Limits {
        tier: tier.chosen,
        quota: quota.into_iter().map(sourced).collect(),
        range: range.into_iter().map(sourced).collect(),
    }
}

/// Where a hard key stands: the well-known ones in their order, devices behind the requests, counts of objects at the end.
fn place(path: &str) -> (usize, &str) {
    match ORDER.iter().position(|known| *known == path) {
        Some(position) => (2 * position, ""),
        None if path.starts_with("requests.") => (2 * 3 + 1, path),
        None => (2 * ORDER.len(), path),
    }
}

/// The tier that a team takes, by itself or by default.
struct Choice<'p> {
    chosen: Option<Sourced<String>>,
    found: Option<&'p tiers::Tier>,
    /// Whether it is the right one beyond doubt: otherwise nothing is concluded from what it says.
    is_certain: bool,
}

fn choose_tier<'p>(spec: &TeamSpec, platform: &'p Platform, sink: &mut Sink) -> Choice<'p> {
    let lock = platform.defaults.lock("tier");
    if let Some(written) = &spec.tier {
        let found = platform.tiers.find(&written.value);
        if found.is_none() && platform.is_sound("tiers") {
            tiers::unknown_tier(&platform.tiers, &written.value, written.span, sink);
        }
        let chosen = Some(Sourced::new(written.value.clone(), Origin::written(written.span)));
        return Choice { chosen, found, is_certain: found.is_some() && lock.is_none() };
    }
    let default = platform.defaults.tier.as_ref();
    let found = default.and_then(|default| platform.tiers.find(&default.value));
    let kind = if lock.is_some() { OriginKind::Lock } else { OriginKind::Default };
    let chosen = default.map(|default| {
        let origin = Origin { kind, place: Place::Platform(default.span), rule: "" };
        Sourced::new(default.value.clone(), origin)
    });
    Choice { chosen, found, is_certain: !spec.partial && default.is_some() == found.is_some() }
}
