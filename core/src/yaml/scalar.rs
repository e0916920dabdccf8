//! What a plain scalar would be to a YAML 1.1 or 1.2 reader.

/// What some reader would take a plain scalar for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Every reader sees the same text.
    Text,
    /// `true` or `false`, as every reader sees it.
    Boolean,
    /// Digits with an optional sign: the same integer to every reader.
    Integer,
    /// Digits with one decimal point: the same number to every reader.
    Decimal,
    /// `~`, `null` or nothing.
    Null,
    /// Readers disagree: `yes`, `010`, `0x1F`, `1_000`, `1e3`, `12:30:45`, dates, `.inf`, `=`, `<<`, and numbers with more
    /// digits than some reader keeps.
    Ambiguous,
}

/// Classifies a plain scalar. See <https://yaml.org/type/> (1.1) and <https://yaml.org/spec/1.2.2/#103-core-schema>.
pub(crate) fn reading(text: &str) -> Reading {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Reading::Null,
        "true" | "false" => return Reading::Boolean,
        "True" | "TRUE" | "False" | "FALSE" | "yes" | "Yes" | "YES" | "no" | "No" | "NO" | "on" | "On" | "ON"
        | "off" | "Off" | "OFF" | "y" | "Y" | "n" | "N" | "=" | "<<" => return Reading::Ambiguous,
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let Some(first) = unsigned.bytes().next() else { return Reading::Text };
    if !first.is_ascii_digit() && first != b'.' {
        return Reading::Text;
    }
    if is_canonical_integer(text) {
        // Beyond 64 bits Go and JavaScript go on with a float.
        if text.parse::<i64>().is_ok() { Reading::Integer } else { Reading::Ambiguous }
    } else if is_plain_decimal(text) {
        if significant_digits(unsigned) <= EXACT_DIGITS { Reading::Decimal } else { Reading::Ambiguous }
    } else if looks_like_a_number(unsigned) || looks_like_a_date(text) {
        Reading::Ambiguous
    } else {
        Reading::Text
    }
}

fn is_canonical_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    text != "-0" && is_digits(digits) && (digits == "0" || !digits.starts_with('0'))
}

/// `1.5`, `-0.25`: one point, digits on both sides, no leading zero.
fn is_plain_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    unsigned.split_once('.').is_some_and(|(whole, fraction)| {
        is_digits(fraction) && is_digits(whole) && (whole == "0" || !whole.starts_with('0'))
    })
}

/// Decimal digits that survive a float of 64 bits. See `DBL_DIG` of C.
const EXACT_DIGITS: usize = 15;

/// Digits of a decimal from the first that is not 0.
fn significant_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').count()
}

/// Whether a text is a plain number with more digits than every reader keeps.
pub(crate) fn has_too_many_digits(text: &str) -> bool {
    (is_canonical_integer(text) || is_plain_decimal(text)) && reading(text) == Reading::Ambiguous
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Hexadecimal, octal, binary, underscored, sexagesimal and floating numbers of either YAML version, without their sign.
fn looks_like_a_number(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if matches!(lower.as_str(), ".inf" | ".nan") {
        return true;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(rest) = lower.strip_prefix(prefix) {
            return !rest.is_empty() && rest.chars().all(|c| c == '_' || c.is_digit(radix));
        }
    }
    let plain = lower.replace('_', "");
    let sexagesimal = plain.contains(':')
        && plain.split(':').enumerate().all(|(index, part)| {
            let (whole, fraction) = part.split_once('.').unwrap_or((part, "0"));
            is_digits(whole) && (index == 0 || whole.len() <= 2) && (fraction.is_empty() || is_digits(fraction))
        });
    if sexagesimal {
        return true;
    }
    let (mantissa, exponent) = plain.split_once('e').map_or((plain.as_str(), None), |(m, e)| (m, Some(e)));
    let exponent_fits = exponent.is_none_or(|e| is_digits(e.strip_prefix(['-', '+']).unwrap_or(e)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    exponent_fits && digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())
}

/// `2027-03-31` and longer forms, which YAML 1.1 reads as a time.
fn looks_like_a_date(text: &str) -> bool {
    let date = text.split(['T', 't', ' ']).next().unwrap_or_default();
    let mut parts = date.split('-');
    let mut part =
        |min: usize, max: usize| parts.next().is_some_and(|part| is_digits(part) && (min..=max).contains(&part.len()));
    let fits = part(4, 4) && part(1, 2) && part(1, 2);
    fits && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_agree_or_not() {
        for text in [
            "main",
            "v1.0.0",
            "1.2.3",
            "team-a",
            "-",
            "--x",
            "500m",
            "1Gi",
            "e3",
            "2fa",
            ".hidden",
            "1e",
            "0xZ",
            "a:b",
            "10.0.0.0/8",
            "null-a",
            "1.2.3.4",
            ".",
            "..",
            ".e3",
            "1e+",
            "1e3.5",
            "0x",
            "0b2",
            "1:234",
            "1:x",
            "1:2.x",
            "1:",
            "2027-03",
            "2027-03-31-1",
            "2027-3-311",
            "20277-03-31",
            "2027-x-31",
            "2027--31",
        ] {
            assert_eq!(reading(text), Reading::Text, "{text}");
        }
        for text in ["0", "7", "-3", "1234567", "9223372036854775807", "-9223372036854775808"] {
            assert_eq!(reading(text), Reading::Integer, "{text}");
        }
        for text in ["1.10", "0.5", "-2.25", "0.000123456789012345"] {
            assert_eq!(reading(text), Reading::Decimal, "{text}");
        }
        for text in [
            "yes",
            "NO",
            "n",
            "010",
            "0x1F",
            "0b11",
            "0o7",
            "1_000",
            "1e3",
            "1.5e-3",
            "+1",
            ".5",
            "5.",
            "12:30:45",
            "190:20:30",
            "1:20.5",
            "1:20.",
            "0x1_F",
            "1__0",
            "2027-03-31",
            ".inf",
            "-.INF",
            ".nan",
            "=",
            "<<",
            "9223372036854775808",
            "99999999999999999999",
            "0.1234567890123456",
            "1234567890123456.5",
            "True",
            "2001-12-14t21:59:43.10-05:00",
        ] {
            assert_eq!(reading(text), Reading::Ambiguous, "{text}");
        }
        let too_long = ["9223372036854775808", "-9223372036854775809", "0.1234567890123456"];
        assert!(too_long.into_iter().all(has_too_many_digits));
        assert!(!["yes", "1", "1.5", "0x1F", "", "1e3", "a"].into_iter().any(has_too_many_digits));
        for text in ["", "~", "null", "NULL"] {
            assert_eq!(reading(text), Reading::Null, "{text}");
        }
    }
}
