//! `docs/ledger.md` has every number, and says the truth about the tests.

use std::{collections::BTreeSet, fs};

use teamwright_tests::{names, repository::root};

/// A line of the ledger's table.
struct Row {
    number: String,
    does: String,
    tests: Vec<String>,
}

fn rows() -> Vec<Row> {
    let page = fs::read_to_string(root().join("docs/ledger.md")).unwrap();
    let row = |cells: Vec<&str>| {
        let [number, _, does, tests] = cells.as_slice() else { panic!("not a row: {cells:?}") };
        let names = names::quoted(tests).map(str::to_owned).collect();
        Row { number: number.to_lowercase(), does: (*does).to_owned(), tests: names }
    };
    names::rows(&page, "| B").into_iter().map(row).collect()
}

#[test]
fn the_ledger_holds_every_number_in_order() {
    let expected: Vec<_> = (1..=74).map(|number| format!("b{number:02}")).collect();
    assert_eq!(rows().into_iter().map(|row| row.number).collect::<Vec<_>>(), expected);
}

#[test]
fn every_number_has_a_test_of_its_name_or_a_reason() {
    for row in rows() {
        let has_its_own =
            row.tests.iter().any(|test| test.starts_with('b') && test.contains(&format!("{}_", row.number)));
        assert!(has_its_own || row.does.starts_with("Out of reach"), "{}", row.number);
    }
}

#[test]
fn every_test_that_the_ledger_names_exists_and_no_numbered_one_is_left_out() {
    let (tests, rows) = (names::all(), rows());
    let named: BTreeSet<_> = rows.iter().flat_map(|row| row.tests.clone()).collect();
    let missing: Vec<_> = named.iter().filter(|name| !tests.contains(*name)).collect();
    assert!(missing.is_empty(), "no such tests: {missing:?}");
    let is_numbered = |name: &&String| {
        let digits = name.strip_prefix('b').and_then(|rest| rest.split('_').next()).unwrap_or_default();
        digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let left_out: Vec<_> = tests.iter().filter(is_numbered).filter(|name| !named.contains(*name)).collect();
    assert!(left_out.is_empty(), "docs/ledger.md does not name {left_out:?}");
}
