//! Any bytes as either file: never a panic, and findings that stand where they say, for people and for
//! programs, and whose fixes take them away.

use teamwright_core::{Diagnostic, Fix, Platform, Source, analyse, file};

use super::{Files, Random, Target, Verdict, files, grow};
use crate::answer::{edited, misplaced, misspelled};

pub(super) const TARGET: Target = Target { name: "parse", run, change, seeds };

fn run(data: &[u8]) -> Verdict {
    let source = match file::decode("teams/demo/team.yaml", data.to_vec()) {
        Ok(source) => source,
        Err(finding) => return Verdict { accepted: false, wrong: judge(&[*finding]) },
    };
    let mut verdict = Verdict::default();
    for findings in [as_team, as_platform] {
        let found = findings(&source);
        verdict.accepted |= !found.iter().any(Diagnostic::is_error);
        verdict.wrong.extend(judge(&found));
        verdict.wrong.extend(unrepaired(&found, findings));
    }
    verdict
}

fn as_team(source: &Source) -> Vec<Diagnostic> {
    analyse(source, &Platform::built_in()).diagnostics
}

fn as_platform(source: &Source) -> Vec<Diagnostic> {
    Platform::parse(source).diagnostics().to_vec()
}

fn judge(found: &[Diagnostic]) -> Vec<String> {
    [misplaced(found), misspelled(found)].concat()
}

/// Fixes, some of them, that do not take their finding away.
fn unrepaired(found: &[Diagnostic], findings: fn(&Source) -> Vec<Diagnostic>) -> Vec<String> {
    const TRIED: usize = 4;
    // Where not all findings are shown, another one takes the place of the one that is mended.
    const ALL_SHOWN: usize = 400;
    let same = |all: &[Diagnostic], one: &Diagnostic| -> Vec<u32> {
        let like = all.iter().filter(|found| (found.code.id, &found.message) == (one.code.id, &one.message));
        like.map(|found| found.span.start).collect()
    };
    let fixes = found.iter().flat_map(|found| found.fixes.iter().map(move |fix| (found, fix)));
    let is_left = |(finding, fix): &(&Diagnostic, &Fix)| {
        let text = edited(&finding.source, fix).unwrap_or_default();
        let after = same(&findings(&Source::new(finding.source.path(), text)), finding);
        // What was hidden behind the finding may be like it, and stands elsewhere.
        after.len() >= same(found, finding).len() && after.contains(&finding.span.start)
    };
    let left = fixes.take(TRIED).filter(is_left).filter(|_| found.len() < ALL_SHOWN);
    left.map(|(finding, fix)| format!("{:?} stays after {fix:?}", finding.message)).collect()
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
