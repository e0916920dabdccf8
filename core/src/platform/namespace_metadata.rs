//! `namespaceMetadata`: labels and annotations that every team namespace gets beside the built-in ones.

use super::{Platform, sourced};
use crate::{
    diagnostic::{Sink, identity as codes, shape as shape_codes},
    origin::Sourced,
    shape::{Empty, Fault, Grammar, Map, Record, Shape, field},
    value::label,
    yaml::Node,
};

/// The keys of `namespaceMetadata`.
pub(crate) static METADATA: Record = Record::of(&[
    field("labels", Shape::Map(&LABELS), "Labels that every team namespace gets beside the built-in ones."),
    field("annotations", Shape::Map(&ANNOTATIONS), "Annotations that every team namespace gets."),
]);

static LABELS: Map = Map { key: &METADATA_KEY, value: Shape::Text(&label::VALUE), empty: Empty::Allowed };
static ANNOTATIONS: Map = Map { key: &METADATA_KEY, value: Shape::Text(&ANNOTATION), empty: Empty::Allowed };

static METADATA_KEY: Grammar = Grammar { what: label::KEY.what, pattern: label::KEY.pattern, check: metadata_key };

static ANNOTATION: Grammar = Grammar {
    what: "a text of one line, at most 1,024 characters",
    pattern: r"^[^\n]{0,1024}$",
    check: |text| {
        if text.chars().count() <= 1_024 && !text.chars().any(char::is_control) {
            Ok(())
        } else {
            Err(Fault::default())
        }
    },
};

/// Domains of keys that Kubernetes, Argo CD and Teamwright give a meaning.
const TAKEN_DOMAINS: &[&str] = &["kubernetes.io", "argocd.argoproj.io", "teamwright.dev"];
/// Keys without such a domain that every namespace has already.
const TAKEN_KEYS: &[&str] = &["team", "team-resources/managed"];

/// `namespaceMetadata` as meant.
#[derive(Debug)]
pub(crate) struct NamespaceMetadata {
    pub(crate) labels: Vec<(String, Sourced<String>)>,
    pub(crate) annotations: Vec<(String, Sourced<String>)>,
}

impl NamespaceMetadata {
    pub(crate) fn read(node: Option<&Node>) -> Self {
        let get = |key: &str| pairs(node.and_then(|node| node.get(key)));
        Self { labels: get("labels"), annotations: get("annotations") }
    }
}

/// What the platform may write in annotations, keys included. Kubernetes takes 256 KiB of an object; a team's own description
/// and owner take at most 8 of the rest.
/// See <https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/>.
const MOST_BYTES: usize = 240 * 1024;

pub(crate) fn check(platform: &Platform, sink: &mut Sink) {
    let mut bytes = 0;
    for (key, value) in &platform.namespace_metadata.annotations {
        bytes += key.len() + value.value.len();
        if bytes > MOST_BYTES {
            let message = format!("with this one the annotations have more than {MOST_BYTES} bytes");
            sink.report(shape_codes::LONG_TOGETHER, value.origin.span(), message)
                .help("remove annotations, or shorten them: Kubernetes would refuse every team's namespace");
            return;
        }
    }
}

fn metadata_key(text: &str) -> Result<(), Fault> {
    (label::KEY.check)(text)?;
    if let Some(domain) = TAKEN_DOMAINS.iter().find(|domain| label::belongs_to(text, domain)) {
        return Err(Fault::new(format!("keys of `{domain}` can't be set here"))
            .code(codes::METADATA_KEY)
            .help("remove the key; the namespace gets its own labels and annotations of that kind"));
    }
    if TAKEN_KEYS.contains(&text) {
        return Err(Fault::new(format!("every team namespace has a `{text}` of its own"))
            .code(codes::METADATA_KEY)
            .help("take another key, such as `example.com/cost-center`"));
    }
    Ok(())
}

fn pairs(map: Option<&Node>) -> Vec<(String, Sourced<String>)> {
    let entries = map.map(Node::entries).unwrap_or_default().iter();
    entries.filter_map(|entry| Some((entry.key.value.clone(), sourced(&entry.value)?))).collect()
}

#[cfg(test)]
mod tests {
    use crate::platform::testing::errors;

    #[test]
    fn keys_with_a_meaning_are_not_to_be_had() {
        for key in [
            "team",
            "kubernetes.io/a",
            "pod-security.kubernetes.io/enforce",
            "app.kubernetes.io/name",
            "teamwright.dev/team",
            "argocd.argoproj.io/sync-options",
            "link.argocd.argoproj.io/a",
        ] {
            for map in ["labels", "annotations"] {
                let text = format!("namespaceMetadata: {{{map}: {{{key}: x}}}}");
                assert_eq!(errors(&text), [("TW0332", key.into())], "{key}");
            }
        }
        assert_eq!(errors("namespaceMetadata: {labels: {cost-center: a, example.com/x: \"\"}, annotations: {}}"), []);
    }
}
