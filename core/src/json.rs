//! JSON without a library: values read one by one, texts written. Numbers stay the text that they are, so that nothing here
//! asks for arithmetic with floats, whose tables would make the compiler as WebAssembly 16 KB larger.

use std::borrow::Cow;

/// A value of a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as it is written.
    Number(&'a str),
    /// A string.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Value<'a>>),
    /// An object, in the order of the text; a key may stand twice.
    Map(Vec<(Cow<'a, str>, Value<'a>)>),
}

/// Arrays and objects inside each other; no question to the compiler has more than three.
const DEEPEST: usize = 16;

/// Reads one JSON text as in <https://www.rfc-editor.org/rfc/rfc8259>. An error says what was expected, and at which byte.
pub fn read(text: &str) -> Result<Value<'_>, String> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(DEEPEST)?;
    reader.skip_blanks();
    if reader.at < text.len() { reader.fault("the end of the text") } else { Ok(value) }
}

/// Writes a text as a JSON string.
pub fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(text.get(written..at).unwrap_or_default());
        written = at + 1;
        let short = ESCAPES.iter().find(|(_, meant)| *meant == char::from(byte));
        out.push('\\');
        match short {
            Some((letter, _)) => out.push(char::from(*letter)),
            None => {
                out.push_str("u00");
                out.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0')));
            }
        }
    }
    out.push_str(text.get(written..).unwrap_or_default());
    out.push('"');
}

/// The letter behind a backslash, and what the two mean.
const ESCAPES: [(u8, char); 8] = [
    (b'"', '"'),
    (b'\\', '\\'),
    (b'/', '/'),
    (b'b', '\u{8}'),
    (b'f', '\u{c}'),
    (b'n', '\n'),
    (b'r', '\r'),
    (b't', '\t'),
];

struct Reader<'a> {
    text: &'a str,
    /// The byte that is read next.
    at: usize,
}

impl<'a> Reader<'a> {
    fn fault<T>(&self, expected: &str) -> Result<T, String> {
        Err(format!("expected {expected} at byte {}", self.at))
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.next(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Passes over `token` if it stands here.
    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn value(&mut self, depth: usize) -> Result<Value<'a>, String> {
        self.skip_blanks();
        match self.next() {
            Some(b'{' | b'[') if depth == 0 => self.fault("less nesting"),
            Some(b'{') => self.map(depth - 1),
            Some(b'[') => self.list(depth - 1),
            Some(b'"') => Ok(Value::Text(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.take("null") => Ok(Value::Null),
            _ if self.take("true") => Ok(Value::Boolean(true)),
            _ if self.take("false") => Ok(Value::Boolean(false)),
            _ => self.fault("a value"),
        }
    }

    /// Whether another entry follows: behind the opening bracket, or behind a comma.
    fn goes_on(&mut self, is_first: bool, close: &str) -> Result<bool, String> {
        self.skip_blanks();
        if self.take(close) {
            return Ok(false);
        }
        if is_first || self.take(",") { Ok(true) } else { self.fault(&format!("`,` or `{close}`")) }
    }

    fn list(&mut self, depth: usize) -> Result<Value<'a>, String> {
        self.at += 1;
        let mut items = Vec::new();
        while self.goes_on(items.is_empty(), "]")? {
            items.push(self.value(depth)?);
        }
        Ok(Value::List(items))
    }

    fn map(&mut self, depth: usize) -> Result<Value<'a>, String> {
        self.at += 1;
        let mut entries = Vec::new();
        while self.goes_on(entries.is_empty(), "}")? {
            self.skip_blanks();
            if self.next() != Some(b'"') {
                return self.fault("a key in quotes");
            }
            let key = self.string()?;
            self.skip_blanks();
            if !self.take(":") {
                return self.fault("`:`");
            }
            entries.push((key, self.value(depth)?));
        }
        Ok(Value::Map(entries))
    }

    fn number(&mut self) -> Result<Value<'a>, String> {
        let start = self.at;
        self.take("-");
        // No digit follows a leading zero.
        if !self.take("0") {
            self.digits()?;
        }
        if self.take(".") {
            self.digits()?;
        }
        if self.take("e") || self.take("E") {
            let _ = self.take("+") || self.take("-");
            self.digits()?;
        }
        Ok(Value::Number(self.text.get(start..self.at).unwrap_or_default()))
    }

    fn digits(&mut self) -> Result<(), String> {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        if count == 0 { self.fault("a digit") } else { Ok(()) }
    }

    /// A string without an escape is a piece of the text; another is put together.
    fn string(&mut self) -> Result<Cow<'a, str>, String> {
        self.at += 1;
        let mut text = Cow::Borrowed("");
        loop {
            let plain = self.rest().bytes().take_while(|byte| *byte >= b' ' && !matches!(byte, b'"' | b'\\')).count();
            let piece = self.rest().get(..plain).unwrap_or_default();
            self.at += plain;
            text += piece;
            match self.next() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.at += 1;
                    let character = self.escaped()?;
                    text.to_mut().push(character);
                }
                _ => return self.fault("the end of a string"),
            }
        }
    }

    /// What an escape stands for; the backslash was passed over.
    fn escaped(&mut self) -> Result<char, String> {
        if !self.take("u") {
            let known = ESCAPES.iter().find(|(letter, _)| self.next() == Some(*letter));
            let Some((_, meant)) = known else { return self.fault("an escape of JSON") };
            self.at += 1;
            return Ok(*meant);
        }
        let start = self.at;
        let first = self.unit()?;
        // Beyond the first 65,536 characters two units stand for one.
        let low = if (0xD800..0xDC00).contains(&first) && self.take("\\u") { self.unit()? } else { 0 };
        let code =
            if (0xDC00..0xE000).contains(&low) { 0x1_0000 + ((first - 0xD800) << 10) + (low - 0xDC00) } else { first };
        char::from_u32(code).map_or_else(
            || {
                self.at = start;
                self.fault("a character and not half of one")
            },
            Ok,
        )
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, String> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let Some(unit) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
            return self.fault("four hexadecimal digits");
        };
        self.at += 4;
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value<'_> {
        Value::Text(text.into())
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let read = read(" {\"a\" : [1, -0.5e+3, true ,false,null], \"\": {}, \"b\": \"\\u00e9\\n\\/\"}\n").unwrap();
        let list =
            [Value::Number("1"), Value::Number("-0.5e+3"), Value::Boolean(true), Value::Boolean(false), Value::Null];
        let entries = [("a", Value::List(list.into())), ("", Value::Map(Vec::new())), ("b", text("é\n/"))];
        assert_eq!(read, Value::Map(entries.map(|(key, value)| (key.into(), value)).into()));
    }

    #[test]
    fn a_character_may_be_two_units_but_not_half() {
        assert_eq!(read(r#""\ud83d\ude80é""#), Ok(text("🚀é")));
        for half in [r#""\ud83d""#, r#""\ude80""#, r#""\ud83d\u0041""#] {
            assert_eq!(read(half), Err("expected a character and not half of one at byte 3".to_owned()), "{half}");
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let every: String = (0..0x250_u32).filter_map(char::from_u32).chain("🚀\u{2028}".chars()).collect();
        let mut out = String::new();
        write_text(&every, &mut out);
        assert!(!out.contains(|character: char| character < ' '), "{out}");
        assert_eq!(read(&out), Ok(text(&every)));
        out.clear();
        write_text("\u{1f}\n/\"", &mut out);
        assert_eq!(out, r#""\u001f\n/\"""#);
    }

    #[test]
    fn what_is_not_json_is_told_with_its_place() {
        for (wrong, expected) in [
            ("", "a value at byte 0"),
            ("{", "a key in quotes at byte 1"),
            ("{\"a\" 1}", "`:` at byte 5"),
            ("{\"a\": 1,}", "a key in quotes at byte 8"),
            ("[1 2]", "`,` or `]` at byte 3"),
            ("[1,]", "a value at byte 3"),
            ("01", "the end of the text at byte 1"),
            ("-", "a digit at byte 1"),
            ("1.", "a digit at byte 2"),
            ("1e", "a digit at byte 2"),
            ("nul", "a value at byte 0"),
            ("\"a", "the end of a string at byte 2"),
            ("\"a\nb\"", "the end of a string at byte 2"),
            (r#""\x""#, "an escape of JSON at byte 2"),
            (r#""\u12g4""#, "four hexadecimal digits at byte 3"),
            ("1 2", "the end of the text at byte 2"),
        ] {
            assert_eq!(read(wrong), Err(format!("expected {expected}")), "{wrong}");
        }
        assert_eq!(read(&"[".repeat(100_000)), Err("expected less nesting at byte 16".to_owned()));
    }
}
