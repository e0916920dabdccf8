//! Any bytes as either file: never a panic, and findings that stand where they say, for people and for programs.

use teamwright_core::{Platform, Source, analyse, file};

use super::{Files, Random, Target, Verdict, files, grow};
use crate::answer::{misplaced, misspelled};

pub(super) const TARGET: Target = Target { name: "parse", run, change, seeds };

fn run(data: &[u8]) -> Verdict {
    let (mut accepted, mut found) = (false, Vec::new());
    match file::decode("teams/demo/team.yaml", data.to_vec()) {
        Err(finding) => found.push(*finding),
        Ok(team) => {
            let platform = Platform::parse(&Source::new("platform.yaml", team.text()));
            found.extend_from_slice(platform.diagnostics());
            let built_in = Platform::built_in();
            let file = analyse(&team, &built_in);
            accepted = file.team.is_some() || !platform.has_errors();
            found.extend(file.diagnostics);
        }
    }
    let mut wrong = misplaced(&found);
    wrong.extend(misspelled(&found));
    Verdict { accepted, wrong }
}

fn change(input: &str, random: &mut Random) -> String {
    if random.one_in(2) { grow::change_text(input, random) } else { grow::change_files(input, random) }
}

/// Each file by itself.
fn seeds() -> Vec<String> {
    let files = files::seeds().into_iter().map(|seed| Files::read(&seed));
    let mut texts: Vec<_> = files.flat_map(|files| [Some(files.team), files.platform]).flatten().collect();
    texts.sort();
    texts.dedup();
    texts
}
