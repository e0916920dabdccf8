//! Other programs, with an error that says which one failed.

use std::process::Command;

use crate::Folders;

/// A value, or in words why there is none.
pub(crate) type Outcome<T> = Result<T, String>;

/// Runs a program to its end.
pub(crate) fn run(command: &mut Command) -> Outcome<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name}: {status}")),
        Err(error) => Err(format!("{name}: {error}")),
    }
}

/// What a program prints, if it runs and succeeds.
pub(crate) fn asked(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

impl Folders {
    /// A program of the installed npm packages.
    pub(crate) fn tool(&self, name: &str) -> Command {
        Command::new(self.wasm_pkg.join("node_modules/.bin").join(name))
    }
}
