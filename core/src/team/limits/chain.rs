//! Chains of amounts, each at most the next one: the less firm ones give way.

use super::layers::{Firmness, InForce, Layer};
use crate::{
    origin::{Origin, Place},
    spec::amounts::Amount,
    value::quantity::Quantity,
};

/// An amount of a chain, or the place of a missing one.
#[derive(Debug, Clone, Copy)]
struct Link {
    quantity: Quantity,
    origin: Origin,
    firmness: Firmness,
}

/// The nearest amount in the way of another one.
#[derive(Debug, Clone, Copy)]
struct Bound {
    quantity: Quantity,
    /// Where the amount that moves comes from afterwards.
    origin: Origin,
}

/// Brings the amounts of `chain` into order, below `top` and below the ceilings, without moving a written one.
pub(super) fn settle<'a>(
    amounts: &mut [InForce],
    chain: &[&str],
    top: Option<&InForce>,
    ceiling: impl Fn(&str) -> Option<&'a Amount>,
) {
    let mut firmest_first: Vec<(Firmness, usize)> = Vec::with_capacity(chain.len());
    let mut links: Vec<Option<Link>> = Vec::with_capacity(chain.len());
    for (position, path) in chain.iter().enumerate() {
        let amount = amounts.iter().find(|amount| amount.path == *path);
        links.push(amount.map(|amount| {
            let firmness = amount.firmness();
            firmest_first.push((firmness, position));
            Link { quantity: amount.quantity, origin: amount.origin, firmness }
        }));
    }
    firmest_first.sort_by_key(|(firmness, _)| std::cmp::Reverse(*firmness));
    for (firmness, position) in firmest_first {
        if firmness == Firmness::Written {
            continue;
        }
        let low = lower_bound(links.iter().take(position), firmness);
        let high = upper_bound(&links, chain, position, firmness, &ceiling);
        let high = smaller(high, top.map(|top| bound(top.quantity, top.origin, "lowered to the quota")));
        let Some(Some(link)) = links.get_mut(position) else { continue };
        if let Some(high) = high.filter(|high| link.quantity > high.quantity) {
            (link.quantity, link.origin) = (high.quantity, high.origin);
        }
        if let Some(low) = low.filter(|low| link.quantity < low.quantity) {
            (link.quantity, link.origin) = (low.quantity, low.origin);
        }
    }
    for (path, link) in chain.iter().zip(links) {
        if let (Some(amount), Some(link)) = (amounts.iter_mut().find(|amount| amount.path == *path), link) {
            (amount.quantity, amount.origin) = (link.quantity, link.origin);
        }
    }
}

/// Lowers an amount that stands in no chain to its ceiling.
pub(super) fn lower(amount: &mut InForce, ceiling: Option<&Amount>) {
    let ceiling = ceiling.filter(|ceiling| gives_way(amount.firmness()) && amount.quantity > ceiling.quantity);
    if let Some(ceiling) = ceiling {
        amount.quantity = ceiling.quantity;
        amount.origin = at_ceiling(ceiling).origin;
    }
}

/// Whether an amount gives way to its own ceiling: a default does, while a tier above it is an error.
fn gives_way(firmness: Firmness) -> bool {
    match firmness {
        Firmness::Unlocked(layer) | Firmness::Locked(layer) => layer < Layer::Tier,
        Firmness::Written => false,
    }
}

fn lower_bound<'a>(below: impl Iterator<Item = &'a Option<Link>>, firmness: Firmness) -> Option<Bound> {
    let firmer = below.flatten().filter(|link| link.firmness > firmness);
    let largest = firmer.max_by_key(|link| link.quantity)?;
    Some(bound(largest.quantity, largest.origin, "raised to the amount that must fit into it"))
}

fn upper_bound<'a>(
    links: &[Option<Link>],
    chain: &[&str],
    position: usize,
    firmness: Firmness,
    ceiling: &impl Fn(&str) -> Option<&'a Amount>,
) -> Option<Bound> {
    let mut least = None;
    for (above, (link, path)) in links.iter().zip(chain).enumerate().skip(position) {
        let link = link.filter(|link| above > position && link.firmness > firmness);
        let rule = "lowered to the amount that it must fit into";
        least = smaller(least, link.map(|link| bound(link.quantity, link.origin, rule)));
        if above > position || gives_way(firmness) {
            least = smaller(least, ceiling(path).map(at_ceiling));
        }
    }
    least
}

fn smaller(one: Option<Bound>, other: Option<Bound>) -> Option<Bound> {
    match (one, other) {
        (Some(one), Some(other)) if other.quantity < one.quantity => Some(other),
        (None, other) => other,
        (one, _) => one,
    }
}

fn bound(quantity: Quantity, origin: Origin, rule: &'static str) -> Bound {
    Bound { quantity, origin: origin.becomes(rule) }
}

fn at_ceiling(ceiling: &Amount) -> Bound {
    let place = ceiling.span.map_or(Place::Nowhere, Place::Platform);
    Bound { quantity: ceiling.quantity, origin: Origin::derived("lowered to the ceiling", place) }
}
