//! Entries of `syncOptions`, such as `PruneLast=true`.

use crate::{
    diagnostic::apps as codes,
    shape::{Fault, Grammar, alternatives, did_you_mean},
};

/// One option that a team may set.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/>.
pub(crate) static SYNC_OPTION: Grammar =
    Grammar { what: "a sync option such as `PruneLast=true`", pattern: "^[A-Za-z]+=[A-Za-z]+$", check };

/// What is always there, so that Argo CD never makes a namespace without the guards of one.
pub(crate) const NO_NAMESPACE: &str = "CreateNamespace=false";
/// What is always there unless an organisation is being taken over: two applications never fight over one object.
pub(crate) const FAIL_ON_SHARED: &str = "FailOnSharedResource=true";
/// What is there unless a team writes its own options.
pub(crate) const PRUNE_LAST: &str = "PruneLast=true";

/// Every option and the values that it may take.
const OPTIONS: [(&str, &[&str]); 11] = [
    ("PruneLast", &["true", "false"]),
    ("ApplyOutOfSyncOnly", &["true", "false"]),
    ("ServerSideApply", &["true", "false"]),
    ("RespectIgnoreDifferences", &["true", "false"]),
    ("SkipDryRunOnMissingResource", &["true", "false"]),
    ("FailOnSharedResource", &["true"]),
    ("Prune", &["false", "confirm"]),
    ("Delete", &["false", "confirm"]),
    ("PrunePropagationPolicy", &["foreground", "background", "orphan"]),
    ("CreateNamespace", &["false"]),
    ("Validate", &["false"]),
];

/// Options that Argo CD has and a team may not set, with the reason.
const REFUSED: [(&str, &str); 2] = [
    (
        "Replace",
        "remove it: it deletes and makes objects anew; `ServerSideApply=true` takes objects too large for an ordinary sync",
    ),
    ("Force", "remove it: it deletes and makes objects anew, with downtime"),
];

/// The part before `=`.
pub(crate) fn key(option: &str) -> &str {
    option.split_once('=').map_or(option, |(key, _)| key)
}

/// Every option with each of its values.
pub(crate) fn all() -> impl Iterator<Item = String> {
    OPTIONS.iter().flat_map(|(name, values)| values.iter().map(move |value| format!("{name}={value}")))
}

fn check(text: &str) -> Result<(), Fault> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let Some((_, values)) = OPTIONS.iter().find(|(known, _)| *known == name) else { return Err(unknown(text, name)) };
    if values.contains(&value) { Ok(()) } else { Err(wrong_value(text, name, value, values)) }
}

fn fault(message: String) -> Fault {
    Fault::new(message).code(codes::SYNC_OPTION)
}

fn unknown(text: &str, name: &str) -> Fault {
    if let Some(parts) = several(text) {
        return parts;
    }
    if let Some((refused, reason)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
        return fault(format!("`{refused}` can't be set")).help(*reason);
    }
    let names = OPTIONS.iter().map(|(known, _)| *known);
    let near = did_you_mean(name, names.clone()).and_then(|near| OPTIONS.iter().find(|(known, _)| *known == near));
    let message = fault(format!("`{}` is not a sync option", name.escape_debug()));
    match near {
        Some((near, values)) => {
            let value = values.first().copied().unwrap_or_default();
            message.help(format!("did you mean `{near}={value}`?"))
        }
        None => message
            .help(format!("the options are {}", names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))),
    }
}

/// Argo CD would read two options in one text as one that it does not know, and do nothing.
fn several(text: &str) -> Option<Fault> {
    if !text.contains(|c: char| c == ',' || c == ';' || c.is_whitespace()) {
        return None;
    }
    let parts: Vec<_> =
        text.split(|c: char| c == ',' || c == ';' || c.is_whitespace()).filter(|part| !part.is_empty()).collect();
    // `PruneLast = true` is one option with blanks inside.
    let joined = parts.concat();
    let parts =
        if parts.iter().any(|part| part.starts_with('=') || part.ends_with('=')) && joined.matches('=').count() == 1 {
            vec![joined.as_str()]
        } else {
            parts
        };
    let message =
        if parts.len() > 1 { "several options in one text" } else { "an option with blanks or commas in its text" };
    let entries = parts.iter().map(|part| format!("`{}`", part.escape_debug())).collect::<Vec<_>>();
    let intro = if parts.len() > 1 { "write one entry each:" } else { "write" };
    Some(fault(message.to_owned()).help(format!("{intro} {}", entries.join(", "))))
}

fn wrong_value(text: &str, name: &str, value: &str, values: &[&str]) -> Fault {
    if let Some(parts) = several(text) {
        return parts;
    }
    let forms: Vec<_> = values.iter().map(|value| format!("{name}={value}")).collect();
    let lower = value.to_ascii_lowercase();
    let help = match (name, lower.as_str()) {
        ("CreateNamespace", "true") => {
            "remove it: the namespace is there already, and one that Argo CD made would have no guards".to_owned()
        }
        ("Validate", "true") | ("Prune" | "Delete", "true") => "remove it: this is what Argo CD does anyway".to_owned(),
        ("FailOnSharedResource", "false") => "remove it: two applications may not own one object".to_owned(),
        _ => format!("write {}", alternatives(&forms.iter().map(String::as_str).collect::<Vec<_>>())),
    };
    let message = match value {
        "" => format!("`{name}` has no value"),
        _ => format!("`{}` is not a value of `{name}`", value.escape_debug()),
    };
    let fault = fault(message).help(help);
    match values.iter().find(|known| **known == lower) {
        Some(known) => fault.replacement(format!("{name}={known}")),
        None => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(text: &str) -> String {
        check(text).unwrap_err().help.unwrap_or_default()
    }

    #[test]
    fn the_list_is_closed() {
        for (name, values) in OPTIONS {
            for value in values {
                assert!(check(&format!("{name}={value}")).is_ok());
            }
        }
        for text in [
            "",
            "PruneLast",
            "PruneLast=",
            "PruneLast=yes",
            "PruneLast=True",
            "prunelast=true",
            "CreateNamespace=true",
            "Validate=true",
            "Replace=true",
            "Replace=false",
            "Force=true",
            "Prune=true",
            "PruneLast=true,Validate=false",
            "PruneLast=true ServerSideApply=true",
            " PruneLast=true",
            "PruneLast = true",
            "PruneLast=true=true",
            "Bogus=true",
            "FailOnSharedResource=false",
            "PrunePropagationPolicy=all",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_help_says_what_to_type() {
        assert_eq!(help("PruneLst=true"), "did you mean `PruneLast=true`?");
        assert_eq!(help("PruneLast=true,Delete=false"), "write one entry each: `PruneLast=true`, `Delete=false`");
        assert_eq!(
            help("PrunePropagationPolicy=all"),
            "write `PrunePropagationPolicy=foreground`, `PrunePropagationPolicy=background` or `PrunePropagationPolicy=orphan`"
        );
        for text in ["PruneLast= true", "PruneLast =true", "PruneLast = true", " PruneLast=true"] {
            assert_eq!(help(text), "write `PruneLast=true`", "{text}");
        }
        assert_eq!(help("PruneLast=true Validate"), "write one entry each: `PruneLast=true`, `Validate`");
        let several = check("PruneLast = true, Delete = false").unwrap_err();
        assert_eq!(several.message, "several options in one text");
        for text in ["Validate=true", "Prune=True", "Delete=true"] {
            assert_eq!(help(text), "remove it: this is what Argo CD does anyway", "{text}");
        }
        assert_eq!(help("FailOnSharedResource=false"), "remove it: two applications may not own one object");
        assert_eq!(check("PruneLast=True").unwrap_err().replacement.unwrap(), "PruneLast=true");
    }
}
