//! `ignoreDifferences`: fields that something else changes.

use std::sync::Arc;

use crate::{
    shape::{Fault, Grammar, List, Record, Shape, field},
    span::Spanned,
    value::{label, name},
    yaml::Node,
};

/// `ignoreDifferences`.
pub(crate) static IGNORE_DIFFERENCES: List = List::of(Shape::Record(&IGNORE_DIFFERENCE));

static IGNORE_DIFFERENCE: Record = Record {
    fields: &[
        field(
            "group",
            Shape::Text(&GROUP),
            "The API group of the kind, such as `apps`; left out for kinds like Service.",
        ),
        field("kind", Shape::Text(&KIND), "The kind, such as `Deployment`.").required(),
        field("name", Shape::Text(&OBJECT), "One object; all of the kind unless written."),
        field("namespace", Shape::Text(&name::NAMESPACE), "The team's namespace; it may be left out."),
        field("jsonPointers", Shape::List(&POINTERS), "The fields, such as `/spec/replicas`.").required(),
    ],
    others: None,
    refused: &[
        ("jqPathExpressions", "write the fields as `jsonPointers`: programs in jq are not taken from teams"),
        ("managedFieldsManagers", "write the fields as `jsonPointers`: a manager could change any field"),
    ],
};

static POINTERS: List = List::not_empty(Shape::Text(&POINTER));

/// An API group; nothing for the core group.
static GROUP: Grammar = Grammar {
    what: "an API group such as `apps`",
    pattern: "^[a-z0-9.-]*$",
    check: |text| if text.is_empty() || label::is_subdomain(text) { Ok(()) } else { Err(Fault::default()) },
};

static KIND: Grammar = Grammar {
    what: "a kind such as `Deployment`",
    pattern: "^[A-Z][A-Za-z0-9]*$",
    check: |text| if is_kind(text) { Ok(()) } else { Err(Fault::default()) },
};

static OBJECT: Grammar = Grammar {
    what: "the name of an object such as `web`",
    pattern: "^[a-z0-9.-]+$",
    check: |text| if label::is_subdomain(text) { Ok(()) } else { Err(Fault::default()) },
};

/// A JSON pointer to a field. See <https://www.rfc-editor.org/rfc/rfc6901>.
static POINTER: Grammar = Grammar {
    what: "a JSON pointer such as `/spec/replicas`",
    pattern: "^/.+$",
    check: |text| if is_pointer(text) { Ok(()) } else { Err(pointer_fault(text)) },
};

/// Longest pointer, in bytes.
const LONGEST_POINTER: usize = 1_024;

fn is_kind(text: &str) -> bool {
    text.len() <= name::LONGEST_LABEL
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_pointer(text: &str) -> bool {
    let escapes = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    let inner = |c: char| c != '*' && (c.is_alphanumeric() || c.is_ascii_graphic() || c == ' ');
    text.starts_with('/') && text.len() > 1 && text.len() <= LONGEST_POINTER && escapes && text.chars().all(inner)
}

fn pointer_fault(text: &str) -> Fault {
    if text.contains('*') {
        return Fault::new("a JSON pointer has no `*`")
            .help("write one pointer for each field, such as `/spec/template/spec/containers/0/image`");
    }
    let from_dots = format!("/{}", text.trim_start_matches('.').replace('.', "/"));
    if !text.starts_with('/') && !text.contains('/') && is_pointer(&from_dots) {
        return Fault::default().help(format!("write `{from_dots}`"));
    }
    let with_slash = format!("/{text}");
    if !text.starts_with('/') && is_pointer(&with_slash) {
        return Fault::default().help(format!("write `{with_slash}`"));
    }
    if text.contains('~') {
        return Fault::default().help("write `~0` for `~`, and `~1` for a `/` inside a name");
    }
    Fault::default()
}

/// One entry as written; only whole ones are read.
#[derive(Debug)]
pub(crate) struct IgnoreDifferenceSpec {
    pub(crate) group: Option<Spanned<String>>,
    pub(crate) kind: Spanned<String>,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) namespace: Option<Spanned<String>>,
    pub(crate) json_pointers: Vec<Spanned<String>>,
}

impl IgnoreDifferenceSpec {
    fn read(node: &Node) -> Option<Self> {
        let text = |key: &str| node.get(key).and_then(Node::spanned);
        Some(Self {
            group: text("group"),
            kind: text("kind")?,
            name: text("name"),
            namespace: text("namespace"),
            json_pointers: node.get("jsonPointers")?.items().iter().filter_map(Node::spanned).collect(),
        })
    }
}

/// Reads a checked list.
pub(crate) fn read(node: Option<&Node>) -> Arc<[IgnoreDifferenceSpec]> {
    node.map(Node::items).unwrap_or_default().iter().filter_map(IgnoreDifferenceSpec::read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_well_formed() {
        for text in ["/spec/replicas", "/metadata/annotations/a~1b", "/a/0/b~0c", "/data/ca.crt"] {
            assert!(is_pointer(text), "{text}");
        }
        for text in ["", "/", "spec", "/a~2", "/a~", "/spec/*/x", "/a\n", "/a\u{200D}"] {
            assert!(!is_pointer(text), "{text}");
        }
        let help = |text: &str| pointer_fault(text).help.unwrap_or_default();
        for text in [".spec.replicas", "spec.replicas", "spec/replicas"] {
            assert_eq!(help(text), "write `/spec/replicas`", "{text}");
        }
        assert_eq!(help("spec.a/b"), "write `/spec.a/b`");
        assert_eq!(help("/a~2"), "write `~0` for `~`, and `~1` for a `/` inside a name");
        assert_eq!(help("/a.b~"), "write `~0` for `~`, and `~1` for a `/` inside a name");
        assert_eq!([help("/"), help("/a\n"), help("a\n")], [""; 3]);
    }

    #[test]
    fn a_kind_is_a_word_in_capitals() {
        for text in ["Deployment", "A", "X509", &format!("K{}", "a".repeat(62))] {
            assert!(is_kind(text), "{text}");
        }
        for text in ["", "deployment", "Stateful Set", "A.b", "É", &format!("K{}", "a".repeat(63))] {
            assert!(!is_kind(text), "{text}");
        }
    }
}
