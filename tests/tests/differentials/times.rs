//! Lengths of time and time zones against Go.

use serde::Deserialize;

use crate::{
    rules::{Row, Rule, compare},
    vectors,
};

#[derive(Debug, Deserialize)]
struct Duration {
    text: String,
    nanoseconds: Option<String>,
}

impl Row for Duration {
    fn text(&self) -> &str {
        &self.text
    }

    fn expected(&self) -> Option<String> {
        let nanoseconds: i64 = self.nanoseconds.as_ref()?.parse().expect("a number");
        let (seconds, rest) = (nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
        if rest != 0 {
            return Some(format!("{nanoseconds}ns"));
        }
        let parts = [(seconds / 3_600, "h"), (seconds % 3_600 / 60, "m"), (seconds % 60, "s")];
        Some(parts.iter().filter(|(count, _)| *count != 0).map(|(count, unit)| format!("{count}{unit}")).collect())
    }
}

impl Duration {
    /// The numbers in front of the units, each with its unit.
    fn parts(&self) -> Vec<(&str, &str)> {
        let mut parts = Vec::new();
        let mut rest = self.text.trim_start_matches(['+', '-']);
        while !rest.is_empty() {
            let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let (number, behind) = rest.split_at(number);
            let unit = behind.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(behind.len());
            let (unit, behind) = behind.split_at(unit);
            parts.push((number, unit));
            rest = behind;
        }
        parts
    }
}

#[test]
fn lengths_are_what_go_reads() {
    const RULES: &[Rule<Duration>] = &[
        Rule {
            why: "nothing, or less: no time that something could take",
            describes: |row| row.nanoseconds.as_ref().is_none_or(|text| text == "0" || text.starts_with('-')),
        },
        Rule {
            why: "more digits behind the point than the unit has nanoseconds, which Go rounds as a float",
            describes: |row| row.parts().iter().any(|(number, unit)| is_rounded(number, unit)),
        },
    ];
    compare("duration", &vectors::read("durations"), RULES, 600);
}

fn is_rounded(number: &str, unit: &str) -> bool {
    let Some((_, fraction)) = number.split_once('.') else { return false };
    let nanoseconds: u128 = match unit {
        "ns" => 1,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => 1_000,
    };
    !nanoseconds.is_multiple_of(10_u128.pow(u32::try_from(fraction.len()).expect("few digits")))
}

#[derive(Debug, Deserialize)]
struct Zone {
    text: String,
    known: bool,
}

impl Row for Zone {
    fn text(&self) -> &str {
        &self.text
    }

    fn expected(&self) -> Option<String> {
        self.known.then(|| self.text.clone())
    }
}

#[test]
fn zones_are_those_of_go() {
    const RULES: &[Rule<Zone>] = &[
        Rule { why: "nothing, which Argo CD takes for UTC: leave the key out", describes: |row| row.text.is_empty() },
        Rule { why: "the zone of whatever machine Argo CD runs on", describes: |row| row.text == "Local" },
    ];
    compare("time-zone", &vectors::read("time_zones"), RULES, 590);
}
