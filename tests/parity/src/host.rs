//! A host that is a process: a line for each question, and a line for each answer.
//!
//! ```text
//! question  TAB  request as JSON  [TAB  what objects must be worth, as JSON]
//! ```

use std::{
    io::{BufRead, BufReader, Lines, Write},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc::{Sender, channel},
    thread::JoinHandle,
};

use teamwright_tests::repository::root;

use crate::question::Question;

/// The running process.
pub(crate) struct Host {
    name: &'static str,
    process: Child,
    /// Questions on their way. A thread writes them, so that the process may answer before it has read them all.
    questions: Option<Sender<String>>,
    writer: Option<JoinHandle<()>>,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Host {
    /// The npm package in Node.
    pub(crate) fn node() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/package.mjs");
        Self::start("node", Command::new("node").arg(script).arg(root().join("wasm-pkg/pkg")))
    }

    /// The package's module in wasmtime.
    pub(crate) fn wasmtime() -> Self {
        let engine = std::env::var_os("ENGINE").unwrap_or_else(|| panic!("ENGINE names no program: run `make parity`"));
        Self::start("wasmtime", Command::new(engine).arg(root().join("wasm-pkg/pkg/teamwright_bg.wasm")))
    }

    fn start(name: &'static str, command: &mut Command) -> Self {
        let process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut process = process.unwrap_or_else(|error| panic!("{name} can't be started: {error}"));
        let (Some(mut stdin), Some(stdout)) = (process.stdin.take(), process.stdout.take()) else {
            panic!("{name} has no pipes")
        };
        let (questions, asked) = channel::<String>();
        let writer = std::thread::spawn(move || {
            // A process that ends too early is noticed where its answers are missing.
            let _ = asked.iter().try_for_each(|line| stdin.write_all(line.as_bytes()));
        });
        let answers = BufReader::new(stdout).lines();
        Self { name, process, questions: Some(questions), writer: Some(writer), answers }
    }

    /// Sends a question; [`Self::answer`] gives the answers in the same order.
    pub(crate) fn ask(&self, question: &Question<'_>) {
        self.send(format!("{}\t{}\n", question.name, question.request()));
    }

    /// The same, with what JavaScript's values must be worth.
    pub(crate) fn ask_worth(&self, question: &Question<'_>, expected: &str) {
        self.send(format!("{}\t{}\t{expected}\n", question.name, question.request()));
    }

    /// How many bytes of memory the instance has.
    pub(crate) fn memory(&mut self) -> usize {
        self.send("memory\n".to_owned());
        let answer = self.answer();
        answer.parse().unwrap_or_else(|_| panic!("{} has {answer} bytes of memory", self.name))
    }

    fn send(&self, line: String) {
        if let Some(questions) = &self.questions {
            let _ = questions.send(line);
        }
    }

    /// The next answer.
    pub(crate) fn answer(&mut self) -> String {
        match self.answers.next() {
            Some(Ok(line)) => line,
            Some(Err(error)) => panic!("the answer of {} can't be read: {error}", self.name),
            None => panic!("{} ended before its last answer: {:?}", self.name, self.process.wait()),
        }
    }

    /// Ends the process, which must have nothing left to say.
    pub(crate) fn finish(&mut self) {
        self.questions = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
        assert!(self.answers.next().is_none(), "{} says more than it was asked", self.name);
        let status = self.process.wait().unwrap_or_else(|error| panic!("{}: {error}", self.name));
        assert!(status.success(), "{}: {status}", self.name);
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // After `finish` there is nothing left to end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
