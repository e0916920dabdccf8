//! Lengths of time as Go writes them: `30s`, `1h30m`, `1.5h`.

use crate::shape::{Fault, Grammar};

/// A length of time in the syntax of Go's `time.ParseDuration`, above nothing.
/// See <https://pkg.go.dev/time#ParseDuration>.
pub(crate) static DURATION: Grammar = Grammar {
    what: "a length of time such as `30s`, `5m` or `1h30m`",
    pattern: r"^(?=.*[1-9])\+?(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+$",
    check,
};

/// A length of time in nanoseconds, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Duration(i64);

/// A second, in nanoseconds.
const SECOND: i64 = 1_000_000_000;

/// The units and how many nanoseconds each has. Longer names of one first letter come first.
const UNITS: [(&str, i64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("\u{B5}s", 1_000),
    ("\u{3BC}s", 1_000),
    ("ms", 1_000_000),
    ("s", SECOND),
    ("m", 60 * SECOND),
    ("h", 3_600 * SECOND),
];

impl Duration {
    /// So many minutes.
    pub(crate) const fn minutes(count: i64) -> Self {
        Self(count * 60 * SECOND)
    }

    /// So many hours.
    pub(crate) const fn hours(count: i64) -> Self {
        Self::minutes(count * 60)
    }

    /// Reads a text; `None` unless Go reads it too, to the last nanosecond, and it is above nothing.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.strip_prefix('+').unwrap_or(text);
        let mut total: i64 = 0;
        while !rest.is_empty() {
            let (number, behind) = split_number(rest);
            let (unit, nanoseconds) = UNITS.into_iter().find(|(unit, _)| is_unit(behind, unit))?;
            total = total.checked_add(times(number, nanoseconds)?)?;
            rest = behind.get(unit.len()..)?;
        }
        (total > 0).then_some(Self(total))
    }
}

/// In hours, minutes and seconds, as a person writes it: `1h30m`.
impl std::fmt::Display for Duration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 % SECOND != 0 {
            return write!(f, "{}ns", self.0);
        }
        let seconds = self.0 / SECOND;
        for (count, unit) in [(seconds / 3_600, 'h'), (seconds / 60 % 60, 'm'), (seconds % 60, 's')] {
            if count > 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

/// Cuts the number off the front: digits with at most one point.
fn split_number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    text.split_at(end)
}

/// Whether a unit stands at the front, alone: what follows it is a number or nothing.
fn is_unit(text: &str, unit: &str) -> bool {
    text.strip_prefix(unit)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit() || c == '.'))
}

/// A decimal number of units of so many nanoseconds; `None` if it is finer than that, or too large.
fn times(number: &str, factor: i64) -> Option<i64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.len() + fraction.len() == 0 {
        return None;
    }
    // A second point is no digit.
    let number = |digits: &str| if digits.is_empty() { Some(0) } else { digits.parse::<i64>().ok() };
    // With more digits than the unit has nanoseconds, Go computes in floats and may end up one below.
    let scale = 10_i64.checked_pow(u32::try_from(fraction.len()).ok()?).filter(|scale| factor % scale == 0)?;
    number(whole)?.checked_mul(factor)?.checked_add(number(fraction)?.checked_mul(factor / scale)?)
}

/// Where every key that takes a length of time takes this one.
const ABOVE_ZERO: &str = "write a length above zero, such as `1m`";

/// Says what is wrong with a text that is no length of time.
pub(crate) fn check(text: &str) -> Result<(), Fault> {
    if Duration::parse(text).is_some() {
        return Ok(());
    }
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(if text.bytes().all(|byte| byte == b'0') {
            Fault::new(format!("`{text}` is no length of time")).help(ABOVE_ZERO)
        } else {
            Fault::new(format!("`{text}` has no unit"))
                .help(format!("add a unit: `{text}s` for seconds, `{text}m` for minutes, `{text}h` for hours"))
        });
    }
    if text.starts_with('-') {
        return Err(Fault::new(format!("`{text}` is negative")).help(ABOVE_ZERO));
    }
    let days =
        text.strip_suffix('d').and_then(|number| number.parse::<i64>().ok()).and_then(|days| days.checked_mul(24));
    if let Some(hours) = days {
        return Err(
            Fault::new(format!("`{text}`: there is no unit for days")).help(format!("write it in hours: `{hours}h`"))
        );
    }
    Err(Fault::default())
}

/// For keys that take no seconds: a number without a unit is meant in minutes or hours.
pub(crate) fn in_minutes(text: &str) -> impl FnOnce(Fault) -> Fault {
    move |fault| {
        let is_bare = text.bytes().all(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte != b'0');
        if is_bare { fault.help(format!("add a unit: `{text}m` for minutes, `{text}h` for hours")) } else { fault }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_to_the_nanosecond() {
        let cases = [
            ("5s", 5 * SECOND),
            ("3m", 180 * SECOND),
            ("1h30m", 5_400 * SECOND),
            ("1.5h", 5_400 * SECOND),
            ("+1m", 60 * SECOND),
            (".5s", SECOND / 2),
            ("5.s", 5 * SECOND),
            ("1h0m0s", 3_600 * SECOND),
            ("100ms", SECOND / 10),
            ("1us", 1_000),
            ("1µs", 1_000),
            ("1μs", 1_000),
            ("1ns", 1),
            ("1m1m", 120 * SECOND),
            ("1h.5m", 3_630 * SECOND),
            ("0.000000001s", 1),
            ("0.12345678901h", 444_444_440_436),
            ("2562047h47m16.854775807s", i64::MAX),
        ];
        for (text, nanoseconds) in cases {
            assert_eq!(Duration::parse(text).map(|duration| duration.0), Some(nanoseconds), "{text}");
            assert!(check(text).is_ok(), "{text}");
        }
        assert!(Duration::hours(1) > Duration::minutes(59));
    }

    #[test]
    fn lengths_are_shown_as_people_write_them() {
        for text in ["1h", "1h30m", "744h", "90ns", "1m1s", "45s"] {
            assert_eq!(Duration::parse(text).map(|duration| duration.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Duration::minutes(90).to_string(), "1h30m");
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "0",
            "5",
            "0s",
            "-5s",
            "1d",
            "1w",
            "s",
            ".s",
            "1.2.3s",
            "1h.m",
            "1h1.2.3s",
            "5 s",
            " 5s",
            "5S",
            "5M",
            "1h 30m",
            "1_0s",
            "1e3s",
            "++5s",
            "+",
            "0.5ns",
            "0.0000000001s",
            "0.25241461690000h",
            "2562047h47m16.854775808s",
            "99999999999999999999h",
            "5m30",
            "µ",
            "1µ",
            "5sec",
            "5min",
        ] {
            assert!(Duration::parse(text).is_none() && check(text).is_err(), "{text}");
        }
    }
}
