//! Amounts in layers: for each path the one that is nearest to the team.

use std::borrow::Cow;

use crate::{
    origin::{Origin, OriginKind, Place},
    platform::{Platform, defaults, tiers::Tier},
    span::Span,
    spec::{
        TeamSpec,
        amounts::{Amount, Section},
    },
    value::quantity::Quantity,
};

/// Where an amount stands, from the farthest to the nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    BuiltIn,
    Default,
    Tier,
    Written,
}

/// An amount in force.
#[derive(Debug)]
pub(super) struct InForce {
    pub(super) path: Cow<'static, str>,
    pub(super) quantity: Quantity,
    pub(super) origin: Origin,
    pub(super) layer: Layer,
    /// The lock that holds it.
    pub(super) lock: Option<Span>,
}

/// How firmly an amount stands when another one is in its way: a locked one more than any that is not,
/// and a written one most of all (a written one against a locked one is an error).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Firmness {
    Unlocked(Layer),
    Locked(Layer),
    Written,
}

impl InForce {
    pub(super) fn is_written(&self) -> bool {
        self.layer == Layer::Written
    }

    pub(super) fn firmness(&self) -> Firmness {
        match (self.layer, self.lock) {
            (Layer::Written, _) => Firmness::Written,
            (layer, Some(_)) => Firmness::Locked(layer),
            (layer, None) => Firmness::Unlocked(layer),
        }
    }
}

/// The amounts of a section: written, else the tier's, else those of `defaults`, else the built-in ones.
pub(super) fn collect(section: Section, spec: &TeamSpec, tier: Option<&Tier>, platform: &Platform) -> Vec<InForce> {
    let layers = [
        (Layer::Written, spec.sizes.section(section).list.as_slice()),
        (Layer::Tier, tier.map(|tier| tier.sizes.section(section).list.as_slice()).unwrap_or_default()),
        (Layer::Default, platform.defaults.sizes.section(section).list.as_slice()),
        (Layer::BuiltIn, defaults::built_in(section)),
    ];
    let mut found: Vec<InForce> = Vec::with_capacity(24);
    for (layer, amounts) in layers {
        for amount in amounts {
            if found.iter().all(|known| known.path != amount.path) {
                found.push(in_force(section, layer, amount, platform));
            }
        }
    }
    found
}

fn in_force(section: Section, layer: Layer, amount: &Amount, platform: &Platform) -> InForce {
    let lock = platform.defaults.locks.find_in(section, &amount.path).filter(|_| layer != Layer::Written);
    let place = match (amount.span, lock) {
        (Some(span), _) if layer == Layer::Written => Place::Team(span),
        (Some(span), _) | (None, Some(span)) => Place::Platform(span),
        (None, None) => Place::Nowhere,
    };
    let kind = match layer {
        _ if lock.is_some() => OriginKind::Lock,
        Layer::Written => OriginKind::Written,
        Layer::Tier => OriginKind::Tier,
        Layer::Default | Layer::BuiltIn => OriginKind::Default,
    };
    let origin = Origin { kind, place, rule: "" };
    InForce { path: amount.path.clone(), quantity: amount.quantity, origin, layer, lock }
}
