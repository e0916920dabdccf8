//! Rules between the amounts that a team writes and those that the platform holds.

use super::{Choice, layers::InForce};
use crate::{
    diagnostic::{Sink, limits as codes},
    origin::{OriginKind, Place},
    platform::{Platform, tiers},
    span::Span,
    spec::{
        TeamSpec,
        amounts::{Amount, Section},
    },
};

/// Reports into a team's sink.
pub(super) struct Judge<'a, 'p> {
    platform: &'p Platform,
    spec: &'a TeamSpec,
    tier: &'a Choice<'p>,
    /// Whether amounts that are not written may be held against written ones: not where their source is in doubt.
    is_certain: bool,
    sink: &'a mut Sink,
}

impl<'a, 'p> Judge<'a, 'p> {
    pub(super) fn new(spec: &'a TeamSpec, platform: &'p Platform, tier: &'a Choice<'p>, sink: &'a mut Sink) -> Self {
        let is_sound = ["tiers", "ceilings", "defaults", "locks"].iter().all(|key| platform.is_sound(key));
        let is_read = !spec.sizes.resource_quota.partial && !spec.sizes.limit_range.partial;
        Self { platform, spec, tier, is_certain: is_sound && is_read && tier.is_certain, sink }
    }

    /// The ceiling of an amount for this team.
    pub(super) fn ceiling(&self, section: Section, path: &str) -> Option<&'p Amount> {
        self.platform.tiers.ceiling(self.tier.found, section, path)
    }

    /// Written amounts against locked ones, and against the quota that is in force: neither is moved to make room.
    /// Two written amounts are compared where they are written.
    pub(super) fn order(&mut self, section: Section, amounts: &[InForce], chain: &[&str], top: Option<&InForce>) {
        if !self.is_certain {
            return;
        }
        let amounts = chain.iter().filter_map(|path| amounts.iter().find(|amount| amount.path == *path));
        // A locked limit range may shrink to a smaller quota, which then stands for it.
        let fits = |amount: &InForce| top.is_none_or(|top| amount.quantity <= top.quantity);
        let fixed = amounts.filter(|amount| amount.is_written() || (amount.lock.is_some() && fits(amount)));
        let mut fixed = fixed.map(|amount| (section, amount)).chain(top.map(|top| (Section::ResourceQuota, top)));
        let Some(mut below) = fixed.next() else { return };
        for above in fixed {
            self.pair(below, above);
            below = above;
        }
    }

    fn pair(&mut self, below: (Section, &InForce), above: (Section, &InForce)) {
        if below.1.quantity <= above.1.quantity {
            return;
        }
        match (below.1.is_written(), above.1.is_written()) {
            (true, false) if above.1.lock.is_some() => self.against_lock(below, above, "more"),
            (true, false) => self.above_quota(below, above.1),
            (false, true) => self.against_lock(above, below, "less"),
            _ => {}
        }
    }

    fn against_lock(&mut self, written: (Section, &InForce), locked: (Section, &InForce), relation: &str) {
        let Place::Team(span) = written.1.origin.place else { return };
        let (written_key, locked_key) = (written.0.key(), locked.0.key());
        let (written, locked) = (written.1, locked.1);
        let message = format!(
            "`{written_key}.{}` is `{}`, {relation} than the locked `{}` of `{locked_key}.{}`",
            written.path, written.quantity, locked.quantity, locked.path
        );
        let most = if relation == "more" { "most" } else { "least" };
        let report = self.sink.report(codes::AGAINST_LOCK, span, message);
        let report = report.help(format!("write at {most} `{}`", locked.quantity));
        if let (Some(source), Some(lock)) = (&self.platform.source, locked.lock) {
            report.see_in(source, lock, "locked here");
        }
    }

    fn above_quota(&mut self, written: (Section, &InForce), quota: &InForce) {
        let Place::Team(span) = written.1.origin.place else { return };
        let (key, written) = (written.0.key(), written.1);
        let quota_path = &quota.path;
        let which = match (quota.origin.kind, self.tier.found) {
            (OriginKind::Tier, Some(tier)) => format!("quota `{quota_path}` of the tier `{}`", tier.name),
            (OriginKind::Default, _) if quota.origin.place == Place::Nowhere => {
                format!("built-in quota `{quota_path}`")
            }
            (OriginKind::Default, _) => format!("quota `{quota_path}` of the platform's defaults"),
            _ => format!("quota `{quota_path}`"),
        };
        let (path, amount) = (&written.path, written.quantity);
        let message = format!("`{key}.{path}` is `{amount}`, but the {which} is `{}`", quota.quantity);
        let report = self.sink.report(codes::ABOVE_QUOTA, span, message).help(format!(
            "write at most `{}` here, or `resourceQuota.{quota_path}` of at least `{amount}`",
            quota.quantity
        ));
        match (quota.origin.place, &self.platform.source) {
            (Place::Team(span), _) => report.see(span, "the quota follows from this"),
            (Place::Platform(span), Some(source)) => report.see_in(source, span, "the quota follows from this"),
            _ => report,
        };
    }

    /// Load balancers without node ports, where the team writes one of the two.
    pub(super) fn node_ports(&mut self, quota: &[InForce]) {
        let find = |path: &str| quota.iter().find(|amount| amount.path == path);
        let (Some(balancers), Some(ports)) = (find("services.loadbalancers"), find("services.nodeports")) else {
            return;
        };
        if !self.is_certain || balancers.quantity.is_zero() || !ports.quantity.is_zero() {
            return;
        }
        if let Some(Place::Team(span)) = [balancers, ports].map(|amount| amount.origin.place).into_iter().find(is_team)
        {
            tiers::node_ports(balancers.quantity, span, self.sink);
        }
    }

    /// Every amount in force against its ceiling.
    pub(super) fn ceilings(&mut self, quota: &[InForce], range: &[InForce]) {
        if !self.is_certain {
            return;
        }
        let quota = quota.iter().map(|amount| (Section::ResourceQuota, amount));
        for (section, amount) in quota.chain(range.iter().map(|amount| (Section::LimitRange, amount))) {
            let ceiling = self.ceiling(section, &amount.path);
            if let Some(ceiling) = ceiling.filter(|ceiling| amount.quantity > ceiling.quantity) {
                self.above_ceiling(section, amount, ceiling);
            }
        }
    }

    fn above_ceiling(&mut self, section: Section, amount: &InForce, ceiling: &Amount) {
        let (key, path, quantity, most) = (section.key(), &amount.path, amount.quantity, ceiling.quantity);
        let above = format!("`{quantity}`, above the ceiling of `{most}`");
        let at_most = format!("write at most `{most}`");
        let (span, message, help) = match (amount.origin.place, &self.spec.tier) {
            (Place::Team(span), _) if amount.is_written() => (span, format!("`{key}.{path}` is {above}"), at_most),
            (Place::Team(span), _) => (span, format!("this raises `{key}.{path}` to {above}"), at_most),
            // A tier of platform.yaml is judged there; a built-in one is the team's own choice.
            _ if self.platform.has_errors() => return,
            (_, Some(tier)) => (
                tier.span,
                format!("the tier `{}` has {above}, for `{key}.{path}`", tier.value),
                format!("take a smaller tier, or {at_most} for `{key}.{path}`"),
            ),
            (_, None) => (
                Span::at(self.spec.root.start),
                format!("`{key}.{path}` is {above}"),
                format!("{at_most} for `{key}.{path}`"),
            ),
        };
        // One choice may exceed several ceilings.
        if !amount.is_written() && self.sink.has_error_in(span) {
            return;
        }
        let report = self.sink.report(codes::ABOVE_CEILING, span, message).help(help);
        if let (Some(source), Some(span)) = (&self.platform.source, ceiling.span) {
            report.see_in(source, span, "the ceiling");
        }
    }
}

fn is_team(place: &Place) -> bool {
    matches!(place, Place::Team(_))
}
