//! Schedules against the cron parser of Argo CD.

use serde::Deserialize;
use teamwright_core::{Platform, Source, grammar};

use crate::{
    rules::{Row, Rule, compare},
    vectors,
};

#[derive(Debug, Deserialize)]
struct Schedule {
    text: String,
    #[serde(default)]
    fields: Vec<String>,
    #[serde(default)]
    next: Vec<String>,
    /// Minutes.
    gap: Option<u32>,
    #[serde(default)]
    panics: bool,
}

impl Row for Schedule {
    fn text(&self) -> &str {
        &self.text
    }

    fn expected(&self) -> Option<String> {
        let plain = |field: &String| if field.starts_with('*') { "*".to_owned() } else { field.clone() };
        (!self.fields.is_empty()).then(|| self.fields.iter().map(plain).collect::<Vec<_>>().join(" "))
    }
}

impl Schedule {
    fn entries(&self) -> impl Iterator<Item = &str> {
        self.text.split_whitespace().flat_map(|field| field.split(','))
    }
}

#[test]
fn schedules_are_what_argo_cd_reads() {
    const RULES: &[Rule<Schedule>] = &[
        Rule {
            why: "never starts, so that Argo CD takes the window for an open one",
            describes: |row| row.next.is_empty(),
        },
        Rule {
            why: "a time zone inside the schedule, which can stop Argo CD",
            describes: |row| row.text.contains("TZ="),
        },
        Rule {
            why: "a blank other than a space",
            describes: |row| row.text.contains(|c: char| c.is_whitespace() && c != ' '),
        },
        Rule { why: "an empty entry of a list", describes: |row| row.entries().any(str::is_empty) },
        Rule {
            why: "a range that begins with a star, which is read as the star alone",
            describes: |row| row.entries().any(|entry| entry.starts_with(['*', '?']) && entry.contains('-')),
        },
        Rule { why: "a sign in front of a number", describes: |row| row.text.contains('+') },
    ];
    let rows: Vec<Schedule> = vectors::read("schedules");
    assert!(rows.iter().any(|row| row.panics));
    compare("schedule", &rows, RULES, 900);
}

#[test]
fn starts_are_those_of_argo_cd() {
    let mut compared = 0;
    for row in vectors::read::<Schedule>("schedules") {
        let Ok(canonical) = grammar::accepts("schedule", &row.text) else { continue };
        assert_eq!(starts(&canonical, row.next.len()), row.next, "{}", row.text);
        compared += 1;
    }
    assert!(compared > 900, "{compared}");
}

/// The first starts after 2026-01-15T10:20:30, worked out from the canonical text.
fn starts(canonical: &str, count: usize) -> Vec<String> {
    let fields: Vec<_> = canonical.split(' ').collect();
    let has = |place: usize, value: u32| {
        fields[place].split(',').any(|entry| {
            let (first, last) = entry.split_once('-').unwrap_or((entry, entry));
            entry == "*" || (first.parse().unwrap_or(u32::MAX)..=last.parse().unwrap_or(0)).contains(&value)
        })
    };
    let mut found = Vec::new();
    // The 15th of January 2026 is a Thursday.
    let (mut year, mut month, mut day, mut weekday) = (2026, 1, 15, 4);
    while found.len() < count {
        let either = fields[2] != "*" && fields[4] != "*";
        let (by_date, by_weekday) = (has(2, day), has(4, weekday));
        if has(3, month) && if either { by_date || by_weekday } else { by_date && by_weekday } {
            let times = (0..24 * 60).filter(|time| has(1, time / 60) && has(0, time % 60));
            let text = |time: u32| format!("{year}-{month:02}-{day:02}T{:02}:{:02}", time / 60, time % 60);
            found.extend(times.map(text).filter(|text| text.as_str() > "2026-01-15T10:20"));
        }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        weekday = (weekday + 1) % 7;
        day += 1;
        if day > last {
            (month, day) = (month + 1, 1);
        }
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
    }
    found.truncate(count);
    found
}

/// A window of so many minutes that opens at these times.
fn warns_of_overlap(schedule: &str, minutes: u32) -> bool {
    let schedule = serde_json::to_string(schedule).expect("a text");
    let text = format!(
        "network: {{ingress: []}}\nsyncWindows:\n  - {{kind: deny, schedule: {schedule}, duration: {minutes}m}}\n"
    );
    let platform = Platform::parse(&Source::new("platform.yaml", text));
    let found = platform.diagnostics();
    assert!(found.iter().all(|found| !found.is_error()), "{schedule}: {found:?}");
    found.iter().any(|found| found.message.contains("still open when it opens again"))
}

#[test]
fn the_shortest_gap_is_the_one_that_can_be_counted() {
    const LONGEST: u32 = 744 * 60;
    let (mut inside, mut beyond) = (0, 0);
    for row in vectors::read::<Schedule>("schedules") {
        let Some(gap) = row.gap.filter(|_| grammar::accepts("schedule", &row.text).is_ok()) else { continue };
        if gap >= LONGEST {
            assert!(!warns_of_overlap(&row.text, LONGEST), "{}: {gap}", row.text);
            beyond += 1;
        } else {
            assert!(!warns_of_overlap(&row.text, gap), "{}: {gap}", row.text);
            assert!(warns_of_overlap(&row.text, gap + 1), "{}: {gap}", row.text);
            inside += 1;
        }
    }
    assert!(inside > 500 && beyond > 5, "{inside} and {beyond}");
}
