//! `directory`: which files of a plain directory are taken.

use crate::{
    shape::{Fault, Grammar, Record, Shape, field},
    span::{Span, Spanned},
    yaml::Node,
};

/// The keys of `directory`.
pub(crate) static DIRECTORY: Record = Record {
    fields: &[
        field(
            "recurse",
            Shape::Boolean,
            "Whether directories below `path` are taken too. It is `false` unless written.",
        ),
        field("include", Shape::Text(&GLOB), "Which files are taken, such as `*.yaml` or `{a,b}.yaml`."),
        field("exclude", Shape::Text(&GLOB), "Which files are passed over, such as `*-test.yaml`."),
    ],
    others: None,
    refused: &[("jsonnet", "teams' apps are rendered by `helm`, `kustomize` or `directory` only")],
};

/// A pattern of file names, relative to the application's directory.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/directory/#includeexclude-files>.
static GLOB: Grammar = Grammar {
    what: "a pattern of file names such as `*.yaml` or `{a,b}.yaml`",
    pattern: r"^[^/\\\s][^\\]*$",
    check: |text| if is_glob(text) { Ok(()) } else { Err(Fault::default()) },
};

/// Longest pattern, in bytes.
const LONGEST: usize = 512;

fn is_glob(text: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || "/._-+@=~*?,{}[]! ".contains(c);
    let segment = |text: &str| !text.is_empty() && !matches!(text, "." | "..") && !text.eq_ignore_ascii_case(".git");
    text.len() <= LONGEST
        && text.chars().all(inner)
        && text.trim() == text
        && text.split('/').all(segment)
        && !text.contains("{{")
        && is_balanced(text)
}

/// Whether every bracket is closed by one of its kind, with something between the two. Alternatives do not nest.
fn is_balanced(text: &str) -> bool {
    let mut open: Option<(char, usize)> = None;
    for (index, character) in text.char_indices() {
        match (character, open) {
            ('{' | '[', None) => open = Some((character, index)),
            ('}', Some(('{', start))) | (']', Some(('[', start))) if index > start + 1 => open = None,
            ('{' | '[' | '}' | ']', _) => return false,
            (',', None) => return false,
            _ => {}
        }
    }
    open.is_none()
}

/// `directory` as written.
#[derive(Debug)]
pub(crate) struct DirectorySpec {
    pub(crate) recurse: Option<Spanned<bool>>,
    pub(crate) include: Option<Spanned<String>>,
    pub(crate) exclude: Option<Spanned<String>>,
    /// The whole mapping, if nothing is left in it.
    pub(crate) empty: Option<Span>,
}

impl DirectorySpec {
    /// Reads a checked mapping.
    pub(crate) fn read(node: &Node) -> Self {
        Self {
            recurse: node.get("recurse").and_then(Node::boolean),
            include: node.get("include").and_then(Node::spanned),
            exclude: node.get("exclude").and_then(Node::spanned),
            empty: node.is_empty_mapping().then_some(node.span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_stays_inside_and_closes_its_brackets() {
        for text in
            ["*.yaml", "**/*.yaml", "{a,b}.yaml", "{*.yml,*.yaml}", "[a-c]*.yaml", "base/?.yaml", "[!x]*", "a b.yaml"]
        {
            assert!(is_glob(text), "{text}");
        }
        for text in [
            "",
            "/x",
            "../*.yaml",
            "a/../b",
            "{a",
            "a}",
            "{a]",
            "{}",
            "{{a,b},c}",
            "a,b",
            r"a\*",
            "a//b",
            ".git/*",
            " *",
            "$x",
            "*.yaml\n",
        ] {
            assert!(!is_glob(text), "{text}");
        }
    }
}
