//! What scripts read of `check`: JSON as promised, SARIF 2.1.0 by its rules, and GitHub's workflow commands.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use teamwright_core::{VERSION, all_codes, find_code};
use teamwright_tests::sandbox::{PLATFORM, Sandbox, team};

const LOCKED: &str = "defaults: {networkPolicy: {allowEgress: false}}\nlocks: [networkPolicy.allowEgress]\n";

/// Findings of every shape: errors and warnings, second places here and in the other file, fixes, several lines, far columns.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::with(&format!("{PLATFORM}{LOCKED}"), &["c"]);
    let text = team("a").replace("team: a", "name: a # é🚀");
    sandbox.write(
        "teams/a/team.yaml",
        format!("{text}networkPolicy: {{allowEgress: true}}\nnamespce: team-a\napps: []\ntier: \"é🚀\\u202E\"\nlimitRange:\n  max: [1,\n    2]\n"),
    );
    sandbox.write("teams/b c,d:e/team.yaml", "team: b\nresourcequota: {}\n");
    sandbox.folder("teams/empty");
    sandbox
}

fn checked(sandbox: &Sandbox, format: &str) -> Value {
    let stdout = sandbox.run(&["check", "--format", format]).found();
    assert!(stdout.ends_with("}\n"));
    serde_json::from_str(&stdout).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[track_caller]
fn has_keys(value: &Value, required: &[&str], optional: &[&str]) {
    for key in required {
        assert!(value.get(key).is_some(), "`{key}` is missing: {value:#}");
    }
    for key in keys(value) {
        assert!(required.contains(&key) || optional.contains(&key), "`{key}` is not promised: {value:#}");
    }
}

/// A range of the report fits the text that it speaks of.
#[track_caller]
fn range_fits(range: &Value, text: &str) {
    has_keys(range, &["start", "end"], &[]);
    let offset = |end: &str| {
        let position = &range[end];
        has_keys(position, &["line", "column", "offset"], &[]);
        let offset = usize::try_from(position["offset"].as_u64().unwrap()).unwrap();
        let before = text.get(..offset).unwrap_or_else(|| panic!("{offset} is inside a character"));
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        assert_eq!((position["line"].as_u64(), position["column"].as_u64()), (Some(line as u64), Some(column as u64)));
        offset
    };
    assert!(offset("start") <= offset("end"));
}

#[test]
fn the_json_report_has_the_promised_shape() {
    let sandbox = sandbox();
    let report = checked(&sandbox, "json");
    assert_eq!(keys(&report), ["compiler", "diagnostics", "summary", "version"]);
    assert_eq!((&report["version"], &report["compiler"]), (&json!(1), &json!(VERSION)));
    let diagnostics = report["diagnostics"].as_array().unwrap();
    let text = |path: &Value| {
        let path = sandbox.path(path.as_str().unwrap());
        if path.is_dir() { String::new() } else { std::fs::read_to_string(path).unwrap() }
    };
    let mut relateds = 0;
    let mut fixes = 0;
    for diagnostic in diagnostics {
        has_keys(
            diagnostic,
            &["code", "severity", "message", "path", "key", "range", "related", "fixes", "url"],
            &["help"],
        );
        let code = diagnostic["code"].as_str().unwrap();
        assert!(find_code(code).is_some(), "{code}");
        assert!(["error", "warning"].contains(&diagnostic["severity"].as_str().unwrap()));
        assert!(diagnostic["url"].as_str().unwrap().starts_with("https://"), "{diagnostic:#}");
        assert!(diagnostic["url"].as_str().unwrap().ends_with(code), "{diagnostic:#}");
        assert!(!diagnostic["message"].as_str().unwrap().contains('\n'));
        range_fits(&diagnostic["range"], &text(&diagnostic["path"]));
        for related in diagnostic["related"].as_array().unwrap() {
            has_keys(related, &["message", "path", "range"], &[]);
            range_fits(&related["range"], &text(&related["path"]));
            relateds += 1;
        }
        for fix in diagnostic["fixes"].as_array().unwrap() {
            has_keys(fix, &["title", "edits"], &[]);
            for edit in fix["edits"].as_array().unwrap() {
                has_keys(edit, &["range", "newText"], &[]);
                range_fits(&edit["range"], &text(&diagnostic["path"]));
                fixes += 1;
            }
        }
    }
    assert!(relateds > 1 && fixes > 1, "the sandbox shows both: {report:#}");
    let count = |severity: &str| diagnostics.iter().filter(|found| found["severity"] == severity).count();
    assert_eq!(report["summary"], json!({"errors": count("error"), "warnings": count("warning"), "teams": 3}));
    assert!(count("error") > 3 && count("warning") > 0);
}

#[test]
fn the_json_report_comes_in_the_order_of_path_offset_and_code() {
    let report = checked(&sandbox(), "json");
    let key = |found: &Value| {
        let text = |key: &str| found[key].as_str().unwrap().to_owned();
        (text("path"), found["range"]["start"]["offset"].as_u64().unwrap(), text("code"))
    };
    let found: Vec<_> = report["diagnostics"].as_array().unwrap().iter().map(key).collect();
    let mut sorted = found.clone();
    sorted.sort();
    assert_eq!(found, sorted);
}

#[test]
fn a_report_without_findings_is_a_report() {
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    let answer = sandbox.run(&["check", "--format", "json"]);
    assert_eq!(answer.stderr, "");
    let report: Value = serde_json::from_str(&answer.fine()).unwrap();
    assert_eq!(
        report,
        json!({"version": 1, "compiler": VERSION, "diagnostics": [], "summary": {"errors": 0, "warnings": 0, "teams": 1}})
    );
    let sarif: Value = serde_json::from_str(&sandbox.run(&["check", "--format", "sarif"]).fine()).unwrap();
    assert_eq!(sarif["runs"][0]["results"], json!([]));
    assert_eq!(sandbox.run(&["check", "--format", "github"]).fine(), "");
}

#[test]
fn denied_warnings_are_errors_in_every_format() {
    let sandbox = Sandbox::with(PLATFORM, &[]);
    sandbox.write("teams/a/team.yaml", "team: a\n");
    let run = |format: &str| sandbox.run(&["check", "--deny", "warnings", "--format", format]).found();
    let json: Value = serde_json::from_str(&run("json")).unwrap();
    assert_eq!(json["summary"]["warnings"], json!(0));
    assert!(json["diagnostics"].as_array().unwrap().iter().all(|found| found["severity"] == "error"));
    let sarif: Value = serde_json::from_str(&run("sarif")).unwrap();
    assert!(sarif["runs"][0]["results"].as_array().unwrap().iter().all(|result| result["level"] == "error"));
    assert!(run("github").lines().all(|line| line.starts_with("::error ")));
}

/// See <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>, sections 3.13 to 3.58.
#[test]
fn the_sarif_log_keeps_the_rules_of_sarif_2_1_0() {
    let sandbox = sandbox();
    let log = checked(&sandbox, "sarif");
    has_keys(&log, &["$schema", "version", "runs"], &[]);
    assert_eq!(log["version"], "2.1.0");
    let runs = log["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    let run = &runs[0];
    has_keys(run, &["tool", "results", "columnKind"], &[]);
    assert!(["utf16CodeUnits", "unicodeCodePoints"].contains(&run["columnKind"].as_str().unwrap()));
    let driver = &run["tool"]["driver"];
    has_keys(driver, &["name", "rules", "semanticVersion", "informationUri"], &[]);
    assert_eq!((&driver["name"], &driver["semanticVersion"]), (&json!("teamwright"), &json!(VERSION)));
    let rules = driver["rules"].as_array().unwrap();
    let ids: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "rules are unique: {ids:?}");
    for rule in rules {
        has_keys(rule, &["id", "shortDescription", "fullDescription", "help", "helpUri", "defaultConfiguration"], &[]);
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[text]["text"].as_str().unwrap().is_empty(), "{rule:#}");
        }
        assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"), "{rule:#}");
        assert!(["error", "warning"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
    }
    let results = run["results"].as_array().unwrap();
    let report = checked(&sandbox, "json");
    let diagnostics = report["diagnostics"].as_array().unwrap();
    assert_eq!(results.len(), diagnostics.len());
    let mut used = BTreeSet::new();
    for (result, diagnostic) in results.iter().zip(diagnostics) {
        has_keys(
            result,
            &["ruleId", "ruleIndex", "level", "message", "locations"],
            &["relatedLocations", "fixes", "properties"],
        );
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"].as_str(), Some(ids[index]));
        used.insert(index);
        assert_eq!(result["ruleId"], diagnostic["code"]);
        assert_eq!(result["level"], diagnostic["severity"]);
        assert!(result["message"]["text"].as_str().unwrap().starts_with(diagnostic["message"].as_str().unwrap()));
        let locations = result["locations"].as_array().unwrap();
        assert_eq!(locations.len(), 1);
        location_fits(&locations[0], &diagnostic["path"], &diagnostic["range"]);
        let related = diagnostic["related"].as_array().unwrap();
        let related_locations = result["relatedLocations"].as_array().map_or(&[][..], Vec::as_slice);
        assert_eq!(related.len(), related_locations.len());
        for (location, related) in related_locations.iter().zip(related) {
            location_fits(location, &related["path"], &related["range"]);
            assert_eq!(location["message"]["text"], related["message"]);
        }
        for fix in result["fixes"].as_array().into_iter().flatten() {
            for change in fix["artifactChanges"].as_array().unwrap() {
                uri_is_relative(&change["artifactLocation"]["uri"]);
                let replacements = change["replacements"].as_array().unwrap();
                assert!(!replacements.is_empty());
                for replacement in replacements {
                    region_fits(&replacement["deletedRegion"]);
                }
            }
        }
    }
    assert_eq!(used.len(), rules.len(), "every rule has a result");
}

fn uri_is_relative(uri: &Value) {
    let uri = uri.as_str().unwrap();
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte);
    assert!(!uri.starts_with('/') && !uri.is_empty() && uri.bytes().all(fine), "{uri}");
}

fn region_fits(region: &Value) {
    let number = |key: &str| region[key].as_u64().unwrap();
    assert!(number("startLine") >= 1 && number("startColumn") >= 1, "{region}");
    assert!((number("startLine"), number("startColumn")) <= (number("endLine"), number("endColumn")), "{region}");
}

fn location_fits(location: &Value, path: &Value, range: &Value) {
    let physical = &location["physicalLocation"];
    uri_is_relative(&physical["artifactLocation"]["uri"]);
    let encoded = path.as_str().unwrap().replace(' ', "%20").replace(',', "%2C").replace(':', "%3A");
    assert_eq!(physical["artifactLocation"]["uri"].as_str(), Some(encoded.as_str()));
    region_fits(&physical["region"]);
    assert_eq!(physical["region"]["startLine"], range["start"]["line"]);
    assert_eq!(physical["region"]["startColumn"], range["start"]["column"]);
    assert_eq!(physical["region"]["endColumn"], range["end"]["column"]);
}

/// See <https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions>.
#[test]
fn github_annotations_are_one_escaped_line_each() {
    let sandbox = sandbox();
    sandbox.write("teams/c/team.yaml", format!("{}\"100%\\t::error::x\": 1\n", team("c")));
    let stdout = sandbox.run(&["check", "--format", "github"]).found();
    let report = checked(&sandbox, "json");
    let diagnostics = report["diagnostics"].as_array().unwrap();
    assert_eq!(stdout.lines().count(), diagnostics.len());
    for (line, diagnostic) in stdout.lines().zip(diagnostics) {
        let severity = diagnostic["severity"].as_str().unwrap();
        let (properties, data) = line.strip_prefix(&format!("::{severity} ")).unwrap().split_once("::").unwrap();
        let properties: Vec<_> = properties.split(',').map(|property| property.split_once('=').unwrap()).collect();
        let get = |name: &str| properties.iter().find(|(key, _)| *key == name).map(|(_, value)| unescape(value));
        assert_eq!(get("file").as_deref(), diagnostic["path"].as_str(), "{line}");
        assert_eq!(get("title").as_deref(), diagnostic["code"].as_str());
        assert_eq!(get("line"), Some(diagnostic["range"]["start"]["line"].to_string()));
        assert_eq!(get("col"), Some(diagnostic["range"]["start"]["column"].to_string()));
        assert_eq!(get("endLine"), Some(diagnostic["range"]["end"]["line"].to_string()));
        let help = diagnostic["help"].as_str().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        assert_eq!(unescape(data), format!("{}{help}", diagnostic["message"].as_str().unwrap()));
        // A percent sign begins an escape of the three that GitHub knows, or of a property's two.
        for (at, _) in line.match_indices('%') {
            assert!(["%25", "%0A", "%0D", "%3A", "%2C"].contains(&&line[at..at + 3]), "{line}");
        }
    }
    assert!(stdout.contains("file=teams/b c%2Cd%3Ae/team.yaml"), "{stdout}");
}

fn unescape(text: &str) -> String {
    let pairs = [("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
    pairs.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

#[test]
fn every_format_tells_the_same_findings() {
    let sandbox = sandbox();
    let report = checked(&sandbox, "json");
    let text = sandbox.run(&["check"]).found();
    for found in report["diagnostics"].as_array().unwrap() {
        let head = format!("{}[{}]: ", found["severity"].as_str().unwrap(), found["code"].as_str().unwrap());
        let start = &found["range"]["start"];
        let place = format!("--> {}:{}:{}\n", found["path"].as_str().unwrap(), start["line"], start["column"]);
        assert!(text.contains(&head) && text.contains(&place), "{head} {place}: {text}");
    }
    assert!(all_codes().count() > 50);
}
