//! Manifests as serialisable values.

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::manifest::{Leaf, LeafValue, Manifest, Tree};

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Leaf(leaf) => leaf.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items),
            Self::Words(words) => serializer.collect_seq(words.iter()),
            Self::Map(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
            Self::EmptyList(_) => serializer.collect_seq::<[(); 0]>([]),
            Self::EmptyMap(_) | Self::Absent => serializer.serialize_map(Some(0))?.end(),
        }
    }
}

impl Serialize for Leaf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            LeafValue::Text(text) => serializer.serialize_str(text),
            LeafValue::Integer(number) => serializer.serialize_i64(*number),
            LeafValue::Boolean(flag) => serializer.serialize_bool(*flag),
            // JSON has one kind of number; the YAML output keeps the text.
            LeafValue::Number(text) => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(number), _) => serializer.serialize_i64(number),
                (_, Ok(number)) => serializer.serialize_f64(number),
                _ => serializer.serialize_str(text),
            },
        }
    }
}

impl Serialize for Manifest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_tree().serialize(serializer)
    }
}
