//! `podSecurity`: the Pod Security Standard of team namespaces.

use super::text_or;
use crate::{
    diagnostic::identity as codes,
    origin::Sourced,
    shape::{Fault, Grammar, Record, Shape, field},
    yaml::Node,
};

/// The keys of `podSecurity`.
pub(crate) static POD_SECURITY: Record = Record::of(&[
    field(
        "enforce",
        Shape::Choice(&["restricted", "baseline"]),
        "Which pods are turned away: `restricted` asks for every safeguard, `baseline` only refuses the known dangers.",
    ),
    field(
        "version",
        Shape::Text(&VERSION),
        "The Kubernetes version whose rules are meant, so that an upgrade of the cluster changes nothing by itself.",
    ),
]);

static VERSION: Grammar =
    Grammar { what: "a Kubernetes version such as `v1.34`", pattern: r"^v1\.(0|[1-9][0-9]{0,2})$", check: version };

/// `podSecurity` as meant.
/// See <https://kubernetes.io/docs/concepts/security/pod-security-standards/>.
#[derive(Debug)]
pub(crate) struct PodSecurity {
    /// `restricted` or `baseline`.
    pub(crate) enforce: Sourced<String>,
    /// `v1.N`.
    pub(crate) version: Sourced<String>,
}

impl PodSecurity {
    pub(crate) fn read(node: Option<&Node>) -> Self {
        let text = |key: &str, default: &str| text_or(node.and_then(|node| node.get(key)), default);
        Self { enforce: text("enforce", "restricted"), version: text("version", "v1.34") }
    }
}

fn version(text: &str) -> Result<(), Fault> {
    let is_minor = |minor: &str| {
        let digits = (1..=3).contains(&minor.len()) && minor.bytes().all(|byte| byte.is_ascii_digit());
        digits && (minor == "0" || !minor.starts_with('0'))
    };
    if text.strip_prefix("v1.").is_some_and(is_minor) {
        return Ok(());
    }
    let fault = Fault::default().code(codes::POD_SECURITY_VERSION);
    if text == "latest" {
        return Err(fault.help("name the version that you mean, such as `v1.34`"));
    }
    match text.strip_prefix("1.").filter(|minor| is_minor(minor)) {
        Some(minor) => Err(fault.help(format!("write `v1.{minor}`")).replacement(format!("v1.{minor}"))),
        None => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Platform, Source};

    #[test]
    fn a_version_is_pinned() {
        for (version, valid) in [
            ("v1.34", true),
            ("v1.0", true),
            ("latest", false),
            ("v1", false),
            ("v1.034", false),
            ("v1.34.1", false),
            ("v2.1", false),
            ("\"1.34\"", false),
        ] {
            let text = format!("podSecurity: {{version: {version}}}");
            let platform = Platform::parse(&Source::new("platform.yaml", text));
            assert_eq!(!platform.has_errors(), valid, "{version}");
        }
    }

    #[test]
    fn privileged_is_not_to_be_had() {
        let source = Source::new("platform.yaml", "podSecurity: {enforce: privileged}");
        assert!(Platform::parse(&source).has_errors());
        let built_in = PodSecurity::read(None);
        assert_eq!((built_in.enforce.value.as_str(), built_in.version.value.as_str()), ("restricted", "v1.34"));
    }
}
