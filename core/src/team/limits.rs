//! Quota and limit range in force: what is written, else the tier's, else the platform's defaults, else the built-in ones,
//! amount by amount; unwritten amounts give way to written ones.

mod chain;
mod judge;
mod layers;

use std::borrow::Cow;

use self::{judge::Judge, layers::InForce};
use crate::{
    diagnostic::Sink,
    origin::Sourced,
    platform::{Platform, tiers},
    spec::{
        TeamSpec,
        amounts::{QUOTA_CHAINS, RANGE_CHAINS, Section, check_likely, check_order},
        resource_quota::ORDER,
    },
    value::quantity::Quantity,
};

/// Quota and limit range as meant.
#[derive(Debug)]
pub(crate) struct Limits<'p> {
    /// The tier that the team takes, by itself or by default.
    pub(crate) tier: Option<&'p tiers::Tier>,
    /// `spec.hard` of the ResourceQuota, such as `requests.cpu`, in the order in which it is emitted.
    pub(crate) quota: Vec<(Cow<'static, str>, Sourced<Quantity>)>,
    range: Vec<(Cow<'static, str>, Sourced<Quantity>)>,
}

impl Limits<'_> {
    /// An amount of the limit range, such as `default.cpu` or `persistentVolumeClaim.max`.
    pub(crate) fn range(&self, path: &str) -> Option<&Sourced<Quantity>> {
        self.range.iter().find(|(known, _)| known == path).map(|(_, quantity)| quantity)
    }
}

pub(crate) fn validate<'p>(spec: &TeamSpec, platform: &'p Platform, sink: &mut Sink) -> Limits<'p> {
    check_order(&spec.sizes.resource_quota, &spec.sizes.limit_range, sink);
    check_likely(&spec.sizes, sink);
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
        tier: tier.found,
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
    found: Option<&'p tiers::Tier>,
    /// Whether it is the right one beyond doubt: otherwise nothing is concluded from what it says.
    is_certain: bool,
}

fn choose_tier<'p>(spec: &TeamSpec, platform: &'p Platform, sink: &mut Sink) -> Choice<'p> {
    let lock = platform.defaults.lock("tier");
    if let Some(written) = &spec.tier {
        let found = platform.tiers.find(&written.value);
        if found.is_none() && lock.is_none() && platform.is_sound("tiers") {
            tiers::unknown_tier(&platform.tiers, &written.value, written.span, sink);
        }
        return Choice { found, is_certain: found.is_some() && lock.is_none() };
    }
    let default = platform.defaults.tier.as_ref();
    let found = default.and_then(|default| platform.tiers.find(&default.value));
    Choice { found, is_certain: !spec.partial && default.is_some() == found.is_some() }
}

#[cfg(test)]
mod tests {
    use crate::{Origin, OriginKind, Place, Platform, Source, analyse};

    /// Code and text of every finding of TW04xx, in the team file or, with `platform:` before it, in platform.yaml.
    fn findings(team: &str, platform: &str) -> Vec<String> {
        let source = Source::new("platform.yaml", platform);
        let platform = Platform::parse(&source);
        let file = analyse(&Source::new("", format!("team: demo\n{team}")), &platform);
        let of_platform = platform.diagnostics().iter().map(|found| ("platform: ", found));
        let all = of_platform.chain(file.diagnostics.iter().map(|found| ("", found)));
        let ours = all.filter(|(_, found)| found.code.id.starts_with("TW04"));
        ours.map(|(file, found)| format!("{file}{} {}", found.code.id, found.source.slice(found.span))).collect()
    }

    fn none() -> [String; 0] {
        []
    }

    /// An amount in force and its origin, under the built-in platform or another one.
    fn origin(team: &str, platform: &str, path: &str) -> (String, Origin) {
        let platform = Platform::parse(&Source::new("platform.yaml", platform));
        assert!(!platform.has_errors(), "{:#?}", platform.diagnostics());
        let file = analyse(&Source::new("", format!("team: demo\n{team}")), &platform);
        let limits = file.team.unwrap().limits;
        let quota = limits.quota.iter().find(|(key, _)| key == path).map(|(_, amount)| amount);
        let amount = quota.or_else(|| limits.range(path)).unwrap();
        (amount.value.to_string(), amount.origin)
    }

    #[test]
    fn every_amount_knows_where_it_comes_from() {
        let team = "tier: gpu\nresourceQuota: {requests: {cpu: 50}}";
        let platform = "tiers: {gpu: {resourceQuota: {pods: 7}}}\ndefaults: {resourceQuota: {secrets: 8}}\n\
                        locks: [resourceQuota.secrets]\nceilings: {resourceQuota: {configmaps: 9}}";
        let kind = |path: &str| {
            let (text, origin) = origin(team, platform, path);
            (text, origin.kind, origin.place != Place::Nowhere)
        };
        assert_eq!(kind("requests.cpu"), ("50".into(), OriginKind::Written, true));
        assert_eq!(kind("limits.cpu"), ("50".into(), OriginKind::Derived, true));
        assert_eq!(kind("pods"), ("7".into(), OriginKind::Tier, true));
        assert_eq!(kind("secrets"), ("8".into(), OriginKind::Lock, true));
        assert_eq!(kind("configmaps"), ("9".into(), OriginKind::Derived, true));
        assert_eq!(kind("services"), ("10".into(), OriginKind::Default, false));
    }

    #[test]
    fn an_unknown_tier_is_one_error_whatever_its_amounts_would_have_been() {
        let team = "tier: standart\nresourceQuota: {pods: 1}\nlimitRange: {max: {cpu: 30}}";
        assert_eq!(findings(team, ""), ["TW0408 standart"]);
        assert_eq!(findings("teir: large\nlimitRange: {max: {cpu: 30}}", ""), none());
        assert_eq!(findings("tier: gpu", "tiers: {gpu: {resourceQuota: {pods: x}}}"), none());
        assert_eq!(findings("tier: gpu", "tiers: {gpu: {}}"), ["platform: TW0420 {}"]);
    }

    #[test]
    fn a_written_limit_range_above_the_quota_in_force_is_an_error() {
        assert_eq!(findings("limitRange: {max: {cpu: 21}}", ""), ["TW0406 21"]);
        assert_eq!(findings("limitRange: {min: {cpu: 30}, max: {cpu: 40}}", ""), ["TW0406 40"]);
        assert_eq!(findings("tier: large\nlimitRange: {max: {cpu: 21}}", ""), none());
        assert_eq!(findings("tier: starter\nlimitRange: {default: {memory: 17Gi}}", ""), ["TW0406 17Gi"]);
        let unread = "resourceQuota: {limits: {cpu: 4O}}\nlimitRange: {max: {cpu: 30}}";
        assert_eq!(findings(unread, ""), ["TW0401 4O"]);
    }

    #[test]
    fn an_error_against_the_quota_names_where_the_quota_comes_from() {
        let said = |team: &str, platform: &str| {
            let platform =
                Platform::parse(&Source::new("platform.yaml", format!("network: {{ingress: []}}\n{platform}")));
            let file = analyse(&Source::new("", format!("team: demo\n{team}")), &platform);
            let found = file.diagnostics.iter().find(|found| found.code.id == "TW0406").unwrap();
            let (_, quota) = found.message.split_once(", but the ").unwrap();
            (quota.to_owned(), found.related.len())
        };
        let max = "limitRange: {max: {cpu: 31}}";
        assert_eq!(said(max, ""), ("built-in quota `limits.cpu` is `20`".to_owned(), 0));
        let defaults = "defaults: {resourceQuota: {limits: {cpu: 30}}}";
        assert_eq!(said(max, defaults), ("quota `limits.cpu` of the platform's defaults is `30`".to_owned(), 1));
        let tier = "tiers: {t: {resourceQuota: {limits: {cpu: 25}}}}";
        let by_tier = said(&format!("tier: t\n{max}"), tier);
        assert_eq!(by_tier, ("quota `limits.cpu` of the tier `t` is `25`".to_owned(), 1));
        let raised = said(&format!("resourceQuota: {{requests: {{cpu: 30}}}}\n{max}"), "");
        assert_eq!(raised, ("quota `limits.cpu` is `30`".to_owned(), 1));
    }

    #[test]
    fn what_fits_exactly_is_not_moved() {
        let kind = |team: &str, platform: &str, path: &str| origin(team, platform, path).1.kind;
        assert_eq!(kind("", "ceilings: {resourceQuota: {services: 10}}", "services"), OriginKind::Default);
        assert_eq!(kind("", "ceilings: {resourceQuota: {limits: {cpu: 20}}}", "limits.cpu"), OriginKind::Default);
        assert_eq!(kind("resourceQuota: {requests: {cpu: 20}}", "", "limits.cpu"), OriginKind::Default);
        assert_eq!(kind("limitRange: {default: {cpu: 2}}", "", "max.cpu"), OriginKind::Default);
    }

    #[test]
    fn volumes_fit_into_the_storage_of_the_quota() {
        let written = "resourceQuota: {requests: {storage: 50Gi}}\nlimitRange: {persistentVolumeClaim: {max: 60Gi}}";
        assert_eq!(findings(written, ""), ["TW0406 60Gi"]);
        assert_eq!(origin("resourceQuota: {requests: {storage: 50Gi}}", "", "persistentVolumeClaim.max").0, "50Gi");
        let by_tier = "tiers: {t: {resourceQuota: {requests: {storage: 50Gi}}}}";
        let volume = "tier: t\nlimitRange: {persistentVolumeClaim: {min: 60Gi}}";
        assert_eq!(findings(volume, by_tier), ["TW0406 60Gi"]);
    }

    #[test]
    fn a_limit_range_says_nothing_of_what_the_quota_forbids() {
        let platform = Platform::built_in();
        let source = Source::new("", "team: a\nresourceQuota: {requests: {cpu: 0}, limits: {cpu: 0}}");
        let limits = analyse(&source, &platform).team.unwrap().limits;
        assert!(limits.range("max.cpu").is_none() && limits.range("max.memory").is_some());
    }

    #[test]
    fn load_balancers_without_node_ports_are_a_warning() {
        assert_eq!(findings("resourceQuota: {services.loadbalancers: 2}", ""), ["TW0411 2"]);
        assert_eq!(findings("resourceQuota: {services.loadbalancers: 2, services.nodeports: 2}", ""), none());
        let tier = "tiers: {t: {resourceQuota: {services.loadbalancers: 2, services.nodeports: 4}}}";
        assert_eq!(findings("tier: t", tier), none());
        assert_eq!(findings("tier: t\nresourceQuota: {services.nodeports: 0}", tier), ["TW0411 0"]);
        let tier = "tiers: {t: {resourceQuota: {services.loadbalancers: 2}}}";
        assert_eq!(findings("tier: t", tier), ["platform: TW0411 2"]);
    }

    #[test]
    fn ceilings_are_judged_on_amounts_in_force() {
        let ceiling = "ceilings: {resourceQuota: {requests: {cpu: 16}, limits: {cpu: 30}}}";
        assert_eq!(findings("resourceQuota: {requests: {cpu: 17}}", ceiling), ["TW0407 17"]);
        assert_eq!(findings("tier: large", ceiling), ["TW0407 large"]);
        let within = "tier: large\nresourceQuota: {requests: {cpu: 16}, limits: {cpu: 30}}";
        assert_eq!(findings(within, ceiling), none());
        let raised = "ceilings: {resourceQuota: {limits: {cpu: 30}}}";
        assert_eq!(findings("resourceQuota: {requests: {cpu: 31}}", raised), ["TW0407 31"]);
        let lifted = "ceilings: {limitRange: {max: {cpu: 1}}}";
        assert_eq!(findings("limitRange: {min: {cpu: 1500m}}", lifted), ["TW0407 1500m"]);
    }

    #[test]
    fn a_ceiling_below_the_defaults_lowers_what_depends_on_it() {
        let ceiling = "ceilings: {resourceQuota: {limits: {cpu: 1}}}";
        assert_eq!(origin("", ceiling, "requests.cpu").0, "1");
        assert_eq!(origin("", ceiling, "max.cpu").0, "1");
    }

    #[test]
    fn a_platform_that_contradicts_itself_is_told_once() {
        let above = "ceilings: {resourceQuota: {pods: 10}}\ndefaults: {resourceQuota: {pods: 11}}";
        assert_eq!(findings("", above), ["platform: TW0407 11"]);
        let tier = "ceilings: {resourceQuota: {pods: 10}}\ntiers: {t: {resourceQuota: {pods: 12}}}";
        assert_eq!(findings("tier: t", tier), ["platform: TW0407 12"]);
        let own = "tiers: {t: {resourceQuota: {pods: 12}, ceilings: {resourceQuota: {pods: 11}}}}";
        assert_eq!(findings("", own), ["platform: TW0407 12"]);
        let lacking = "defaults: {resourceQuota: {pods: 12}}\ntiers: {t: {ceilings: {resourceQuota: {pods: 11}}}}";
        assert_eq!(findings("tier: t", lacking), ["platform: TW0407 12"]);
        let by_default = "ceilings: {resourceQuota: {pods: 99}}\ndefaults: {tier: large}";
        assert_eq!(findings("", by_default), ["platform: TW0407 large"]);
        assert_eq!(findings("", "defaults: {tier: lagre}"), ["platform: TW0408 lagre"]);
        let order = "tiers: {t: {limitRange: {default: {cpu: 2}, max: {cpu: 1}}}}";
        assert_eq!(findings("tier: t", order), ["platform: TW0405 2"]);
    }

    #[test]
    fn a_locked_amount_is_neither_written_nor_moved() {
        let lock = "locks: [resourceQuota.limits.cpu, limitRange.max]";
        assert_eq!(findings("resourceQuota: {requests: {cpu: 21}}", lock), ["TW0410 21"]);
        assert_eq!(findings("limitRange: {default: {cpu: 3}}", lock), ["TW0410 3"]);
        assert_eq!(findings("resourceQuota: {limits: {memory: 30Gi}}", lock), none());
        assert_eq!(findings("limitRange: {max: {cpu: 1}}", lock), ["TW0409 max"]);
        let request = "locks: [resourceQuota.requests.cpu]";
        assert_eq!(findings("resourceQuota: {limits: {cpu: 5}}", request), ["TW0410 5"]);
        let tier = "locks: [resourceQuota.limits.cpu]\nceilings: {resourceQuota: {limits: {cpu: 1}}}";
        assert_eq!(findings("tier: starter", tier), ["TW0407 starter"]);
        let room = "ceilings: {resourceQuota: {limits: {memory: 512Mi}}}\nlocks: [limitRange.max]";
        assert_eq!(findings("limitRange: {default: {memory: 1Gi}}", room), ["TW0406 1Gi"]);
        let smaller = "resourceQuota: {requests: {cpu: 1}, limits: {cpu: 1}}";
        assert_eq!(findings(smaller, "locks: [limitRange]"), none());
    }

    #[test]
    fn every_code_has_an_example_that_draws_it() {
        for code in crate::diagnostic::limits::ALL {
            let in_platform = code.id >= "TW0420";
            let comment = code.example.lines().find_map(|line| line.strip_prefix("# platform.yaml: "));
            let platform = if in_platform { code.example } else { comment.unwrap_or_default() };
            let team = if in_platform { "" } else { code.example };
            let drawn: Vec<_> = findings(team, platform).iter().map(|found| found.replace("platform: ", "")).collect();
            assert!(drawn.len() == 1 && drawn.iter().all(|found| found.starts_with(code.id)), "{} {drawn:?}", code.id);
        }
    }
}
