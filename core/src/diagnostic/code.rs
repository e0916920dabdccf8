//! The table of codes. A code is a promise: its number is never reused for another meaning.
//!
//! Each area has a file; within it a code stands with its level, what is wrong, why it matters, what to do, and an example.

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is emitted.
    Error,
    /// Worth a look; output is unchanged.
    Warning,
}

/// A row of the table of codes.
#[derive(Debug)]
pub struct CodeInfo {
    /// `TW` and four digits.
    pub id: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it matters: what would happen in the cluster.
    pub why: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// A few lines of YAML that draw it.
    pub example: &'static str,
}

/// A reference into the table.
pub type Code = &'static CodeInfo;

/// `NAME "TW0000" Level "title"; "why"; "remedy"; "example";` → a static row each, and `ALL` of them in order.
macro_rules! codes {
    ($($name:ident $id:literal $severity:ident $title:literal; $why:literal; $remedy:literal; $example:literal;)*) => {
        $(pub(crate) const $name: crate::diagnostic::Code = &crate::diagnostic::CodeInfo {
            id: $id,
            severity: crate::diagnostic::Severity::$severity,
            title: $title,
            why: $why,
            remedy: $remedy,
            example: $example,
        };)*
        pub(crate) static ALL: &[crate::diagnostic::Code] = &[$($name),*];
    };
}

pub(crate) mod access;
pub(crate) mod apps;
pub(crate) mod identity;
pub(crate) mod language;
pub(crate) mod limits;
pub(crate) mod network;
pub(crate) mod platform;
pub(crate) mod repository;
pub(crate) mod scheduling;
pub(crate) mod secrets;
pub(crate) mod shape;
pub(crate) mod templates;

/// Every code, in the order of its number.
pub fn all_codes() -> impl Iterator<Item = Code> {
    let areas = [
        language::ALL,
        shape::ALL,
        identity::ALL,
        limits::ALL,
        network::ALL,
        access::ALL,
        scheduling::ALL,
        secrets::ALL,
        apps::ALL,
        platform::ALL,
        templates::ALL,
        repository::ALL,
    ];
    areas.into_iter().flatten().copied()
}

/// The row with this number, in upper or lower case.
#[must_use]
pub fn find_code(id: &str) -> Option<Code> {
    all_codes().find(|code| code.id.eq_ignore_ascii_case(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique_and_rise() {
        let ids: Vec<_> = all_codes().map(|code| code.id).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(ids, sorted);
    }

    #[test]
    fn every_code_says_what_why_and_what_to_do() {
        for code in all_codes() {
            assert!(code.id.len() == 6 && code.id.starts_with("TW"), "{}", code.id);
            for text in [code.title, code.why, code.remedy, code.example] {
                assert!(!text.trim().is_empty(), "{}", code.id);
            }
            assert!(!code.title.ends_with('.'), "{}", code.id);
        }
    }
}
