//! Files as they are typed: every beginning of a text is answered as the whole is, and an editor gets an answer at its end.

use teamwright_core::{
    File, Platform, Source, analyse,
    assist::{Surroundings, complete, hover},
};

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
        let source = Source::new(source.path(), beginning);
        let file = analyse(&source, &platform);
        verdict.accepted |= file.team.is_some();
        verdict.wrong.extend(misplaced(&file.diagnostics));
        verdict.wrong.extend(assisted(&source, &Surroundings::new(File::Team, &platform)));
    }
    for beginning in files.platform.iter().flat_map(|text| beginnings(text)) {
        let source = Source::new("platform.yaml", beginning);
        let platform = Platform::parse(&source);
        verdict.accepted |= !platform.has_errors();
        verdict.wrong.extend(misplaced(platform.diagnostics()));
        verdict.wrong.extend(assisted(&source, &Surroundings::new(File::Platform, &platform)));
    }
    verdict
}

/// What is offered and known at the end of a text: about a range that ends there, or before it.
fn assisted(source: &Source, surroundings: &Surroundings<'_>) -> Option<String> {
    let end = u32::try_from(source.text().len()).ok()?;
    let offered = complete(source, end, surroundings);
    let known = hover(source, end, surroundings);
    let fits = |range| source.text().get(range).is_some();
    if offered.replaced.end != end || !fits(offered.replaced.range()) {
        Some(format!("what is offered replaces {:?} of {:?}", offered.replaced, source.text()))
    } else if let Some(item) = offered.items.iter().find(|item| item.label.is_empty() || item.insert.is_empty()) {
        Some(format!("{item:?} is offered behind {:?}", source.text()))
    } else {
        known
            .filter(|known| !fits(known.span.range()))
            .map(|known| format!("{:?} is known of {:?}", known.span, source.text()))
    }
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
