//! `docs/mutation.md`: what the tests see, by rooms, and what they do not see.

use std::collections::BTreeMap;

use crate::{
    accepted::Accepted,
    record::Fate,
    rooms::{STAGES, room, stage},
};

/// How many mutants of some files had which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) caught: usize,
    pub(crate) hung: usize,
    pub(crate) survived: usize,
    pub(crate) unreached: usize,
    pub(crate) unviable: usize,
    /// Of those that survived or are not reached.
    pub(crate) accepted: usize,
}

impl Count {
    fn add(&mut self, fate: Fate, is_accepted: bool) {
        match fate {
            Fate::Caught => self.caught += 1,
            Fate::Hung => self.hung += 1,
            Fate::Survived => self.survived += 1,
            Fate::Unreached => self.unreached += 1,
            Fate::Unviable => self.unviable += 1,
        }
        self.accepted += usize::from(is_accepted && matches!(fate, Fate::Survived | Fate::Unreached));
    }

    fn with(self, other: Self) -> Self {
        Self {
            caught: self.caught + other.caught,
            hung: self.hung + other.hung,
            survived: self.survived + other.survived,
            unreached: self.unreached + other.unreached,
            unviable: self.unviable + other.unviable,
            accepted: self.accepted + other.accepted,
        }
    }

    fn viable(self) -> usize {
        self.caught + self.hung + self.survived + self.unreached
    }

    /// Thousandths of the viable mutants that the tests see, rounded down; all of none.
    fn score(self) -> usize {
        ((self.caught + self.hung) * 1_000).checked_div(self.viable()).unwrap_or(1_000)
    }

    fn cells(self) -> String {
        let Self { caught, hung, survived, unreached, accepted, .. } = self;
        let score = self.score();
        format!(
            "{} | {caught} | {hung} | {survived} | {unreached} | {accepted} | {}.{} %",
            self.viable(),
            score / 10,
            score % 10
        )
    }
}

/// Counts by rooms.
pub(crate) fn count<'a>(
    fates: impl Iterator<Item = (&'a str, &'a str, Fate)>,
    accepted: &Accepted,
) -> BTreeMap<&'a str, Count> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for (file, name, fate) in fates {
        counts.entry(room(file)).or_default().add(fate, accepted.contains_key(name));
    }
    counts
}

const HEAD: &str = "# Mutation testing

Which faults in the code would the tests see? [cargo-mutants](https://mutants.rs) lists ways to break the core: a function that returns \
something else at once, another operator, an arm or a condition of a `match` less. `make mutants` builds one copy of the core with all of \
them, each behind a switch, and runs with each the tests that reach it: the core's own and those of `tests/tests` that need no other \
program. A mutant is *caught* when a test fails and *hung* when one does not come to its end; both are seen. It *survived* when all \
that reach it pass, and is *unreached* when none does. What the compiler refuses does not count. Random tests use one seed, so that a \
second run says the same.

`make mutants` takes an hour or two on two processors, goes on where it was cut short, and writes this page; after adding tests, \
`make mutants AGAIN=1` judges only what was not seen before, and `ONLY=core/src/team` one place. The tool is `tests/mutants`.
";

/// The page; steps that are not judged to their end, with how many mutants of each are left, have no score.
pub(crate) fn render(counts: &BTreeMap<&str, Count>, accepted: &Accepted, left: &[(&str, usize)]) -> String {
    let is_whole = |step: &str| left.iter().all(|(unfinished, _)| *unfinished != step);
    let mut page = HEAD.to_owned();
    let columns = "viable | caught | hung | survived | unreached | of these accepted | score |\n|---|---|---|---|---|---|---|---|\n";
    page.push_str(&format!("\n| step | {columns}"));
    let sum = |wanted: &dyn Fn(&str) -> bool| {
        counts.iter().filter(|(room, _)| wanted(room)).map(|(_, count)| *count).fold(Count::default(), Count::with)
    };
    for (name, _) in STAGES.iter().filter(|(name, _)| is_whole(name)) {
        page.push_str(&format!("| {name} | {} |\n", sum(&|room| stage(room) == *name).cells()));
    }
    page.push_str(&format!("| together | {} |\n", sum(&|room| is_whole(stage(room))).cells()));
    page.push_str(&format!("\n| room | step | {}", columns.replacen("|\n|", "|\n|---|", 1)));
    for (room, count) in counts.iter().filter(|(room, count)| count.viable() > 0 && is_whole(stage(room))) {
        page.push_str(&format!("| `{room}` | {} | {} |\n", stage(room), count.cells()));
    }
    page.push_str(&format!(
        "\n{} more are refused by the compiler.\n\n## Accepted\n\nSurvivors that no test can or should catch, from `tests/mutants/accepted.txt`; the score counts them as not seen.\n",
        sum(&|room| is_whole(stage(room))).unviable
    ));
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, reason) in accepted {
        reasons.entry(reason).or_default().push(name);
    }
    let mut blocks: Vec<_> = reasons.into_iter().collect();
    blocks.sort_by_key(|(_, names)| names.first().copied());
    for (reason, names) in blocks {
        page.push('\n');
        for name in names {
            page.push_str(&format!("- `{}`\n", name.trim_start_matches("core/src/")));
        }
        page.push_str(&format!("\n  {reason}\n"));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_accepted_is_not_seen() {
        let accepted = Accepted::from([("b".to_owned(), "the same".to_owned())]);
        let fates = [("a", Fate::Caught), ("b", Fate::Survived), ("c", Fate::Hung), ("d", Fate::Unviable)];
        let file = "core/src/team.rs";
        let counts = count(fates.into_iter().map(|(name, fate)| (file, name, fate)), &accepted);
        let page = render(&counts, &accepted, &[("views", 3)]);
        assert!(page.contains("| validate | 3 | 1 | 1 | 1 | 0 | 1 | 66.6 % |"), "{page}");
        assert!(!page.contains("views"), "{page}");
        assert!(page.contains("| `team` | validate | 3 | 1 | 1 | 1 | 0 | 1 | 66.6 % |"), "{page}");
    }
}
