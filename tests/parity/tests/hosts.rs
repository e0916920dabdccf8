//! The library, the command, the npm package in Node and the module in wasmtime give the same bytes.
//! `PARITY_INPUTS=100000` asks about more inputs that nobody wrote, `PARITY_SEED=7` about others.

use teamwright_parity::{Verdict, difference, generated::Generated, judge, known};
use teamwright_tests::repository::note;

/// What every host must have seen, whatever the inputs are.
fn must_hold(what: &str, verdict: &Verdict) {
    let Verdict {
        inputs, accepted, native, package, embedded, javascript_only, command, too_large, runs, memory, ..
    } = verdict;
    assert!(verdict.differences.is_empty(), "{}", verdict.differences.join("\n"));
    assert_eq!(package, native, "questions that Node answered");
    assert_eq!(embedded + javascript_only, *native, "questions that wasmtime answered");
    assert!(*native > 8 * inputs, "{native} questions about {inputs} inputs");
    assert!(*runs >= 2 * (command - too_large), "{runs} runs of the command for {command} inputs");
    assert!(10 * accepted > *inputs && accepted < inputs, "{accepted} of {inputs} become objects");
    note(&format!(
        "{what}: {inputs} inputs, {accepted} of them become objects; {native} answers of the library are those of \
         Node ({package}), wasmtime ({embedded}, in {} MiB) and the command ({command} inputs, {runs} runs)",
        memory.div_ceil(1 << 20)
    ));
}

#[test]
fn every_host_says_the_same_of_every_known_input() {
    let inputs = known::all();
    let count = inputs.len();
    let verdict = judge(inputs.into_iter(), 1);
    must_hold("known", &verdict);
    assert_eq!((verdict.inputs, verdict.command), (count, count));
}

/// A number of the environment.
fn asked<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number, not `{text}`")))
}

#[test]
fn every_host_says_the_same_of_inputs_that_nobody_wrote() {
    /// More than these are not worth their processes: the other hosts see all.
    const MOST_OF_THE_COMMAND: usize = 2_000;
    let count = asked::<usize>("PARITY_INPUTS").unwrap_or(2_000);
    let seed = asked::<u64>("PARITY_SEED").unwrap_or(1);
    let one_in = count.div_ceil(MOST_OF_THE_COMMAND);
    let verdict = judge(Generated::new(seed).take(count), one_in);
    must_hold(&format!("seed {seed}"), &verdict);
    assert_eq!((verdict.inputs, verdict.command), (count, count.div_ceil(one_in)));
}

#[test]
fn a_single_byte_is_a_difference() {
    let answer = |message: &str| format!(r#"[{{"code":"TW0203","message":"{message}"}}]"#);
    let (one, other) = (answer("unknown key"), answer("unknown kez"));
    assert_eq!(difference("x", ("library", &one), ("node", &one)), None);
    let found = difference("x", ("library", &one), ("node", &other)).unwrap();
    assert!(found.contains("at byte 39") && found.contains("key") && found.contains("kez"), "{found}");
    let shorter = &one[..one.len() - 1];
    assert!(difference("x", ("library", &one), ("node", shorter)).is_some());
}
