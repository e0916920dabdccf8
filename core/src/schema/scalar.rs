//! Schemas of single values, made from their grammars. What a grammar takes as a bare number is found by asking it.

use super::{Json, pair, text as json};
use crate::shape::Grammar;

/// A text.
pub(super) fn text(grammar: &Grammar) -> Vec<(String, Json)> {
    let mut entries = vec![pair("type", json("string"))];
    entries.extend(of_string(grammar));
    entries
}

/// A value that may stand without quotes: to an editor it is a number or a string.
pub(super) fn bare(grammar: &Grammar) -> Vec<(String, Json)> {
    let takes = |text: &str| (grammar.check)(text).is_ok();
    let fractions = takes("1.5") || takes("2.5");
    let number = match (fractions, takes("0") || takes("1")) {
        (true, _) => "number",
        (false, true) => "integer",
        (false, false) => return text(grammar),
    };
    let mut entries = vec![pair("type", Json::Array(vec![json("string"), json(number)]))];
    entries.extend(of_string(grammar));
    if let Some(least) = bound(grammar, -1) {
        let above_zero = fractions && least == 1;
        entries.push(if above_zero {
            pair("exclusiveMinimum", Json::Number(0))
        } else {
            pair("minimum", Json::Number(least))
        });
    }
    if let Some(most) = bound(grammar, 1) {
        entries.push(pair("maximum", Json::Number(most)));
    }
    entries
}

/// Any value without a null in it.
pub(super) fn anything() -> Vec<(String, Json)> {
    let kinds = ["string", "number", "boolean", "array", "object"].map(json);
    let below = || Json::Object(vec![pair("$ref", json(&format!("#/$defs/{ANYTHING}")))]);
    vec![pair("type", Json::Array(kinds.to_vec())), pair("items", below()), pair("additionalProperties", below())]
}

/// The name of [`anything`] among a schema's definitions.
pub(super) const ANYTHING: &str = "anything";

fn of_string(grammar: &Grammar) -> Vec<(String, Json)> {
    let mut entries = vec![
        pair("pattern", json(grammar.pattern)),
        pair("patternErrorMessage", json(&format!("expected {}", grammar.what))),
    ];
    let examples: Vec<_> = examples(grammar).map(json).collect();
    if !examples.is_empty() {
        entries.push(pair("examples", Json::Array(examples)));
    }
    entries
}

/// What stands in backticks in the sentence about a grammar, and is of it.
fn examples(grammar: &Grammar) -> impl Iterator<Item = &str> {
    let quoted = grammar.what.split('`').skip(1).step_by(2).map(|text| text.trim_matches('"'));
    quoted.filter(|text| text.len() > 1 && (grammar.check)(text).is_ok())
}

/// The last whole number in a direction that a grammar takes; `None` where it takes very large ones.
fn bound(grammar: &Grammar, direction: i64) -> Option<i64> {
    const ENDLESS: i64 = 1 << 40;
    let takes = |number: i64| (grammar.check)(&number.to_string()).is_ok();
    let mut inside = [0, 1].into_iter().find(|number| takes(*number))?;
    let mut step = 1;
    while takes(inside + direction * step) {
        inside += direction * step;
        step *= 2;
        if step > ENDLESS {
            return None;
        }
    }
    while step > 0 {
        if takes(inside + direction * step) {
            inside += direction * step;
        }
        step /= 2;
    }
    Some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{bounded, duration, quantity};

    #[test]
    fn bounds_are_those_of_the_grammar() {
        let both = |grammar| (bound(grammar, -1), bound(grammar, 1));
        assert_eq!(both(&bounded::WAVE), (Some(-100), Some(100)));
        assert_eq!(both(&bounded::RETRIES), (Some(0), Some(50)));
        assert_eq!(both(&bounded::FACTOR), (Some(1), Some(100)));
        assert_eq!(both(&quantity::COUNT), (Some(0), None));
    }

    #[test]
    fn the_type_is_what_the_grammar_takes_bare() {
        let kind = |grammar| format!("{:?}", bare(grammar).first());
        assert!(kind(&quantity::CPU).contains("number"));
        assert!(kind(&quantity::COUNT).contains("integer"));
        assert_eq!(kind(&duration::DURATION), format!("{:?}", Some(pair("type", json("string")))));
    }

    #[test]
    fn examples_are_of_the_grammar() {
        assert_eq!(examples(&duration::DURATION).collect::<Vec<_>>(), ["30s", "5m", "1h30m"]);
    }
}
