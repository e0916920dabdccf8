//! Names of teams, namespaces, applications and tiers.

use crate::shape::{Fault, Grammar, characters};

/// A team: RFC 1035 label, because names beginning with a digit look like numbers to YAML readers.
/// See <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names>.
pub(crate) static TEAM: Grammar = Grammar {
    what: "a team name such as `payments`: lower-case letters, digits and `-`, beginning with a letter",
    pattern: "^[a-z]([-a-z0-9]{0,46}[a-z0-9])?$",
    check: team,
};

/// A namespace: RFC 1123 label.
/// See <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names>.
pub(crate) static NAMESPACE: Grammar = Grammar {
    what: "a namespace such as `team-payments`: lower-case letters, digits and `-`",
    pattern: LABEL_1123,
    check: label_1123,
};

/// A tier.
pub(crate) static TIER: Grammar = Grammar {
    what: "a tier such as `standard`: lower-case letters, digits and `-`, beginning with a letter",
    pattern: LABEL_1035,
    check: label_1035,
};

/// An application: RFC 1035 label, as it becomes a part of names.
pub(crate) static APP: Grammar = Grammar {
    what: "an app name such as `web`: lower-case letters, digits and `-`, beginning with a letter",
    pattern: LABEL_1035,
    check: label_1035,
};

/// An environment: RFC 1123 label, as it becomes a part of names and the value of a label.
pub(crate) static ENVIRONMENT: Grammar = Grammar {
    what: "an environment such as `production`: lower-case letters, digits and `-`",
    pattern: LABEL_1123,
    check: label_1123,
};

/// A reference to a cluster; whether there is one of the name is judged by looking for it.
pub(crate) static CLUSTER: Grammar = Grammar {
    what: "the name of a cluster such as `production`",
    pattern: "^[A-Za-z0-9._-]+$",
    check: |text| {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        if !text.is_empty() && text.bytes().all(inner) { Ok(()) } else { Err(Fault::default()) }
    },
};

/// An organisation: RFC 1123 label.
pub(crate) static ORGANIZATION: Grammar = Grammar {
    what: "a short name such as `acme`: lower-case letters, digits and `-`",
    pattern: LABEL_1123,
    check: label_1123,
};

/// The pattern of an RFC 1035 label.
pub(crate) const LABEL_1035: &str = "^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$";
/// The pattern of an RFC 1123 label.
pub(crate) const LABEL_1123: &str = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$";
/// Longest team name, so that every name derived from it has room.
pub(crate) const LONGEST_TEAM: usize = 48;
/// Longest DNS label.
pub(crate) const LONGEST_LABEL: usize = 63;

/// Whether a text is an RFC 1123 label of at most 63 characters.
pub(crate) fn is_label_1123(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_LABEL).contains(&text.len())
        && text.bytes().all(inner)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether a text is an RFC 1035 label of at most 63 characters.
pub(crate) fn is_label_1035(text: &str) -> bool {
    is_label_1123(text) && text.starts_with(|c: char| c.is_ascii_lowercase())
}

pub(crate) fn label_1123(text: &str) -> Result<(), Fault> {
    if is_label_1123(text) { Ok(()) } else { Err(name_fault(text, LONGEST_LABEL)) }
}

pub(crate) fn label_1035(text: &str) -> Result<(), Fault> {
    if is_label_1035(text) { Ok(()) } else { Err(name_fault(text, LONGEST_LABEL)) }
}

fn team(text: &str) -> Result<(), Fault> {
    if is_label_1035(text) && text.len() <= LONGEST_TEAM { Ok(()) } else { Err(name_fault(text, LONGEST_TEAM)) }
}

/// Says which rule of a name is broken.
pub(crate) fn name_fault(text: &str, longest: usize) -> Fault {
    let lettering = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if text.len() > longest && text.bytes().all(lettering) {
        return Fault::new(format!("a name of {} characters, where {longest} is the most", text.len()))
            .help(format!("shorten it by {}", characters(text.len() - longest)));
    }
    let lower = text.to_ascii_lowercase().replace(['_', ' ', '.'], "-");
    if lower != text && is_label_1035(&lower) {
        return Fault::default().help(format!("write `{lower}`"));
    }
    Fault::default()
}

/// A text type whose values passed their grammar: a wrapper that remembers the check.
macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Wraps a text that has passed its grammar.
            pub(crate) fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&crate::origin::Sourced<$name>> for crate::manifest::Leaf {
            fn from(name: &crate::origin::Sourced<$name>) -> Self {
                Self::text(name.value.as_str(), name.origin)
            }
        }

        impl From<&crate::origin::Sourced<$name>> for crate::manifest::Tree {
            fn from(name: &crate::origin::Sourced<$name>) -> Self {
                Self::Leaf(name.into())
            }
        }
    };
}

text_type! {
    /// A checked team name, such as `payments`.
    TeamName
}

text_type! {
    /// A checked namespace name, such as `team-payments`.
    NamespaceName
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_to_a_cluster_is_one_word() {
        for text in ["production", "EU-1", "a.b_c"] {
            assert!((CLUSTER.check)(text).is_ok(), "{text}");
        }
        for text in ["", "a b", "a/b", "é"] {
            assert!((CLUSTER.check)(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_name_that_is_too_long_says_by_how_much() {
        let help = |text: &str| name_fault(text, 5).help;
        assert_eq!(help("abcdef").as_deref(), Some("shorten it by 1 character"));
        assert_eq!(help("abcdefg").as_deref(), Some("shorten it by 2 characters"));
        // Right in length, and wrong otherwise.
        assert_eq!(help("abcd-"), None);
        assert_eq!(help("ab cd-ef "), None);
        assert_eq!(help("Ab_c").as_deref(), Some("write `ab-c`"));
    }
}
