//! `argocd`: the Argo CD installation.

use super::text_or;
use crate::{
    diagnostic::identity as codes,
    origin::Sourced,
    shape::{Fault, Grammar, Record, Shape, field},
    value::name::{self, NamespaceName},
    yaml::Node,
};

/// The keys of `argocd`.
pub(crate) static ARGOCD: Record = Record::of(&[
    field("namespace", Shape::Text(&name::NAMESPACE), "The namespace that Argo CD runs in."),
    field("project", Shape::Text(&PROJECT), "The Argo CD project of what the platform team deploys."),
    field("version", Shape::Text(&VERSION), "The Argo CD version; it decides which of its features may be used."),
    field("pluginName", Shape::Text(&PLUGIN), "The name under which Argo CD knows the Teamwright plugin."),
]);

static PROJECT: Grammar = Grammar {
    what: "a project name such as `platform`: lower-case letters, digits and `-`",
    pattern: name::LABEL_1123,
    check: project,
};

static PLUGIN: Grammar = Grammar {
    what: "a plugin name such as `teamwright`: lower-case letters, digits and `-`",
    pattern: name::LABEL_1123,
    check: name::label_1123,
};

static VERSION: Grammar = Grammar {
    what: "an Argo CD version such as `\"3.5\"`",
    pattern: r"^[0-9]{1,4}\.[0-9]{1,4}(\.[0-9]{1,4})?$",
    check: |text| {
        let Some(version) = major_minor(text) else {
            let bare = text.trim_start_matches('v');
            let fault = Fault::default().code(codes::ARGOCD_VERSION);
            return Err(if bare != text && major_minor(bare).is_some() { fault.replacement(bare) } else { fault });
        };
        if version >= OLDEST {
            return Ok(());
        }
        let fault = Fault::new(format!("Argo CD `{text}` is older than 3.0, the oldest that this works with"));
        Err(fault.code(codes::ARGOCD_VERSION).help("update Argo CD, then write its version"))
    },
};

/// The oldest Argo CD whose fine-grained permissions the roles of a team rely on.
/// See <https://argo-cd.readthedocs.io/en/stable/operator-manual/upgrading/2.14-3.0/>.
const OLDEST: (u32, u32) = (3, 0);
/// The version that is taken where none is written.
const NEWEST: (u32, u32) = (3, 5);

/// `argocd` as meant.
#[derive(Debug)]
pub(crate) struct ArgoCd {
    pub(crate) namespace: Sourced<NamespaceName>,
    /// The AppProject of what the platform team owns.
    pub(crate) project: Sourced<String>,
    /// `MAJOR.MINOR`, which gates what may be emitted.
    pub(crate) version: (u32, u32),
    pub(crate) plugin_name: Sourced<String>,
}

impl ArgoCd {
    pub(crate) fn read(node: Option<&Node>) -> Self {
        let text = |key: &str, default: &str| text_or(node.and_then(|node| node.get(key)), default);
        let version = node.and_then(|node| node.get("version")).and_then(Node::text).and_then(major_minor);
        Self {
            namespace: text("namespace", "argocd").map(NamespaceName::new),
            project: text("project", "platform"),
            version: version.unwrap_or(NEWEST),
            plugin_name: text("pluginName", "teamwright"),
        }
    }
}

/// `3.5` or `3.5.1` → `(3, 5)`.
fn major_minor(text: &str) -> Option<(u32, u32)> {
    let number = |part: &str| {
        let fits = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let canonical = part == "0" || !part.starts_with('0');
        part.parse::<u32>().ok().filter(|_| fits && canonical)
    };
    let mut parts = text.split('.');
    let version = (number(parts.next()?)?, number(parts.next()?)?);
    let patch = parts.next().is_none_or(|patch| number(patch).is_some());
    (patch && parts.next().is_none()).then_some(version)
}

/// `default` allows everything to everybody, and the names of the projects that are made here are taken.
fn project(text: &str) -> Result<(), Fault> {
    name::label_1123(text)?;
    let fault = match text {
        "default" => Fault::new("`default` is the project that allows everything to everybody"),
        "teams-control" | "teams-guardrails" => Fault::new(format!("`{text}` is the name of a project made here")),
        _ if text.starts_with("team-") => Fault::new(format!("`{text}` could be the project of a team")),
        _ => return Ok(()),
    };
    Err(fault.code(codes::ARGOCD_PROJECT).help("name the platform's own project, such as `platform`"))
}

#[cfg(test)]
mod tests {
    use crate::platform::testing::codes;

    #[test]
    fn a_version_has_two_or_three_numbers_and_is_at_least_3_0() {
        for version in ["3.0", "3.5", "3.5.1", "10.0"] {
            assert_eq!(codes(&format!("argocd: {{version: \"{version}\"}}")), [""; 0], "{version}");
        }
        for version in ["2.14", "3", "v3.5", "3.5.1.2", "3.05", "3.", "3.x", "3.5-rc1", "99999.0"] {
            assert_eq!(codes(&format!("argocd: {{version: \"{version}\"}}")), ["TW0335"], "{version}");
        }
        assert_eq!(codes("argocd: {version: 3.5}"), ["TW0206"]);
    }

    #[test]
    fn the_platforms_project_is_its_own() {
        for project in ["default", "team-backend", "teams-control"] {
            assert_eq!(codes(&format!("argocd: {{project: {project}}}")), ["TW0336"], "{project}");
        }
        assert_eq!(codes("argocd: {project: infra}"), [""; 0]);
    }
}
