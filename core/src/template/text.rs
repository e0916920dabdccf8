//! A text of a template: what stands there as it is, and the expressions between `{{` and `}}`.

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Comes out unchanged.
    Text(&'t str),
    /// What stands between the braces.
    Expression(&'t str),
}

/// What keeps a text from being split.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// `{{` without its `}}`.
    Unclosed,
    /// `{{-` or `-}}`: elsewhere it trims blanks, and here `{{- x }}` would be a negative number.
    Trim,
    /// `{{ }}`.
    Empty,
}

/// Whether a text holds an expression.
pub(crate) fn has_expression(text: &str) -> bool {
    text.contains("{{")
}

/// The pieces of a text, in order.
pub(super) fn split(text: &str) -> Result<Vec<Piece<'_>>, Broken> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        let end = end(behind).ok_or(Broken::Unclosed)?;
        let (inner, after) = behind.split_at(end);
        if inner.starts_with(['-', '+']) && inner.get(1..).is_some_and(|inner| inner.starts_with(char::is_whitespace))
            || inner.ends_with('-')
        {
            return Err(Broken::Trim);
        }
        if inner.trim().is_empty() {
            return Err(Broken::Empty);
        }
        pieces.push(Piece::Expression(inner.trim()));
        rest = after.get(2..).unwrap_or_default();
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    Ok(pieces)
}

/// Where the `}}` of an expression is: outside of its quotes and of braces of its own.
fn end(text: &str) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0_u32);
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => drop(characters.next()),
            (Some(open), _) if character == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '{') => depth += 1,
            (None, '}') if depth > 0 => depth -= 1,
            (None, '}') if characters.peek().is_some_and(|(_, next)| *next == '}') => return Some(at),
            (None, _) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{
        Broken, Piece,
        Piece::{Expression, Text},
        split,
    };

    #[test]
    fn expressions_end_outside_of_quotes_and_braces() {
        let cases: [(&str, &[Piece<'_>]); 7] = [
            ("plain }} text", &[Text("plain }} text")]),
            ("{{ a }}", &[Expression("a")]),
            ("x{{a}}{{ b }}y", &[Text("x"), Expression("a"), Expression("b"), Text("y")]),
            ("{{ '{{ $labels.pod }}' }}", &[Expression("'{{ $labels.pod }}'")]),
            (r#"{{ "\"}}" }}"#, &[Expression(r#""\"}}""#)]),
            ("{{ {'a': {'b': 1}} }}", &[Expression("{'a': {'b': 1}}")]),
            ("{% if %}", &[Text("{% if %}")]),
        ];
        for (text, pieces) in cases {
            assert_eq!(split(text).unwrap(), pieces, "{text}");
        }
    }

    #[test]
    fn half_an_expression_is_none() {
        let cases = [
            ("{{ a", Broken::Unclosed),
            ("{{ 'a }}", Broken::Unclosed),
            ("{{ { }}", Broken::Unclosed),
            ("{{}}", Broken::Empty),
            ("a {{ }}", Broken::Empty),
            ("{{- a }}", Broken::Trim),
            ("{{ a -}}", Broken::Trim),
        ];
        for (text, broken) in cases {
            assert_eq!(split(text), Err(broken), "{text}");
        }
        assert_eq!(split("{{ -1 }}").unwrap(), [Expression("-1")]);
    }
}
