//! One text by every grammar of a single value, amounts above all: what fits has one canonical form, which fits as well and
//! is worth the same, and what does not fit is answered in one line.

use teamwright_core::grammar::{accepts, names};

use super::{Random, Target, Verdict, grow};
use crate::{amount::billionths, generate::text::is_printable, repository::files_below, repository::root};

pub(super) const TARGET: Target = Target { name: "quantity", run, change, seeds };

fn run(data: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(data);
    let mut verdict = Verdict::default();
    for grammar in names() {
        match accepts(grammar, &text) {
            Ok(canonical) => {
                verdict.accepted = true;
                verdict.wrong.extend(fits(grammar, &text, &canonical).map(|what| format!("{grammar}: {what}")));
            }
            Err(answer) => {
                let (message, help) = answer.split_once("\nhelp: ").unwrap_or((&answer, ""));
                if message.is_empty() || message.contains('\n') || help.is_empty() {
                    verdict.wrong.push(format!("{grammar}: answers {answer:?}"));
                }
            }
        }
    }
    verdict
}

/// What is wrong with a text that fits, and its canonical form.
fn fits(grammar: &str, text: &str, canonical: &str) -> Option<String> {
    let amounts = ["cpu", "memory", "count"].contains(&grammar);
    let again = accepts(grammar, canonical);
    // Forms that nobody writes: Argo CD's of `git@host:a/b` is no address, and takes one `.git` of two away; Kubernetes' of
    // `1.1Gi` counts fractions of a byte, that of a trillion cores and a bit has more digits than anybody may write, and that
    // of 61000 things is `61k`.
    let is_comparison_only = match grammar {
        "repository" => text.starts_with("git@") || canonical.ends_with(".git"),
        "cpu" => canonical.len() > "999999999999999999m".len(),
        "memory" => canonical.ends_with(['m', 'u', 'n']),
        "count" => canonical.ends_with(['k', 'M', 'G', 'T', 'P', 'E']),
        _ => false,
    };
    if again.as_deref() != Ok(canonical) && !is_comparison_only {
        Some(format!("`{text}` becomes `{canonical}`, and that {again:?}"))
    } else if !text.chars().all(|character| is_printable(character) && character != '\n')
        || canonical.trim() != canonical
    {
        Some(format!("{text:?} can't be seen as it is"))
    } else if text.is_empty() && grammar != "label-value" {
        Some("nothing at all".to_owned())
    } else if amounts && (billionths(text).is_none() || billionths(text) != billionths(canonical)) {
        Some(format!("`{text}` is not worth `{canonical}`"))
    } else {
        None
    }
}

fn change(input: &str, random: &mut Random) -> String {
    if random.one_in(2) { grow::change_scalar(input, random) } else { grow::change_text(input, random) }
}

/// Texts that the differential tests ask about, a few of each topic.
fn seeds() -> Vec<String> {
    const OF_EACH: usize = 60;
    let mut texts = Vec::new();
    for path in files_below(&root().join("tests/vectors"), ".jsonl") {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let rows: Vec<_> = text.lines().skip(1).collect();
        let chosen = rows.iter().step_by(rows.len().div_ceil(OF_EACH).max(1));
        for row in chosen.filter_map(|row| serde_json::from_str::<serde_json::Value>(row).ok()) {
            let keys = ["text", "pattern", "schedule", "duration", "timeZone", "server", "line"];
            texts.extend(keys.iter().filter_map(|key| row[key].as_str()).map(str::to_owned));
        }
    }
    texts.sort();
    texts.dedup();
    texts
}
