//! Git revisions: branches, tags, commits.

mod range;

pub(crate) use range::is_range;

use crate::shape::{Fault, Grammar};

/// A branch, tag or commit, by the rules of Git, and never an option of a Git command.
/// See <https://git-scm.com/docs/git-check-ref-format>.
pub(crate) static REVISION: Grammar = Grammar {
    what: "a branch, tag or commit such as `main` or `v1.4.2`",
    pattern: r"^(?![-./]|@$)(?!.*(\.\.|//|/\.|@\{|\{\{|\$\{|\.lock(/|$)|[/.]$))[^\s~^:?*\[\\]{1,255}$",
    check,
};

/// Longest revision, in bytes.
const LONGEST: usize = 255;

/// Whether it means "the repository's default branch, whichever that is".
pub(crate) fn is_head(text: &str) -> bool {
    text == "HEAD"
}

fn check(text: &str) -> Result<(), Fault> {
    if text.len() > LONGEST {
        let message = format!("a revision of {} characters, where {LONGEST} is the most", text.len());
        return Err(Fault::new(message).help("write a branch, tag or commit, such as `main`"));
    }
    let fits = !text.is_empty()
        && text != "@"
        && !text.starts_with('-')
        && !text.ends_with('.')
        && !["..", "@{", "{{", "${"].iter().any(|sequence| text.contains(sequence))
        && text.chars().all(is_inner)
        && text.split('/').all(is_component);
    if fits { Ok(()) } else { Err(Fault::default()) }
}

/// Letters of every script, and the signs that Git leaves to names.
fn is_inner(character: char) -> bool {
    character.is_alphanumeric()
        || (character.is_ascii_graphic() && !matches!(character, '~' | '^' | ':' | '?' | '*' | '[' | '\\'))
}

fn is_component(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('.') && !text.ends_with(".lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_git_hold() {
        for text in [
            "main",
            "v1.0.0",
            "1.2.3",
            "refs/heads/main",
            "feature/a-b_c",
            "release@2",
            "4f1c2d3",
            "HEAD",
            ">=1.0.0",
            "größe",
            "a#1",
        ] {
            assert!(check(text).is_ok(), "{text}");
        }
        let long = "a".repeat(256);
        for text in [
            "",
            "@",
            "-x",
            "a..b",
            "a b",
            "a~1",
            "a^",
            "a:b",
            "a?",
            "a*",
            "a[1]",
            r"a\b",
            "a.lock",
            "a.lock/b",
            "a/",
            "/a",
            "a//b",
            ".a",
            "a/.b",
            "a.",
            "a@{1}",
            "a\nb",
            "a\u{200D}b",
            "a\u{A0}b",
            "{{branch}}",
            "${BRANCH}",
            &long,
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}
