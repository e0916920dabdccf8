//! Schedules of five fields, as cron and Argo CD write them: `0 18 * * 5`.

mod calendar;
mod field;

use std::fmt;

use field::{Field, PLACES};

use super::duration::Duration;
use crate::{
    diagnostic::platform as codes,
    shape::{Fault, Grammar},
};

/// Minute, hour, day of the month, month and day of the week, as Argo CD's parser takes them: numbers, names of months and
/// days, `*`, `?`, ranges, steps and lists. It takes no `@daily`, and a `TZ=` in front can stop it.
///
/// Four things that the parser takes are refused, because nobody can mean them: an empty entry of a list (`1,,2`), a range
/// that begins with `*` (`*-5`, which it reads as `*`), a sign (`+5`), and line breaks between fields.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/> and
/// <https://github.com/robfig/cron/blob/master/parser.go>.
pub(crate) static SCHEDULE: Grammar = Grammar {
    what: "a schedule such as `0 18 * * 5`: minute, hour, day of the month, month and day of the week",
    pattern: r"^ *[0-9A-Za-z*?,/-]+( +[0-9A-Za-z*?,/-]+){4} *$",
    check: |text| Schedule::parse(text).map(|_| ()),
};

/// Times at which something starts; there is always one within eight years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Schedule {
    minutes: Field,
    hours: Field,
    days: Field,
    months: Field,
    weekdays: Field,
}

impl Schedule {
    /// Reads a text, or says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let schedule = Self::read(text).map_err(|fault| fault.code(codes::SCHEDULE))?;
        // Argo CD takes a window that never starts for one that is always open.
        if schedule.starts() { Ok(schedule) } else { Err(never(text)) }
    }

    fn read(text: &str) -> Result<Self, Fault> {
        not_five_fields(text).map_or(Ok(()), Err)?;
        let parts = parts(text);
        let [minute, hour, day, month, weekday] = parts.as_slice() else { return Err(wrong_count(parts.len())) };
        let [minutes, hours, days, months, weekdays] = &PLACES;
        Ok(Self {
            minutes: Field::parse(minute, minutes)?,
            hours: Field::parse(hour, hours)?,
            days: Field::parse(day, days)?,
            months: Field::parse(month, months)?,
            weekdays: Field::parse(weekday, weekdays)?,
        })
    }

    /// The shortest time from one start to the next, by the clock on the wall.
    pub(crate) fn shortest_gap(&self) -> Duration {
        Duration::minutes(i64::from(self.shortest_gap_in_minutes()))
    }

    /// A schedule with the first start of each day only, and the text that says so.
    pub(crate) fn once_a_day(text: &str) -> Option<(String, Self)> {
        let schedule = Self::read(text).ok()?;
        let mut parts = parts(text);
        let (minute, hour) = (schedule.minutes.first()?.to_string(), schedule.hours.first()?.to_string());
        *parts.first_mut()? = &minute;
        *parts.get_mut(1)? = &hour;
        let text = parts.join(" ");
        Self::read(&text).ok().map(|once| (text, once))
    }
}

/// The five fields with every value that they name: `*/15 8-18/2 * jan FRI` is `0,15,30,45 8,10,12,14,16,18 * 1 5`.
impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { minutes, hours, days, months, weekdays } = self;
        write!(f, "{minutes} {hours} {days} {months} {weekdays}")
    }
}

fn parts(text: &str) -> Vec<&str> {
    text.split(' ').filter(|part| !part.is_empty()).collect()
}

const FIVE: &str = "write minute, hour, day of the month, month and day of the week, such as `0 18 * * 5`";

/// What other crons take in place of the five fields, or in front of them.
fn not_five_fields(text: &str) -> Option<Fault> {
    if text.starts_with("TZ=") || text.starts_with("CRON_TZ=") {
        let help = "write the five fields alone, and `timeZone: Europe/Berlin` beside `schedule`";
        return Some(Fault::new("a time zone inside the schedule").help(help));
    }
    let fault = text.starts_with('@').then(|| Fault::new(format!("Argo CD takes no names such as `{text}` here")))?;
    let meant = match text {
        "@yearly" | "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" | "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ => return Some(fault.help(FIVE)),
    };
    Some(fault.help(format!("write `\"{meant}\"`")).replacement(meant))
}

fn wrong_count(count: usize) -> Fault {
    match count {
        0 => Fault::new("an empty schedule").help(FIVE),
        1 => Fault::new("a schedule of 1 field, where five are needed").help(FIVE),
        _ => Fault::new(format!("a schedule of {count} fields, where five are needed")).help(FIVE),
    }
}

fn never(text: &str) -> Fault {
    Fault::new(format!("`{text}` never comes: none of its months has such a day"))
        .code(codes::NEVER_STARTS)
        .help("write a day that the month has; Argo CD would take the window for one that is always open")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_argo_cds_parser_takes_is_taken() {
        for text in [
            "0 18 * * 5",
            "* * * * *",
            "? ? ? ? ?",
            "59 23 31 12 6",
            "0 0 29 2 *",
            "0 0 31 2 5",
            "0 18 * * FRI",
            "0 18 * * mon-fri",
            "0 18 1 Jan *",
            "0 */6 * * *",
            "0 8-18/2 * * 1-5",
            "5/20 0 * * *",
            "0 0 * JAN-mar,12 sun",
            "00 06 * * *",
            "0  18 * *  5",
            "*/90 0 * * *",
            "0 0 1-31 2-4/2 *",
        ] {
            assert!(Schedule::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            " ",
            "@daily",
            "@every 1h",
            "TZ=UTC",
            "TZ=UTC 0 18 * * 5",
            "CRON_TZ=Europe/Berlin 0 18 * * 5",
            "18",
            "0 18 * *",
            "0 0 18 * * 5",
            "60 18 * * 5",
            "-1 18 * * 5",
            "0 24 * * 5",
            "0 18 0 * *",
            "0 18 32 * *",
            "0 18 * 0 *",
            "0 18 * 13 *",
            "0 18 * * 7",
            "0 18 * * 1-7",
            "0 18 * * 5,7",
            "0 18 * * friday",
            "0 18 * january *",
            "0 18 L * *",
            "0 18 15W * *",
            "0 18 * * 5#3",
            "*/0 * * * *",
            "*/-5 * * * *",
            "*/ * * * *",
            "*/5/2 * * * *",
            "0 18 * * 5-1",
            "0 8- * * *",
            "0 8-10-12 * * *",
            "0.5 18 * * 5",
            "０ 18 * * 5",
            "0 18 * * 5\n0 18 * * 6",
            "0 18 * *\n5",
            "0\t18 * * 5",
            "1,,2 0 * * *",
            ", 0 * * *",
            "*-5 0 * * *",
            "+5 0 * * *",
            "0 jan * * *",
            "99999999999999999999 0 * * *",
        ] {
            assert!(Schedule::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_schedule_is_displayed_with_its_values() {
        for (text, canonical) in [
            ("*/15 8-18/2 * jan FRI", "0,15,30,45 8,10,12,14,16,18 * 1 5"),
            ("0-59 ? 1-3,5 *,2 */1", "0-59 * 1-3,5 * *"),
            (" 00  06 31,30 12 sun-tue,sat ", "0 6 30-31 12 0-2,6"),
        ] {
            assert_eq!(Schedule::parse(text).unwrap().to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn a_name_of_another_cron_is_told_in_five_fields() {
        for (text, meant) in [
            ("@yearly", "0 0 1 1 *"),
            ("@annually", "0 0 1 1 *"),
            ("@monthly", "0 0 1 * *"),
            ("@weekly", "0 0 * * 0"),
            ("@daily", "0 0 * * *"),
            ("@midnight", "0 0 * * *"),
            ("@hourly", "0 * * * *"),
        ] {
            let fault = Schedule::parse(text).unwrap_err();
            assert_eq!(fault.help, Some(format!("write `\"{meant}\"`")), "{text}");
            assert!(Schedule::parse(meant).is_ok(), "{meant}");
        }
        assert_eq!(Schedule::parse("@reboot").unwrap_err().help.as_deref(), Some(FIVE));
    }

    #[test]
    fn a_day_that_no_month_has_never_comes() {
        for text in ["0 0 30 2 *", "0 0 31 2 ?", "0 0 31 4 *", "0 0 31 2,4,6,9,11 *", "0 0 30-31 feb */1"] {
            let fault = Schedule::parse(text).unwrap_err();
            assert_eq!(fault.code.map(|code| code.id), Some("TW1002"), "{text}");
        }
    }

    #[test]
    fn the_first_start_of_each_day_is_a_schedule_of_its_own() {
        let once = |text: &str| Schedule::once_a_day(text).map(|(text, _)| text);
        assert_eq!(once("0 6-22 * * 1-5").as_deref(), Some("0 6 * * 1-5"));
        assert_eq!(once("*/15 *  1 jan *").as_deref(), Some("0 0 1 jan *"));
    }
}
