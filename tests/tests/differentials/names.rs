//! Names, labels and keys of quotas against Kubernetes' own validation.

use serde::Deserialize;

use crate::{
    rules::{Row, Rule, compare},
    vectors,
};

#[derive(Debug, Deserialize)]
struct Name {
    text: String,
    fits: Vec<String>,
}

/// A row seen as one of the things that the text may be.
#[derive(Debug)]
struct As(Name, &'static str);

impl Row for As {
    fn text(&self) -> &str {
        &self.0.text
    }

    fn expected(&self) -> Option<String> {
        self.0.fits.iter().any(|fits| fits == self.1).then(|| self.0.text.clone())
    }
}

fn judge(grammar: &str, kind: &'static str, rules: &[Rule<As>], agreed: usize) {
    let rows: Vec<Name> = vectors::read("names");
    let rows: Vec<_> = rows.into_iter().map(|row| As(row, kind)).collect();
    compare(grammar, &rows, rules, agreed);
}

#[test]
fn labels_are_those_of_kubernetes() {
    judge("app", "label-1035", &[], 60);
    judge("environment", "label-1123", &[], 80);
    judge("team", "label-1035", &[Rule { why: "longer than 48", describes: |row| row.0.text.len() > 48 }], 60);
}

#[test]
fn keys_and_values_are_those_of_kubernetes() {
    judge("label-value", "value", &[], 150);
    judge("label-key", "key", &[], 150);
    const LOWER: Rule<As> = Rule {
        why: "upper case in the domain of an annotation, which the key of a label may not have",
        describes: |row| {
            row.0.text.split_once('/').is_some_and(|(domain, _)| domain.bytes().any(|byte| byte.is_ascii_uppercase()))
        },
    };
    judge("label-key", "annotation", &[LOWER], 150);
}

#[test]
fn a_label_is_also_a_subdomain_a_value_and_the_name_of_a_role() {
    for row in vectors::read::<Name>("names") {
        let fits = |kind: &str| row.fits.iter().any(|fits| fits == kind);
        if teamwright_core::grammar::accepts("environment", &row.text).is_ok() {
            assert!(fits("subdomain") && fits("value") && fits("segment") && fits("key"), "{row:?}");
        }
    }
}

#[derive(Debug, Deserialize)]
struct QuotaKey {
    text: String,
    key: bool,
    request: bool,
}

#[derive(Debug)]
struct Count(QuotaKey);

#[derive(Debug)]
struct Extended(QuotaKey);

impl Row for Count {
    fn text(&self) -> &str {
        &self.0.text
    }

    fn expected(&self) -> Option<String> {
        self.0.key.then(|| self.0.text.clone())
    }
}

impl Row for Extended {
    fn text(&self) -> &str {
        &self.0.text
    }

    fn expected(&self) -> Option<String> {
        self.0.request.then(|| self.0.text.clone())
    }
}

#[test]
fn counted_kinds_are_keys_of_a_quota() {
    const RULES: &[Rule<Count>] = &[
        Rule { why: "not a number of objects", describes: |row| !row.0.text.starts_with("count/") },
        Rule {
            why: "no plural and group in lower case, so that nothing would ever be counted",
            describes: |row| {
                let name = row.0.text.trim_start_matches("count/");
                let label = |part: &str| {
                    !part.is_empty()
                        && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                        && !part.starts_with('-')
                        && !part.ends_with('-')
                };
                !name.split('.').all(label) || name.starts_with(|c: char| c.is_ascii_digit())
            },
        },
    ];
    let rows: Vec<_> = vectors::read("quota_keys").into_iter().map(Count).collect();
    compare("object-count", &rows, RULES, 15);
}

#[test]
fn extended_resources_are_keys_of_a_quota() {
    const RULES: &[Rule<Extended>] = &[
        Rule { why: "built in, with a key of its own", describes: |row| !row.0.text.contains('/') },
        Rule {
            why: "of Kubernetes' own domain, where no device is",
            describes: |row| row.0.text.contains("kubernetes.io/"),
        },
        Rule { why: "`requests.` written twice", describes: |row| row.0.text.starts_with("requests.") },
    ];
    let rows: Vec<_> = vectors::read("quota_keys").into_iter().map(Extended).collect();
    compare("extended-resource", &rows, RULES, 15);
}
