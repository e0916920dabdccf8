//! Objects as JSON. Numbers keep the digits that their author wrote.

use crate::{
    json::write_text,
    manifest::{Leaf, LeafValue, Manifest, Tree},
};

/// How objects are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Without a blank or a line end.
    Compact,
    /// An entry a line, each level two spaces deeper; the outermost bracket is closed behind so many spaces.
    Indented(usize),
}

impl Layout {
    /// Begins the line of an entry, or of the bracket that closes them.
    fn begin_line(self, out: &mut String) {
        if let Self::Indented(depth) = self {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', depth));
        }
    }

    const fn deeper(self) -> Self {
        match self {
            Self::Compact => Self::Compact,
            Self::Indented(depth) => Self::Indented(depth + 2),
        }
    }
}

/// One object, without a final line end.
#[must_use]
pub fn json(manifest: &Manifest, layout: Layout) -> String {
    tree_as_json(&manifest.to_tree(), layout)
}

/// One value, without a final line end.
pub(crate) fn tree_as_json(tree: &Tree, layout: Layout) -> String {
    let mut out = String::with_capacity(super::OBJECT);
    value(tree, layout, &mut out);
    out
}

fn value(tree: &Tree, layout: Layout, out: &mut String) {
    match tree {
        Tree::Leaf(one) => leaf(one, out),
        Tree::List(items) => {
            entries('[', ']', items, layout, out, |item, out| value(item, layout.deeper(), out));
        }
        Tree::Words(words) => {
            entries('[', ']', words, layout, out, |word, out| write_text(word, out));
        }
        Tree::Map(pairs) => entries('{', '}', pairs, layout, out, |(key, below), out| {
            write_text(key, out);
            out.push_str(if layout == Layout::Compact { ":" } else { ": " });
            value(below, layout.deeper(), out);
        }),
        Tree::EmptyList(_) => out.push_str("[]"),
        Tree::EmptyMap(_) | Tree::Absent => out.push_str("{}"),
    }
}

fn entries<T>(
    open: char,
    close: char,
    entries: &[T],
    layout: Layout,
    out: &mut String,
    mut write: impl FnMut(&T, &mut String),
) {
    out.push(open);
    for (index, entry) in entries.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        layout.deeper().begin_line(out);
        write(entry, out);
    }
    layout.begin_line(out);
    out.push(close);
}

fn leaf(leaf: &Leaf, out: &mut String) {
    match &leaf.value {
        LeafValue::Text(text) => write_text(text, out),
        LeafValue::Integer(number) => out.push_str(&number.to_string()),
        // What every YAML reader takes for a number is one of JSON as well.
        LeafValue::Number(text) => out.push_str(text),
        LeafValue::Boolean(flag) => out.push_str(if *flag { "true" } else { "false" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        manifest::{Part, list, map},
        origin::Origin,
    };

    fn object() -> Manifest {
        let number = Leaf { value: LeafValue::Number("-0.50".to_owned()), origin: Origin::INHERITED };
        let spec = map! {
            "list" => list![map! { "a\"é" => 1, "b" => true }, map! {}],
            "words" => &["x", "y"],
            "none" => Tree::list([]),
            "number" => Tree::Leaf(number),
        };
        Manifest::new(Part::Project, "v1", "Thing", "name", Origin::INHERITED).field("spec", spec)
    }

    #[test]
    fn an_object_fits_on_a_line() {
        assert_eq!(
            json(&object(), Layout::Compact),
            r#"{"apiVersion":"v1","kind":"Thing","metadata":{"name":"name"},"spec":{"list":[{"a\"é":1,"b":true},{}],"words":["x","y"],"none":[],"number":-0.50}}"#
        );
    }

    #[test]
    fn an_object_takes_a_line_for_each_entry() {
        assert_eq!(
            json(&object(), Layout::Indented(2)),
            r#"{
    "apiVersion": "v1",
    "kind": "Thing",
    "metadata": {
      "name": "name"
    },
    "spec": {
      "list": [
        {
          "a\"é": 1,
          "b": true
        },
        {}
      ],
      "words": [
        "x",
        "y"
      ],
      "none": [],
      "number": -0.50
    }
  }"#
        );
    }
}
