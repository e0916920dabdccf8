//! Amounts as they stand in `resourceQuota` and `limitRange`, here, in tiers, in defaults and in ceilings alike, and the
//! order that two written ones must keep.

use std::borrow::Cow;

use crate::{
    diagnostic::{Sink, limits as codes},
    span::Span,
    value::quantity::Quantity,
    yaml::Node,
};

/// One amount under its dotted path inside the section, such as `requests.cpu` or `persistentVolumeClaim.max`.
#[derive(Debug, Clone)]
pub(crate) struct Amount {
    pub(crate) path: Cow<'static, str>,
    pub(crate) quantity: Quantity,
    /// The text that it was written as; `None` for one that is built in.
    pub(crate) span: Option<Span>,
}

/// The amounts of a section in the order of the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Leaves {
    pub(crate) list: Vec<Amount>,
    /// Whether a part of the section could not be read, so that an absent amount means nothing.
    pub(crate) partial: bool,
}

impl Leaves {
    /// The amount of a path.
    pub(crate) fn get(&self, path: &str) -> Option<&Amount> {
        self.list.iter().find(|amount| amount.path == path)
    }

    /// Reads the amounts of a checked mapping; `path` names each key.
    pub(crate) fn read(&mut self, node: &Node, path: impl Fn(&str) -> Cow<'static, str>) {
        self.partial |= node.is_partial();
        for entry in node.entries() {
            if let Some(quantity) = entry.value.text().and_then(|text| Quantity::parse(text).ok()) {
                let path = path(&entry.key.value);
                self.list.push(Amount { path, quantity, span: Some(entry.value.span) });
            } else {
                self.partial |= !entry.value.is_valid();
            }
        }
    }
}

/// The two sections that hold amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    ResourceQuota,
    LimitRange,
}

impl Section {
    /// Its key.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::ResourceQuota => "resourceQuota",
            Self::LimitRange => "limitRange",
        }
    }
}

/// Both sections together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sizes {
    pub(crate) resource_quota: Leaves,
    pub(crate) limit_range: Leaves,
}

impl Sizes {
    /// Reads both sections out of a checked mapping that may hold them.
    pub(crate) fn read(node: Option<&Node>) -> Self {
        let section = |section: Section| node.and_then(|node| node.entry(section.key())).map(|entry| &entry.value);
        let mut sizes = Self {
            resource_quota: super::resource_quota::read(section(Section::ResourceQuota)),
            limit_range: super::limit_range::read(section(Section::LimitRange)),
        };
        if node.is_some_and(Node::is_partial) {
            sizes.resource_quota.partial = true;
            sizes.limit_range.partial = true;
        }
        sizes
    }

    /// The amounts of a section.
    pub(crate) const fn section(&self, section: Section) -> &Leaves {
        match section {
            Section::ResourceQuota => &self.resource_quota,
            Section::LimitRange => &self.limit_range,
        }
    }

    /// Whether there is no amount at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.resource_quota.list.is_empty() && self.limit_range.list.is_empty()
    }
}

/// Requests and the limits that they may not exceed.
pub(crate) const QUOTA_CHAINS: [[&str; 2]; 3] = [
    ["requests.cpu", "limits.cpu"],
    ["requests.memory", "limits.memory"],
    ["requests.ephemeral-storage", "limits.ephemeral-storage"],
];

/// Amounts of a limit range, each at most the next one, and the quota that is above them all.
/// See <https://kubernetes.io/docs/concepts/policy/limit-range/#limitrange-and-admission-checks-for-pods>.
pub(crate) const RANGE_CHAINS: [(&[&str], &str); 3] = [
    (&["min.cpu", "defaultRequest.cpu", "default.cpu", "max.cpu"], "limits.cpu"),
    (&["min.memory", "defaultRequest.memory", "default.memory", "max.memory"], "limits.memory"),
    (&["persistentVolumeClaim.min", "persistentVolumeClaim.max"], "requests.storage"),
];

/// Reports written amounts of one file that exceed the next written one above them, each pair once, at the lower one.
pub(crate) fn check_order(resource_quota: &Leaves, limit_range: &Leaves, sink: &mut Sink) {
    use Section::{LimitRange, ResourceQuota};
    if resource_quota.list.is_empty() && limit_range.list.is_empty() {
        return;
    }
    for [request, limit] in QUOTA_CHAINS {
        let (Some(request), Some(limit)) = (resource_quota.get(request), resource_quota.get(limit)) else { continue };
        pair((ResourceQuota, request), (ResourceQuota, limit), sink);
    }
    for (chain, quota) in RANGE_CHAINS {
        let range = chain.iter().filter_map(|path| limit_range.get(path)).map(|amount| (LimitRange, amount));
        let mut chain = range.chain(resource_quota.get(quota).map(|amount| (ResourceQuota, amount)));
        let Some(mut below) = chain.next() else { continue };
        for above in chain {
            pair(below, above, sink);
            below = above;
        }
    }
}

/// Warns of written amounts that are mostly a slip of the unit: a thousand cores and more, less than a mebibyte of memory.
pub(crate) fn check_likely(sizes: &Sizes, sink: &mut Sink) {
    for (section, leaves) in
        [(Section::ResourceQuota, &sizes.resource_quota), (Section::LimitRange, &sizes.limit_range)]
    {
        for amount in &leaves.list {
            let Some(span) = amount.span else { continue };
            let (kind, help) = match amount.path.rsplit('.').next() {
                Some("cpu") if amount.quantity >= Quantity::units(1000) => {
                    ("cores", "write `2` for two cores, `500m` for half a core")
                }
                Some("memory") if amount.quantity < Quantity::mebi(1) && !amount.quantity.is_zero() => {
                    ("bytes of memory", "write the unit, such as `512Mi`")
                }
                _ => continue,
            };
            let message =
                format!("`{}.{}` is `{}` {kind}, which is unlikely", section.key(), amount.path, amount.quantity);
            sink.report(codes::UNLIKELY, span, message).help(help);
        }
    }
}

fn pair((below_section, below): (Section, &Amount), (above_section, above): (Section, &Amount), sink: &mut Sink) {
    let (Some(below_span), Some(above_span)) = (below.span, above.span) else { return };
    if below.quantity <= above.quantity {
        return;
    }
    let code = match (below_section, above_section) {
        (Section::ResourceQuota, _) => codes::REQUEST_ABOVE_LIMIT,
        (_, Section::LimitRange) => codes::LIMIT_RANGE_ORDER,
        _ => codes::ABOVE_QUOTA,
    };
    let (below_key, above_key) = (below_section.key(), above_section.key());
    let message = format!(
        "`{below_key}.{}` is `{}`, more than the `{}` of `{above_key}.{}`",
        below.path, below.quantity, above.quantity, above.path
    );
    sink.report(code, below_span, message)
        .see(above_span, "the amount that it exceeds")
        .help(format!("write at most `{}` here, or at least `{}` there", above.quantity, below.quantity));
}
