//! `tiers` and `ceilings`: size classes that a team may choose, and the most that it may have.

use super::Platform;
use crate::{
    diagnostic::{Sink, limits as codes},
    shape::{self, Empty, Map, Record, Shape, field},
    span::Span,
    spec::{
        amounts::{Amount, Leaves, Section, Sizes, check_likely, check_order},
        limit_range::LIMIT_RANGE,
        resource_quota::QUOTA,
    },
    value::{name, quantity::Quantity},
    yaml::Node,
};

/// `tiers`.
pub(crate) static TIERS: Map = Map { key: &name::TIER, value: Shape::Record(&TIER), empty: Empty::Allowed };

static TIER: Record = Record::of(&[
    field("resourceQuota", Shape::Record(&QUOTA), "The most that all pods and objects of a team of this tier may use."),
    field("limitRange", Shape::Record(&LIMIT_RANGE), "What a single container or volume of this tier gets."),
    field(
        "ceilings",
        Shape::Record(&CEILINGS),
        "The most that a team of this tier may write, in place of the platform's ceilings.",
    ),
]);

/// The keys of `ceilings`.
pub(crate) static CEILINGS: Record = Record::of(&[
    field("resourceQuota", Shape::Record(&QUOTA), "The most that a team's quota may be, amount by amount."),
    field("limitRange", Shape::Record(&LIMIT_RANGE), "The most that a team's limit range may be, amount by amount."),
]);

/// A size class.
#[derive(Debug)]
pub(crate) struct Tier {
    pub(crate) name: String,
    /// Where platform.yaml writes it; `None` for a built-in one.
    pub(crate) span: Option<Span>,
    pub(crate) sizes: Sizes,
    ceilings: Sizes,
}

/// Tiers and ceilings as meant.
#[derive(Debug)]
pub(crate) struct Tiers {
    /// Those of platform.yaml, then the built-in ones that it does not replace.
    list: Vec<Tier>,
    ceilings: Sizes,
}

impl Tiers {
    pub(crate) fn read(tiers: Option<&Node>, ceilings: Option<&Node>, sink: &mut Sink) -> Self {
        let written = tiers.map(Node::entries).unwrap_or_default().iter().map(|entry| {
            let node = Some(&entry.value).filter(|node| node.is_valid());
            let tier = Tier {
                name: entry.key.value.clone(),
                span: Some(entry.key.span),
                sizes: Sizes::read(node),
                ceilings: Sizes::read(node.and_then(|node| node.get("ceilings"))),
            };
            let says_nothing = tier.sizes.is_empty() && tier.ceilings.is_empty();
            if says_nothing && !sink.has_error_in(entry.value.span) && node.is_some() {
                sink.report(codes::EMPTY_TIER, entry.value.span, format!("the tier `{}` is empty", tier.name))
                    .help("write `resourceQuota` or `limitRange` below it, or remove the tier");
            }
            tier
        });
        let mut list: Vec<_> = written.collect();
        for (name, cores, pods) in
            [("starter", 4, 20), ("standard", 10, 50), ("large", 20, 100), ("enterprise", 40, 200)]
        {
            if list.iter().all(|tier| tier.name != name) {
                list.push(built_in(name, cores, pods));
            }
        }
        Self { list, ceilings: Sizes::read(ceilings) }
    }

    /// The tier of this name.
    pub(crate) fn find(&self, name: &str) -> Option<&Tier> {
        self.list.iter().find(|tier| tier.name == name)
    }

    /// Every tier.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Tier> {
        self.list.iter()
    }

    /// Names of all tiers.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|tier| tier.name.as_str())
    }

    /// The ceiling of an amount for teams of a tier: the tier's own, else the platform's.
    pub(crate) fn ceiling<'a>(&'a self, tier: Option<&'a Tier>, section: Section, path: &str) -> Option<&'a Amount> {
        let own = tier.map(|tier| tier.ceilings.section(section));
        match own.and_then(|own| own.get(path)) {
            Some(ceiling) => Some(ceiling),
            None if own.is_some_and(|own| own.partial) => None,
            None => self.ceilings.section(section).get(path),
        }
    }

    /// The lowest ceiling of those tiers that take an amount from `defaults` but limit it themselves.
    pub(crate) fn lowest_ceiling(&self, section: Section, path: &str) -> Option<&Amount> {
        let lacking = self.list.iter().filter(|tier| tier.sizes.section(section).get(path).is_none());
        let ceilings = lacking.filter_map(|tier| tier.ceilings.section(section).get(path));
        ceilings.min_by_key(|ceiling| ceiling.quantity)
    }
}

/// Memory is twice the cores in Gi, limits are twice the requests.
fn built_in(name: &str, cores: u32, pods: u32) -> Tier {
    let amount = |path: &'static str, quantity| Amount { path: path.into(), quantity, span: None };
    let list = vec![
        amount("requests.cpu", Quantity::units(cores)),
        amount("requests.memory", Quantity::gibi(2 * cores)),
        amount("limits.cpu", Quantity::units(2 * cores)),
        amount("limits.memory", Quantity::gibi(4 * cores)),
        amount("pods", Quantity::units(pods)),
        amount("services", Quantity::units(20)),
        amount("configmaps", Quantity::units(50)),
        amount("secrets", Quantity::units(50)),
        amount("persistentvolumeclaims", Quantity::units(10)),
    ];
    let sizes = Sizes { resource_quota: Leaves { list, partial: false }, ..Sizes::default() };
    Tier { name: name.to_owned(), span: None, sizes, ceilings: Sizes::default() }
}

/// What a name that is no tier may have meant.
pub(crate) fn unknown_tier(tiers: &Tiers, name: &str, span: Span, sink: &mut Sink) {
    let report = sink.report(codes::UNKNOWN_TIER, span, format!("there is no tier `{name}`"));
    match shape::did_you_mean(name, tiers.names()) {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => report.help(format!("write {}", shape::alternatives(&tiers.names().collect::<Vec<_>>()))),
    };
}

pub(crate) fn check(platform: &Platform, sink: &mut Sink) {
    let tiers = &platform.tiers;
    for tier in tiers.list.iter().filter(|tier| tier.span.is_some()) {
        check_order(&tier.sizes.resource_quota, &tier.sizes.limit_range, sink);
        check_likely(&tier.sizes, sink);
        let from_defaults = platform.defaults.sizes.resource_quota.get("services.nodeports");
        check_node_ports(&tier.sizes.resource_quota, from_defaults, sink);
        for (section, amount) in written(&tier.sizes) {
            above_ceiling(amount, section, tiers.ceiling(Some(tier), section, &amount.path), sink);
        }
    }
}

/// Every amount with its section.
pub(crate) fn written(sizes: &Sizes) -> impl Iterator<Item = (Section, &Amount)> {
    [Section::ResourceQuota, Section::LimitRange]
        .into_iter()
        .flat_map(|section| sizes.section(section).list.iter().map(move |amount| (section, amount)))
}

/// Reports an amount of a tier or of `defaults` that no team could have.
pub(crate) fn above_ceiling(amount: &Amount, section: Section, ceiling: Option<&Amount>, sink: &mut Sink) {
    let Some(ceiling) = ceiling.filter(|ceiling| amount.quantity > ceiling.quantity) else { return };
    let (Some(span), Some(ceiling_span)) = (amount.span, ceiling.span) else { return };
    let key = section.key();
    let message =
        format!("`{key}.{}` is `{}`, above the ceiling of `{}`", amount.path, amount.quantity, ceiling.quantity);
    sink.report(codes::ABOVE_CEILING, span, message)
        .see(ceiling_span, "the ceiling")
        .help(format!("write at most `{}`, or raise the ceiling", ceiling.quantity));
}

/// Warns of load balancers that would find no node port.
pub(crate) fn check_node_ports(quota: &Leaves, from_defaults: Option<&Amount>, sink: &mut Sink) {
    let Some(balancers) = quota.get("services.loadbalancers").filter(|amount| !amount.quantity.is_zero()) else {
        return;
    };
    let ports = quota.get("services.nodeports").or(from_defaults);
    if quota.partial || ports.is_some_and(|ports| !ports.quantity.is_zero()) {
        return;
    }
    if let Some(span) = balancers.span {
        node_ports(balancers.quantity, span, sink);
    }
}

/// The warning itself.
pub(crate) fn node_ports(balancers: Quantity, span: Span, sink: &mut Sink) {
    sink.report(codes::NO_NODE_PORTS, span, format!("`services.loadbalancers` is `{balancers}`, but there are no node ports")).help(
        "an ordinary LoadBalancer needs node ports: write `services.nodeports`, one for each port of each load balancer, \
         or set `allocateLoadBalancerNodePorts: false` in the Service",
    );
}
