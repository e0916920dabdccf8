//! `syncWaves`: waves of kinds, in place of the built-in table.

use crate::{
    diagnostic::{Sink, apps as codes},
    manifest::order,
    origin::{Origin, Place},
    shape::{Empty, Fault, Grammar, Map, Shape, did_you_mean},
    span::{Span, Spanned},
    value::bounded,
    yaml::{Entry, Node},
};

/// `syncWaves`.
pub(crate) static SYNC_WAVES: Map = Map { key: &KIND, value: Shape::Bare(&bounded::WAVE), empty: Empty::Allowed };

pub(crate) static KIND: Grammar = Grammar {
    what: "a kind such as `ConfigMap`",
    pattern: "^[A-Z][A-Za-z]*$",
    check: |text| if order::is_known(text) { Ok(()) } else { Err(unknown(text)) },
};

fn unknown(text: &str) -> Fault {
    let kinds = || order::WAVES.iter().map(|(kind, _)| *kind);
    let fault = Fault::new(format!("`{}` is not a kind that has a wave", text.escape_debug())).code(codes::WAVE_KIND);
    match did_you_mean(text, kinds()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault
            .help(format!("the kinds are {}", kinds().map(|kind| format!("`{kind}`")).collect::<Vec<_>>().join(", "))),
    }
}

/// What has to be there before anything that it guards.
const FIRST: [&str; 5] = ["Namespace", "AppProject", "NetworkPolicy", "ResourceQuota", "LimitRange"];
/// What comes last: nothing of the team's own may wait for an application.
const LAST: &str = "Application";

/// `syncWaves` as meant.
#[derive(Debug, Default)]
pub(crate) struct SyncWaves {
    written: Vec<Written>,
}

#[derive(Debug)]
struct Written {
    kind: Spanned<String>,
    wave: i32,
    span: Span,
}

impl SyncWaves {
    pub(crate) fn read(node: Option<&Node>, sink: &mut Sink) -> Self {
        let entries = node.map(Node::entries).unwrap_or_default();
        let waves = Self { written: entries.iter().filter_map(Written::read).collect() };
        waves.check(sink);
        waves
    }

    /// The wave of a kind: its own, else that of the table.
    pub(crate) fn wave(&self, kind: &str) -> i32 {
        self.find(kind).map_or_else(|| order::wave(kind), |written| written.wave)
    }

    /// Where the wave of a kind comes from.
    pub(crate) fn origin(&self, kind: &str) -> Origin {
        let table = Origin::derived("the table of sync waves", Place::Nowhere);
        self.find(kind).map_or(table, |written| Origin::platform(written.span))
    }

    /// The wave of what a template makes, and where it comes from.
    pub(crate) fn of_template(&self, kind: &str) -> (i32, Origin) {
        match self.find(kind) {
            Some(written) => (written.wave, self.origin(kind)),
            None => (
                order::wave(kind).max(order::OF_TEMPLATES),
                Origin::derived("what templates make comes last", Place::Nowhere),
            ),
        }
    }

    fn find(&self, kind: &str) -> Option<&Written> {
        self.written.iter().find(|written| written.kind.value == kind)
    }

    /// Guards before everything else, applications behind everything else; each written wave is judged once.
    fn check(&self, sink: &mut Sink) {
        let mut reported: Vec<&str> = Vec::new();
        for written in &self.written {
            let kind = written.kind.value.as_str();
            let others = order::WAVES.iter().map(|(other, _)| *other).filter(|other| *other != kind);
            let clash = others.filter(|other| !reported.contains(other)).find_map(|other| {
                let wave = self.wave(other);
                let place = match (must_precede(kind, other), must_precede(other, kind)) {
                    (Some(precedes), _) if !precedes(written.wave, wave) => "before",
                    (_, Some(precedes)) if !precedes(wave, written.wave) => "behind",
                    _ => return None,
                };
                Some((other, wave, place))
            });
            let Some((other, wave, place)) = clash else { continue };
            let message = format!("`{kind}` in wave {} would not come {place} `{other}` in wave {wave}", written.wave);
            let report = sink.report(codes::WAVE_ORDER, written.span, message);
            let report = match self.find(other) {
                Some(cause) => report.see(cause.span, format!("the wave of `{other}`")),
                None => report,
            };
            report.help(match (place, is_strict(kind, other)) {
                ("before", true) => format!("write {} or less, or move `{other}`", wave - 1),
                ("before", false) => format!("write {wave} or less, or move `{other}`"),
                (_, true) => format!("write {} or more, or move `{other}`", wave + 1),
                (_, false) => format!("write {wave} or more, or move `{other}`"),
            });
            reported.push(kind);
        }
    }
}

/// How the waves of two kinds have to compare; `None` where their order is free.
fn must_precede(kind: &str, other: &str) -> Option<fn(i32, i32) -> bool> {
    if FIRST.contains(&kind) && !FIRST.contains(&other) {
        return Some(|wave, other| wave < other);
    }
    let applications = other == LAST && kind != LAST;
    let namespace = kind == "Namespace" && FIRST.contains(&other) && other != "AppProject";
    (applications || namespace).then_some(|wave, other| wave <= other)
}

/// Whether two kinds may not share a wave.
fn is_strict(kind: &str, other: &str) -> bool {
    FIRST.contains(&kind) != FIRST.contains(&other)
}

impl Written {
    fn read(entry: &Entry) -> Option<Self> {
        let wave = bounded::read(&entry.value)?;
        Some(Self { kind: entry.key.clone(), wave: i32::try_from(wave.value).ok()?, span: wave.span })
    }
}

#[cfg(test)]
mod tests {
    use crate::{platform::Platform, source::Source};

    fn found(text: &str) -> Vec<String> {
        let platform =
            Platform::parse(&Source::new("platform.yaml", format!("network: {{ingress: []}}\nsyncWaves: {text}")));
        platform.diagnostics().iter().map(|d| format!("{} {}", d.code.id, d.message)).collect()
    }

    #[test]
    fn what_keeps_the_order_is_fine() {
        for text in [
            "{}",
            "{ServiceAccount: -2, RoleBinding: 0}",
            "{Application: 10}",
            "{Namespace: -10, ResourceQuota: -7}",
            "{Namespace: -100, AppProject: -100}",
            "{AppProject: -6}",
            "{ExternalSecret: 1, SecretStore: 0}",
            "{Role: \"-2\"}",
            "{ResourceQuota: -3, CustomResourceDefinition: -2, ServiceAccount: -2, Role: -2, RoleBinding: -2, ClusterRole: -2, ClusterRoleBinding: -2, NamespacedMutatingPolicy: -2, Secret: -1, ConfigMap: -1}",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_undoes_the_order_is_one_error_each() {
        for (text, message) in [
            (
                "{ResourceQuota: 0}",
                "TW0942 `ResourceQuota` in wave 0 would not come before `CustomResourceDefinition` in wave -4",
            ),
            ("{ServiceAccount: -5}", "TW0942 `ServiceAccount` in wave -5 would not come behind `Namespace` in wave -5"),
            (
                "{Application: 2}",
                "TW0942 `Application` in wave 2 would not come behind `ECRAuthorizationToken` in wave 3",
            ),
            ("{ExternalSecret: 4}", "TW0942 `ExternalSecret` in wave 4 would not come before `Application` in wave 3"),
            (
                "{Namespace: -4, CustomResourceDefinition: 0}",
                "TW0942 `Namespace` in wave -4 would not come before `NetworkPolicy` in wave -5",
            ),
            (
                "{ServiceAccount: -7, AppProject: -7}",
                "TW0942 `ServiceAccount` in wave -7 would not come behind `Namespace` in wave -5",
            ),
            ("{Deployments: 1}", "TW0941 `Deployments` is not a kind that has a wave"),
            ("{Role: 101}", "TW0216 `101` is not a whole number from -100 to 100"),
        ] {
            assert_eq!(found(text), [message], "{text}");
        }
    }
}
