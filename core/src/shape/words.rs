//! Shapes in words, and names that come near.

use super::{Empty, List, Shape};

/// What a shape is, for whoever reads about a key.
pub(crate) fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Text(grammar) | Shape::Bare(grammar) => grammar.what.to_owned(),
        Shape::Free(_) => "a text".to_owned(),
        Shape::Boolean => "`true` or `false`".to_owned(),
        Shape::Choice(words) => alternatives(words),
        Shape::Record(_) | Shape::Map(_) => "a mapping".to_owned(),
        Shape::List(list) => match list.item {
            Shape::Record(_) | Shape::Map(_) => "a list of mappings".to_owned(),
            Shape::Text(grammar) => format!("a list whose entries are each {}", grammar.what),
            _ => "a list".to_owned(),
        },
        Shape::Anything => "a value".to_owned(),
    }
}

/// What kind of value a shape is, as it follows "expected" in a message.
pub(super) fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Boolean => "`true` or `false`",
        Shape::Record(_) | Shape::Map(_) => "a mapping",
        Shape::List(_) => "a list",
        Shape::Text(_) | Shape::Bare(_) | Shape::Free(_) | Shape::Choice(_) => "a single value",
        Shape::Anything => "a value",
    }
}

/// How a value of this shape is typed.
pub(super) fn form(shape: &Shape) -> String {
    match shape {
        Shape::Text(grammar) | Shape::Bare(grammar) => format!("write {}", grammar.what),
        Shape::Free(_) => "write a text".to_owned(),
        Shape::Boolean => "write `true` or `false`, without quotes".to_owned(),
        Shape::Choice(words) => format!("write {}", alternatives(words)),
        Shape::Record(record) => {
            let first = record.fields.first().map_or("key", |field| field.name);
            format!("write keys below it, indented, such as `{first}: …`")
        }
        Shape::Map(_) => "write keys below it, indented, such as `key: value`".to_owned(),
        Shape::List(list) => entries(list),
        Shape::Anything => "write a value".to_owned(),
    }
}

fn entries(list: &List) -> String {
    let entry = match list.item {
        Shape::Record(record) => record.fields.first().map_or("…".to_owned(), |field| format!("{}: …", field.name)),
        Shape::Text(grammar) => first_example(grammar.what).unwrap_or("…").to_owned(),
        Shape::Choice(words) => words.first().copied().unwrap_or("…").to_owned(),
        _ => "…".to_owned(),
    };
    let none = if list.empty == Empty::Allowed { ", or `[]` for none" } else { "" };
    format!("write one entry a line, such as `- {entry}`{none}")
}

/// What stands in the first backticks behind "such as".
pub(crate) fn first_example(what: &str) -> Option<&str> {
    what.split_once("such as `")?.1.split('`').next()
}

/// The words in backticks, the last one behind "or".
pub(crate) fn alternatives(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [first @ .., last] => {
            format!("{} or `{last}`", first.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text as it was written, in backticks.
pub(super) fn in_quotes(text: &str) -> String {
    if text.is_empty() { "an empty text".to_owned() } else { format!("`{}`", text.escape_debug()) }
}

/// So many characters.
pub(crate) fn characters(count: usize) -> String {
    format!("{count} character{}", if count == 1 { "" } else { "s" })
}

/// The nearest of some names, if one is near enough to be meant.
pub(crate) fn did_you_mean<'a>(written: &str, mut names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    nearest(written, &mut names)
}

/// Behind a reference, because a copy for each of the twenty kinds of lists would make a larger `.wasm`.
fn nearest<'a>(written: &str, names: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let is_separator = |character: char| matches!(character, '-' | '_' | ' ');
    let plain = |text: &str| text.replace(is_separator, "").to_ascii_lowercase();
    let letters = |text: &str| text.chars().filter(|character| !is_separator(*character)).count();
    let target = plain(written);
    if target.is_empty() || written.len() > 64 {
        return None;
    }
    let length = letters(written);
    let distance = |name: &str| {
        let near_enough = (name.len().min(target.len()) / 3).clamp(1, 3);
        // Two texts are at least as far apart as their lengths, and most pairs end here.
        let possible = letters(name).abs_diff(length) <= near_enough;
        possible.then(|| strsim::osa_distance(&target, &plain(name))).filter(|distance| *distance <= near_enough)
    };
    names.filter_map(|name| Some((distance(name)?, name))).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::{Grammar, Record};

    #[test]
    fn near_names_are_near_at_any_length() {
        assert_eq!(did_you_mean("standart", ["starter", "standard"].into_iter()), Some("standard"));
        assert_eq!(did_you_mean("rsd", ["redis", "rds"].into_iter()), Some("rds"));
        assert_eq!(did_you_mean("require-cookies", ["require-probes"].into_iter()), None);
        assert_eq!(did_you_mean("-", ["a"].into_iter()), None);
        let longest = "a".repeat(64);
        assert_eq!(did_you_mean(&longest, ["a".repeat(65).as_str()].into_iter()), Some("a".repeat(65).as_str()));
        assert_eq!(did_you_mean(&"a".repeat(65), [longest.as_str()].into_iter()), None);
        assert_eq!(did_you_mean(&"a".repeat(66), [longest.as_str()].into_iter()), None);
    }

    #[test]
    fn words_are_listed_as_people_say_it() {
        assert_eq!(alternatives(&["a"]), "`a`");
        assert_eq!(alternatives(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!((characters(1), characters(2)), ("1 character".to_owned(), "2 characters".to_owned()));
        assert_eq!(in_quotes(""), "an empty text");
    }

    #[test]
    fn a_list_says_what_its_entries_are() {
        static WORD: Grammar = Grammar { what: "a word", pattern: "^a$", check: |_| Ok(()) };
        static RECORD: Record = Record::of(&[]);
        static TEXTS: List = List::of(Shape::Text(&WORD));
        static RECORDS: List = List::of(Shape::Record(&RECORD));
        static OTHERS: List = List::of(Shape::Anything);
        assert_eq!(expected(&Shape::List(&TEXTS)), "a list whose entries are each a word");
        assert_eq!(expected(&Shape::List(&RECORDS)), "a list of mappings");
        assert_eq!(expected(&Shape::List(&OTHERS)), "a list");
    }

    #[test]
    fn a_list_shows_its_first_entry() {
        static WORDS: List = List::of(Shape::Choice(&["update", "delete"]));
        static NEEDED: List = List::not_empty(Shape::Anything);
        assert_eq!(form(&Shape::List(&WORDS)), "write one entry a line, such as `- update`, or `[]` for none");
        assert_eq!(form(&Shape::List(&NEEDED)), "write one entry a line, such as `- …`");
    }
}
