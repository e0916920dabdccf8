//! The JSON Schemas and the compiler agree: what compiles is valid in an editor, and what is wrong in shape is not.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::Value;
use teamwright_core::{
    Diagnostic, Platform, Source, analyse,
    schema::{self, Json},
    wire::{self, Offsets},
};
use teamwright_tests::{
    cases, corpus,
    repository::{files_below, root, shared},
};

/// Which of the two files a text is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum File {
    Team,
    Platform,
}

impl File {
    fn schema(self) -> Json {
        match self {
            Self::Team => schema::team(),
            Self::Platform => schema::platform(),
        }
    }

    fn validator(self) -> Validator {
        let schema = serde_json::to_value(self.schema()).unwrap();
        jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("the schema does not compile: {error}"))
    }

    fn judge(self, text: &str) -> Vec<Diagnostic> {
        match self {
            Self::Team => analyse(&Source::new("", text), &Platform::built_in()).diagnostics,
            Self::Platform => Platform::parse(&Source::new("platform.yaml", text)).diagnostics().to_vec(),
        }
    }
}

/// A file of any corpus.
struct Sample {
    name: String,
    file: File,
    text: String,
}

impl Sample {
    /// As an editor sees it: YAML 1.2, an empty file as an empty mapping; `None` for what is no YAML.
    fn value(&self) -> Option<Value> {
        let value: Value = serde_yaml::from_str(&self.text).ok()?;
        Some(if value.is_null() { serde_json::json!({}) } else { value })
    }
}

fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut add = |name: &str, path: &str, text: &str| {
        let file = if path.ends_with("platform.yaml") { File::Platform } else { File::Team };
        samples.push(Sample { name: format!("{name} ({path})"), file, text: text.to_owned() });
    };
    for case in ["tests/faults", "tests/values"].iter().flat_map(|folder| corpus::read(&root().join(folder))) {
        for section in case.sections.iter().filter(|section| section.heading.ends_with(".yaml")) {
            add(&case.name, &section.heading, &section.text);
        }
    }
    for case in cases::all() {
        for source in std::iter::once(&case.team).chain(&case.platform) {
            add(&case.name, source.path(), source.text());
        }
    }
    let folders = [Some(root().join("examples")), shared("live-org")];
    for path in folders.iter().flatten().flat_map(|folder| files_below(folder, ".yaml")) {
        let text = std::fs::read_to_string(&path).unwrap();
        add("example", &path.to_string_lossy(), &text);
    }
    samples
}

#[test]
fn both_are_json_schemas_of_2020_12() {
    for file in [File::Team, File::Platform] {
        let schema = serde_json::to_value(file.schema()).unwrap();
        assert!(jsonschema::draft202012::meta::validate(&schema).is_ok());
        file.validator();
    }
}

#[test]
fn what_compiles_is_valid_in_an_editor() {
    let (team, platform) = (File::Team.validator(), File::Platform.validator());
    let mut judged = 0;
    for sample in samples() {
        let validator = if sample.file == File::Team { &team } else { &platform };
        if sample.file.judge(&sample.text).iter().any(Diagnostic::is_error) {
            continue;
        }
        let value = sample.value().unwrap_or_else(|| panic!("{} compiles and can't be read", sample.name));
        let errors: Vec<_> =
            validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", sample.name);
        judged += 1;
    }
    assert!(judged > 1_000, "{judged} files are valid");
}

#[test]
fn what_is_wrong_in_shape_is_refused_by_an_editor() {
    let (team, platform) = (File::Team.validator(), File::Platform.validator());
    let mut judged = BTreeMap::new();
    let mut missed = Vec::new();
    for sample in samples() {
        let Some(value) = sample.value() else { continue };
        let validator = if sample.file == File::Team { &team } else { &platform };
        let found: Vec<_> = sample.file.judge(&sample.text).into_iter().filter(Diagnostic::is_error).collect();
        // What is no YAML of ours at all is another reader's file.
        if found.iter().any(|found| found.code.id < "TW0200") {
            continue;
        }
        let keys: Vec<_> = wire::diagnostics(&found, Offsets::Bytes).into_iter().map(|found| found.key).collect();
        let errors: Vec<_> =
            validator.iter_errors(&value).map(|error| steps(&error.instance_path().to_string(), '/')).collect();
        for (found, key) in found.iter().zip(keys).filter(|(found, _)| is_of_shape(found)) {
            let (outcome, code) = match invisible(found, &value) {
                Some(reason) => (reason, "any"),
                None => ("refused", found.code.id),
            };
            *judged.entry((outcome, code)).or_insert(0) += 1;
            let key = steps(&key, '.');
            let near = |error: &Vec<String>| error.starts_with(&key) || key.starts_with(error);
            if outcome == "refused" && !errors.iter().any(near) {
                missed.push(format!("{}: {} {}", sample.name, found.code.id, found.message));
            }
        }
    }
    assert!(missed.is_empty(), "{} are valid in an editor:\n{}", missed.len(), missed.join("\n"));
    assert!(judged.len() > 12, "{judged:#?}");
}

/// The codes about which keys there are and what kind of value each takes.
fn is_of_shape(found: &Diagnostic) -> bool {
    found.code.id.starts_with("TW02")
}

/// Why a schema can't see a fault.
fn invisible(found: &Diagnostic, file: &Value) -> Option<&'static str> {
    let written = found.source.slice(found.span);
    let read: Value = serde_yaml::from_str(written).unwrap_or_default();
    match found.code.id {
        "TW0202" => Some("in JSON a key has one value"),
        "TW0215" => Some("a rule between keys"),
        "TW0211" if !has_repetitions(file) => Some("entries that differ, but mean or are called the same"),
        "TW0206" if read.is_string() => Some("a text to YAML 1.2, which editors read, and something else to YAML 1.1"),
        "TW0206" | "TW0207" if read.is_boolean() => Some("`True` and `FALSE` are booleans to YAML 1.2"),
        "TW0208" | "TW0216" if read.is_number() && (*read.to_string() != *written || written.ends_with(".0")) => {
            Some("another spelling of a number that would be fine")
        }
        _ => None,
    }
}

fn has_repetitions(value: &Value) -> bool {
    match value {
        Value::Array(items) => {
            let repeated = items.iter().enumerate().any(|(index, item)| items[..index].contains(item));
            repeated || items.iter().any(has_repetitions)
        }
        Value::Object(entries) => entries.values().any(has_repetitions),
        _ => false,
    }
}

/// The steps of `/apps/0/name` or `apps[0].name`. Keys that hold the separator themselves fall apart alike in both.
fn steps(path: &str, separator: char) -> Vec<String> {
    let path = path.replace("~1", "/").replace('[', &separator.to_string());
    let parts = path.split([separator, '.', '/', ']']);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Puts every text of the corpora that was ever written at a place, and some that were not, there: whatever the compiler
/// takes, the schema's pattern takes.
#[test]
fn patterns_accept_what_the_compiler_accepts() {
    let samples = samples();
    let mut texts: BTreeMap<(File, String), BTreeSet<String>> = BTreeMap::new();
    let mut bases: BTreeMap<(File, String), (Value, String)> = BTreeMap::new();
    for sample in &samples {
        let Some(value) = sample.value() else { continue };
        let mut leaves = Vec::new();
        collect(&value, String::new(), &mut leaves);
        let is_valid = !sample.file.judge(&sample.text).iter().any(Diagnostic::is_error);
        for (pointer, text) in leaves {
            let place = (sample.file, place(&pointer));
            texts.entry(place.clone()).or_default().insert(text);
            if is_valid {
                bases.entry(place).or_insert_with(|| (only(&value, &pointer), pointer.clone()));
            }
        }
    }
    let all: BTreeSet<&String> = texts.values().flatten().collect();
    let validators =
        BTreeMap::from([(File::Team, File::Team.validator()), (File::Platform, File::Platform.validator())]);
    let mut accepted = 0;
    for (number, (place, (base, pointer))) in bases.iter().enumerate() {
        let some = all.iter().skip(number % 97).step_by(97).copied();
        for text in texts[place].iter().chain(some) {
            let mut value = base.clone();
            *value.pointer_mut(pointer).unwrap() = Value::String(text.clone());
            let found = place.0.judge(&value.to_string());
            let here = steps(pointer, '/');
            let wired = wire::diagnostics(&found, Offsets::Bytes);
            if found.iter().zip(&wired).any(|(found, wired)| found.is_error() && steps(&wired.key, '.') == here) {
                continue;
            }
            accepted += 1;
            for error in validators[&place.0].iter_errors(&value) {
                assert!(
                    error.instance_path().to_string() != *pointer,
                    "{pointer}: the compiler takes `{text}`: {error}"
                );
            }
        }
    }
    assert!(bases.len() > 150 && accepted > 2_000, "{accepted} texts at {} places", bases.len());
}

/// Every text below a value with its pointer.
fn collect(value: &Value, pointer: String, leaves: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => leaves.push((pointer, text.clone())),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{pointer}/{index}"), leaves);
            }
        }
        Value::Object(entries) => {
            for (key, item) in entries {
                collect(item, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), leaves);
            }
        }
        _ => {}
    }
}

/// A pointer with every index as `0`, so that entries of a list are one place.
fn place(pointer: &str) -> String {
    let step =
        |step: &str| if step.bytes().all(|byte| byte.is_ascii_digit()) { "0".to_owned() } else { step.to_owned() };
    pointer.split('/').map(step).collect::<Vec<_>>().join("/")
}

/// The file with nothing but the top-level key that a pointer leads into, and the team.
fn only(file: &Value, pointer: &str) -> Value {
    let top = steps(pointer, '/').into_iter().next().unwrap_or_default();
    let kept = file.as_object().into_iter().flatten().filter(|(key, _)| **key == top || *key == "team");
    Value::Object(kept.map(|(key, value)| (key.clone(), value.clone())).collect())
}

#[test]
fn every_key_has_a_description_and_is_written_once() {
    for file in [File::Team, File::Platform] {
        let mut keys = 0;
        walk(&file.schema(), &mut |entries| {
            let names: BTreeSet<_> = entries.iter().map(|(key, _)| key).collect();
            assert_eq!(names.len(), entries.len(), "a key twice in {names:?}");
            for (_, properties) in entries.iter().filter(|(key, _)| key == "properties" || key == "patternProperties") {
                let Json::Object(properties) = properties else { panic!("properties are no object") };
                for (name, property) in properties {
                    let Json::Object(property) = property else { panic!("{name} is no schema") };
                    let description = property.iter().find(|(key, _)| key == "description");
                    let Some((_, Json::Text(sentence))) = description else { panic!("{name} has no description") };
                    let begins_well = sentence.starts_with(|c: char| c.is_uppercase() || c == '`');
                    assert!(begins_well && sentence.ends_with('.'), "{name}: {sentence}");
                    keys += 1;
                }
            }
        });
        assert!(keys > 80, "{keys} keys");
    }
}

/// What JavaScript, Rust and Python read alike: see <https://json-schema.org/understanding-json-schema/reference/regular_expressions>.
#[test]
fn patterns_are_of_every_dialect() {
    for file in [File::Team, File::Platform] {
        walk(&file.schema(), &mut |entries| {
            for (key, value) in entries {
                if let (true, Json::Text(pattern)) = (key == "pattern", value) {
                    plain(pattern);
                }
                if let (true, Json::Object(properties)) = (key == "patternProperties", value) {
                    properties.iter().for_each(|(pattern, _)| plain(pattern));
                }
            }
        });
    }
}

fn plain(pattern: &str) {
    for (at, _) in pattern.match_indices("(?") {
        let rest = &pattern[at + 2..];
        assert!(rest.starts_with(['=', '!', ':']), "{pattern}: a group that not every reader knows");
    }
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            let escaped = characters.next().unwrap_or_default();
            assert!(r"sSdDwWxn.*+?^$(){}[]\|/".contains(escaped), "{pattern}: `\\{escaped}`");
        }
    }
    assert!(pattern.is_empty() || pattern.starts_with('^') || pattern == r"\S", "{pattern} has no beginning");
}

/// Every object of a schema.
fn walk(value: &Json, visit: &mut impl FnMut(&[(String, Json)])) {
    match value {
        Json::Object(entries) => {
            visit(entries);
            entries.iter().for_each(|(_, value)| walk(value, visit));
        }
        Json::Array(items) => items.iter().for_each(|item| walk(item, visit)),
        Json::Text(_) | Json::Number(_) | Json::Boolean(_) => {}
    }
}
