//! `rbac` and `allowedKinds`: what a team's people may do, and what the team may deploy.

use super::{capabilities, sourced, switch_or};
use crate::{
    diagnostic::{Sink, access as codes},
    origin::Sourced,
    shape::{Fault, Grammar, List, Record, Shape, field},
    value::{kind, label},
    yaml::Node,
};

/// The keys of `rbac`.
pub(crate) static RBAC: Record = Record::of(&[
    field("developer", Shape::Record(&DEVELOPER), "What developers may do beside running their applications."),
    field("viewer", Shape::Record(&VIEWER), "What viewers may do beside looking."),
]);

static DEVELOPER: Record = Record::of(&[
    field("exec", Shape::Boolean, "Whether developers may open a shell in a running container."),
    field("portForward", Shape::Boolean, "Whether developers may reach a pod's port from their own machine."),
    field(
        "applications",
        Shape::List(&APPLICATION_VERBS),
        "What developers may do to the Argo CD Application itself, which Git writes: `update`, `delete`.",
    ),
]);

static VIEWER: Record =
    Record::of(&[field("logs", Shape::Boolean, "Whether viewers may read the logs of containers.")]);

static APPLICATION_VERBS: List = List::of(Shape::Choice(&["update", "delete"]));

/// `allowedKinds`.
pub(crate) static ALLOWED_KINDS: List = List::of(Shape::Record(&ALLOWED_KIND));

static ALLOWED_KIND: Record = Record::of(&[
    field(
        "group",
        Shape::Text(&GROUP),
        "The API group: what stands before `/` in the kind's apiVersion, or `\"\"` where there is no `/`.",
    )
    .required(),
    field("kind", Shape::Text(&KIND), "The kind, as in a manifest.").required(),
]);

static GROUP: Grammar =
    Grammar { what: "an API group such as `keda.sh`", pattern: r"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$", check: group };

static KIND: Grammar =
    Grammar { what: "a kind such as `ScaledObject`", pattern: "^[A-Z][A-Za-z0-9]*$", check: kind_name };

/// `rbac` and `allowedKinds` as meant.
#[derive(Debug)]
pub(crate) struct Access {
    /// `rbac.developer.exec`.
    pub(crate) exec: Sourced<bool>,
    /// `rbac.developer.portForward`.
    pub(crate) port_forward: Sourced<bool>,
    /// `rbac.developer.applications`: of `update` and `delete`.
    pub(crate) application_verbs: Vec<Sourced<String>>,
    /// `rbac.viewer.logs`.
    pub(crate) viewer_logs: Sourced<bool>,
    /// `allowedKinds`, without those that are allowed anyway.
    pub(crate) allowed_kinds: Vec<AllowedKind>,
}

/// An entry of `allowedKinds`.
#[derive(Debug)]
pub(crate) struct AllowedKind {
    /// Empty for the core group.
    pub(crate) group: Sourced<String>,
    pub(crate) kind: Sourced<String>,
}

impl Access {
    pub(crate) fn read(rbac: Option<&Node>, allowed_kinds: Option<&Node>, sink: &mut Sink) -> Self {
        let get = |role: &str, key: &str| rbac.and_then(|rbac| rbac.get(role)).and_then(|role| role.get(key));
        let flag = |role: &str, key: &str, default: bool| switch_or(get(role, key), default);
        let verbs = get("developer", "applications").map(Node::items).unwrap_or_default();
        let entries = allowed_kinds.map(Node::items).unwrap_or_default();
        Self {
            exec: flag("developer", "exec", false),
            port_forward: flag("developer", "portForward", false),
            application_verbs: verbs.iter().filter_map(sourced).collect(),
            viewer_logs: flag("viewer", "logs", true),
            allowed_kinds: entries.iter().filter_map(|entry| AllowedKind::read(entry, sink)).collect(),
        }
    }
}

impl AllowedKind {
    fn read(entry: &Node, sink: &mut Sink) -> Option<Self> {
        let text = |key: &str| entry.get(key).and_then(sourced);
        let (group, kind) = (text("group")?, text("kind")?);
        if capabilities::deploys(&group.value, &kind.value) {
            sink.report(codes::KIND_IS_ALLOWED, entry.span, format!("teams may deploy `{}` anyway", kind.value))
                .help("remove the entry");
            return None;
        }
        Some(Self { group, kind })
    }
}

fn group(text: &str) -> Result<(), Fault> {
    if !text.is_empty() && !label::is_subdomain(text) {
        let version = text.split_once('/').filter(|(group, _)| label::is_subdomain(group));
        return Err(match version {
            Some((group, _)) => Fault::default().help(format!("write `{group}`, without the version")),
            None => Fault::default(),
        });
    }
    if kind::is_guarded_group(text) {
        return Err(Fault::new(format!("kinds of `{text}` guard the teams; none of them may deploy one"))
            .code(codes::GUARDED_KIND)
            .help("remove the entry"));
    }
    Ok(())
}

fn kind_name(text: &str) -> Result<(), Fault> {
    if !kind::is_kind(text) {
        return Err(Fault::default());
    }
    if kind::is_guarded(text) {
        return Err(Fault::new(format!("`{text}` guards the teams; none of them may deploy one"))
            .code(codes::GUARDED_KIND)
            .help("remove the entry"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{Platform, Source, platform::testing::codes};

    #[test]
    fn what_guards_a_team_is_never_allowed() {
        for (group, kind) in [
            ("\"\"", "ResourceQuota"),
            ("example.com", "LimitRange"),
            ("crd.projectcalico.org", "NetworkPolicy"),
            ("crd.projectcalico.org", "GlobalNetworkPolicy"),
            ("cilium.io", "CiliumClusterwideNetworkPolicy"),
            ("policy.networking.k8s.io", "BaselineAdminNetworkPolicy"),
            ("networking.k8s.aws", "PolicyEndpoint"),
            ("argoproj.io", "ApplicationSet"),
            ("discovery.k8s.io", "EndpointSlice"),
            ("kyverno.io", "Policy"),
            ("external-secrets.io", "PushSecret"),
        ] {
            let text = format!("allowedKinds: [{{group: {group}, kind: {kind}}}]");
            assert_eq!(codes(&text), ["TW0630"], "{group} {kind}");
        }
    }

    #[test]
    fn a_kind_is_named_exactly() {
        for entry in [
            "{group: \"*\", kind: A}",
            "{group: keda.sh, kind: \"*\"}",
            "{group: keda.sh, kind: Scaled*}",
            "{group: keda.sh/v1, kind: A}",
            "{group: keda.sh, kind: scaledobject}",
            "{kind: A}",
            "{group: keda.sh}",
        ] {
            assert_eq!(codes(&format!("allowedKinds: [{entry}]")).len(), 1, "{entry}");
        }
        assert_eq!(codes("allowedKinds: [{group: keda.sh, kind: ScaledObject}]"), [""; 0]);
    }

    #[test]
    fn a_kind_that_is_allowed_anyway_is_a_warning() {
        let text = "allowedKinds: [{group: apps, kind: Deployment}, {group: keda.sh, kind: ScaledObject}]";
        let platform = Platform::parse(&Source::new("platform.yaml", text));
        assert!(!platform.has_errors());
        assert_eq!(codes(text).len(), 1);
        assert_eq!(platform.access.allowed_kinds.len(), 1);
    }

    #[test]
    fn people_look_and_read_logs_unless_the_platform_says_otherwise() {
        let access = Platform::built_in().access;
        assert!(!access.exec.value && !access.port_forward.value && access.viewer_logs.value);
        assert!(access.application_verbs.is_empty());
        assert_eq!(codes("rbac: {developer: {applications: [create]}}"), ["TW0209"]);
    }
}
