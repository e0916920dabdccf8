//! What the repository's own files say, by the keys that lead there: what may be put in the place of something else.

use std::{collections::BTreeMap, sync::LazyLock};

use teamwright_core::{Platform, Source};

use super::{Random, files};
use crate::{document::Node, fuzz::Files};

/// Entries of mappings and items of lists, by the keys that lead to the mapping or list.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    places: BTreeMap<String, Vec<(String, Node)>>,
}

/// What stands in team files.
pub(super) static TEAM: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::of(files::everything().iter().map(|seed| Files::read(seed).team)));

/// What stands in platform files.
pub(super) static PLATFORM: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::of(files::everything().iter().filter_map(|seed| Files::read(seed).platform)));

/// Platform files without an error.
pub(super) static PLATFORMS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut texts: Vec<_> = files::everything().iter().filter_map(|seed| Files::read(seed).platform).collect();
    texts.sort();
    texts.dedup();
    texts.retain(|text| !Platform::parse(&Source::new("platform.yaml", text.as_str())).has_errors());
    texts
});

impl Vocabulary {
    fn of(texts: impl Iterator<Item = String>) -> Self {
        let mut vocabulary = Self::default();
        texts.filter_map(|text| Node::read(&text)).for_each(|root| vocabulary.learn("", &root));
        vocabulary
    }

    fn learn(&mut self, path: &str, node: &Node) {
        let entries: Vec<(&str, &Node)> = match node {
            Node::Map(entries) => entries.iter().map(|(key, value)| (key.as_str(), value)).collect(),
            Node::List(items) => items.iter().map(|item| ("-", item)).collect(),
            _ => return,
        };
        for (key, value) in entries {
            let known = self.places.entry(path.to_owned()).or_default();
            if !known.iter().any(|(other, node)| other == key && node == value) {
                known.push((key.to_owned(), value.clone()));
            }
            self.learn(&format!("{path}/{key}"), value);
        }
    }

    /// A key and its value that some file has in a mapping of this place; for a list the key is `-`.
    pub(super) fn entry(&self, path: &str, random: &mut Random) -> Option<&(String, Node)> {
        random.choose(self.places.get(path)?)
    }

    /// What some file has in this place.
    pub(super) fn value(&self, path: &str, random: &mut Random) -> Option<&Node> {
        let (parent, key) = path.rsplit_once('/')?;
        let values: Vec<_> = self.places.get(parent)?.iter().filter(|(other, _)| other == key).collect();
        random.choose(&values).map(|(_, value)| value)
    }

    /// What some file has in some place.
    pub(super) fn anything(&self, random: &mut Random) -> Option<&Node> {
        let nth = random.below(self.places.len());
        self.places.values().nth(nth).and_then(|known| random.choose(known)).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_knows_what_stands_where() {
        let mut random = Random::new(1);
        assert!(PLATFORMS.len() > 20, "{}", PLATFORMS.len());
        for path in ["/team", "/apps", "/apps/-/repoURL", "/networkPolicy/allowFromNamespaces/-"] {
            assert!(TEAM.value(path, &mut random).is_some(), "{path}");
        }
        assert!(PLATFORM.entry("/clusters/-", &mut random).is_some());
        assert!(PLATFORM.value("/nothing/here", &mut random).is_none());
    }
}
