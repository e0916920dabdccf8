//! Files that are nearly right: lines and words dropped, doubled, moved and replaced, and characters put in that have a
//! meaning for some reader.

use proptest::{collection::vec, prelude::*, sample::select};

use crate::generate::text::HAZARDS;

/// What no file may hold, raw.
pub const FORBIDDEN: &[&str] = &[
    "\0", "\t", "\r", "\u{7}", "\u{1B}", "\u{7F}", "\u{85}", "\u{9F}", "\u{200B}", "\u{200E}", "\u{61C}", "\u{2028}",
    "\u{2029}", "\u{202E}", "\u{2066}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}",
];

/// A choice that fits any number of things; smaller choices choose earlier ones.
#[derive(Debug, Clone, Copy)]
pub struct Index(pub u32);

impl Index {
    /// The chosen one of so many, and 0 of none.
    #[must_use]
    pub fn index(self, of: usize) -> usize {
        usize::try_from((u64::from(self.0) * of as u64) >> 32).unwrap_or_default()
    }
}

/// One change.
#[derive(Debug, Clone)]
pub enum Change {
    /// Takes a line out.
    DropLine(Index),
    /// Writes a line twice.
    DoubleLine(Index),
    /// Exchanges two lines.
    SwapLines(Index, Index),
    /// Changes the indentation of a line.
    Indent(Index, u8),
    /// Puts text in at a character.
    Insert(Index, String),
    /// Puts text in the place of a word.
    ReplaceWord(Index, String),
    /// Puts a word of the file in the place of another.
    CopyWord(Index, Index),
    /// Takes some characters out.
    Cut(Index, u8),
    /// Ends the file here.
    End(Index),
}

/// A few changes, one after the other.
pub fn changes() -> impl Strategy<Value = Vec<Change>> {
    let piece = || {
        prop_oneof![
            4 => select(HAZARDS).prop_map(str::to_owned),
            2 => select(FORBIDDEN).prop_map(str::to_owned),
            1 => any::<char>().prop_map(String::from),
            1 => "[a-zA-Z0-9]{1,5}",
        ]
    };
    let index = || any::<u32>().prop_map(Index);
    let change = prop_oneof![
        index().prop_map(Change::DropLine),
        index().prop_map(Change::DoubleLine),
        (index(), index()).prop_map(|(one, other)| Change::SwapLines(one, other)),
        (index(), 0_u8..6).prop_map(|(line, by)| Change::Indent(line, by)),
        (index(), piece()).prop_map(|(at, text)| Change::Insert(at, text)),
        (index(), piece()).prop_map(|(word, text)| Change::ReplaceWord(word, text)),
        (index(), index()).prop_map(|(from, to)| Change::CopyWord(from, to)),
        (index(), 1_u8..9).prop_map(|(at, count)| Change::Cut(at, count)),
        index().prop_map(Change::End),
    ];
    vec(change, 1..4)
}

/// The text with the changes.
#[must_use]
pub fn mutate(text: &str, changes: &[Change]) -> String {
    changes.iter().fold(text.to_owned(), |text, change| apply(&text, change))
}

fn apply(text: &str, change: &Change) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let boundary = |index: &Index| {
        let mut at = index.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    match change {
        Change::DropLine(line) => {
            lines.remove(line.index(lines.len()));
            lines.concat()
        }
        Change::DoubleLine(line) => {
            let at = line.index(lines.len());
            lines.insert(at, lines[at]);
            lines.concat()
        }
        Change::SwapLines(one, other) => {
            let count = lines.len();
            lines.swap(one.index(count), other.index(count));
            lines.concat()
        }
        Change::Indent(line, by) => {
            let at = line.index(lines.len());
            let changed = format!("{}{}", " ".repeat(usize::from(*by)), lines[at].trim_start_matches(' '));
            lines[at] = &changed;
            lines.concat()
        }
        Change::Insert(at, piece) => {
            let (before, after) = text.split_at(boundary(at));
            format!("{before}{piece}{after}")
        }
        Change::ReplaceWord(word, piece) => replace_word(text, word, piece),
        Change::CopyWord(from, to) => {
            let words = words(text);
            let piece = if words.is_empty() { "" } else { &text[words[from.index(words.len())].clone()] };
            replace_word(text, to, piece)
        }
        Change::Cut(at, count) => {
            let (before, after) = text.split_at(boundary(at));
            let rest: String = after.chars().skip(usize::from(*count)).collect();
            format!("{before}{rest}")
        }
        Change::End(at) => text[..boundary(at)].to_owned(),
    }
}

fn replace_word(text: &str, word: &Index, piece: &str) -> String {
    let words = words(text);
    if words.is_empty() {
        return piece.to_owned();
    }
    let range = words[word.index(words.len())].clone();
    format!("{}{piece}{}", &text[..range.start], &text[range.end..])
}

/// Ranges of letters and digits, and of quoted texts.
fn words(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = !character.is_whitespace() && !matches!(character, ':' | ',' | '[' | ']' | '{' | '}');
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found
}
