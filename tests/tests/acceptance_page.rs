//! `docs/acceptance.md` has every check, and each test that it names exists; `docs/mutation.md`, which check 22 is about, counts
//! right.

use std::fs;

use teamwright_tests::{names, repository::root};

#[test]
fn every_acceptance_check_names_its_tests_or_where_it_is_met() {
    let page = fs::read_to_string(root().join("docs/acceptance.md")).unwrap();
    let tests = names::all();
    let rows: Vec<_> = names::rows(&page, "| ").into_iter().filter(|cells| cells[0].parse::<u32>().is_ok()).collect();
    let numbers: Vec<u32> = rows.iter().map(|cells| cells[0].parse().unwrap()).collect();
    assert_eq!(numbers, (1..=25).collect::<Vec<_>>());
    for cells in &rows {
        let [number, what, held] = cells.as_slice() else { panic!("not a row: {cells:?}") };
        let named: Vec<_> = names::quoted(held).filter(|name| *name != "make mutants").collect();
        let missing: Vec<_> = named.iter().filter(|name| !tests.contains(**name)).collect();
        assert!(missing.is_empty(), "check {number}: no such tests: {missing:?}");
        assert!(!named.is_empty() || held.starts_with("Elsewhere: "), "check {number} is held by nothing");
        assert!(what.starts_with("**"), "check {number} says what must be true");
    }
}

/// The rows of a table of the page of mutants: what a row is about, and how many mutants of it are viable, caught, hung,
/// survived, unreached and not judged, how many are accepted, and the score in tenths of a percent.
fn counts(page: &str, rows: &[&str]) -> Vec<(String, [usize; 8])> {
    let number = |cell: &&str| cell.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
    let row = |name: &&str| {
        let cells = names::rows(page, &format!("| {name} | ")).remove(0);
        (cells[0].to_owned(), cells[1..].iter().map(number).collect::<Vec<usize>>().try_into().unwrap())
    };
    rows.iter().map(row).collect()
}

#[test]
fn nine_in_ten_faults_of_each_step_are_seen() {
    let page = fs::read_to_string(root().join("docs/mutation.md")).unwrap();
    for (step, [viable, caught, hung, survived, unreached, unjudged, accepted, score]) in
        counts(&page, &["decode", "validate", "resources", "emit"])
    {
        assert_eq!(viable, caught + hung + survived + unreached + unjudged, "{step}");
        assert!(accepted <= survived + unreached, "{step}: what is accepted is unseen");
        assert_eq!(score, (caught + hung) * 1_000 / viable, "{step}: the score counts what is seen, rounded down");
        assert!(score >= 900, "{step}: {score} of 1000");
    }
}

#[test]
fn what_may_go_unseen_has_a_reason() {
    let page = fs::read_to_string(root().join("docs/mutation.md")).unwrap();
    let accepted = fs::read_to_string(root().join("tests/mutants/accepted.txt")).unwrap();
    for line in accepted.lines().filter(|line| line.starts_with("core/src/")) {
        let name = line.trim_start_matches("core/src/");
        assert!(page.contains(&format!("\n- `{name}`\n")), "`make mutants` renews docs/mutation.md: {name}");
    }
    let listed = page.lines().filter(|line| line.starts_with("- `")).count();
    let [_, _, _, _, _, _, counted, _] = counts(&page, &["together"])[0].1;
    assert_eq!(listed, counted, "every accepted mutant survives");
}
