//! Answers questions, one a line, with the module that the argument names: the name of a plain export without `tw_`, a tab,
//! and its request. `memory` asks how many bytes the instance has.

mod instance;

use std::{
    env, fs,
    io::{BufRead, Write, stdin, stdout},
};

use instance::Embedded;

fn main() {
    let path = env::args().nth(1).unwrap_or_else(|| panic!("usage: teamwright-parity-engine FILE.wasm"));
    let module = fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut embedded = Embedded::of(&module);
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let line = line.unwrap_or_else(|error| panic!("a question can't be read: {error}"));
        let answer = match line.split_once('\t') {
            Some((question, request)) => embedded.answer(question, request),
            None => embedded.memory_size().to_string(),
        };
        // What is written is seen at once: standard output is a buffer of lines, and an answer is one.
        writeln!(out, "{answer}").unwrap_or_else(|error| panic!("an answer can't be written: {error}"));
    }
}
