//! Styles: plain, quoted and literal scalars, block and flow collections, comments, line ends.

use super::Node;

/// How somebody writes: choices that are taken one after the other, again from the front when they run out.
/// No choices stand for the plainest form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hand {
    /// Choices between styles.
    pub styles: Vec<u8>,
    /// Windows line ends.
    pub crlf: bool,
}

impl Hand {
    /// The document's text.
    #[must_use]
    pub fn write(&self, root: &Node) -> String {
        let mut writer = Writer { hand: self, next: 0, out: String::new() };
        if writer.choose(4) == 3 {
            writer.out.push_str("--- # a document\n");
        }
        match root {
            Node::Map(entries) if !entries.is_empty() => writer.entries(entries, 0),
            other => {
                writer.value(other, 0, Context::Block);
            }
        }
        if self.crlf { writer.out.replace('\n', "\r\n") } else { writer.out }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Context {
    Block,
    Flow,
}

struct Writer<'a> {
    hand: &'a Hand,
    next: usize,
    out: String,
}

impl Writer<'_> {
    /// The next choice out of so many; the first where the hand has none.
    fn choose(&mut self, of: u8) -> u8 {
        let styles = &self.hand.styles;
        let chosen = styles.get(self.next % styles.len().max(1)).map_or(0, |style| style % of);
        self.next += 1;
        chosen
    }

    fn entries(&mut self, entries: &[(String, Node)], indent: usize) {
        for (index, (key, value)) in entries.iter().enumerate() {
            if index > 0 || indent == 0 {
                self.pad(indent);
            }
            self.key(key);
            self.behind(value, indent);
        }
    }

    /// The value behind `key:` or `-`, and its line end.
    fn behind(&mut self, value: &Node, indent: usize) {
        let flow = self.choose(4) == 3;
        match value {
            Node::Map(entries) if !entries.is_empty() && !flow => {
                self.out.push('\n');
                self.pad(indent + 2);
                self.entries(entries, indent + 2);
            }
            Node::List(items) if !items.is_empty() && !flow => {
                self.out.push('\n');
                // A list may stand in the column of its key.
                let indent = if self.choose(2) == 1 { indent } else { indent + 2 };
                for item in items {
                    self.pad(indent);
                    self.out.push('-');
                    match item {
                        Node::Map(entries) if !entries.is_empty() && self.choose(4) != 3 => {
                            self.out.push(' ');
                            self.entries(entries, indent + 2);
                        }
                        other => self.line(other, indent),
                    }
                }
            }
            simple => self.line(simple, indent),
        }
    }

    /// ` value`, a comment now and then, and a line end.
    fn line(&mut self, value: &Node, indent: usize) {
        self.out.push(' ');
        let block = self.value(value, indent, Context::Block);
        if !block {
            if self.choose(5) == 4 {
                self.out.push_str(" # so");
            }
            self.out.push('\n');
        }
    }

    /// Whether it was a block scalar, which ends its own line.
    fn value(&mut self, value: &Node, indent: usize, context: Context) -> bool {
        match value {
            Node::Text(text) => return self.text(text, indent, context),
            Node::Bare(text) => self.out.push_str(text),
            Node::Amount(text) if self.choose(2) == 0 => self.out.push_str(text),
            Node::Amount(text) => double(text, false, &mut self.out),
            Node::Map(entries) => {
                self.out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        self.out.push_str(", ");
                    }
                    self.key(key);
                    self.out.push(' ');
                    self.value(value, indent, Context::Flow);
                }
                self.out.push('}');
            }
            Node::List(items) => {
                self.out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.out.push_str(", ");
                    }
                    self.value(item, indent, Context::Flow);
                }
                self.out.push(']');
            }
        }
        false
    }

    fn key(&mut self, key: &str) {
        match self.choose(4) {
            3 => double(key, false, &mut self.out),
            _ if is_plain(key) => self.out.push_str(key),
            _ => double(key, true, &mut self.out),
        }
        self.out.push(':');
    }

    fn text(&mut self, text: &str, indent: usize, context: Context) -> bool {
        match self.choose(6) {
            0 | 1 if is_plain(text) => self.out.push_str(text),
            2 if !text.contains('\n') => {
                self.out.push('\'');
                self.out.push_str(&text.replace('\'', "''"));
                self.out.push('\'');
            }
            3 if context == Context::Block && is_literal(text) => {
                self.literal(text, indent + 2);
                return true;
            }
            4 => double(text, true, &mut self.out),
            _ => double(text, false, &mut self.out),
        }
        false
    }

    fn literal(&mut self, text: &str, indent: usize) {
        let ends = text.len() - text.trim_end_matches('\n').len();
        self.out.push_str(match ends {
            0 => "|-\n",
            1 => "|\n",
            _ => "|+\n",
        });
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            if !line.is_empty() {
                self.pad(indent);
            }
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    fn pad(&mut self, indent: usize) {
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}

/// Whether every reader sees this very text without quotes.
fn is_plain(text: &str) -> bool {
    const WORDS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ' '))
        && !text.ends_with(' ')
        // A dash before a bracket is text to the standard and not to every reader.
        && !text.contains(" -")
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// Whether a literal block gives the text back: its first line decides the indentation.
fn is_literal(text: &str) -> bool {
    let first = text.trim_start_matches('\n');
    !first.is_empty()
        && !first.starts_with(' ')
        && !text.lines().any(|line| !line.is_empty() && line.trim_matches(' ').is_empty())
}

/// A double-quoted scalar; `escaped` writes everything beyond ASCII as an escape.
pub fn double(text: &str, escaped: bool, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        let number = u32::from(character);
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            ' '..='~' => out.push(character),
            _ if !escaped && number >= 0xA0 => out.push(character),
            _ if number < 0x100 => out.push_str(&format!("\\x{number:02x}")),
            _ if number < 0x1_0000 => out.push_str(&format!("\\u{number:04X}")),
            _ => out.push_str(&format!("\\U{number:08x}")),
        }
    }
    out.push('"');
}
