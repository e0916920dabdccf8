//! Manifests taken apart: every scalar with the object and the field that it stands in, and where it came from.

use std::collections::BTreeMap;

use teamwright_core::{LeafValue, Manifest, Origin, OriginKind, Tree};

/// A scalar, `[]` or `{}` of some object.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// As it is emitted, without quotes.
    pub value: LeafValue,
    /// Its own origin, or that of its object.
    pub origin: Origin,
    /// Whether it has no origin of its own.
    pub inherited: bool,
}

/// Every scalar by `Kind/name/key/key…`.
///
/// # Panics
/// If two objects of one kind have one name: then nothing that is asked of the result means anything.
#[must_use]
pub fn leaves(manifests: &[Manifest]) -> BTreeMap<String, Found> {
    let mut found = BTreeMap::new();
    for manifest in manifests {
        let path = format!("{}/{}", manifest.kind, manifest.name.as_text().unwrap_or_default());
        collect(&manifest.to_tree(), &path, manifest.origin, &mut found);
    }
    found
}

fn collect(tree: &Tree, path: &str, object: Origin, found: &mut BTreeMap<String, Found>) {
    let mut add = |value: LeafValue, origin: Origin| {
        let inherited = origin.kind == OriginKind::Inherited;
        let leaf = Found { value, origin: if inherited { object } else { origin }, inherited };
        assert!(found.insert(path.to_owned(), leaf).is_none(), "{path} is there twice");
    };
    match tree {
        Tree::Leaf(leaf) => add(leaf.value.clone(), leaf.origin),
        Tree::EmptyList(origin) => add(LeafValue::Text("[]".into()), *origin),
        Tree::EmptyMap(origin) => add(LeafValue::Text("{}".into()), *origin),
        Tree::List(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &format!("{path}/{index}"), object, found);
            }
        }
        Tree::Words(words) => {
            for (index, word) in words.iter().enumerate() {
                collect(&Tree::from(*word), &format!("{path}/{index}"), object, found);
            }
        }
        Tree::Map(entries) => {
            for (key, value) in entries {
                collect(value, &format!("{path}/{}", key.replace('~', "~0").replace('/', "~1")), object, found);
            }
        }
        Tree::Absent => {}
    }
}

/// Whether a value that a reader found is the tree that was emitted; else where they differ.
///
/// # Errors
/// The path and the two values.
pub fn same(tree: &Tree, read: &serde_json::Value, path: &str) -> Result<(), String> {
    use serde_json::Value;
    let differ = || Err(format!("{path}: emitted {tree:?}, read {read}"));
    match (tree, read) {
        (Tree::Map(entries), Value::Object(object)) if entries.len() == object.len() => {
            for (key, value) in entries {
                let Some(other) = object.get(key.as_ref()) else { return differ() };
                same(value, other, &format!("{path}/{key}"))?;
            }
            Ok(())
        }
        (Tree::List(items), Value::Array(array)) if items.len() == array.len() => items
            .iter()
            .zip(array)
            .enumerate()
            .try_for_each(|(i, (item, other))| same(item, other, &format!("{path}/{i}"))),
        (Tree::Words(words), Value::Array(array)) if words.len() == array.len() && words.iter().eq(array) => Ok(()),
        (Tree::EmptyList(_), Value::Array(array)) if array.is_empty() => Ok(()),
        (Tree::EmptyMap(_), Value::Object(object)) if object.is_empty() => Ok(()),
        (Tree::Leaf(leaf), read) => {
            let fits = match (&leaf.value, read) {
                (LeafValue::Text(text), Value::String(other)) => text == other,
                (LeafValue::Boolean(flag), Value::Bool(other)) => flag == other,
                (LeafValue::Integer(number), Value::Number(other)) => other.as_i64() == Some(*number),
                (LeafValue::Number(text), Value::Number(other)) => text.parse::<f64>().ok() == other.as_f64(),
                _ => false,
            };
            if fits { Ok(()) } else { differ() }
        }
        _ => differ(),
    }
}
