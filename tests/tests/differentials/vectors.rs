//! The files of `tests/vectors`.

use std::fs;

use serde::de::DeserializeOwned;
use serde_json::Value;
use teamwright_tests::repository::root;

/// The rows of a topic, behind the line that says how they were made.
pub(crate) fn read<R: DeserializeOwned>(topic: &str) -> Vec<R> {
    let path = root().join("tests/vectors").join(format!("{topic}.jsonl"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = text.lines();
    let header: Value = serde_json::from_str(lines.next().unwrap_or_default()).expect("a header");
    assert_eq!(header["topic"], topic);
    let rows: Vec<R> = lines
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{topic}: {error}: {line}")))
        .collect();
    assert_eq!(header["rows"], rows.len(), "{topic} is cut off");
    rows
}

#[test]
fn the_files_say_how_they_were_made_and_stay_small() {
    let files = fs::read_dir(root().join("tests/vectors")).expect("the folder");
    let mut count = 0;
    for file in files {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("text");
        let header: Value = serde_json::from_str(text.lines().next().unwrap_or_default()).expect("a header");
        assert_eq!(header["made_by"], "make vectors", "{}", path.display());
        assert!(header["versions"].as_object().is_some_and(|versions| !versions.is_empty()), "{}", path.display());
        let rows: Vec<_> = text.lines().skip(1).collect();
        assert!(rows.is_sorted_by(|a, b| a < b), "{} is not sorted", path.display());
        assert!(text.len() <= 400 << 10, "{} has {} bytes", path.display(), text.len());
        count += 1;
    }
    assert_eq!(count, 15);
}
