//! Every wrong file is refused at the place that its carets mark, and nowhere else.

use std::{collections::BTreeMap, fmt::Write, fs};

use teamwright_core::{Compilation, Diagnostic, Platform, Source, Span, Target, compile};
use teamwright_tests::{
    corpus::{self, Case, Level, Marker, Section},
    repository::root,
};

/// A team without a fault, for cases that are about platform.yaml.
const GOOD_TEAM: &str = "team: demo\nowner: {name: Demo, email: demo@example.com}\naccess:\n  developers: {groups: [demo-developers]}\n  viewers: {groups: [demo-viewers]}\n";

#[test]
fn team_faults_are_found_at_their_place() {
    judge("tests/faults/team");
}

#[test]
fn platform_faults_are_found_at_their_place() {
    judge("tests/faults/platform");
}

/// The carets say where; `tests/said` has the words, what to do, and the repairs.
#[test]
fn what_is_said_of_every_fault_is_written_down() {
    for folder in ["team", "platform"] {
        let mut pages: BTreeMap<String, String> = BTreeMap::new();
        for case in corpus::read(&root().join("tests/faults").join(folder)) {
            let (file, sentence) = case.name.split_once(": ").unwrap_or_default();
            let (platform, compilation) = compiled(&case);
            let found = platform.diagnostics().iter().chain(&compilation.diagnostics);
            // Warnings only where the case is about them: most cases say no more than they need.
            let about_warnings =
                case.sections.iter().flat_map(|section| &section.markers).any(|marker| marker.level == Level::Warning);
            let said: String = found.filter(|found| about_warnings || found.is_error()).map(said).collect();
            if !said.is_empty() {
                let _ = writeln!(pages.entry(file.to_owned()).or_default(), "=== {sentence}\n{said}");
            }
        }
        for (file, page) in pages {
            generated(&format!("tests/said/{folder}/{file}.txt"), &page);
        }
    }
}

/// A finding with all its words, and with both ends of every place.
fn said(found: &Diagnostic) -> String {
    let at = |source: &Source, span: Span| {
        let (start, end) = (source.position(span.start), source.position(span.end));
        format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
    };
    let level = if found.is_error() { "error" } else { "warning" };
    let mut lines = format!("{level} {} {} {}\n", found.code.id, at(&found.source, found.span), found.message);
    for related in &found.related {
        let _ = writeln!(
            lines,
            "  see {} {}: {}",
            related.source.path(),
            at(&related.source, related.span),
            related.message
        );
    }
    if let Some(help) = &found.help {
        let _ = writeln!(lines, "  help: {}", help.replace('\n', "\n    "));
    }
    for fix in &found.fixes {
        let edits: Vec<_> =
            fix.edits.iter().map(|edit| format!("{} {:?}", at(&found.source, edit.span), edit.new_text)).collect();
        let _ = writeln!(lines, "  fix: {}: {}", fix.title, edits.join(", "));
    }
    lines
}

/// Compares a generated file with what it should be, or rewrites it.
fn generated(path: &str, expected: &str) {
    let file = root().join(path);
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(&file, expected).expect("the file can be written");
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    let difference = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
    let renew = "`BLESS=1 cargo test -p teamwright-tests --test faults` rewrites it: read the diff";
    assert!(found == expected, "{path} differs, first in {difference:?}\n{renew}");
}

fn judge(folder: &str) {
    let cases = corpus::read(&root().join(folder));
    assert!(cases.len() > 200, "{folder} holds {} cases", cases.len());
    let wrong: Vec<_> = cases.iter().filter_map(|case| fault(case).err()).collect();
    let share = format!("{} of {} cases in {folder} fail", wrong.len(), cases.len());
    assert!(wrong.is_empty(), "{share}\n\n{}", wrong.join("\n\n"));
}

fn compiled(case: &Case) -> (Platform, Compilation) {
    let platform = case.section("platform.yaml").map_or_else(Platform::built_in, |section| {
        Platform::parse(&Source::new("platform.yaml", section.text.clone()))
    });
    let team = case.section("team.yaml");
    let text = team.map_or(GOOD_TEAM, |section| section.text.as_str());
    let compilation = compile(&Source::new(team_path(team, text), text), &platform, &Target::default());
    (platform, compilation)
}

fn fault(case: &Case) -> Result<(), String> {
    let (platform_section, team_section) = (case.section("platform.yaml"), case.section("team.yaml"));
    let (platform, compilation) = compiled(case);
    let mut complaints = Vec::new();
    compare("team.yaml", team_section, &compilation.diagnostics, &mut complaints);
    compare("platform.yaml", platform_section, platform.diagnostics(), &mut complaints);
    let expects_error =
        case.sections.iter().flat_map(|section| &section.markers).any(|marker| marker.level != Level::Warning);
    if expects_error == compilation.manifests.is_some() {
        complaints.push(format!("manifests are made: {}", compilation.manifests.is_some()));
    }
    if complaints.is_empty() { Ok(()) } else { Err(format!("{}\n  {}", case.name, complaints.join("\n  "))) }
}

fn team_path(section: Option<&Section>, text: &str) -> String {
    if let Some(heading) = section.map(|section| &section.heading).filter(|heading| heading.contains('/')) {
        return heading.clone();
    }
    let name = text.lines().find_map(|line| line.strip_prefix("team:").or_else(|| line.strip_prefix("name:")));
    let name = name.map(|name| name.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']));
    let name = name.filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    format!("teams/{}/team.yaml", name.unwrap_or("demo"))
}

fn compare(file: &str, section: Option<&Section>, found: &[Diagnostic], complaints: &mut Vec<String>) {
    let markers: &[Marker] = section.map(|section| section.markers.as_slice()).unwrap_or_default();
    let judges_warnings = markers.iter().any(|marker| marker.level == Level::Warning);
    let place = |found: &Diagnostic| {
        let position = found.source.position(found.span.start);
        (position.line, position.column)
    };
    let fits = |marker: &Marker, found: &Diagnostic| {
        (marker.level == Level::Warning) != found.is_error() && (marker.line, marker.column) == place(found)
    };
    for diagnostic in found.iter().filter(|found| found.is_error() || judges_warnings) {
        if !markers.iter().any(|marker| fits(marker, diagnostic)) {
            let (line, column) = place(diagnostic);
            complaints
                .push(format!("{file}:{line}:{column} unexpected {}: {}", diagnostic.code.id, diagnostic.message));
        }
    }
    for marker in markers.iter().filter(|marker| marker.level != Level::Either) {
        let count = found.iter().filter(|found| fits(marker, found)).count();
        // Two findings may begin at one place; then two markers stand there.
        if count != markers.iter().filter(|other| *other == marker).count() {
            complaints.push(format!(
                "{file}:{}:{} expected one {:?}, found {count}",
                marker.line, marker.column, marker.level
            ));
        }
    }
    if markers.iter().any(|marker| marker.level == Level::Either) {
        let either =
            |found: &&Diagnostic| markers.iter().any(|marker| marker.level == Level::Either && fits(marker, found));
        let count = found.iter().filter(either).count();
        if count != 1 {
            complaints.push(format!("{file}: expected an error at one of several places, found {count}"));
        }
    }
}
