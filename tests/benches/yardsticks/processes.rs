//! Whole processes, from their start until their output is read and they are gone.

use std::{
    env,
    ffi::{OsStr, OsString},
    io::Write as _,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use nix::{
    sys::resource::{UsageWho, getrusage},
    unistd::getgid,
};

use crate::{
    figures::{Figure, Step, measure as take_turns},
    helm, teams,
};

pub(crate) const HELLO: &str = "hello-world of the same linkage";
pub(crate) const GENERATE: &str = "`teamwright generate`";
pub(crate) const HELM: &str = "`helm template`, two charts";
pub(crate) const CAT: &str = "1,000 teams: `cat` of their files";
pub(crate) const CHECK_1000: &str = "1,000 teams: `teamwright check`";
pub(crate) const CHECK_CLEAN: &str = "1,000 teams without a finding: `teamwright check`";
pub(crate) const CHECK_10000: &str = "10,000 teams: `teamwright check`";

/// The flag with which this program runs itself to learn how much memory another one takes.
pub(crate) const PEAK: &str = "--peak";

/// A command line in a directory.
struct Line {
    words: Vec<OsString>,
    directory: PathBuf,
}

impl Line {
    fn new(directory: &Path, words: &[&OsStr]) -> Self {
        Self { words: words.iter().map(|word| word.to_os_string()).collect(), directory: directory.to_owned() }
    }

    fn run(&self) {
        let [program, arguments @ ..] = self.words.as_slice() else { return };
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.directory).env_remove("ARGOCD_APP_PARAMETERS");
        let output = command.output().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        assert!(output.status.success(), "{program:?} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// The most memory that it holds at any time, in KiB.
    fn peak(&self) -> u64 {
        let this = env::current_exe().unwrap_or_else(|error| panic!("no path of the running benchmark: {error}"));
        let mut command = Command::new(this);
        command.arg(PEAK).args(&self.words).current_dir(&self.directory).env_remove("ARGOCD_APP_PARAMETERS");
        let output = command.output().unwrap_or_else(|error| panic!("{error}"));
        let text = String::from_utf8_lossy(&output.stdout);
        text.trim().parse().unwrap_or_else(|_| panic!("{:?}: {text}", self.words))
    }
}

/// Runs a command and prints the most memory that it held, in KiB.
pub(crate) fn print_peak(words: &[OsString]) {
    let [program, arguments @ ..] = words else { return };
    let mut command = Command::new(program);
    // With a group of its own choice the process is forked rather than spawned, and does not begin with the memory of this one.
    command.args(arguments).gid(getgid().as_raw()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    assert!(status.success(), "{words:?}");
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap_or_else(|error| panic!("{error}"));
    std::io::stdout().write_all(usage.max_rss().to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}"));
}

/// What one team costs, and what thousands cost.
pub(crate) fn measure(command: &Path, hello: Option<&Path>, is_measuring: bool) -> (Vec<Figure>, Vec<Figure>) {
    let place = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let at = |name: &str| place.path().join(name);
    teams::one(&at("one"));
    let (thousand, ten_thousand) = if is_measuring { (1_000, 10_000) } else { (3, 10) };
    let command = command.as_os_str();
    let one = at("one/teams/checkout");
    let mut lines = Vec::new();
    lines.extend(hello.map(|hello| (HELLO, Line::new(&one, &[hello.as_os_str()]))));
    lines.push(("`teamwright --version`", Line::new(&one, &[command, "--version".as_ref()])));
    lines.push((GENERATE, Line::new(&one, &[command, "generate".as_ref()])));
    let mut single = in_turns(&lines, if is_measuring { 1_000 } else { 1 });
    if let Some((helm, version)) = helm::find() {
        let step = Step::new(HELM, 1, || helm::run(&helm));
        let mut figures = take_turns(vec![step], if is_measuring { 10 } else { 1 });
        if let Some(figure) = figures.first_mut() {
            figure.peak = Some(Line { words: helm::words(&helm), directory: one.clone() }.peak());
        }
        teamwright_tests::repository::note(&format!("Helm {version}"));
        single.append(&mut figures);
    }
    teams::repository(&at("many"), thousand, teams::renamed);
    teams::repository(&at("clean"), thousand, teams::clean);
    teams::repository(&at("most"), ten_thousand, teams::renamed);
    let many = [
        (CAT, Line::new(&at("many"), &["sh", "-c", "cat teams/*/team.yaml"].map(AsRef::as_ref))),
        ("1,000 teams: `teamwright render`", Line::new(&at("many"), &[command, "render".as_ref()])),
        (CHECK_1000, Line::new(&at("many"), &[command, "check".as_ref()])),
        (CHECK_CLEAN, Line::new(&at("clean"), &[command, "check".as_ref(), "--deny=warnings".as_ref()])),
        (CHECK_10000, Line::new(&at("most"), &[command, "check".as_ref()])),
    ];
    (single, in_turns(&many, if is_measuring { 7 } else { 1 }))
}

fn in_turns(lines: &[(&'static str, Line)], turns: usize) -> Vec<Figure> {
    let steps = lines.iter().map(|(what, line)| Step::new(what, 1, || line.run())).collect();
    let mut figures = take_turns(steps, turns);
    for (figure, (_, line)) in figures.iter_mut().zip(lines) {
        figure.peak = Some(line.peak());
    }
    figures
}
