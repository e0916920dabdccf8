//! The tests that judge: which there are, how long each takes, and which mutants each reaches.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{Outcome, cargo::Binaries, tree::Tree};

/// Integration tests that do not judge, by the beginnings of `binary` or `binary test`, and why.
const OTHERS: [(&str, &str); 18] = [
    ("cli_", "starts the command dozens of times; it is about files and streams, not about the core"),
    ("repository", "starts the command"),
    ("live", "needs files that are not part of the repository"),
    ("judge", "needs Go"),
    ("dependencies", "reads lists, runs no code of the core"),
    ("readme", "starts the command"),
    ("ledger_page", "reads a page"),
    ("acceptance_page", "reads a page"),
    ("injection", "takes a minute for one mutant"),
    ("complete no_place_of_any_text_is_too_broken", TOO_SLOW),
    ("complete a_hostile_file_costs_no_more_than_its_length", TOO_SLOW),
    ("complete a_key_that_is_offered_belongs_there", TOO_SLOW),
    ("hover no_place_of_any_text_is_too_broken", TOO_SLOW),
    ("rbac_model no_role_of_any_known_input_escapes", TOO_SLOW),
    ("differentials windows::two_windows_are_one_where_argo_cd_says_so", TOO_SLOW),
    ("differentials schedules::the_shortest_gap_is_the_one_that_can_be_counted", TOO_SLOW),
    ("schema patterns_accept_what_the_compiler_accepts", TOO_SLOW),
    ("fuzz prefixes::", TOO_SLOW),
];

const TOO_SLOW: &str = "takes many seconds for one mutant";

/// Whether a binary, or a test of it, does not judge.
fn is_other(name: &str) -> bool {
    OTHERS.iter().any(|(start, _)| name.starts_with(start))
}

/// A process may take so many times what the tests in it take without a mutant, in processor time.
const PATIENCE: u32 = 5;
/// And so much more.
const GRACE: Duration = Duration::from_secs(3);
/// Kibibytes of address space of a process.
const MEMORY: &str = "4194304";
/// About what a process needs to start, which each test was heard with.
const START: Duration = Duration::from_millis(8);
/// A test that takes longer has a process of its own, so that a quicker one speaks first.
const SLOW: Duration = Duration::from_secs(3);

/// One test.
pub(crate) struct Judge {
    /// The binary's name.
    pub(crate) binary: String,
    /// The test's name in it.
    pub(crate) name: String,
    /// How long it takes without a mutant.
    takes: Duration,
    /// Numbers of the mutants that it reaches.
    reaches: BTreeSet<u32>,
}

/// Tests that share a process.
pub(crate) struct Group<'a> {
    pub(crate) binary: &'a str,
    tests: Vec<&'a str>,
    takes: Duration,
}

/// What a group of tests says.
pub(crate) enum Verdict {
    Passed,
    Failed,
    /// It did not come to its end.
    Hung,
}

/// The names of the integration tests that judge.
pub(crate) fn names(root: &Path) -> Outcome<Vec<String>> {
    let folder = root.join("tests/tests");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let name = |path: PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let mut names: Vec<_> = entries.flatten().filter_map(|entry| name(entry.path())).collect();
    names.retain(|name| !is_other(name));
    names.sort();
    Ok(names)
}

/// All tests of these binaries, each run once without a mutant. What they said last is taken from a file if that is of the
/// same sources.
pub(crate) fn hear(tree: &Tree, binaries: &Binaries, file: &Path, digest: u64) -> Outcome<Vec<Judge>> {
    let head = format!("{digest:016x}\n");
    if let Some(text) = fs::read_to_string(file).ok().as_deref().and_then(|text| text.strip_prefix(&head)) {
        return text.lines().map(Judge::read).collect::<Option<_>>().ok_or(format!("{}: not ours", file.display()));
    }
    let mut judges = Vec::new();
    for (binary, path) in binaries {
        let listed = Command::new(path).args(["--list", "--format", "terse"]).output();
        let listed = listed.map_err(|error| format!("{}: {error}", path.display()))?;
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        let tests = listed.lines().filter_map(|line| line.strip_suffix(": test"));
        for name in tests.filter(|name| !is_other(&format!("{binary} {name}"))) {
            judges.push(trace(tree, binary, path, name)?);
        }
    }
    let lines: String = judges.iter().map(Judge::line).collect();
    fs::write(file, head + &lines).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(judges)
}

impl Judge {
    /// Binary, test, milliseconds and numbers of mutants, between tabs.
    fn line(&self) -> String {
        let numbers: Vec<_> = self.reaches.iter().map(u32::to_string).collect();
        format!("{}\t{}\t{}\t{}\n", self.binary, self.name, self.takes.as_millis(), numbers.join(" "))
    }

    fn read(line: &str) -> Option<Self> {
        let mut cells = line.split('\t');
        let (binary, name) = (cells.next()?.to_owned(), cells.next()?.to_owned());
        let takes = Duration::from_millis(cells.next()?.parse().ok()?);
        let reaches = cells.next()?.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
        Some(Self { binary, name, takes, reaches })
    }
}

fn trace(tree: &Tree, binary: &str, path: &Path, name: &str) -> Outcome<Judge> {
    let file = tree.target.join("trace");
    fs::write(&file, "").map_err(|error| format!("{}: {error}", file.display()))?;
    let mut command = process(tree, path, Duration::from_secs(600));
    command.args(["--exact", name]).env("MUTANT", "trace").env("MUTANT_TRACE", &file);
    let begin = Instant::now();
    let output = command.stdout(Stdio::piped()).output().map_err(|error| format!("{}: {error}", path.display()))?;
    let takes = begin.elapsed();
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stdout).into_owned();
        return Err(format!("{binary} {name} fails without a mutant:\n{words}"));
    }
    let reached = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let reaches = reached.lines().filter_map(|line| line.parse().ok()).collect();
    Ok(Judge { binary: binary.to_owned(), name: name.to_owned(), takes, reaches })
}

/// The tests that reach a mutant, or all for `None`; quick ones first.
pub(crate) fn groups(judges: &[Judge], mutant: Option<u32>) -> Vec<Group<'_>> {
    let mut quick: BTreeMap<&str, Group> = BTreeMap::new();
    let mut groups = Vec::new();
    for judge in judges.iter().filter(|judge| mutant.is_none_or(|mutant| judge.reaches.contains(&mutant))) {
        let new = || Group { binary: &judge.binary, tests: Vec::new(), takes: Duration::ZERO };
        let mut slow = new();
        let is_slow = judge.takes > SLOW;
        let group = if is_slow { &mut slow } else { quick.entry(&judge.binary).or_insert_with(new) };
        group.tests.push(&judge.name);
        // Together they start once.
        group.takes += if group.takes.is_zero() { judge.takes } else { judge.takes.saturating_sub(START) };
        groups.extend(is_slow.then_some(slow));
    }
    groups.extend(quick.into_values());
    groups.sort_by_key(|group| group.takes);
    groups
}

/// Which tests see most in the least time, learned on the way: whom to ask first.
#[derive(Default)]
pub(crate) struct Luck(BTreeMap<String, Tries>);

/// How often tests were asked, and how often they saw something.
#[derive(Clone, Copy, Default)]
struct Tries {
    asked: u32,
    saw: u32,
}

impl Luck {
    /// Groups in the order of the time that each will need to see a mutant.
    pub(crate) fn sort(&self, groups: &mut [Group]) {
        groups.sort_by_key(|group| {
            let Tries { asked, saw } = self.0.get(&group.name()).copied().unwrap_or_default();
            group.takes * (asked + 2) / (saw + 1)
        });
    }

    /// Learns from what a group said.
    pub(crate) fn learn(&mut self, group: &Group, verdict: &Verdict) {
        let tries = self.0.entry(group.name()).or_default();
        tries.asked += 1;
        tries.saw += u32::from(!matches!(verdict, Verdict::Passed));
    }
}

impl Group<'_> {
    /// What it is called in the record.
    pub(crate) fn name(&self) -> String {
        match self.tests.as_slice() {
            [test] => format!("{} {test}", self.binary),
            _ => self.binary.to_owned(),
        }
    }

    /// Runs the tests with a mutant switched on, or with what the binaries are built of for `None`.
    pub(crate) fn judge(&self, tree: &Tree, binaries: &Binaries, mutant: Option<u32>) -> Outcome<Verdict> {
        let path = binaries.get(self.binary).ok_or_else(|| format!("no binary {}", self.binary))?;
        let limit = self.takes * PATIENCE + GRACE;
        let mut command = process(tree, path, limit);
        command.arg("--exact").args(&self.tests).stdout(Stdio::null());
        command.env("MUTANT", mutant.unwrap_or_default().to_string());
        let child = command.spawn().map_err(|error| format!("{}: {error}", path.display()))?;
        // Others work on the same machine: the processor's time is the limit, the clock's only for what waits for ever.
        let status = wait(child, limit * 10)?;
        Ok(match status {
            Some(status) if status.success() => Verdict::Passed,
            Some(status) if status.signal() != Some(SIGXCPU) && status.signal() != Some(SIGKILL) => Verdict::Failed,
            _ => Verdict::Hung,
        })
    }
}

/// What a process gets when its processor time is over.
const SIGXCPU: i32 = 24;
const SIGKILL: i32 = 9;

/// A test binary with bounds, and always the same random numbers.
fn process(tree: &Tree, path: &Path, limit: Duration) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -t $1; ulimit -v $2; ulimit -c 0; shift 2; exec \"$@\"", "sh"]);
    command.arg(limit.as_secs().saturating_add(1).to_string()).arg(MEMORY).arg(path);
    command.args(["--quiet", "--test-threads=1"]).current_dir(tree.copy.join("tests"));
    command.stdin(Stdio::null()).stderr(Stdio::null());
    command.env_remove("BLESS").env("PROPTEST_CASES", "16").env("PROPTEST_RNG_SEED", "1").env("AMOUNTS", "2000");
    // The command is built already; a test that asks for it need not ask cargo each time.
    command.env("CARGO", "true");
    command
}

/// The end of a process, or `None` if it had to be killed.
fn wait(mut child: Child, limit: Duration) -> Outcome<Option<ExitStatus>> {
    let begin = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return Ok(Some(status));
        }
        if begin.elapsed() > limit {
            let killed = child.kill().and_then(|()| child.wait());
            return killed.map(|_| None).map_err(|error| error.to_string());
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(binary: &str, name: &str, takes: u64, reaches: &[u32]) -> Judge {
        let reaches = reaches.iter().copied().collect();
        Judge { binary: binary.to_owned(), name: name.to_owned(), takes: Duration::from_millis(takes), reaches }
    }

    #[test]
    fn a_mutant_is_judged_by_those_that_reach_it_quick_ones_first() {
        let judges = [
            judge("a", "slow", 9_000, &[1, 2]),
            judge("a", "x", 9, &[1]),
            judge("a", "y", 9, &[1]),
            judge("b", "z", 1, &[2]),
        ];
        let names = |mutant| groups(&judges, mutant).iter().map(Group::name).collect::<Vec<_>>();
        assert_eq!(names(Some(1)), ["a", "a slow"]);
        assert_eq!(names(Some(2)), ["b z", "a slow"]);
        assert_eq!(names(Some(3)), [""; 0]);
        assert_eq!(names(None), ["b z", "a", "a slow"]);
    }

    #[test]
    fn whoever_saw_more_is_asked_first() {
        let judges = [judge("quick", "a", 10, &[1]), judge("slow", "b", 40, &[1])];
        let mut groups = groups(&judges, Some(1));
        let mut luck = Luck::default();
        for _ in 0..8 {
            luck.learn(&groups[0], &Verdict::Passed);
            luck.learn(&groups[1], &Verdict::Failed);
        }
        luck.sort(&mut groups);
        assert_eq!(groups[0].name(), "slow b");
    }

    #[test]
    fn what_was_heard_is_read_again() {
        let heard = judge("a", "b::c", 12, &[3, 1]);
        assert_eq!(heard.line(), "a\tb::c\t12\t1 3\n");
        assert_eq!(Judge::read(heard.line().trim_end()).map(|judge| judge.line()), Some(heard.line()));
        assert!(Judge::read("a\tb").is_none());
    }
}
