//! Keys and values of labels and annotations.

use crate::shape::{Fault, Grammar};

/// A key of a label or annotation: a name of at most 63 characters, behind a domain and `/` if there is one.
/// See <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set>.
pub(crate) static KEY: Grammar = Grammar {
    what: "a key such as `cost-center` or `example.com/cost-center`",
    pattern: r"^([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$",
    check: |text| if is_key(text) { Ok(()) } else { Err(Fault::default()) },
};

/// The value of a label: at most 63 letters, digits, `-`, `_` and `.`, or nothing.
pub(crate) static VALUE: Grammar = Grammar {
    what: "a label value such as `shared`: letters, digits, `-`, `_` and `.`, at most 63 characters",
    pattern: r"^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$",
    check: |text| if is_value(text) { Ok(()) } else { Err(Fault::default()) },
};

/// Longest domain before the `/` of a key.
pub(crate) const LONGEST_SUBDOMAIN: usize = 253;
/// Longest name behind the `/` of a key, and longest value.
pub(crate) const LONGEST_NAME: usize = 63;

/// Whether a text is the key of a label or annotation.
pub(crate) fn is_key(text: &str) -> bool {
    text.split_once('/').map_or_else(|| is_name(text), |(domain, name)| is_subdomain(domain) && is_name(name))
}

/// Whether a text is the value of a label.
pub(crate) fn is_value(text: &str) -> bool {
    text.is_empty() || is_name(text)
}

/// Whether a text is an RFC 1123 subdomain: labels joined by dots.
pub(crate) fn is_subdomain(text: &str) -> bool {
    text.len() <= LONGEST_SUBDOMAIN && text.split('.').all(is_subdomain_part)
}

/// A subdomain limits only its whole length, not that of its parts.
fn is_subdomain_part(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(inner) && !text.starts_with('-') && !text.ends_with('-')
}

/// The domain of a key; `None` for a key without one.
pub(crate) fn domain(key: &str) -> Option<&str> {
    key.split_once('/').map(|(domain, _)| domain)
}

/// Whether a key belongs to a domain or to one below it: `a.kubernetes.io/x` belongs to `kubernetes.io`.
pub(crate) fn belongs_to(key: &str, owner: &str) -> bool {
    domain(key)
        .is_some_and(|domain| domain == owner || domain.strip_suffix(owner).is_some_and(|before| before.ends_with('.')))
}

fn is_name(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' || byte == b'.';
    let edge = |c: char| c.is_ascii_alphanumeric();
    (1..=LONGEST_NAME).contains(&text.len())
        && text.bytes().all(inner)
        && text.starts_with(edge)
        && text.ends_with(edge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_name_behind_an_optional_domain() {
        for key in ["a", "cost-center", "Cost_Center.1", "example.com/a", "a.b-c.d/X"] {
            assert!(is_key(key), "{key}");
        }
        let long = "a".repeat(64);
        for key in ["", "-a", "a-", "a b", "/a", "a/", "a/b/c", "Example.com/a", "a..b/c", "-a.b/c", "é", &long] {
            assert!(!is_key(key), "{key}");
        }
    }

    #[test]
    fn a_value_may_be_empty_but_not_free_text() {
        assert!(is_value("") && is_value("Shared_1.x") && is_value(&"a".repeat(63)));
        assert!(!is_value("a b") && !is_value("-a") && !is_value(&"a".repeat(64)) && !is_value("a/b"));
    }

    #[test]
    fn a_key_belongs_to_its_domain_and_those_above() {
        assert!(belongs_to("kubernetes.io/x", "kubernetes.io"));
        assert!(belongs_to("node.kubernetes.io/x", "kubernetes.io"));
        assert!(!belongs_to("mykubernetes.io/x", "kubernetes.io"));
        assert!(!belongs_to("x", "kubernetes.io"));
    }
}
