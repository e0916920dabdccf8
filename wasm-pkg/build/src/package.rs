//! The folder that npm publishes: the module, its JavaScript, our TypeScript compiled, and what describes them.

use std::{fs, path::Path, process::Command};

use crate::{
    Folders, NAME,
    run::{Outcome, asked, run},
};

/// Makes the folder anew.
pub(crate) fn empty(folder: &Path) -> Outcome<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    fs::copy(from, to).map(drop).map_err(|error| format!("{}: {error}", from.display()))
}

/// Puts the package together and judges its size.
pub(crate) fn assemble(folders: &Folders, bound: &Path, module: &Path) -> Outcome<()> {
    let Folders { pkg, wasm_pkg, root, .. } = folders;
    let npm = wasm_pkg.join("npm");
    empty(pkg)?;
    for (from, name) in [
        (module.to_owned(), format!("{NAME}_bg.wasm")),
        (bound.join(format!("{NAME}.js")), format!("{NAME}.js")),
        (bound.join(format!("{NAME}.d.ts")), format!("{NAME}.d.ts")),
        (npm.join("package.json"), "package.json".to_owned()),
        (npm.join("README.md"), "README.md".to_owned()),
        (root.join("LICENSE"), "LICENSE".to_owned()),
    ] {
        copy(&from, &pkg.join(name))?;
    }
    let release = std::env::var_os("TEAMWRIGHT_RELEASE").is_some_and(|value| value != "0");
    let digest = if release { digest(folders, module)? } else { "dev".to_owned() };
    let source = format!("export const digest = {digest:?};\n");
    fs::write(pkg.join("digest.js"), source).map_err(|error| format!("digest.js: {error}"))?;
    let types = "export declare const digest: string;\n";
    fs::write(pkg.join("digest.d.ts"), types).map_err(|error| format!("digest.d.ts: {error}"))?;
    run(folders.tool("tsc").current_dir(&npm).arg("--project").arg("tsconfig.json"))?;
    run(sizes(folders).arg(module))
}

/// The sizes of a file against its budget.
fn sizes(folders: &Folders) -> Command {
    let mut node = Command::new("node");
    node.arg(folders.wasm_pkg.join("build/sizes.mjs"));
    node
}

fn digest(folders: &Folders, module: &Path) -> Outcome<String> {
    let printed = asked(sizes(folders).arg("--digest").arg(module)).ok_or("sizes.mjs does not run")?;
    Ok(printed.trim().to_owned())
}
