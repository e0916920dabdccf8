//! Every input of the repository: cases, corpora, examples, what the fuzzer kept, and what no team would write.

use std::{fs, path::Path};

use teamwright_core::{File, MAX_BYTES};
use teamwright_tests::{
    cases::{self, path_of_team},
    corpus,
    cursor::Cursor,
    fuzz::Files,
    repository::{files_below, root, shared},
};

use crate::input::{GOOD_TEAM, Input, Place, TeamText, to_u32, utf16};

/// All of them; each group must be there.
///
/// # Panics
/// If a file can't be read, or a group has lost most of its inputs.
#[must_use]
pub fn all() -> Vec<Input> {
    let groups = [
        ("cases", 70, of_cases()),
        ("faults", 4_000, of_corpus("tests/faults")),
        ("values", 350, of_corpus("tests/values")),
        ("completions", 60, of_cursors("tests/complete")),
        ("hovers", 12, of_cursors("tests/hover")),
        ("examples", 11, of_examples()),
        ("the fuzzer's files", 300, of_fuzzer("compile", both_files)),
        ("the fuzzer's texts", 500, of_fuzzer("parse", either_file)),
        ("hostile files", 12, hostile()),
    ];
    let mut all = Vec::new();
    for (group, least, inputs) in groups {
        assert!(inputs.len() >= least, "{} {group}, expected {least} or more", inputs.len());
        all.extend(inputs);
    }
    for (input, seed) in all.iter_mut().zip(1..) {
        input.seed = seed;
    }
    all.into_iter().map(|input| input.with_places(2)).collect()
}

fn of_cases() -> Vec<Input> {
    let input = |case: cases::Case| {
        let platform = case.platform.map(|source| source.text().to_owned());
        let team = TeamText { path: case.team.path().to_owned(), text: case.team.text().to_owned() };
        thorough(Input::new(format!("case {}", case.name), team, platform, 0))
    };
    cases::all().into_iter().map(input).collect()
}

fn thorough(mut input: Input) -> Input {
    input.is_thorough = true;
    input.with_places(10)
}

fn of_corpus(folder: &str) -> Vec<Input> {
    let input = |case: &corpus::Case| {
        let team = case.section("team.yaml");
        // A path without a directory leaves the team free to have any name.
        let path = team.map(|section| section.heading.as_str()).filter(|path| path.contains('/'));
        let text = team.map_or(GOOD_TEAM, |section| section.text.as_str());
        let team = TeamText { path: path.unwrap_or_default().to_owned(), text: text.to_owned() };
        let platform = case.section("platform.yaml").map(|section| section.text.clone());
        Input::new(case.name.clone(), team, platform, 0)
    };
    corpus::read(&root().join(folder)).iter().map(input).collect()
}

fn of_cursors(folder: &str) -> Vec<Input> {
    let input = |case: &corpus::Case| {
        let cursor = Cursor::of(case);
        let marked = cursor.source.text().to_owned();
        let place = Place { file: cursor.file, utf16: to_u32(utf16(&marked[..cursor.offset as usize])) };
        let (text, platform) = match cursor.file {
            File::Team => (marked, cursor.platform.source().map(|source| source.text().to_owned())),
            File::Platform => (GOOD_TEAM.to_owned(), Some(marked)),
        };
        let mut input = Input::new(case.name.clone(), TeamText { path: String::new(), text }, platform, 0);
        input.places.push(place);
        input.team_names = cursor.teams;
        input
    };
    corpus::read(&root().join(folder)).iter().map(input).collect()
}

/// The examples, and the live organisation where it is there.
fn of_examples() -> Vec<Input> {
    let folders = ["examples/acme", "examples/broken"].map(|folder| root().join(folder));
    folders.into_iter().chain(shared("live-org")).flat_map(|folder| of_repository(&folder)).collect()
}

fn of_repository(folder: &Path) -> Vec<Input> {
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let team = |path: &Path| {
        let relative = path.strip_prefix(folder).unwrap_or(path);
        TeamText { path: relative.to_string_lossy().into_owned(), text: read(path) }
    };
    let platform = read(&folder.join("platform.yaml"));
    let teams: Vec<_> = files_below(&folder.join("teams"), "team.yaml").iter().map(|path| team(path)).collect();
    let input = |team: &TeamText| {
        let mut input = Input::new(format!("example {}", team.path), team.clone(), Some(platform.clone()), 0);
        input.others = teams.iter().filter(|other| other.path != team.path).cloned().collect();
        thorough(input)
    };
    teams.iter().map(input).collect()
}

fn of_fuzzer(target: &str, inputs: fn(String, &str) -> Vec<Input>) -> Vec<Input> {
    let files = files_below(&root().join("tests/fuzz/corpus").join(target), "");
    let read = |path: &Path| fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let all = files.iter().flat_map(|path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        inputs(format!("{target} {name}"), &String::from_utf8_lossy(&read(path)))
    });
    all.collect()
}

/// A team's file with, or without, a platform behind it.
pub(crate) fn both_files(name: String, text: &str) -> Vec<Input> {
    let files = Files::read(text);
    vec![Input::new(name, TeamText { path: path_of_team(&files.team), text: files.team }, files.platform, 0)]
}

/// One text as a team's file, and as the platform's.
pub(crate) fn either_file(name: String, text: &str) -> Vec<Input> {
    let team = |text: &str| TeamText { path: path_of_team(text), text: text.to_owned() };
    vec![
        Input::new(format!("{name}, a team"), team(text), None, 0),
        Input::new(format!("{name}, a platform"), team(GOOD_TEAM), Some(text.to_owned()), 0),
    ]
}

/// Longer, deeper and stranger than anything in the corpora.
fn hostile() -> Vec<Input> {
    let deep = format!("team: demo\napps: {}{}\n", "[".repeat(20_000), "]".repeat(20_000));
    let steps: String = (0..400).map(|depth| format!("{}k:\n", " ".repeat(depth))).collect();
    let wrong: String = (0..2_000).map(|line| format!("wrong{line}: 1\n")).collect();
    let astral = "team: demo # 🚀 é\nowner: {name: \"🚀🚀\", email: x}\n\"🚀\": 1\n".to_owned();
    let full = format!("{GOOD_TEAM}#{}\n", "x".repeat(MAX_BYTES - GOOD_TEAM.len() - 2));
    let long = format!("{GOOD_TEAM}#{}\n", "🚀".repeat(MAX_BYTES / 2));
    let named =
        [("deep", deep), ("steps", steps), ("wrong", wrong), ("astral", astral), ("full", full), ("long", long)];
    named.iter().flat_map(|(name, text)| either_file(format!("hostile {name}"), text)).collect()
}
