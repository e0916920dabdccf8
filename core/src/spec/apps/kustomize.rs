//! `kustomize`: what is changed on the manifests of a directory.

use crate::{
    shape::{Empty, Fault, Grammar, List, Map, Record, Shape, field},
    span::{Span, Spanned},
    value::{image, label, name::LONGEST_LABEL},
    yaml::{Entry, Node},
};

/// The keys of `kustomize`.
pub(crate) static KUSTOMIZE: Record = Record::of(&[
    field("namePrefix", Shape::Text(&NAME_PREFIX), "What every object's name begins with, such as `blue-`."),
    field("nameSuffix", Shape::Text(&NAME_SUFFIX), "What every object's name ends with, such as `-blue`."),
    field("images", Shape::List(&IMAGES), "Images that take the place of those in the manifests."),
    field("commonLabels", Shape::Map(&COMMON_LABELS), "Labels that every object gets."),
    field("commonAnnotations", Shape::Map(&COMMON_ANNOTATIONS), "Annotations that every object gets."),
]);

static NAME_PREFIX: Grammar = Grammar {
    what: "the beginning of a name such as `blue-`: lower-case letters, digits and `-`",
    pattern: "^[a-z0-9][-a-z0-9]*$",
    check: |text| if is_affix(text) && !text.starts_with('-') { Ok(()) } else { Err(Fault::default()) },
};

static NAME_SUFFIX: Grammar = Grammar {
    what: "the end of a name such as `-blue`: lower-case letters, digits and `-`",
    pattern: "^[-a-z0-9]*[a-z0-9]$",
    check: |text| if is_affix(text) && !text.ends_with('-') { Ok(()) } else { Err(Fault::default()) },
};

static IMAGES: List = List::not_empty(Shape::Text(&image::REPLACEMENT));
static COMMON_LABELS: Map = Map { key: &label::KEY, value: Shape::Text(&label::VALUE), empty: Empty::Refused };
static COMMON_ANNOTATIONS: Map = Map { key: &label::KEY, value: Shape::Text(&ANNOTATION), empty: Empty::Refused };

/// The value of an annotation: one line, without what a template would have been meant to fill in.
static ANNOTATION: Grammar = Grammar {
    what: "one line of text without `{{` and `${`",
    pattern: "^[^\n]*$",
    check: |text| if is_annotation(text) { Ok(()) } else { Err(Fault::default()) },
};

/// Longest value of an annotation, in bytes.
const LONGEST_ANNOTATION: usize = 4_096;

/// A name has to have room for what is put before or behind it.
fn is_affix(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..LONGEST_LABEL).contains(&text.len()) && text.bytes().all(inner)
}

fn is_annotation(text: &str) -> bool {
    let hidden = |c: char| c.is_control() || matches!(c, '\u{200C}' | '\u{200D}');
    text.len() <= LONGEST_ANNOTATION && !text.chars().any(hidden) && !text.contains("{{") && !text.contains("${")
}

/// `kustomize` as written.
#[derive(Debug)]
pub(crate) struct KustomizeSpec {
    pub(crate) name_prefix: Option<Spanned<String>>,
    pub(crate) name_suffix: Option<Spanned<String>>,
    pub(crate) images: Vec<Spanned<String>>,
    pub(crate) common_labels: Vec<Pair>,
    pub(crate) common_annotations: Vec<Pair>,
    /// The whole mapping, if nothing is left in it.
    pub(crate) empty: Option<Span>,
}

/// A key and its value, each with its place.
pub(crate) type Pair = (Spanned<String>, Spanned<String>);

impl KustomizeSpec {
    /// Reads a checked mapping.
    pub(crate) fn read(node: &Node) -> Self {
        let text = |key: &str| node.get(key).and_then(Node::spanned);
        let pairs = |key: &str| {
            let entries = node.get(key).map(Node::entries).unwrap_or_default();
            entries.iter().filter_map(pair).collect()
        };
        let images = node.get("images").map(Node::items).unwrap_or_default();
        Self {
            name_prefix: text("namePrefix"),
            name_suffix: text("nameSuffix"),
            images: images.iter().filter_map(Node::spanned).collect(),
            common_labels: pairs("commonLabels"),
            common_annotations: pairs("commonAnnotations"),
            empty: node.is_empty_mapping().then_some(node.span),
        }
    }
}

fn pair(entry: &Entry) -> Option<Pair> {
    Some((entry.key.clone(), entry.value.spanned()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annotation_is_a_text_that_nothing_reads_as_a_template() {
        for text in ["", "a: b", "größe 🚀", "{a} $b {", "line\u{A0}"] {
            assert!(is_annotation(text), "{text}");
        }
        for text in ["a\nb", "\t", "a\u{200D}", "a\u{200C}", "{{a}}", "${a}"] {
            assert!(!is_annotation(text), "{text:?}");
        }
        assert!(is_annotation(&"a".repeat(LONGEST_ANNOTATION)));
        assert!(!is_annotation(&"a".repeat(LONGEST_ANNOTATION + 1)));
    }
}
