//! Writes what a target begins with into a folder: `cargo run --example fuzz_seeds -- <target> <folder>`.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use teamwright_tests::fuzz::target;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [name, folder] = arguments.as_slice() else { panic!("a target and a folder are needed") };
    fs::create_dir_all(folder)?;
    for seed in (target(name).seeds)() {
        let mut hasher = DefaultHasher::new();
        seed.hash(&mut hasher);
        fs::write(Path::new(folder).join(format!("{:016x}", hasher.finish())), seed)?;
    }
    Ok(())
}
