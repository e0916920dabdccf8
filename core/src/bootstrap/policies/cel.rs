//! Texts as literals of CEL, so that no character of theirs has a meaning there.
//! See <https://github.com/google/cel-spec/blob/master/doc/langdef.md#string-and-bytes-values>.

/// A text as a literal.
pub(super) fn text(value: &str) -> String {
    let mut literal = String::with_capacity(value.len() + 2);
    literal.push('\'');
    for character in value.chars() {
        match character {
            '\'' | '\\' => literal.extend(['\\', character]),
            // A line break ends a literal, and what is invisible is told by its number.
            control if control.is_control() => literal.push_str(&format!("\\u{:04X}", u32::from(control))),
            plain => literal.push(plain),
        }
    }
    literal.push('\'');
    literal
}

/// Texts as a list of literals.
pub(super) fn texts<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let literals: Vec<_> = values.into_iter().map(text).collect();
    format!("[{}]", literals.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_ends_where_it_ends() {
        assert_eq!(text("ghcr.io/acme"), "'ghcr.io/acme'");
        assert_eq!(text("'] + ['"), r"'\'] + [\''");
        assert_eq!(text(r"\' || true || '"), r"'\\\' || true || \''");
        assert_eq!(text("a\nb\r\t\0\u{85}é\"$"), "'a\\u000Ab\\u000D\\u0009\\u0000\\u0085é\"$'");
        assert_eq!(texts(["a", "b'"]), r"['a', 'b\'']");
        assert_eq!(texts([]), "[]");
    }
}
