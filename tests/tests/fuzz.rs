//! The fuzzer's corpus, and inputs that are grown from it: `FUZZ_SECONDS=60 FUZZ_SEED=7` looks longer at each
//! target, and elsewhere.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    time::{Duration, Instant},
};

use teamwright_tests::{
    fuzz::{Random, TARGETS, Target, Verdict, target},
    repository::{files_below, note, root},
};

/// Longer than any input may take, however slow the machine.
const TOO_LONG: Duration = Duration::from_secs(10);

fn folder(of: &str) -> PathBuf {
    root().join("tests/fuzz").join(of)
}

/// Every input that the fuzzer kept for a target.
fn corpus(target: &Target) -> Vec<(String, Vec<u8>)> {
    let files = files_below(&folder("corpus").join(target.name), "");
    files.iter().map(|path| (path.to_string_lossy().into_owned(), fs::read(path).unwrap())).collect()
}

/// Runs an input; a panic is wrong like anything else, and so is taking too long.
fn verdict(target: &Target, input: &[u8]) -> Verdict {
    let begin = Instant::now();
    let result = catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
    let mut verdict = result.unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().cloned();
        let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
        Verdict { accepted: false, wrong: vec![format!("panic: {}", words.unwrap_or_default())] }
    });
    if begin.elapsed() > TOO_LONG {
        verdict.wrong.push(format!("takes {:?}", begin.elapsed()));
    }
    verdict
}

fn replay(name: &str) {
    let target = target(name);
    let (mut accepted, mut refused, mut wrong) = (0, 0, Vec::new());
    for (path, input) in corpus(target) {
        let verdict = verdict(target, &input);
        *if verdict.accepted { &mut accepted } else { &mut refused } += 1;
        wrong.extend(verdict.wrong.iter().map(|what| format!("{path}: {what}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(accepted > 0 && refused > 0, "{name}: {accepted} accepted, {refused} refused");
}

/// Both questions about a target.
macro_rules! tests {
    ($($name:ident)*) => {
        $(mod $name {
            #[test]
            fn its_corpus_holds() {
                super::replay(stringify!($name));
            }

            #[test]
            fn what_grows_from_its_corpus_holds() {
                super::grow(stringify!($name));
            }
        })*
    };
}

tests!(compile emit_roundtrip parse prefixes quantity);

#[test]
fn every_folder_of_the_corpus_has_a_target() {
    let mut folders: Vec<_> = fs::read_dir(folder("corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    assert_eq!(folders, TARGETS.iter().map(|target| target.name).collect::<Vec<_>>());
}

/// A number of the environment.
fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number, not `{text}`")))
}

/// Without a wish the same inputs every time, a second or two of them.
fn grow(name: &str) {
    const INPUTS: usize = 300;
    let target = target(name);
    let seed = asked("FUZZ_SEED").unwrap_or(1);
    let time = asked("FUZZ_SECONDS").map(Duration::from_secs);
    let mut pool: Vec<_> =
        corpus(target).iter().map(|(_, input)| String::from_utf8_lossy(input).into_owned()).collect();
    pool.extend((target.seeds)());
    let mut random = Random::new(seed);
    let (begin, mut tried, mut accepted) = (Instant::now(), 0, 0);
    while time.map_or(tried < INPUTS, |time| begin.elapsed() < time) {
        let mut input = random.choose(&pool).cloned().unwrap_or_default();
        for _ in 0..=random.below(2) {
            input = (target.change)(&input, &mut random);
        }
        let verdict = verdict(target, input.as_bytes());
        assert!(verdict.wrong.is_empty(), "{}", keep(target, &input, seed, &verdict.wrong));
        tried += 1;
        accepted += usize::from(verdict.accepted);
    }
    if time.is_some() {
        note(&format!("{name}: {tried} inputs of seed {seed} tried, {accepted} of them accepted"));
    }
    assert!(accepted > 0, "{name}: none of {tried} inputs is accepted");
}

/// Writes an input down for whoever looks into it, and says where.
fn keep(target: &Target, input: &str, seed: u64, wrong: &[String]) -> String {
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    let path = folder("artifacts").join(target.name).join(format!("{:016x}", hasher.finish()));
    let kept = path.parent().map(fs::create_dir_all).transpose().and_then(|_| fs::write(&path, input));
    let place = kept.map_or_else(|error| error.to_string(), |()| path.display().to_string());
    format!("seed {seed}, kept in {place}\n{}\n{input}\n{input:?}", wrong.join("\n"))
}
