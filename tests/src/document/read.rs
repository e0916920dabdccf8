//! A file as a tree, by a reader that is not the compiler's. Comments, anchors and tags are lost.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::Node;

impl Node {
    /// The tree of a file; `None` for what is not YAML, or not one document. An alias becomes a text.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut open: Vec<(Self, Option<String>)> = Vec::new();
        let mut root = None;
        for event in Parser::new_from_str(text) {
            let node = match event.ok()?.0 {
                Event::Scalar(text, ScalarStyle::Plain, ..) if !text.contains('\n') => Self::Bare(text.into_owned()),
                Event::Scalar(text, ..) => Self::Text(text.into_owned()),
                Event::Alias(_) => Self::text("*"),
                Event::SequenceStart(..) => {
                    open.push((Self::List(Vec::new()), None));
                    continue;
                }
                Event::MappingStart(..) => {
                    open.push((Self::Map(Vec::new()), None));
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => open.pop()?.0,
                _ => continue,
            };
            match open.last_mut() {
                None if root.is_none() => root = Some(node),
                None => return None,
                Some((Self::List(items), _)) => items.push(node),
                Some((Self::Map(entries), key)) => match (key.take(), node) {
                    (Some(key), value) => entries.push((key, value)),
                    (None, Self::Bare(name) | Self::Text(name)) => *key = Some(name),
                    (None, _) => return None,
                },
                Some(_) => return None,
            }
        }
        root
    }

    /// How many nodes there are, this one included.
    #[must_use]
    pub fn count(&self) -> usize {
        1 + match self {
            Self::Map(entries) => entries.iter().map(|(_, value)| value.count()).sum(),
            Self::List(items) => items.iter().map(Self::count).sum(),
            _ => 0,
        }
    }

    /// A node by its number in reading order, with the keys that lead there as in [`Node::scalars`].
    pub fn nth_mut(&mut self, number: usize) -> Option<(String, &mut Self)> {
        let mut left = number;
        self.find(&mut left, String::new())
    }

    fn find(&mut self, left: &mut usize, path: String) -> Option<(String, &mut Self)> {
        if *left == 0 {
            return Some((path, self));
        }
        *left -= 1;
        match self {
            Self::Map(entries) => entries.iter_mut().find_map(|(key, value)| value.find(left, format!("{path}/{key}"))),
            Self::List(items) => items.iter_mut().find_map(|item| item.find(left, format!("{path}/-"))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Hand;

    #[test]
    fn what_was_written_is_read() {
        let text =
            "team: demo\ndescription: \"a: b\"\napps:\n  - name: web\n    syncWave: 1\n    helm:\n      values: {}\n";
        let mut root = Node::read(text).unwrap();
        assert_eq!(Hand::default().write(&root), text);
        assert_eq!(root.count(), 9);
        let (path, node) = root.nth_mut(6).unwrap();
        assert_eq!((path.as_str(), node), ("/apps/-/syncWave", &mut Node::Bare("1".to_owned())));
        assert!(root.nth_mut(9).is_none());
        assert_eq!(Node::read("a: [\n"), None);
        assert_eq!(Node::read("a: 1\n---\nb: 2\n"), None);
    }
}
