//! Files as they are typed: every beginning of a text is answered as the whole is.

use teamwright_core::{Platform, Source, analyse};

use super::{Files, Target, Verdict, files, grow};
use crate::answer::misplaced;

pub(super) const TARGET: Target = Target { name: "prefixes", run, change: grow::change_files, seeds: files::seeds };

/// Beginnings that are tried of one text, evenly spread where there are more.
const MOST: usize = 128;

fn run(data: &[u8]) -> Verdict {
    let files = Files::read(&String::from_utf8_lossy(data));
    let platform = files.read_platform();
    let source = files.source();
    let mut verdict = Verdict::default();
    for beginning in beginnings(&files.team) {
        let file = analyse(&Source::new(source.path(), beginning), &platform);
        verdict.accepted |= file.team.is_some();
        verdict.wrong.extend(misplaced(&file.diagnostics));
    }
    for beginning in files.platform.iter().flat_map(|text| beginnings(text)) {
        let platform = Platform::parse(&Source::new("platform.yaml", beginning));
        verdict.accepted |= !platform.has_errors();
        verdict.wrong.extend(misplaced(platform.diagnostics()));
    }
    verdict
}

/// Beginnings of a text, the whole of it among them.
fn beginnings(text: &str) -> impl Iterator<Item = &str> {
    let ends: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let step = ends.len().div_ceil(MOST);
    let chosen: Vec<_> = ends.iter().rev().step_by(step).copied().collect();
    chosen.into_iter().rev().filter_map(|end| text.get(..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_a_short_text_ends_a_beginning() {
        assert_eq!(beginnings("aé🚀").collect::<Vec<_>>(), ["", "a", "aé", "aé🚀"]);
        let long = "x".repeat(1_000);
        assert!(beginnings(&long).count() <= MOST && beginnings(&long).any(|text| text == long));
    }
}
