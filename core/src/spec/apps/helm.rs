//! `helm`: how a chart is rendered.

use crate::{
    shape::{Empty, Fault, Grammar, List, Map, Record, Shape, field},
    span::{Span, Spanned},
    value::{name::is_label_1123, path},
    yaml::Node,
};

/// The keys of `helm`.
pub(crate) static HELM: Record = Record::of(&[
    field(
        "releaseName",
        Shape::Text(&RELEASE_NAME),
        "The name of the Helm release. It is the application's name unless written.",
    ),
    field("valueFiles", Shape::List(&VALUE_FILES), "Files with values, relative to `path`; later ones win."),
    field("values", Shape::Map(&VALUES), "Values for the chart. They win over those of the files."),
    field(
        "parameters",
        Shape::List(&PARAMETERS),
        "Single values, as of `helm --set-string`. They win over everything.",
    ),
]);

static VALUE_FILES: List = List::not_empty(Shape::Text(&path::FILE));

/// Free values: they keep their types and come out unchanged.
static VALUES: Map = Map { key: &VALUE_KEY, value: Shape::Anything, empty: Empty::Refused };

static PARAMETERS: List = List::not_empty(Shape::Record(&PARAMETER)).unique_by("name");

static PARAMETER: Record = Record::of(&[
    field("name", Shape::Text(&PARAMETER_NAME), "Which value, such as `image.tag`.").required(),
    field("value", Shape::Text(&PARAMETER_VALUE), "What it is; a text, so numbers need quotes.").required(),
]);

/// Helm takes release names of at most 53 characters, so that names made of them have room.
/// See <https://helm.sh/docs/chart_template_guide/getting_started/>.
static RELEASE_NAME: Grammar = Grammar {
    what: "a release name such as `web`: lower-case letters, digits and `-`, at most 53 characters",
    pattern: "^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$",
    check: |text| if is_label_1123(text) && text.len() <= LONGEST_RELEASE { Ok(()) } else { Err(Fault::default()) },
};

/// Longest name of a Helm release.
pub(crate) const LONGEST_RELEASE: usize = 53;

static VALUE_KEY: Grammar = Grammar {
    what: "a key of the chart's values",
    pattern: r"\S",
    check: |text| if text.trim().is_empty() { Err(Fault::default()) } else { Ok(()) },
};

/// The path to a value as `helm --set` writes it, without what would make two values of one.
/// See <https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set>.
static PARAMETER_NAME: Grammar = Grammar {
    what: "the path to a value such as `image.tag` or `hosts[0].name`",
    pattern: r"^[A-Za-z0-9_./\\\[\]-]+$",
    check: |text| if is_parameter(text) { Ok(()) } else { Err(Fault::default()) },
};

static PARAMETER_VALUE: Grammar = Grammar { what: "a text", pattern: "^", check: |_| Ok(()) };

/// Longest name of a parameter, in bytes.
const LONGEST_PARAMETER: usize = 512;

fn is_parameter(text: &str) -> bool {
    let inner =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'\\' | b'[' | b']');
    text.len() <= LONGEST_PARAMETER
        && text.bytes().all(inner)
        && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && !text.contains("..")
        && !text.ends_with(['.', '\\', '['])
}

/// `helm` as written.
#[derive(Debug)]
pub(crate) struct HelmSpec {
    pub(crate) release_name: Option<Spanned<String>>,
    pub(crate) value_files: Vec<Spanned<String>>,
    /// A mapping; its leaves keep type and text.
    pub(crate) values: Option<Node>,
    pub(crate) parameters: Vec<ParameterSpec>,
    /// The whole mapping, if nothing is left in it.
    pub(crate) empty: Option<Span>,
}

/// One of `parameters` as written.
#[derive(Debug)]
pub(crate) struct ParameterSpec {
    pub(crate) name: Spanned<String>,
    pub(crate) value: Spanned<String>,
}

impl HelmSpec {
    /// Reads a checked mapping.
    pub(crate) fn read(node: &Node) -> Self {
        let items = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
        Self {
            release_name: node.get("releaseName").and_then(Node::spanned),
            value_files: items("valueFiles").iter().filter_map(Node::spanned).collect(),
            values: node.get("values").cloned(),
            parameters: items("parameters").iter().filter_map(ParameterSpec::read).collect(),
            empty: node.is_empty_mapping().then_some(node.span),
        }
    }
}

impl ParameterSpec {
    fn read(node: &Node) -> Option<Self> {
        Some(Self { name: node.get("name")?.spanned()?, value: node.get("value")?.spanned()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_names_one_value() {
        for text in ["image.tag", "hosts[0].name", r"annotations.example\.com/owner", "_x", "a-b"] {
            assert!(is_parameter(text), "{text}");
        }
        for text in ["", "a=b", "a,b", "a b", ".a", "a.", "a..b", "{a}", "$x", "a\n", "[0]"] {
            assert!(!is_parameter(text), "{text}");
        }
    }
}
