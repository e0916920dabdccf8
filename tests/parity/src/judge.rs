//! All inputs through all hosts.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use teamwright_tests::repository::root;

use crate::{
    command::Command,
    difference::difference,
    host::Host,
    input::Input,
    native::{self, Native},
    question::{self, Question},
};

/// So many inputs are on their way at a time.
const BATCH: usize = 32;
/// After so many differences nothing new is learnt.
const ENOUGH: usize = 20;

/// What became of the inputs.
#[derive(Debug, Default)]
pub struct Verdict {
    /// How many there were.
    pub inputs: usize,
    /// How many of them became objects.
    pub accepted: usize,
    /// How many questions the library answered.
    pub native: usize,
    /// How many the npm package answered in Node.
    pub package: usize,
    /// How many the module answered in wasmtime.
    pub embedded: usize,
    /// How many of them only JavaScript can be asked.
    pub javascript_only: usize,
    /// How many inputs the command was given.
    pub command: usize,
    /// How many were too large for it.
    pub too_large: usize,
    /// How many times it was run.
    pub runs: usize,
    /// The memory of the instance in wasmtime at the end, in bytes.
    pub memory: usize,
    /// What differs.
    pub differences: Vec<String>,
}

/// Asks every host about every input; the command about one in so many.
pub fn judge(inputs: impl Iterator<Item = Input>, command_takes_one_in: usize) -> Verdict {
    thread::scope(|scope| {
        let (to_command, for_command) = sync_channel(BATCH);
        let command = scope.spawn(move || run_command(&for_command));
        let mut verdict = answer_all(inputs, command_takes_one_in, &to_command);
        drop(to_command);
        let of_command = command.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let Verdict { command, too_large, runs, differences, .. } = of_command;
        verdict.differences.extend(differences);
        Verdict { command, too_large, runs, ..verdict }
    })
}

fn answer_all(inputs: impl Iterator<Item = Input>, one_in: usize, to_command: &SyncSender<Input>) -> Verdict {
    let mut hosts = Hosts { package: Host::node(), embedded: Host::wasmtime(), verdict: Verdict::default() };
    let questions = question::about_the_compiler();
    let asked = questions.into_iter().map(|question| ("the compiler", native::about_the_compiler(&question), question));
    hosts.ask(asked.collect());
    let mut inputs = inputs.peekable();
    while inputs.peek().is_some() && hosts.verdict.differences.len() < ENOUGH {
        let batch: Vec<_> = inputs.by_ref().take(BATCH).collect();
        let mut asked = Vec::new();
        for input in &batch {
            let native = Native::of(input);
            hosts.verdict.accepted += usize::from(native.lines().is_some());
            let questions = question::questions(input, &native);
            asked.extend(questions.into_iter().map(|ask| (input.name.as_str(), native.answer(&ask), ask)));
        }
        hosts.ask(asked);
        for input in batch {
            if hosts.verdict.inputs.is_multiple_of(one_in) {
                // The thread ends early only by a panic, which is told when it is joined.
                let _ = to_command.send(input);
            }
            hosts.verdict.inputs += 1;
        }
    }
    hosts.verdict.memory = hosts.embedded.memory();
    hosts.package.finish();
    hosts.embedded.finish();
    hosts.verdict
}

struct Hosts {
    package: Host,
    embedded: Host,
    verdict: Verdict,
}

impl Hosts {
    /// Questions, with the name of the input and what the library says.
    fn ask(&mut self, asked: Vec<(&str, String, Question<'_>)>) {
        for (_, native, question) in &asked {
            if question.name == "objects" {
                self.package.ask_worth(question, native);
            } else {
                self.package.ask(question);
            }
            if !question.is_for_javascript_alone() {
                self.embedded.ask(question);
            }
        }
        let verdict = &mut self.verdict;
        for (name, native, question) in &asked {
            let mut found = Vec::new();
            let what = format!("{name}: {}", question.name);
            verdict.native += 1;
            if question.is_for_javascript_alone() {
                verdict.javascript_only += 1;
            } else {
                let embedded = self.embedded.answer();
                verdict.embedded += 1;
                found.extend(difference(&what, ("library", native), ("wasmtime", &embedded)));
            }
            let package = self.package.answer();
            verdict.package += 1;
            found.extend(difference(&what, ("library", native), ("node", &package)));
            if !found.is_empty() {
                found.push(keep(question));
            }
            verdict.differences.extend(found);
        }
    }
}

fn run_command(inputs: &Receiver<Input>) -> Verdict {
    let mut command = Command::start();
    let mut verdict = Verdict::default();
    for input in inputs.iter() {
        match command.differences(&input) {
            None => verdict.too_large += 1,
            // The rest is taken and left, so that nobody waits.
            Some(_) if verdict.differences.len() >= ENOUGH => {}
            Some(differences) if differences.is_empty() => {}
            Some(differences) => {
                verdict.differences.extend(differences);
                verdict.differences.push(keep(&question::compile(&input)));
            }
        }
        verdict.command += 1;
    }
    verdict.runs = command.runs;
    verdict
}

/// Writes a question down for whoever looks into it, and says where.
fn keep(question: &Question<'_>) -> String {
    let text = format!("{}\t{}\n", question.name, question.request());
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let path = root().join("target/parity/differences").join(format!("{:016x}", hasher.finish()));
    let kept = path.parent().map(fs::create_dir_all).transpose().and_then(|_| fs::write(&path, text));
    kept.map_or_else(|error| error.to_string(), |()| format!("  kept in {}\n", path.display()))
}
