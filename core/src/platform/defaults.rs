//! `defaults`: values for keys that a team does not write.

use super::{Platform, locks::Locks, tiers};
use crate::{
    diagnostic::{Sink, limits as codes},
    shape::{Record, Shape, field},
    span::{Span, Spanned},
    spec::{
        amounts::{Amount, Section, Sizes, check_likely, check_order},
        apps::sync_policy::{self, SYNC_POLICY, SyncPolicySpec},
        limit_range::LIMIT_RANGE,
        network_policy::{NETWORK_POLICY, NetworkPolicySpec},
        resource_quota::QUOTA,
        scheduling::{self, NODE_SELECTOR, TOLERATIONS},
    },
    value::{name, quantity::Quantity},
    yaml::Node,
};

pub(crate) use super::locks::LOCKS;

/// The keys of `defaults`: every key that can be locked, in the shape that it has in team.yaml.
pub(crate) static DEFAULTS: Record = Record::of(&[
    field("tier", Shape::Text(&name::TIER), "The tier of a team that chooses none."),
    field("resourceQuota", Shape::Record(&QUOTA), "Amounts of the quota that neither the team nor its tier writes."),
    field(
        "limitRange",
        Shape::Record(&LIMIT_RANGE),
        "Amounts of the limit range that neither the team nor its tier writes.",
    ),
    field("networkPolicy", Shape::Record(&NETWORK_POLICY), "Network keys that the team does not write."),
    field("nodeSelector", Shape::Map(&NODE_SELECTOR), "Labels of the nodes of a team that names none."),
    field("tolerations", Shape::List(&TOLERATIONS), "Taints that the pods of a team put up with that names none."),
    field(
        "syncPolicy",
        Shape::Record(&SYNC_POLICY),
        "When and how Argo CD applies an application that says nothing of it.",
    ),
]);

/// `defaults` and `locks` as meant. Spans are those of platform.yaml.
#[derive(Debug, Default)]
pub(crate) struct Defaults {
    pub(crate) tier: Option<Spanned<String>>,
    /// `resourceQuota` and `limitRange`.
    pub(crate) sizes: Sizes,
    pub(crate) network_policy: NetworkPolicySpec,
    pub(crate) node_selector: scheduling::NodeSelectorSpec,
    pub(crate) tolerations: scheduling::TolerationsSpec,
    pub(crate) sync_policy: SyncPolicySpec,
    pub(crate) locks: Locks,
}

impl Defaults {
    pub(crate) fn read(defaults: Option<&Node>, locks: Option<&Node>, sink: &mut Sink) -> Self {
        let get = |key: &str| defaults.and_then(|defaults| defaults.get(key));
        let entry = |key: &str| defaults.and_then(|defaults| defaults.entry(key));
        let sync_policy = get("syncPolicy").map(SyncPolicySpec::read).unwrap_or_default();
        sync_policy::check(&sync_policy, sink);
        Self {
            tier: get("tier").and_then(Node::spanned),
            sizes: Sizes::read(defaults),
            network_policy: NetworkPolicySpec::read(get("networkPolicy")),
            node_selector: scheduling::NodeSelectorSpec::read(entry("nodeSelector")),
            tolerations: scheduling::TolerationsSpec::read(entry("tolerations")),
            sync_policy,
            locks: Locks::read(locks),
        }
    }

    /// The lock that holds a key path such as `networkPolicy.allowEgress`: its own, or that of a section around it.
    pub(crate) fn lock(&self, path: &str) -> Option<Span> {
        self.locks.find(path)
    }
}

const fn amount(path: &'static str, quantity: Quantity) -> Amount {
    Amount { path: std::borrow::Cow::Borrowed(path), quantity, span: None }
}

/// The quota of a team where nothing else is written. A load balancer costs money and a node port opens every node, so both
/// are given on purpose only.
pub(crate) static BUILT_IN_QUOTA: [Amount; 11] = [
    amount("requests.cpu", Quantity::units(10)),
    amount("requests.memory", Quantity::gibi(20)),
    amount("limits.cpu", Quantity::units(20)),
    amount("limits.memory", Quantity::gibi(40)),
    amount("pods", Quantity::units(30)),
    amount("services", Quantity::units(10)),
    amount("services.loadbalancers", Quantity::units(0)),
    amount("services.nodeports", Quantity::units(0)),
    amount("configmaps", Quantity::units(20)),
    amount("secrets", Quantity::units(20)),
    amount("persistentvolumeclaims", Quantity::units(5)),
];

/// The limit range of a team where nothing else is written. A runtime takes a limit of 0 for no limit, while a quota counts it as
/// nothing: without a least amount, a container that writes 0 would have the whole node.
/// See <https://kubernetes.io/docs/concepts/policy/limit-range/#limitrange-and-admission-checks-for-pods>.
pub(crate) static BUILT_IN_RANGE: [Amount; 10] = [
    amount("default.cpu", Quantity::milli(500)),
    amount("default.memory", Quantity::mebi(512)),
    amount("defaultRequest.cpu", Quantity::milli(100)),
    amount("defaultRequest.memory", Quantity::mebi(128)),
    amount("max.cpu", Quantity::units(2)),
    amount("max.memory", Quantity::gibi(4)),
    amount("min.cpu", Quantity::milli(1)),
    amount("min.memory", Quantity::mebi(1)),
    amount("persistentVolumeClaim.min", Quantity::gibi(1)),
    amount("persistentVolumeClaim.max", Quantity::gibi(100)),
];

/// The built-in amounts of a section.
pub(crate) const fn built_in(section: Section) -> &'static [Amount] {
    match section {
        Section::ResourceQuota => &BUILT_IN_QUOTA,
        Section::LimitRange => &BUILT_IN_RANGE,
    }
}

pub(crate) fn check(platform: &Platform, sink: &mut Sink) {
    let (defaults, all_tiers) = (&platform.defaults, &platform.tiers);
    check_order(&defaults.sizes.resource_quota, &defaults.sizes.limit_range, sink);
    check_likely(&defaults.sizes, sink);
    tiers::check_node_ports(&defaults.sizes.resource_quota, None, sink);
    for (section, amount) in tiers::written(&defaults.sizes) {
        let platforms = all_tiers.ceiling(None, section, &amount.path);
        let lower = all_tiers.lowest_ceiling(section, &amount.path);
        let ceiling = platforms.filter(|ceiling| amount.quantity > ceiling.quantity).or(lower);
        tiers::above_ceiling(amount, section, ceiling, sink);
    }
    let Some(tier) = defaults.tier.as_ref().filter(|_| platform.is_sound("tiers")) else { return };
    match all_tiers.find(&tier.value) {
        None => tiers::unknown_tier(all_tiers, &tier.value, tier.span, sink),
        Some(found) if found.span.is_none() => {
            let exceeds = tiers::written(&found.sizes).find_map(|(section, amount)| {
                let ceiling = all_tiers.ceiling(Some(found), section, &amount.path);
                ceiling.filter(|ceiling| amount.quantity > ceiling.quantity).map(|ceiling| (section, amount, ceiling))
            });
            if let Some((section, amount, ceiling)) = exceeds {
                let report = sink.report(
                    codes::ABOVE_CEILING,
                    tier.span,
                    format!(
                        "the tier `{}` has `{}` for `{}.{}`, above the ceiling of `{}`",
                        tier.value,
                        amount.quantity,
                        section.key(),
                        amount.path,
                        ceiling.quantity
                    ),
                );
                let report = report.help("take a smaller tier, or raise the ceiling");
                if let Some(span) = ceiling.span {
                    report.see(span, "the ceiling");
                }
            }
        }
        Some(_) => {}
    }
}
