//! `cargo run` here builds the npm package into `wasm-pkg/pkg`, says with which toolchain, and fails above the size budget.
//!
//! ```text
//! cargo (toolchain.rs) ─▶ wasm-bindgen ─▶ wasm-opt ─▶ tsc ─▶ pkg/ ─▶ sizes and digest (sizes.mjs)
//! ```
//!
//! `TEAMWRIGHT_RELEASE=1` writes the module's digest into the package; without it the package says `dev`.
//! `TEAMWRIGHT_TOOLCHAIN=debian` takes the fallback even where rustup could do it.

mod package;
mod run;
mod toolchain;

use std::{path::PathBuf, process::ExitCode};

use wasm_bindgen_cli_support::Bindgen;

use run::{Outcome, run};

/// Name of the module and of its JavaScript.
const NAME: &str = "teamwright";

/// The folders that the build works with.
pub(crate) struct Folders {
    /// The workspace.
    root: PathBuf,
    /// `wasm-pkg`.
    wasm_pkg: PathBuf,
    /// The finished package.
    pkg: PathBuf,
    /// What the steps hand to each other.
    work: PathBuf,
}

impl Folders {
    fn find() -> Outcome<Self> {
        let wasm_pkg = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let wasm_pkg = wasm_pkg.canonicalize().map_err(|error| format!("{}: {error}", wasm_pkg.display()))?;
        let root = wasm_pkg.parent().ok_or("wasm-pkg has no parent")?.to_owned();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        Ok(Self { pkg: wasm_pkg.join("pkg"), work: target.join("wasm-pkg"), wasm_pkg, root })
    }
}

fn build() -> Outcome<()> {
    let folders = Folders::find()?;
    let linked = toolchain::compile(&folders)?;

    let bound = folders.work.join("bindgen");
    package::empty(&bound)?;
    Bindgen::new()
        .input_path(&linked)
        .out_name(NAME)
        .web(true)
        .and_then(|bindgen| {
            // A library leaves out by default what the command line puts in: the module's own address.
            bindgen.omit_default_module_path(false);
            // After a trap the package makes a fresh instance.
            bindgen.reset_state_function(true);
            bindgen.typescript(true).remove_producers_section(true).generate(&bound)
        })
        .map_err(|error| format!("wasm-bindgen: {error:#}"))?;

    // No flag for features: the module's own section names them, and one feature more is one host less.
    let module = bound.join(format!("{NAME}_bg.wasm"));
    run(folders.tool("wasm-opt").args(["-Os", "--strip-debug"]).arg(&module).arg("-o").arg(&module))?;
    package::assemble(&folders, &bound, &module)
}

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}
