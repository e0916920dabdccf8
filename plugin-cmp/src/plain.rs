//! Text from files and paths that somebody else wrote, made unable to steer a terminal or a log.

use std::borrow::Cow;

/// Characters that move the cursor, change colours, or change the order of text are shown as `\u{1b}`. Line breaks and
/// tabs stay.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    replace(text, |character| character == '\n' || character == '\t')
}

/// The same for what must stay one line.
pub(crate) fn plain_line(text: &str) -> Cow<'_, str> {
    replace(text, |_| false)
}

/// Cuts a text to about `most` bytes, at a character, with a mark that something is missing.
pub(crate) fn clip(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().map(|(at, _)| at).find(|at| *at > most) {
        Some(end) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

fn replace(text: &str, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    let replaced = |character: char| steers(character) && !stays(character);
    if !text.contains(replaced) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if replaced(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Whether a character does something other than appear in its place.
pub(crate) fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{FEFF}')
        || matches!(character, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_spelled_out() {
        assert_eq!(plain("a\u{1b}[31m\n\u{9b}1m\u{202E}"), "a\\u{1b}[31m\n\\u{9b}1m\\u{202e}");
        assert_eq!(plain_line("a\nb\tc"), "a\\u{a}b\\u{9}c");
        assert_eq!(plain("é🚀 क\u{200D}ष"), "é🚀 क\u{200D}ष");
    }

    #[test]
    fn clipping_keeps_characters_whole() {
        assert_eq!(clip("ééé", 3), "éé…");
        assert_eq!(clip("abc", 3), "abc");
    }
}
