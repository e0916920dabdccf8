//! Folders with whole inputs and whole outputs: `tests/cases/<sentence>/`.
//!
//! | file | holds |
//! |---|---|
//! | `team.yaml` | the input. A first line `# teams/<directory>/team.yaml` says where it lies; without one, in the directory of its team |
//! | `platform.yaml` | the platform; without one, the built-in |
//! | `template.<name>.yaml` | a template of the platform, `platform/templates/<name>.yaml` |
//! | `manifests.yaml` | every object that is made, if the input is valid |
//! | `manifests.<cluster>.yaml` | the namespace part for that cluster, where a case wants to show it |
//! | `diagnostics.txt` | every error and warning, if there is any |

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use teamwright_core::{Compilation, Diagnostic, Part, Platform, Severity, Source, Target, compile, sort_diagnostics};

use crate::repository::root;

/// A folder of `tests/cases`.
#[derive(Debug)]
pub struct Case {
    /// The sentence.
    pub name: String,
    folder: PathBuf,
    /// The team's file at its place in a repository.
    pub team: Source,
    /// The platform's file.
    pub platform: Option<Source>,
    /// The platform's templates, in the order of their names.
    pub templates: Vec<Source>,
}

/// Every case, in the order of names.
///
/// # Panics
/// If one can't be read.
#[must_use]
pub fn all() -> Vec<Case> {
    names().iter().map(|name| Case::read(name)).collect()
}

/// The names of the folders, in order.
///
/// # Panics
/// If the folder of cases can't be read.
#[must_use]
pub fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap_or_else(|error| panic!("tests/cases: {error}"));
    let mut names: Vec<_> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    names.sort();
    names
}

fn folder() -> PathBuf {
    root().join("tests/cases")
}

impl Case {
    /// Reads a case.
    ///
    /// # Panics
    /// If its team.yaml can't be read, or the folder holds a file that means nothing.
    #[must_use]
    pub fn read(name: &str) -> Self {
        let folder = folder().join(name);
        let read = |file: &str| fs::read_to_string(folder.join(file)).ok();
        let text = read("team.yaml").unwrap_or_else(|| panic!("tests/cases/{name} has no team.yaml"));
        let platform = read("platform.yaml").map(|text| Source::new("platform.yaml", text));
        let team = Source::new(path_of_team(&text), text);
        let mut case = Self { name: name.to_owned(), folder, team, platform, templates: Vec::new() };
        for file in case.files() {
            let cluster = file.strip_prefix("manifests.").and_then(|rest| rest.strip_suffix(".yaml"));
            let known = ["team.yaml", "platform.yaml", "manifests.yaml", "diagnostics.txt"].contains(&file.as_str());
            let template = file.strip_prefix("template.");
            assert!(
                known || cluster.is_some() || template.is_some(),
                "tests/cases/{name}/{file} means nothing: see tests/src/cases.rs"
            );
            if let Some(template) = template {
                let text = fs::read_to_string(case.folder.join(&file)).unwrap_or_default();
                case.templates.push(Source::new(format!("platform/templates/{template}"), text));
            }
        }
        case
    }

    /// The names of its files, in order.
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).unwrap_or_else(|error| panic!("{}: {error}", self.name));
        let mut files: Vec<_> =
            entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
        files.sort();
        files
    }

    /// The directory of the team, such as `backend`.
    #[must_use]
    pub fn team_directory(&self) -> &str {
        self.team.path().split('/').nth(1).unwrap_or_default()
    }

    /// The clusters whose namespace part is stored beside the whole output.
    #[must_use]
    pub fn clusters(&self) -> Vec<String> {
        let cluster = |file: &String| Some(file.strip_prefix("manifests.")?.strip_suffix(".yaml")?.to_owned());
        self.files().iter().filter_map(cluster).filter(|cluster| !cluster.is_empty()).collect()
    }

    /// The platform of the case.
    #[must_use]
    pub fn read_platform(&self) -> Platform {
        let platform = self.platform.as_ref().map_or_else(Platform::built_in, Platform::parse);
        platform.with_templates(self.templates.iter().cloned().map(Ok))
    }

    /// What the library makes of it.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let platform = self.read_platform();
        let target = Target { part: Part::All, cluster: None };
        let Compilation { manifests, mut diagnostics } = compile(&self.team, &platform, &target);
        diagnostics.extend_from_slice(platform.diagnostics());
        sort_diagnostics(&mut diagnostics);
        let manifests = manifests.map(|manifests| teamwright_core::render::stream(&manifests));
        Outcome { manifests, diagnostics: self.lines(&diagnostics) }
    }

    /// What the library makes of it for one cluster's namespace part.
    #[must_use]
    pub fn namespace_part(&self, cluster: &str) -> Option<String> {
        let target = Target { part: Part::Namespace, cluster: Some(cluster.to_owned()) };
        compile(&self.team, &self.read_platform(), &target).yaml()
    }

    /// Findings, one a line, with what to do and where to look below it.
    fn lines(&self, diagnostics: &[Diagnostic]) -> String {
        let mut lines = String::new();
        for found in diagnostics {
            let at = |source: &Source, offset| {
                let position = source.position(offset);
                self.place(source.path(), position.line, position.column)
            };
            let severity = if found.code.severity == Severity::Error { "error" } else { "warning" };
            finding(&mut lines, severity, found.code.id, &at(&found.source, found.span.start), &found.message);
            for related in &found.related {
                detail(&mut lines, "see", &format!("{} {}", at(&related.source, related.span.start), related.message));
            }
            if let Some(help) = &found.help {
                detail(&mut lines, "help", help);
            }
        }
        lines
    }

    /// The same lines out of the report of `check --format json`.
    ///
    /// # Panics
    /// If the report is not what its format promises.
    #[must_use]
    pub fn lines_of_report(&self, report: &str) -> String {
        let report: serde_json::Value =
            serde_json::from_str(report).unwrap_or_else(|error| panic!("{}: {error}\n{report}", self.name));
        let mut lines = String::new();
        for found in report["diagnostics"].as_array().into_iter().flatten() {
            let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            let at = |value: &serde_json::Value| {
                let number = |key: &str| {
                    let number = value["range"]["start"][key].as_u64().unwrap_or_default();
                    u32::try_from(number).unwrap_or_default()
                };
                self.place(&word(&value["path"]), number("line"), number("column"))
            };
            finding(&mut lines, &word(&found["severity"]), &word(&found["code"]), &at(found), &word(&found["message"]));
            for related in found["related"].as_array().into_iter().flatten() {
                detail(&mut lines, "see", &format!("{} {}", at(related), word(&related["message"])));
            }
            if let Some(help) = found["help"].as_str() {
                detail(&mut lines, "help", help);
            }
        }
        lines
    }

    fn place(&self, path: &str, line: u32, column: u32) -> String {
        let file = if path == self.team.path() { "team.yaml" } else { path };
        format!("{file}:{line}:{column}")
    }

    /// Writes its inputs as a repository into an empty directory.
    ///
    /// # Panics
    /// If the directory can't be written.
    pub fn write_repository(&self, directory: &Path) {
        let write = |source: &Source| {
            let path = directory.join(source.path());
            let parent = path.parent().unwrap_or(directory);
            fs::create_dir_all(parent).and_then(|()| fs::write(&path, source.text()))
        };
        for source in std::iter::once(&self.team).chain(&self.platform).chain(&self.templates) {
            write(source).unwrap_or_else(|error| panic!("{}: {error}", self.name));
        }
    }

    /// Compares a file of the case with what it should hold, or rewrites it where `BLESS` is set; `None`: it should not be there.
    ///
    /// # Panics
    /// If they differ.
    pub fn expect(&self, file: &str, expected: Option<&str>) {
        let path = self.folder.join(file);
        let found = fs::read_to_string(&path).ok();
        if found.as_deref() == expected {
            return;
        }
        if std::env::var_os("BLESS").is_some() {
            let done = expected.map_or_else(|| fs::remove_file(&path), |text| fs::write(&path, text));
            done.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            return;
        }
        let renew = "`BLESS=1 cargo test -p teamwright-tests --test cases` rewrites it: read the diff";
        match (found, expected) {
            (Some(_), None) => panic!("tests/cases/{}/{file} should not be there\n{renew}", self.name),
            (None, Some(text)) => panic!("tests/cases/{}/{file} is missing\n{renew}\n\n{text}", self.name),
            (found, expected) => panic!(
                "tests/cases/{}/{file} differs\n{renew}\n\n{}",
                self.name,
                first_difference(&found.unwrap_or_default(), expected.unwrap_or_default())
            ),
        }
    }
}

/// What comes of a case.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The objects as one stream; `None` if there is an error.
    pub manifests: Option<String>,
    /// The findings as they stand in `diagnostics.txt`.
    pub diagnostics: String,
}

fn finding(lines: &mut String, severity: &str, code: &str, place: &str, message: &str) {
    let _ = writeln!(lines, "{severity} {code} {place} {message}");
}

/// A second line of a help text is shown below the first one.
fn detail(lines: &mut String, what: &str, text: &str) {
    let _ = writeln!(lines, "  {what}: {}", text.replace('\n', "\n    "));
}

/// `# teams/<directory>/team.yaml` in the first line, else the directory of the written team.
#[must_use]
pub fn path_of_team(text: &str) -> String {
    let first = text.lines().next().and_then(|line| line.strip_prefix("# "));
    if let Some(path) = first.filter(|path| path.starts_with("teams/") && path.ends_with("/team.yaml")) {
        return path.to_owned();
    }
    let name = text.lines().find_map(|line| line.strip_prefix("team: ").or_else(|| line.strip_prefix("name: ")));
    let name = name.map(|name| name.split('#').next().unwrap_or_default().trim().trim_matches(['"', '\'']));
    let plain = |name: &&str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    format!("teams/{}/team.yaml", name.filter(plain).unwrap_or("demo"))
}

/// The first line in which two texts differ, with those around it.
fn first_difference(found: &str, expected: &str) -> String {
    let (found, expected): (Vec<_>, Vec<_>) = (found.lines().collect(), expected.lines().collect());
    let at = found.iter().zip(&expected).take_while(|(a, b)| a == b).count();
    let around = |lines: &[&str]| {
        let some = lines.iter().enumerate().skip(at.saturating_sub(4)).take(10);
        some.map(|(index, line)| format!("{:>5} {line}\n", index + 1)).collect::<String>()
    };
    format!("stored, line {}:\n{}\nnow:\n{}", at + 1, around(&found), around(&expected))
}
