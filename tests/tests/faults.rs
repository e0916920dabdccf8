//! Every wrong file is refused at the place that its carets mark, and nowhere else.

use teamwright_core::{Diagnostic, Platform, Source, Target, compile};
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

fn judge(folder: &str) {
    let cases = corpus::read(&root().join(folder));
    assert!(cases.len() > 200, "{folder} holds {} cases", cases.len());
    let wrong: Vec<_> = cases.iter().filter_map(|case| fault(case).err()).collect();
    let share = format!("{} of {} cases in {folder} fail", wrong.len(), cases.len());
    assert!(wrong.is_empty(), "{share}\n\n{}", wrong.join("\n\n"));
}

fn fault(case: &Case) -> Result<(), String> {
    let platform_section = case.section("platform.yaml");
    let platform = platform_section.map_or_else(Platform::built_in, |section| {
        Platform::parse(&Source::new("platform.yaml", section.text.clone()))
    });
    let team_section = case.section("team.yaml");
    let text = team_section.map_or(GOOD_TEAM, |section| section.text.as_str());
    let source = Source::new(team_path(team_section, text), text);
    let compilation = compile(&source, &platform, &Target::default());
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
