//! `healthChecks`: how Argo CD tells that an object of a kind is healthy.

use super::sourced;
use crate::{
    diagnostic::{Sink, platform as codes},
    origin::Sourced,
    shape::{Fault, Grammar, List, Record, Shape, field},
    value::label,
    yaml::Node,
};

/// `healthChecks`.
pub(crate) static HEALTH_CHECKS: List = List::of(Shape::Record(&HEALTH_CHECK));

/// The keys of one check. See <https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#custom-health-checks>.
static HEALTH_CHECK: Record = Record::of(&[
    field(
        "group",
        Shape::Text(&GROUP),
        "The API group: what stands before `/` in the kind's apiVersion. Absent where there is no `/`.",
    ),
    field("kind", Shape::Text(&KIND), "The kind, as in a manifest.").required(),
    field(
        "lua",
        Shape::Free(LONGEST_LUA),
        "A script in Lua that looks at `obj` and returns a table with `status` and `message`.",
    )
    .required(),
]);

const LONGEST_LUA: usize = 32_768;

/// Argo CD would take a `*` for every group, and a check with one for every kind.
static GROUP: Grammar = Grammar {
    what: "an API group such as `cert-manager.io`",
    pattern: r"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$",
    check: |text| {
        if label::is_subdomain(text) {
            return Ok(());
        }
        let group = text.split_once('/').map(|(group, _)| group).filter(|group| label::is_subdomain(group));
        Err(match group {
            _ if text.is_empty() => Fault::new("an empty group").help("remove the key for a kind of the core group"),
            Some(group) => Fault::default().help(format!("write `{group}`, without the version")),
            None => Fault::default(),
        })
    },
};

static KIND: Grammar = Grammar {
    what: "a kind such as `Certificate`",
    pattern: "^[A-Z][A-Za-z0-9]*$",
    check: |text| {
        let inner = text.len() <= LONGEST_KIND && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if inner && text.starts_with(|c: char| c.is_ascii_uppercase()) { Ok(()) } else { Err(Fault::default()) }
    },
};

/// Kubernetes takes kinds of up to 63 characters.
const LONGEST_KIND: usize = 63;

/// A check as meant.
#[derive(Debug)]
pub(crate) struct HealthCheck {
    /// `None` for the core group.
    pub(crate) group: Option<Sourced<String>>,
    pub(crate) kind: Sourced<String>,
    /// The script.
    pub(crate) lua: Sourced<String>,
}

impl HealthCheck {
    fn read(node: &Node) -> Option<Self> {
        let text = |key: &str| node.get(key).and_then(sourced);
        let group_is_known = !node.is_partial() && node.entry("group").is_none_or(|entry| entry.value.is_valid());
        Some(Self { group: text("group"), kind: text("kind")?, lua: text("lua")? }).filter(|_| group_is_known)
    }

    fn judges(&self) -> (Option<&str>, &str) {
        (self.group.as_ref().map(|group| group.value.as_str()), &self.kind.value)
    }
}

/// The checks, one a kind.
pub(crate) fn read(node: Option<&Node>, sink: &mut Sink) -> Vec<HealthCheck> {
    let mut checks: Vec<HealthCheck> = Vec::new();
    for check in node.map(Node::items).unwrap_or_default().iter().filter_map(HealthCheck::read) {
        let Some(first) = checks.iter().find(|first| first.judges() == check.judges()) else {
            checks.push(check);
            continue;
        };
        let message = format!("a second health check of `{}`", check.kind.value);
        sink.report(codes::SAME_HEALTH_CHECK, check.kind.origin.span(), message)
            .see(first.kind.origin.span(), "first written here")
            .help("keep one of the two");
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::GROUP;
    use crate::{Platform, Source};

    fn found(text: &str) -> Vec<String> {
        let platform = Platform::parse(&Source::new("platform.yaml", format!("healthChecks: {text}")));
        let errors = platform.diagnostics().iter().filter(|found| found.is_error());
        errors.map(|found| format!("{} {}", found.code.id, found.message)).collect()
    }

    #[test]
    fn a_group_is_named_without_its_version_or_not_at_all() {
        let told = |group: &str| {
            let fault = (GROUP.check)(group).err();
            fault.map(|fault| (fault.message, fault.help))
        };
        assert_eq!(told("cert-manager.io"), None);
        assert_eq!(told("").unwrap().0, "an empty group");
        assert_eq!(told("apps/v1").unwrap().1.as_deref(), Some("write `apps`, without the version"));
        assert_eq!(told("*").unwrap().1, None);
    }

    #[test]
    fn a_kind_has_one_check() {
        for text in [
            "[{group: cert-manager.io, kind: Certificate, lua: a}]",
            "[{kind: Service, lua: a}]",
            "[{group: a.b, kind: A, lua: a}, {group: c.d, kind: A, lua: a}, {kind: A, lua: a}]",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
        let twice = "[{group: a.b, kind: A, lua: one}, {group: a.b, kind: A, lua: two}]";
        assert_eq!(found(twice), ["TW1011 a second health check of `A`"]);
    }

    #[test]
    fn a_check_names_its_kind_exactly() {
        for text in [
            "[{kind: \"*\", lua: x}]",
            "[{kind: Cert*, lua: x}]",
            "[{kind: certificate, lua: x}]",
            "[{group: \"*\", kind: A, lua: x}]",
            "[{group: a.b/v1, kind: A, lua: x}]",
            "[{group: \"\", kind: A, lua: x}]",
            "[{kind: A, lua: \" \"}]",
            "[{kind: A}]",
            "[{lua: x}]",
        ] {
            assert_eq!(found(text).len(), 1, "{text}");
        }
    }
}
