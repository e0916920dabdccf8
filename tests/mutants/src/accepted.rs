//! Mutants that may survive, each with its reason: `accepted.txt`. They count as survivors all the same.

use std::collections::BTreeMap;

use crate::Outcome;

/// Reasons by mutants' names.
pub(crate) type Accepted = BTreeMap<String, String>;

/// Reads blocks of mutants' names, one a line, each block with its reason below, indented. `#` begins a comment.
pub(crate) fn read(text: &str) -> Outcome<Accepted> {
    let mut accepted = Accepted::new();
    let mut names: Vec<&str> = Vec::new();
    let mut has_reason = false;
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if let Some(reason) = line.strip_prefix("  ") {
            if names.is_empty() {
                return Err(format!("a reason of nothing: {reason}"));
            }
            for name in &names {
                let whole = accepted.entry((*name).to_owned()).or_default();
                if !whole.is_empty() {
                    whole.push(' ');
                }
                whole.push_str(reason.trim());
            }
            has_reason = true;
        } else {
            if has_reason {
                names.clear();
                has_reason = false;
            }
            if accepted.contains_key(line) || names.contains(&line) {
                return Err(format!("twice: {line}"));
            }
            names.push(line);
        }
    }
    match names.first() {
        Some(name) if !has_reason => Err(format!("no reason: {name}")),
        _ => Ok(accepted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mutants_share_a_reason_of_several_lines() {
        let accepted = read("# why\na\nb\n  it\n  is so\n\nc\n  else\n").unwrap();
        let lines: Vec<_> = accepted.iter().map(|(name, reason)| format!("{name}: {reason}")).collect();
        assert_eq!(lines, ["a: it is so", "b: it is so", "c: else"]);
    }

    #[test]
    fn nothing_is_accepted_without_a_reason_or_twice() {
        assert_eq!(read("a\n").unwrap_err(), "no reason: a");
        assert_eq!(read("a\n  so\na\n  so\n").unwrap_err(), "twice: a");
        assert_eq!(read("  so\n").unwrap_err(), "a reason of nothing: so");
    }
}
