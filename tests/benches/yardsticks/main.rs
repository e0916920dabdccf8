//! What Teamwright costs, beside what can't be avoided and what others cost: a hello-world of the same linkage, the YAML
//! parser's own events, `cat` of the same files, and real Helm with two charts that make the same objects.
//!
//! `make bench-page` runs it with the static command and writes docs/performance.md's figures, all from that one run.
//! Anything else, such as `cargo test --benches`, runs every step once to see that it still runs.

mod figures;
mod helm;
mod inside;
mod page;
mod processes;
mod teams;

use std::{env, path::PathBuf};

fn main() {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    if let [flag, command @ ..] = arguments.as_slice()
        && flag == processes::PEAK
    {
        processes::print_peak(command);
        return;
    }
    let is_measuring = arguments.iter().any(|argument| argument == "--bench");
    let path = |name| env::var_os(name).map(PathBuf::from);
    let command = path("TEAMWRIGHT").unwrap_or_else(|| teamwright_tests::command::teamwright().to_owned());
    let inside = inside::measure(is_measuring);
    let (one, many) = processes::measure(&command, path("HELLO").as_deref(), is_measuring);
    let text = page::tables(&inside, &one, &many);
    teamwright_tests::repository::note(&text);
    if env::var_os("PAGE").is_some() {
        page::write(&text, &one);
    }
}
