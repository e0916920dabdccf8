//! Characters that may not stand in a file, raw or written as an escape.

/// Why a character is refused, in the words of the message; `None` where it is fine.
///
/// Tabs are fine in comments only, so they are told apart here and judged by the caller.
pub(crate) fn refusal(character: char) -> Option<&'static str> {
    match character {
        '\n' => None,
        '\t' => Some("a tab"),
        '\u{FEFF}' => Some("a byte order mark"),
        '\0'..='\u{1F}' | '\u{7F}' => Some("a control character"),
        '\u{80}'..='\u{9F}' => Some("a control character"),
        '\u{2028}' | '\u{2029}' => Some("an invisible line separator"),
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Some("an invisible or direction-changing character")
        }
        // YAML has no such characters: Argo CD would not read what holds them.
        '\u{FFFE}' | '\u{FFFF}' => Some("no character"),
        _ => None,
    }
}

/// `U+202E` and a name, for messages.
pub(crate) fn describe(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
