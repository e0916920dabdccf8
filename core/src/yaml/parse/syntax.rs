//! Quotes, escapes, and the parser's own errors in the words of this project.

use saphyr_parser::ScanError;

use crate::{
    diagnostic::{Sink, language},
    source::to_u32,
    span::Span,
    yaml::characters,
};

/// The span of a quoted scalar from its opening to its closing quote.
pub(super) fn quoted_span(source: &str, span: Span) -> Span {
    let text = source.get(span.range()).unwrap_or_default();
    let Some(open) = text.find(['"', '\'']) else { return span };
    let quote = text.as_bytes().get(open).copied().unwrap_or(b'"');
    let mut bytes = text.bytes().enumerate().skip(open + 1).peekable();
    while let Some((at, byte)) = bytes.next() {
        let doubled = quote == b'\'' && byte == quote && bytes.peek().is_some_and(|(_, next)| *next == quote);
        if (quote == b'"' && byte == b'\\') || doubled {
            bytes.next();
        } else if byte == quote {
            return Span::new(span.start, span.start + to_u32(at + 1));
        }
    }
    span
}

/// Escapes of a double-quoted scalar that stand for a forbidden character.
pub(super) fn refused_escapes(source: &str, span: Span) -> Vec<(Span, char)> {
    let text = source.get(span.range()).unwrap_or_default();
    let mut found = Vec::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        if character != '\\' {
            continue;
        }
        let Some((_, kind)) = characters.next() else { break };
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let decoded = match kind {
            '0' => Some('\0'),
            'a' => Some('\u{7}'),
            'b' => Some('\u{8}'),
            't' | '\t' => Some('\t'),
            'v' => Some('\u{B}'),
            'f' => Some('\u{C}'),
            'r' => Some('\r'),
            'e' => Some('\u{1B}'),
            'N' => Some('\u{85}'),
            'L' => Some('\u{2028}'),
            'P' => Some('\u{2029}'),
            _ => {
                let hex = text.get(at + 2..at + 2 + digits).unwrap_or_default();
                u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)
            }
        };
        if let Some(character) = decoded.filter(|character| characters::refusal(*character).is_some()) {
            let start = span.start + to_u32(at);
            found.push((Span::new(start, start + 2 + to_u32(digits)), character));
        }
    }
    found
}

/// The first escape behind `at` that YAML does not know; `at` itself if all are known.
fn unknown_escape(text: &str, at: u32) -> u32 {
    let mut rest = text.get(at as usize..).unwrap_or_default().char_indices();
    while let Some((index, character)) = rest.next() {
        let Some((_, kind)) = (if character == '\\' { rest.next() } else { continue }) else { break };
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ if "0abtnvfre \"/\\N_LP\t\r\n".contains(kind) => continue,
            _ => return at + to_u32(index),
        };
        let behind = at as usize + index + 2;
        let code = text.get(behind..behind + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        if code.and_then(char::from_u32).is_none() {
            return at + to_u32(index);
        }
    }
    at
}

/// Whether a `-` stands where a value begins, and nothing that belongs to it: in brackets it is neither a text nor an entry.
/// See <https://yaml.org/spec/1.2.2/#733-plain-style>.
fn is_lone_dash(text: &str, at: u32) -> bool {
    let mut rest = text.get(at as usize..).unwrap_or_default().chars();
    rest.next() == Some('-') && rest.next().is_none_or(|next| next.is_whitespace() || ",[]{}".contains(next))
}

/// Says where the text stops being YAML, and what is probably meant.
pub(super) fn report(at: u32, error: &ScanError, sink: &mut Sink) {
    let info = error.info();
    if info.contains("recursion limit") {
        sink.report(language::TOO_LARGE, Span::at(at), "nested too deep").help("remove brackets");
        return;
    }
    // A code of too few digits, or of none that is a character.
    let is_escape = info.contains("escape") || info.contains("hexadecimal");
    let at = if is_escape { unknown_escape(sink.source.text(), at) } else { at };
    let (message, help) = if info.contains("mapping values are not allowed") {
        (
            "a `:` that can't stand here",
            "put the text in quotes if it holds `: `, or check the indentation of this line",
        )
    } else if info.contains("flow sequence") {
        ("a list that is not closed", "close it with `]`, and put `,` between its entries")
    } else if info.contains("flow mapping") {
        ("a mapping that is not closed", "close it with `}`, and put `,` between its entries")
    } else if info.contains("quoted scalar") && info.contains("end of stream") {
        ("a quote that is not closed", "close it with the same quote")
    } else if is_escape {
        ("an escape that YAML does not know", "use single quotes, or write `\\\\` for a backslash")
    } else if info.contains("block collection") || info.contains("block mapping") || info.contains("indent") {
        (
            "a line that does not fit the lines above it",
            "check the indentation: entries of one list or mapping begin in the same column",
        )
    } else if info.contains("unexpected character") {
        ("a character that can't begin a value", "put the text in quotes")
    } else if info.contains("simple key") {
        ("a key without a `:`", "write `key: value`, with a space behind the colon")
    } else if is_lone_dash(sink.source.text(), at) {
        ("a `-` that can't stand here", "write `\"-\"` for the text; in brackets the entries of a list have no `-`")
    } else {
        ("the text stops being YAML here", "check quotes, brackets, colons and indentation at this place")
    };
    let end = sink.source.text().get(at as usize..).and_then(|rest| rest.chars().next());
    let span = Span::new(at, at + end.filter(|c| *c != '\n' && *c != '\r').map_or(0, |c| to_u32(c.len_utf8())));
    sink.report(language::SYNTAX, span, message).help(help);
}
