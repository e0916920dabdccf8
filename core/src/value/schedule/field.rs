//! One field of a schedule: which minutes, hours, days, months or weekdays it names.

use std::{fmt, ops::RangeInclusive};

use crate::shape::Fault;

/// The values that a field names, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    bits: u64,
    /// Whether `*` or `?` stands in it, so that it asks for nothing in particular.
    open: bool,
}

/// What stands at a place of a schedule.
#[derive(Debug)]
pub(super) struct Place {
    what: &'static str,
    range: RangeInclusive<u32>,
    /// Names of the values, from the first on.
    names: &'static [&'static str],
}

/// The places in their order.
pub(super) static PLACES: [Place; 5] = [
    Place { what: "minute", range: 0..=59, names: &[] },
    Place { what: "hour", range: 0..=23, names: &[] },
    Place { what: "day of the month", range: 1..=31, names: &[] },
    Place {
        what: "month",
        range: 1..=12,
        names: &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    },
    Place { what: "day of the week", range: 0..=6, names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

impl Field {
    /// Reads `5`, `fri`, `1-5`, `*/15`, `8-18/2`, `5/20` (from 5 on, every 20), or several with commas between them.
    pub(super) fn parse(text: &str, place: &Place) -> Result<Self, Fault> {
        let mut field = Self { bits: 0, open: false };
        for part in text.split(',') {
            let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
            let every = step.map_or(Ok(1), |step| place.step(step))?;
            let star = matches!(range, "*" | "?");
            let values = match range.split_once('-') {
                _ if star => place.range.clone(),
                Some((first, last)) => place.between(range, place.value(first)?, place.value(last)?)?,
                None => {
                    let first = place.value(range)?;
                    first..=if step.is_some() { *place.range.end() } else { first }
                }
            };
            field.open |= star && every == 1;
            for value in values.step_by(every) {
                field.bits |= 1 << value;
            }
        }
        Ok(field)
    }

    /// Whether it names a value.
    pub(super) const fn has(self, value: u32) -> bool {
        self.bits >> value & 1 == 1
    }

    /// Whether it asks for nothing in particular.
    pub(super) const fn is_open(self) -> bool {
        self.open
    }

    /// The values that it names, from the smallest on.
    pub(super) fn values(self) -> impl Iterator<Item = u32> + Clone {
        (0..u64::BITS).filter(move |value| self.has(*value))
    }

    /// The smallest of them.
    pub(super) fn first(self) -> Option<u32> {
        self.values().next()
    }
}

/// `*`, or the values as numbers and ranges.
impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.open {
            return f.write_str("*");
        }
        let mut comma = "";
        for first in self.values().filter(|value| *value == 0 || !self.has(value - 1)) {
            let last = (first..u64::BITS).take_while(|value| self.has(*value)).last().unwrap_or(first);
            write!(f, "{comma}{first}")?;
            if last > first {
                write!(f, "-{last}")?;
            }
            comma = ",";
        }
        Ok(())
    }
}

impl Place {
    fn value(&self, text: &str) -> Result<u32, Fault> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let named = named.and_then(|index| u32::try_from(index).ok()).map(|index| self.range.start() + index);
        let value = named.or_else(|| number(text)).filter(|value| self.range.contains(value));
        value.ok_or_else(|| self.no_value(text))
    }

    fn between(&self, text: &str, first: u32, last: u32) -> Result<RangeInclusive<u32>, Fault> {
        if first <= last {
            return Ok(first..=last);
        }
        let (start, end) = (self.range.start(), self.range.end());
        Err(Fault::new(format!("`{text}` runs backwards, so it names no {}", self.what))
            .help(format!("write the two parts: `{first}-{end},{start}-{last}`")))
    }

    fn step(&self, text: &str) -> Result<usize, Fault> {
        let step = number(text).filter(|step| *step > 0).and_then(|step| usize::try_from(step).ok());
        step.ok_or_else(|| {
            Fault::new(format!("`{text}` is no step of the {}", self.what))
                .help("write a number above nothing behind the `/`, such as `*/15`")
        })
    }

    fn no_value(&self, text: &str) -> Fault {
        let (start, end) = (self.range.start(), self.range.end());
        let fault = Fault::new(format!("`{}` is no {}", text.escape_debug(), self.what));
        let short = text.get(..3).and_then(|short| self.names.iter().find(|name| name.eq_ignore_ascii_case(short)));
        match (short, self.names) {
            (Some(short), _) => fault.help(format!("write `{short}`")),
            (None, [first, ..]) if text == "7" && *end == 6 => fault.help(format!("write `0` or `{first}` for Sunday")),
            (None, [first, .., last]) => {
                fault.help(format!("write a number from {start} to {end}, or a name from `{first}` to `{last}`"))
            }
            _ => fault.help(format!("write a number from {start} to {end}, or `*` for every one")),
        }
    }
}

/// Digits and nothing else.
fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str, place: usize) -> Vec<u32> {
        Field::parse(text, &PLACES[place]).unwrap().values().collect()
    }

    #[test]
    fn a_field_names_its_values() {
        assert_eq!(values("*", 1), (0..24).collect::<Vec<_>>());
        assert_eq!(values("1-5", 4), [1, 2, 3, 4, 5]);
        assert_eq!(values("8-18/5,20", 1), [8, 13, 18, 20]);
        assert_eq!(values("5/20", 0), [5, 25, 45]);
        assert_eq!(values("*/90", 0), [0]);
        assert_eq!(values("Dec,jan-MAR", 3), [1, 2, 3, 12]);
        assert_eq!(values("31", 2), [31]);
    }

    #[test]
    fn only_a_star_without_a_step_is_open() {
        let open = |text: &str| Field::parse(text, &PLACES[2]).unwrap().is_open();
        assert!(open("*") && open("?") && open("*/1") && open("5,*"));
        assert!(!open("*/2") && !open("1-31") && !open("1/1"));
    }

    #[test]
    fn help_names_the_next_keystroke() {
        let help = |text: &str, place: usize| Field::parse(text, &PLACES[place]).unwrap_err().help.unwrap();
        assert_eq!(help("7", 4), "write `0` or `sun` for Sunday");
        assert_eq!(help("friday", 4), "write `fri`");
        assert_eq!(help("22-6", 1), "write the two parts: `22-23,0-6`");
        assert_eq!(help("60", 0), "write a number from 0 to 59, or `*` for every one");
        assert_eq!(help("13", 3), "write a number from 1 to 12, or a name from `jan` to `dec`");
    }
}
