//! `docs/acceptance.md` has every check, and each test that it names exists.

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
        let named: Vec<_> = names::quoted(held).collect();
        let missing: Vec<_> = named.iter().filter(|name| !tests.contains(**name)).collect();
        assert!(missing.is_empty(), "check {number}: no such tests: {missing:?}");
        assert!(!named.is_empty() || held.starts_with("Elsewhere: "), "check {number} is held by nothing");
        assert!(what.starts_with("**"), "check {number} says what must be true");
    }
}
