//! The Rust toolchain for `wasm32-unknown-unknown`: rustup's, or Debian's where rustup can't fetch.
//!
//! Both build the standard library from its own sources, small before fast: that takes a tenth off the module. Cargo
//! takes the flag for it only from a toolchain that is told to act as a nightly one.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Folders,
    run::{Outcome, asked, run},
};

const TARGET: &str = "wasm32-unknown-unknown";

/// What Debian calls the same things.
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld"];

/// The most memory of an instance, in bytes: enough to review 10,000 teams of which each has some findings.
const MOST_MEMORY: u32 = 256 << 20;

/// Compiles the crate; the path of what the linker wrote.
pub(crate) fn compile(folders: &Folders) -> Outcome<PathBuf> {
    let wanted = std::env::var("TEAMWRIGHT_TOOLCHAIN").ok();
    let rustup = wanted.as_deref() != Some("debian") && has_rustup_target(folders);
    let mut cargo = if rustup { with_rustup(folders)? } else { with_debian()? };
    // Each toolchain has a folder of its own, so that neither throws the other's work away.
    let target = folders.work.join(if rustup { "rustup" } else { "debian" });
    cargo
        .current_dir(&folders.root)
        .args(["build", "--quiet", "--locked", "--profile", "wasm", "--package", "teamwright-wasm"])
        .args(["--target", TARGET, "-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
        .arg("--target-dir")
        .arg(&target)
        .env("RUSTC_BOOTSTRAP", "1")
        // A module can't hold its own digest; one that belongs to another must not change its bytes.
        .env_remove("TEAMWRIGHT_WASM_DIGEST")
        .env("CARGO_ENCODED_RUSTFLAGS", flags(folders, rustup).join("\u{1f}"));
    run(&mut cargo)?;
    Ok(target.join(TARGET).join("wasm/teamwright_wasm.wasm"))
}

/// Nothing of this machine may reach the module: each folder of sources gets a name of its own.
fn flags(folders: &Folders, rustup: bool) -> Vec<String> {
    let home = |variable: &str, folder: &str| {
        std::env::var_os(variable).map(PathBuf::from).or(std::env::home_dir().map(|home| home.join(folder)))
    };
    let mut flags = vec![format!("-Clink-arg=--max-memory={MOST_MEMORY}")];
    let mut rename = |from: &Path, to: &str| flags.push(format!("--remap-path-prefix={}={to}", from.display()));
    rename(&folders.root, "");
    if let Some(cargo) = home("CARGO_HOME", ".cargo") {
        rename(&cargo, "cargo");
    }
    if let Some(sysroot) = asked(rustc(rustup).current_dir(&folders.root).args(["--print", "sysroot"])) {
        rename(Path::new(sysroot.trim()), "rust");
    }
    rename(Path::new("/usr/src"), "rust");
    flags
}

fn rustc(rustup: bool) -> Command {
    Command::new(if rustup { "rustc" } else { "/usr/bin/rustc" })
}

/// Whether rustup has the target and the sources, or can fetch them.
fn has_rustup_target(folders: &Folders) -> bool {
    let rustup = |args: &[&str]| asked(Command::new("rustup").current_dir(&folders.root).args(args)).is_some();
    rustup(&["target", "add", TARGET]) && rustup(&["component", "add", "rust-src"])
}

fn with_rustup(folders: &Folders) -> Outcome<Command> {
    let version = asked(rustc(true).current_dir(&folders.root).arg("--version")).ok_or("rustc does not run")?;
    println!("building with rustup's {TARGET}: {}", version.trim());
    Ok(Command::new("cargo"))
}

fn with_debian() -> Outcome<Command> {
    println!("building with Debian's rustc-web and its sources of the standard library");
    let ready = asked(Command::new("dpkg-query").arg("--show").args(PACKAGES)).is_some();
    if !ready {
        println!("installing {} (half a minute, once)", PACKAGES.join(", "));
        run(Command::new("apt-get").args(["install", "-y", "-qq", "--no-install-recommends"]).args(PACKAGES))?;
    }
    let mut cargo = Command::new("/usr/bin/cargo");
    cargo
        .env("RUSTC", "/usr/bin/rustc")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld")
        // `cargo run` of a rustup toolchain leaves its own name here.
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO");
    Ok(cargo)
}
