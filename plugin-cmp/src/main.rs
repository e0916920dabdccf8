//! The `teamwright` command: files, streams, environment and exit codes around the compiler. No rule about teams lives here.

mod args;
mod commands;
mod files;
mod findings;
mod fixes;
mod format;
mod output;
mod parameters;
mod repository;

use clap::Parser;

use crate::args::{Cli, Command};

/// See the reason in the workspace's `Cargo.toml`.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

/// How a run ended, for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Fine, warnings included.
    Fine = 0,
    /// The input is wrong.
    InputWrong = 1,
    /// We could not do our work: an unreadable file, a broken pipe, a full disk, wrong flags.
    Failed = 2,
}

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let out = output::Streams::new(cli.color);
    let exit = match &cli.command {
        Command::Generate(args) => commands::generate::run(args, &out),
        Command::Render(args) => commands::render::run(args, &out),
        Command::Check(args) => commands::check::run(args, &out),
        Command::Explain(args) => commands::explain::run(args, &out),
        Command::Schema(args) => commands::schema::run(args, &out),
        Command::Completions(args) => commands::completions::run(args, &out),
        Command::Man => commands::completions::man(&out),
    };
    let exit = exit.unwrap_or_else(|error| {
        out.error(&error.0);
        Exit::Failed
    });
    std::process::ExitCode::from(exit as u8)
}
