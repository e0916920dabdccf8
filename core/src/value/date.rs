//! Calendar dates as ISO 8601 writes them: `2027-03-31`.

use crate::{
    diagnostic::platform as codes,
    shape::{Fault, Grammar},
};

/// A day of the Gregorian calendar: four digits, two, two. Bare or quoted, as YAML 1.1 would read the bare one as a time.
pub(crate) static DATE: Grammar = Grammar {
    what: "a date such as `2027-03-31`",
    pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    check,
};

/// A day. Later days are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    year: u32,
    month: u32,
    day: u32,
}

impl Date {
    /// Reads a text; `None` unless it is written in full and there is such a day.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (year, month, day) = numbers(text)?;
        let exists = (1..=days_in(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Days of a month of the Gregorian calendar; none of a month that does not exist.
pub(crate) const fn days_in(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Whether a year has a 29th of February.
pub(crate) const fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// The three numbers of a text of the right form.
fn numbers(text: &str) -> Option<(u32, u32, u32)> {
    let number = |text: &str, length: usize| {
        let fits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| fits)
    };
    let mut parts = text.split('-');
    let date = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    parts.next().is_none().then_some(date)
}

fn check(text: &str) -> Result<(), Fault> {
    if Date::parse(text).is_some() {
        return Ok(());
    }
    let Some((year, month, _)) = numbers(text) else {
        return Err(Fault::default().help("write year, month and day with all their digits, such as `2027-03-31`"));
    };
    let fault = Fault::new(format!("there is no day `{text}`")).code(codes::NO_SUCH_DAY);
    Err(match days_in(year, month) {
        0 => fault.help("write a month from `01` to `12`"),
        last => fault.help(format!("the month has the days `01` to `{last}`")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_exist_are_dates() {
        for text in ["2027-03-31", "2028-02-29", "2400-02-29", "2027-12-31", "0001-01-01", "9999-12-31"] {
            assert!(check(text).is_ok(), "{text}");
            assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), Some(text));
        }
        for text in [
            "",
            "never",
            "2027-02-29",
            "2100-02-29",
            "2027-04-31",
            "2027-13-01",
            "2027-00-10",
            "2027-03-00",
            "2027-03-32",
            "2027-3-31",
            "2027-03-1",
            "27-03-31",
            "2027-03",
            "20270331",
            "2027/03/31",
            "31.03.2027",
            "2027-03-31T00:00:00Z",
            "2027-03-31 ",
            " 2027-03-31",
            "+027-03-31",
            "2027-03-31-01",
            "２０２７-03-31",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn later_days_are_greater() {
        let days = ["2026-12-31", "2027-01-01", "2027-02-28", "2027-03-01", "2027-03-02"].map(Date::parse);
        assert!(days.is_sorted() && days.iter().all(Option::is_some));
    }
}
