//! Which key a place in a text belongs to: `apps[0].repoURL`.

use super::{Node, Value, parse_whole};
use crate::source::Source;

/// Key paths of one source after the other. The tree of the last one is kept: findings come in the order of their files, and
/// the trees of a whole repository would fill the memory of a page.
#[derive(Default)]
pub(crate) struct KeyPaths {
    last: Option<(Source, Option<Node>)>,
}

impl KeyPaths {
    /// The path of the innermost key whose entry holds `offset`; empty outside every key.
    pub(crate) fn at(&mut self, source: &Source, offset: u32) -> String {
        let last = self.last.take().filter(|(known, _)| known.is(source));
        let (_, root) = self.last.insert(last.unwrap_or_else(|| (source.clone(), parse_whole(source))));
        let mut path = String::new();
        if let Some(root) = root {
            descend(root, offset, &mut path);
        }
        path
    }
}

fn descend(node: &Node, offset: u32, path: &mut String) {
    match &node.value {
        Value::Map(entries, _) => {
            let found = entries.iter().find(|entry| {
                let whole = entry.key.span.to(entry.value.span);
                whole.start <= offset && (offset < whole.end || (offset == whole.end && entry.value.span.end == offset))
            });
            if let Some(entry) = found {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&entry.key.value);
                descend(&entry.value, offset, path);
            }
        }
        Value::List(items) => {
            let found = items.iter().enumerate().find(|(_, item)| item.span.touches(offset));
            if let Some((index, item)) = found {
                path.push_str(&format!("[{index}]"));
                descend(item, offset, path);
            }
        }
        Value::Scalar(..) | Value::Null | Value::Invalid => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_belongs_to_its_innermost_key() {
        let source = Source::new("t", "team: a\napps:\n  - name: web\n    path: k8s\n  - {name: api}\n");
        let mut paths = KeyPaths::default();
        let mut at = |needle: &str| paths.at(&source, crate::source::to_u32(source.text().find(needle).unwrap()));
        assert_eq!(at("team"), "team");
        assert_eq!(at("web"), "apps[0].name");
        assert_eq!(at("k8s"), "apps[0].path");
        assert_eq!(at("api"), "apps[1].name");
    }
}
