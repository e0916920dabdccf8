//! Whole numbers within bounds, read from their text: waves, retries, factors, seconds.

use std::ops::RangeInclusive;

use crate::{
    shape::{Fault, Grammar},
    span::Spanned,
    yaml::Node,
};

/// A sync wave. Argo CD takes any integer; a hundred steps either way are plenty and leave room for the platform's own.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/>.
pub(crate) static WAVE: Grammar = Grammar {
    what: "a whole number from -100 to 100",
    pattern: "^(0|-?([1-9][0-9]?|100))$",
    check: |text| check(text, -100..=100),
};

/// How many times a failed sync is tried again. Argo CD reads a number below 0 as "for ever", which nobody would notice.
pub(crate) static RETRIES: Grammar = Grammar {
    what: "a whole number from 0 to 50",
    pattern: "^([0-9]|[1-4][0-9]|50)$",
    check: |text| check(text, 0..=50),
};

/// By how much one wait is longer than the one before it.
pub(crate) static FACTOR: Grammar = Grammar {
    what: "a whole number from 1 to 100",
    pattern: "^([1-9][0-9]?|100)$",
    check: |text| check(text, 1..=100),
};

/// A number of seconds that every reader of JSON keeps exactly.
pub(crate) static SECONDS: Grammar = Grammar {
    what: "a whole number of seconds such as `300`",
    pattern: "^(0|[1-9][0-9]{0,15})$",
    check: |text| check(text, 0..=9_007_199_254_740_991),
};

fn check(text: &str, bounds: RangeInclusive<i64>) -> Result<(), Fault> {
    match parse(text) {
        Some(number) if bounds.contains(&number) => Ok(()),
        _ => Err(Fault::default()),
    }
}

/// Digits with an optional minus, without leading zeros.
fn parse(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    text.parse().ok().filter(|_| plain && text != "-0")
}

/// The number of a checked scalar.
pub(crate) fn read(node: &Node) -> Option<Spanned<i64>> {
    let number = parse(node.text()?)?;
    Some(Spanned::new(number, node.span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_hold_and_digits_are_plain() {
        for text in ["0", "-100", "100", "7", "-1"] {
            assert!((WAVE.check)(text).is_ok(), "{text}");
        }
        for text in ["", "-", "-101", "101", "+1", "-0", "07", "1.5", "1e1", "0x1", "1_0", " 1", "99999999999999999999"]
        {
            assert!((WAVE.check)(text).is_err(), "{text}");
        }
        assert!((RETRIES.check)("-1").is_err() && (RETRIES.check)("51").is_err() && (FACTOR.check)("0").is_err());
    }
}
