//! Paths inside a repository.

use crate::shape::{Fault, Grammar};

/// A directory inside a repository; `.` alone is its root.
pub(crate) static DIRECTORY: Grammar = Grammar {
    what: "a path inside the repository such as `k8s/overlays/production`",
    pattern: r"^(\.|(?!(.*/)?(\.{0,2}|\.git)(/|$))[^\x00-\x1f!\x22#$%&\x27*:;<>?\[\\\]^`{|}\x7f]{1,1024})$",
    check: |text| if text == "." { Ok(()) } else { check(text) },
};

/// A file, relative to the application's directory and inside it.
pub(crate) static FILE: Grammar = Grammar {
    what: "a file inside the repository such as `values/production.yaml`",
    pattern: r"^(?!(.*/)?(\.{0,2}|\.git)(/|$))[^\x00-\x1f!\x22#$%&\x27*:;<>?\[\\\]^`{|}\x7f]{1,1024}$",
    check,
};

/// Longest path, in bytes.
const LONGEST: usize = 1_024;

/// Whether a path is relative and stays where it begins, with one spelling only.
fn is_path(text: &str) -> bool {
    text.len() <= LONGEST && text.chars().all(is_inner) && text.split('/').all(is_segment)
}

/// Letters of every script, and signs that no shell, glob or template reads as something else.
fn is_inner(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character, '/' | '.' | '_' | '-' | '+' | '@' | '=' | ',' | '~' | '(' | ')' | ' ')
}

fn is_segment(text: &str) -> bool {
    !text.is_empty() && !matches!(text, "." | "..") && !text.eq_ignore_ascii_case(".git") && text.trim() == text
}

fn check(text: &str) -> Result<(), Fault> {
    if is_path(text) { Ok(()) } else { Err(fault(text)) }
}

fn fault(text: &str) -> Fault {
    if text.len() > LONGEST {
        return Fault::new(format!("a path of {} characters, where {LONGEST} is the most", text.len()))
            .help("write a shorter path");
    }
    if text.split(['/', '\\']).any(|segment| segment == "..") {
        return Fault::new(format!("`{}` leads out of its directory", text.escape_debug()))
            .help("write the path from the root of the repository, without `..`");
    }
    let meant =
        text.split(['/', '\\']).filter(|segment| !segment.is_empty() && *segment != ".").collect::<Vec<_>>().join("/");
    let fault = Fault::default();
    if is_path(&meant) { fault.help(format!("write `{meant}`")) } else { fault }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside_and_has_one_spelling() {
        for text in ["k8s", "k8s/base", "deploy/overlays/prod_1", "a.b/c", ".github/x", "my app/k8s", "größe"] {
            assert!(check(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "/",
            "/k8s",
            "..",
            "../x",
            "a/../b",
            "a//b",
            "a/",
            ".git",
            ".git/hooks",
            "a/.GIT",
            r"a\b",
            "a/*",
            "a\nb",
            "./a",
            "a/./b",
            "https://github.com/acme/web",
            "$values/x",
            "{{path}}",
            " a",
            "a /b",
            "a\u{200D}",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_dot_alone_is_the_root_but_no_file() {
        assert!((DIRECTORY.check)(".").is_ok() && (FILE.check)(".").is_err());
        assert_eq!((DIRECTORY.check)("./k8s/").unwrap_err().help.unwrap(), "write `k8s`");
    }

    #[test]
    fn a_path_has_a_longest_length() {
        assert!(check(&"a".repeat(1_024)).is_ok());
        for length in [1_025, 1_026] {
            let message = check(&"a".repeat(length)).unwrap_err().message;
            assert_eq!(message, format!("a path of {length} characters, where 1024 is the most"));
        }
        let help = check(&format!("{}/", "a".repeat(1_023))).unwrap_err().help.unwrap();
        assert_eq!(help, format!("write `{}`", "a".repeat(1_023)));
        assert_eq!(check("https://github.com/acme/web").unwrap_err().help, None);
    }
}
