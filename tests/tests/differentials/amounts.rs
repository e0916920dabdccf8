//! Amounts by the hundred thousand, against Kubernetes itself: needs Go 1.26. `AMOUNTS=1000000` asks more.

use std::{
    io::Write,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use teamwright_core::{Platform, Source, Target, compile, grammar};
use teamwright_tests::go;

use crate::{
    quantities::{CPU, MEMORY, Quantity},
    rules::compare,
    vectors,
};

/// Numbers that look random and are the same on every run: <https://prng.di.unimi.it/splitmix64.c>
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap()
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn digits(&mut self, most: usize) -> String {
        let count = 1 + self.below(most).min(self.below(most));
        let digits = (0..count).map(|_| self.pick(&["0", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]));
        digits.collect()
    }

    /// What somebody could take for an amount.
    fn amount(&mut self) -> String {
        const UNITS: &[&str] =
            &["", "", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "n", "u"];
        const OTHERS: &[&str] =
            &["K", "ki", "gi", "GB", "Mb", "i", "B", "e", "e3", "E3", "e-3", "e+07", "e0", "mi", " Gi"];
        let sign = if self.below(20) == 0 { self.pick(&["+", "-"]) } else { "" };
        let whole = if self.below(30) == 0 { String::new() } else { self.digits(21) };
        let fraction = match self.below(8) {
            0..=3 => String::new(),
            4 => ".".to_owned(),
            _ => format!(".{}", self.digits(12)),
        };
        let unit = if self.below(8) == 0 { self.pick(OTHERS) } else { self.pick(UNITS) };
        let mut text = format!("{sign}{whole}{fraction}{unit}");
        if self.below(20) == 0 {
            let at = self.below(text.len() + 1);
            text.insert_str(at, self.pick(&["0", ".", "_", " ", "m", "i", "G", "x", "é", ","]));
        }
        text
    }
}

/// Whether Kubernetes reads it in a moment.
fn is_harmless(text: &str) -> bool {
    !text.to_lowercase().split('e').skip(1).any(|behind| behind.trim_start_matches(['+', '-']).len() > 2)
}

#[test]
fn amounts_by_the_hundred_thousand_are_what_kubernetes_reads() {
    let Some(amounts) = go::command("amounts") else { return };
    let count = std::env::var("AMOUNTS").ok().and_then(|count| count.parse().ok()).unwrap_or(200_000);
    let mut dice = Dice(2027);
    let texts: Vec<_> = (0..count).map(|_| dice.amount()).filter(|text| is_harmless(text)).collect();
    let mut asked = Command::new(amounts).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut pipe, input) = (asked.stdin.take().unwrap(), texts.join("\n"));
    let writer = thread::spawn(move || pipe.write_all(input.as_bytes()).unwrap());
    let output = asked.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let answers = String::from_utf8(output.stdout).unwrap();
    let rows: Vec<Quantity> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(rows.iter().map(|row| &row.text).eq(&texts));
    compare("cpu", &rows, CPU, count / 10);
    compare("memory", &rows, MEMORY, count / 8);
}

#[test]
fn an_exponent_that_keeps_kubernetes_busy_is_refused_at_once() {
    for text in ["1e-2147483647", "1e4294967297", "1e-1000000", "1E999999999", "0.1e-99999999999999999999"] {
        for grammar in ["cpu", "memory", "count"] {
            let once = || {
                let begun = Instant::now();
                assert!(grammar::accepts(grammar, text).is_err(), "{grammar} {text}");
                begun.elapsed()
            };
            let fastest = (0..5).map(|_| once()).min().unwrap();
            assert!(fastest < Duration::from_millis(1), "{grammar} {text}: {fastest:?}");
        }
    }
}

/// An order between two amounts is what the compiler judges; it is the order of their values.
#[test]
fn amounts_are_in_the_order_of_their_values() {
    let volume = |min: &str, max: &str| format!("persistentVolumeClaim: {{min: '{min}', max: '{max}'}}");
    let cores = |min: &str, max: &str| format!("min: {{cpu: '{min}'}}, max: {{cpu: '{max}'}}");
    are_in_order("memory", volume);
    are_in_order("cpu", cores);
}

fn are_in_order(grammar: &str, range: impl Fn(&str, &str) -> String) {
    let rows: Vec<Quantity> = vectors::read("quantities");
    let is_fine = |row: &&Quantity| grammar::accepts(grammar, &row.text).is_ok() && row.digits() != Some(0);
    let rows: Vec<_> = rows.iter().filter(is_fine).collect();
    let platform = Platform::built_in();
    let mut dice = Dice(1);
    let (mut less, mut more) = (0, 0);
    for _ in 0..4_000 {
        // Neighbours of the sorted file are often near in value as well.
        let first = dice.below(rows.len());
        let second = if dice.below(2) == 0 { dice.below(rows.len()) } else { (first + 1) % rows.len() };
        let (min, max) = (rows[first], rows[second]);
        let range = range(&min.text, &max.text);
        let quota = "resourceQuota: {requests: {storage: 7E, cpu: 1E}, limits: {cpu: 1E}}";
        let text = format!("team: a\n{quota}\nlimitRange: {{{range}}}\n");
        let found = compile(&Source::new("teams/a/team.yaml", text), &platform, &Target::default()).diagnostics;
        let is_above = min.digits() > max.digits();
        assert_eq!(found.iter().any(|found| found.code.id == "TW0405"), is_above, "{range}: {found:?}");
        *if is_above { &mut more } else { &mut less } += 1;
    }
    assert!(less > 1_000 && more > 1_000, "{less} and {more}");
}
