//! The sync policy in force: what the team writes, over the platform's defaults, over the built-in ones.

use std::borrow::Cow;

use crate::{
    origin::{Origin, OriginKind, Place, Sourced},
    platform::{Platform, clusters::Cluster},
    span::{Span, Spanned},
    spec::apps::sync_policy::{AutomatedSpec, BackoffSpec, RetrySpec, SyncPolicySpec},
    value::sync_option::{FAIL_ON_SHARED, NO_NAMESPACE, PRUNE_LAST, key},
};

/// The first version of Argo CD that knows `automated.enabled`.
/// See <https://argo-cd.readthedocs.io/en/release-3.1/user-guide/auto_sync/>.
const KNOWS_ENABLED: (u32, u32) = (3, 1);

/// `syncPolicy` as meant.
#[derive(Debug)]
pub(crate) struct SyncPolicy {
    /// `None`: every sync is left to a person.
    pub(crate) automated: Option<Automated>,
    pub(crate) options: Vec<Sourced<Cow<'static, str>>>,
    pub(crate) retry: Retry,
}

/// `automated` as meant.
#[derive(Debug)]
pub(crate) struct Automated {
    /// `None`: on, without saying so.
    pub(crate) enabled: Option<Sourced<bool>>,
    pub(crate) prune: Sourced<bool>,
    pub(crate) self_heal: Sourced<bool>,
}

/// `retry` as meant.
#[derive(Debug)]
pub(crate) struct Retry {
    pub(crate) limit: Option<Sourced<i64>>,
    pub(crate) backoff: Option<Backoff>,
}

/// `retry.backoff` as meant.
#[derive(Debug)]
pub(crate) struct Backoff {
    pub(crate) duration: Option<Sourced<Cow<'static, str>>>,
    pub(crate) factor: Option<Sourced<i64>>,
    pub(crate) max_duration: Option<Sourced<Cow<'static, str>>>,
}

impl SyncPolicy {
    /// The policy of an application on a cluster. Each of the three sub-keys comes from the first layer that writes it.
    pub(super) fn of(written: Option<&SyncPolicySpec>, cluster: &Cluster, platform: &Platform) -> Self {
        let layers = Layers { written, defaults: &platform.defaults.sync_policy, platform };
        Self { automated: layers.automated(cluster), options: layers.options(), retry: layers.retry() }
    }
}

/// Where values come from, first to last; the built-in ones stand in the functions.
struct Layers<'a> {
    written: Option<&'a SyncPolicySpec>,
    defaults: &'a SyncPolicySpec,
    platform: &'a Platform,
}

/// A layer that writes a sub-key, and what its values are called.
#[derive(Clone, Copy)]
enum Layer {
    Team,
    Defaults,
}

impl Layer {
    fn origin(self, span: Span) -> Origin {
        match self {
            Self::Team => Origin::written(span),
            Self::Defaults => Origin::platform(span).of_kind(OriginKind::Default),
        }
    }

    fn source<T: Clone>(self, value: &Spanned<T>) -> Sourced<T> {
        Sourced::new(value.value.clone(), self.origin(value.span))
    }
}

impl Layers<'_> {
    fn automated(&self, cluster: &Cluster) -> Option<Automated> {
        let default = self.default_automated(cluster);
        let written = self.written.and_then(|policy| policy.automated.as_ref());
        let Some(spec) = written else {
            return if cluster.auto_sync.value { self.gate(default) } else { None };
        };
        let mut automated = absent_is_off(spec, Layer::Team);
        self.hold_locked(&mut automated, default, cluster);
        self.gate(automated)
    }

    /// What holds where the team writes no `automated`, and in the leaves that are locked.
    fn default_automated(&self, cluster: &Cluster) -> Automated {
        let written = self.defaults.automated.as_ref();
        written.map_or_else(
            || {
                let on = cluster.auto_sync.origin;
                let on = if on.kind == OriginKind::Platform {
                    on.becomes("autoSync of the cluster")
                } else {
                    Origin::built_in()
                };
                Automated {
                    enabled: None,
                    prune: self.lockable("syncPolicy.automated.prune", Sourced::new(true, on)),
                    self_heal: self.lockable("syncPolicy.automated.selfHeal", Sourced::new(true, on)),
                }
            },
            |spec| {
                let automated = absent_is_off(spec, Layer::Defaults);
                Automated {
                    enabled: automated.enabled.map(|enabled| self.lockable("syncPolicy.automated.enabled", enabled)),
                    prune: self.lockable("syncPolicy.automated.prune", automated.prune),
                    self_heal: self.lockable("syncPolicy.automated.selfHeal", automated.self_heal),
                }
            },
        )
    }

    /// Absent leaves of a written `automated` are off, unless a lock holds them at their default.
    fn hold_locked(&self, automated: &mut Automated, default: Automated, cluster: &Cluster) {
        let lock = |path: &str| self.platform.defaults.lock(path);
        if let Some(span) = lock("syncPolicy.automated.enabled") {
            let off = Sourced::new(false, Origin::platform(span).of_kind(OriginKind::Lock));
            automated.enabled = if cluster.auto_sync.value { default.enabled } else { Some(off) };
        }
        if lock("syncPolicy.automated.prune").is_some() {
            automated.prune = default.prune;
        }
        if lock("syncPolicy.automated.selfHeal").is_some() {
            automated.self_heal = default.self_heal;
        }
    }

    /// An Argo CD that does not know `enabled` is told the same by `automated` being there or not.
    fn gate(&self, automated: Automated) -> Option<Automated> {
        if self.platform.argocd.version >= KNOWS_ENABLED {
            return Some(automated);
        }
        let on = automated.enabled.as_ref().is_none_or(|enabled| enabled.value);
        on.then_some(Automated { enabled: None, ..automated })
    }

    fn options(&self) -> Vec<Sourced<Cow<'static, str>>> {
        let written =
            self.written.and_then(|policy| policy.sync_options.as_ref()).map(|options| (Layer::Team, options));
        let default = self.defaults.sync_options.as_ref().map(|options| (Layer::Defaults, options));
        let always = |option: &'static str, rule: &'static str| {
            Sourced::new(Cow::Borrowed(option), Origin::derived(rule, Place::Nowhere))
        };
        let mut options = Vec::with_capacity(4);
        let chosen = written.or(default);
        if !chosen.is_some_and(|(_, options)| has(options, NO_NAMESPACE)) {
            options.push(always(NO_NAMESPACE, "the namespace is made with its guards"));
        }
        match chosen {
            Some((layer, spec)) => options.extend(spec.iter().map(|option| {
                let origin = self.locked("syncPolicy.syncOptions", layer.origin(option.span));
                Sourced::new(Cow::Owned(option.value.clone()), origin)
            })),
            None => {
                let origin = self.locked("syncPolicy.syncOptions", Origin::built_in());
                options.push(Sourced::new(Cow::Borrowed(PRUNE_LAST), origin));
            }
        }
        let fails = self.platform.gitops.adopt || chosen.is_some_and(|(_, options)| has(options, FAIL_ON_SHARED));
        if !fails {
            options.push(always(FAIL_ON_SHARED, "two applications may not own one object"));
        }
        options
    }

    fn retry(&self) -> Retry {
        let default = self.default_retry();
        let Some(spec) = self.written.and_then(|policy| policy.retry.as_ref()) else { return default };
        let mut retry = read_retry(spec, Layer::Team);
        let is_locked = |path: &str| self.platform.defaults.lock(path).is_some();
        if is_locked("syncPolicy.retry.limit") {
            retry.limit = default.limit;
        }
        let Some(held) = default.backoff else { return retry };
        let locks = [
            "syncPolicy.retry.backoff.duration",
            "syncPolicy.retry.backoff.factor",
            "syncPolicy.retry.backoff.maxDuration",
        ];
        let locks = locks.map(is_locked);
        if locks.contains(&true) {
            let own = retry.backoff.unwrap_or(Backoff { duration: None, factor: None, max_duration: None });
            let [duration, factor, max_duration] = locks;
            retry.backoff = Some(Backoff {
                duration: if duration { held.duration } else { own.duration },
                factor: if factor { held.factor } else { own.factor },
                max_duration: if max_duration { held.max_duration } else { own.max_duration },
            });
        }
        retry
    }

    fn default_retry(&self) -> Retry {
        if let Some(spec) = &self.defaults.retry {
            let retry = read_retry(spec, Layer::Defaults);
            return Retry { limit: retry.limit.map(|limit| self.lockable("syncPolicy.retry.limit", limit)), ..retry };
        }
        let built_in = |path: &str| self.locked(path, Origin::built_in());
        let text = |text: &'static str, path: &str| Some(Sourced::new(Cow::Borrowed(text), built_in(path)));
        Retry {
            limit: Some(Sourced::new(3, built_in("syncPolicy.retry.limit"))),
            backoff: Some(Backoff {
                duration: text("5s", "syncPolicy.retry.backoff.duration"),
                factor: Some(Sourced::new(2, built_in("syncPolicy.retry.backoff.factor"))),
                max_duration: text("3m", "syncPolicy.retry.backoff.maxDuration"),
            }),
        }
    }

    /// The same origin, or that of the lock that holds the path.
    fn locked(&self, path: &str, origin: Origin) -> Origin {
        let Some(lock) = self.platform.defaults.lock(path) else { return origin };
        let held = if matches!(origin.place, Place::Platform(_)) { origin } else { Origin::platform(lock) };
        held.of_kind(OriginKind::Lock)
    }

    fn lockable<T>(&self, path: &str, value: Sourced<T>) -> Sourced<T> {
        Sourced::new(value.value, self.locked(path, value.origin))
    }
}

/// `automated` of one layer; as in Argo CD, what is not written is off, and the whole is on.
fn absent_is_off(spec: &AutomatedSpec, layer: Layer) -> Automated {
    let off = || Sourced::new(false, layer.origin(spec.key).becomes("off unless written"));
    let source = |value: &Option<Spanned<bool>>| value.as_ref().map(|value| layer.source(value));
    Automated {
        enabled: source(&spec.enabled),
        prune: source(&spec.prune).unwrap_or_else(off),
        self_heal: source(&spec.self_heal).unwrap_or_else(off),
    }
}

fn has(options: &[Spanned<String>], option: &str) -> bool {
    options.iter().any(|written| key(&written.value) == key(option))
}

fn read_retry(spec: &RetrySpec, layer: Layer) -> Retry {
    Retry {
        limit: spec.limit.as_ref().map(|limit| layer.source(limit)),
        backoff: spec.backoff.as_ref().map(|backoff| read_backoff(backoff, layer)),
    }
}

fn read_backoff(spec: &BackoffSpec, layer: Layer) -> Backoff {
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| layer.source(text).map(Cow::Owned));
    Backoff {
        duration: text(&spec.duration),
        factor: spec.factor.as_ref().map(|factor| layer.source(factor)),
        max_duration: text(&spec.max_duration),
    }
}
