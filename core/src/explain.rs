//! The long text for a code, a key or a kind, out of the tables that the compiler itself works with.

use crate::{
    diagnostic::{CodeInfo, Severity, all_codes, find_code},
    manifest::order,
    platform, resources,
    shape::{Field, Grammar, Record, Shape, did_you_mean, expected},
    spec,
};

/// Explains a code such as `TW0201`, a key such as `networkPolicy.allowEgress`, or a kind such as `NetworkPolicy`.
///
/// # Errors
/// Nothing has that name; the text says what comes near.
pub fn explain(subject: &str) -> Result<String, String> {
    let subject = subject.trim();
    if let Some(code) = find_code(subject) {
        return Ok(code_text(code));
    }
    let keys = [("team.yaml", &spec::ROOT), ("platform.yaml", &platform::ROOT)]
        .into_iter()
        .filter_map(|(file, root)| key_text(file, root, &plain_path(subject)));
    let kind = resources::KINDS.iter().find(|kind| kind.kind.eq_ignore_ascii_case(subject));
    let texts: Vec<_> = keys.chain(kind.map(kind_text)).collect();
    if texts.is_empty() { Err(unknown(subject)) } else { Ok(texts.join("\n")) }
}

fn unknown(subject: &str) -> String {
    let codes = all_codes().map(|code| code.id);
    let keys = spec::ROOT.fields.iter().chain(platform::ROOT.fields).map(|field| field.name);
    let kinds = resources::KINDS.iter().map(|kind| kind.kind);
    match did_you_mean(subject, codes.chain(keys).chain(kinds)) {
        Some(near) => format!("nothing is called `{subject}`\nhelp: did you mean `{near}`?"),
        None => format!(
            "nothing is called `{subject}`\nhelp: name a code such as TW0201, a key such as apps.targetRevision, or a kind such as ResourceQuota"
        ),
    }
}

fn code_text(code: &CodeInfo) -> String {
    let level = match code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let example: String = code.example.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "{} ({level}): {}\n\n{}\n\nWhat to do: {}\n\nExample:\n{example}",
        code.id, code.title, code.why, code.remedy
    )
}

/// `apps[0].helm` and `apps[].helm` are `apps.helm`.
fn plain_path(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for character in path.chars() {
        match character {
            '[' => inside = true,
            ']' => inside = false,
            _ if !inside => out.push(character),
            _ => {}
        }
    }
    out
}

/// What a path leads to.
enum Found {
    Field(&'static Field),
    /// A key that a mapping with free keys takes: what such keys are, and their value.
    Free(&'static Grammar, &'static Shape),
}

fn step_into(record: &'static Record, path: &str) -> Option<Found> {
    // A key may hold a dot itself, so the longest key that fits comes first.
    let fits = |name: &str| path == name || path.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    let named = |field: &&Field| fits(field.name) || field.formerly.is_some_and(fits);
    let field = record.fields.iter().filter(named).max_by_key(|field| field.name.len());
    if let Some(field) = field {
        let name = if fits(field.name) { field.name } else { field.formerly.unwrap_or_default() };
        return match path.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')) {
            None => Some(Found::Field(field)),
            Some(rest) => step_through(&field.shape, rest),
        };
    }
    let (grammar, shape) = record.others?;
    (grammar.check)(path).is_ok().then_some(Found::Free(grammar, shape))
}

fn step_through(shape: &'static Shape, path: &str) -> Option<Found> {
    match shape {
        Shape::Record(record) => step_into(record, path),
        Shape::List(list) => step_through(&list.item, path),
        Shape::Map(map) => match path.split_once('.') {
            None => Some(Found::Free(map.key, &map.value)),
            Some((_, rest)) => step_through(&map.value, rest),
        },
        _ => None,
    }
}

/// `path` may begin with the name of its file, for a key that both files have.
fn key_text(file: &str, root: &'static Record, path: &str) -> Option<String> {
    let inside = |name: &str| path.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
    let path = match (inside(file), inside("team.yaml").or(inside("platform.yaml"))) {
        (Some(path), _) => path,
        (None, Some(_)) => return None,
        (None, None) => path,
    };
    let (shape, mut text) = match step_into(root, path)? {
        Found::Field(field) => {
            let required = if field.required { " (required)" } else { "" };
            let old = field.formerly.map(|old| format!("Old spelling: `{old}`\n")).unwrap_or_default();
            (&field.shape, format!("{path} in {file}{required}\n\n{}\n\n{old}", field.doc))
        }
        Found::Free(grammar, shape) => (shape, format!("{path} in {file}\n\nThe key is {}.\n\n", grammar.what)),
    };
    text.push_str(&format!("Takes: {}\n", expected(shape)));
    let below = fields_below(shape);
    if !below.is_empty() {
        text.push_str("\nKeys:\n");
        let width = below.iter().map(|field| field.name.len()).max().unwrap_or_default();
        for field in below {
            text.push_str(&format!("    {:width$}  {}\n", field.name, field.doc));
        }
    }
    Some(text)
}

fn fields_below(shape: &'static Shape) -> Vec<&'static Field> {
    match shape {
        Shape::Record(record) => record.fields.iter().collect(),
        Shape::List(list) => fields_below(&list.item),
        Shape::Map(map) => fields_below(&map.value),
        _ => Vec::new(),
    }
}

fn kind_text(kind: &resources::Kind) -> String {
    format!(
        "{} ({})\n\n{}\n\nMade from: {}\nSync wave: {}\n",
        kind.kind,
        kind.api_version,
        kind.doc,
        kind.keys,
        order::wave(kind.kind)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_keys_and_kinds_are_explained() {
        assert!(explain("tw0201").unwrap().contains("unknown key"));
        assert!(explain("owner.slack").unwrap().starts_with("owner.slack in team.yaml"));
        assert!(explain("networkpolicy").unwrap().contains("networking.k8s.io/v1"));
        assert!(explain("resourcequotas").unwrap_err().contains("did you mean"));
    }

    #[test]
    fn every_emitted_kind_has_a_wave_and_a_text() {
        for kind in resources::KINDS {
            assert!(order::is_known(kind.kind), "{}", kind.kind);
            assert!(!kind.doc.is_empty() && !kind.keys.is_empty(), "{}", kind.kind);
        }
    }
}
