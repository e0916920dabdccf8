//! The `teamwright` command: files, streams, environment and exit codes around the compiler. No rule about teams lives here.

mod args;
mod commands;
mod deadline;
mod files;
mod findings;
mod fixes;
mod format;
#[cfg(unix)]
mod health;
mod output;
mod parameters;
mod plain;
mod progress;
mod repository;
mod tree;
mod write;

use clap::Parser;
#[cfg(target_env = "musl")]
use teamwright_memory as _;

use crate::args::{Cli, Command};

/// See the reason in the workspace's `Cargo.toml`.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: talc::TalcLock<spinning_top::RawSpinlock, talc::source::GlobalAllocSource<std::alloc::System>> =
    talc::TalcLock::new(talc::source::GlobalAllocSource::new(std::alloc::System));

/// The digest of the `.wasm` of this version, which a release is built with; a build of a working tree has none.
pub(crate) const DIGEST: Option<&str> = option_env!("TEAMWRIGHT_WASM_DIGEST");

const _: () = {
    if let Some(digest) = DIGEST {
        assert!(digest.len() == "sha256:".len() + 64, "TEAMWRIGHT_WASM_DIGEST is `sha256:` and 64 digits");
    }
};

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
    std::panic::set_hook(Box::new(report_bug));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return std::process::ExitCode::from(answer(&error) as u8),
    };
    let out = output::Streams::new(cli.color);
    let exit = match &cli.command {
        Command::Generate(args) => commands::generate::run(args, &out),
        Command::Render(args) => commands::render::run(args, &out),
        Command::Check(args) => commands::check::run(args, &out),
        Command::Init(args) => commands::init::run(args, &out),
        Command::Bootstrap(args) => commands::bootstrap::run(args, &out),
        Command::Explain(args) => commands::explain::run(args, &out),
        Command::Schema(args) => commands::schema::run(args, &out),
        Command::Digest => commands::digest::run(&out),
        Command::Healthz(args) => commands::healthz::run(args, &out),
        Command::Doctor(args) => commands::doctor::run(args, &out),
        Command::Completions(args) => commands::completions::run(args, &out),
        Command::Man => commands::completions::man(&out),
    };
    let exit = exit.unwrap_or_else(|error| {
        out.error(&error.0);
        Exit::Failed
    });
    std::process::ExitCode::from(exit as u8)
}

/// Help, the version, or what is wrong with the arguments.
fn answer(error: &clap::Error) -> Exit {
    let steered = std::env::args_os().any(|word| word.to_string_lossy().contains(plain::steers));
    if steered && error.use_stderr() {
        output::Streams::new(args::Color::Never)
            .error(error.render().to_string().trim_start_matches("error: ").trim_end());
        return Exit::Failed;
    }
    match error.print() {
        Ok(()) if !error.use_stderr() => Exit::Fine,
        _ => Exit::Failed,
    }
}

/// A panic is a mistake of ours. It is told in one line, whatever RUST_BACKTRACE says, and no result is written.
fn report_bug(info: &std::panic::PanicHookInfo<'_>) {
    let place = info.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
    output::Streams::new(args::Color::Never).error(&format!(
        "this is a bug in Teamwright {}{place}\nhelp: please report it with the files that it was given",
        teamwright_core::VERSION
    ));
    std::process::exit(Exit::Failed as i32);
}
