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
    /// Not yet known.
    pub(crate) unjudged: usize,
    /// Of those that survived or are not reached.
    pub(crate) accepted: usize,
}

impl Count {
    fn add(&mut self, fate: Option<Fate>, is_accepted: bool) {
        let Some(fate) = fate else {
            self.unjudged += 1;
            return;
        };
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
            unjudged: self.unjudged + other.unjudged,
            accepted: self.accepted + other.accepted,
        }
    }

    fn judged(self) -> usize {
        self.caught + self.hung + self.survived + self.unreached
    }

    /// What the compiler takes, as far as is known.
    fn viable(self) -> usize {
        self.judged() + self.unjudged
    }

    /// Thousandths of the viable mutants that the tests see, rounded down; all of none.
    fn score(self) -> usize {
        ((self.caught + self.hung) * 1_000).checked_div(self.viable()).unwrap_or(1_000)
    }

    fn cells(self) -> String {
        let Self { caught, hung, survived, unreached, unjudged, accepted, .. } = self;
        let score = self.score();
        format!(
            "{} | {caught} | {hung} | {survived} | {unreached} | {unjudged} | {accepted} | {}.{} %",
            self.viable(),
            score / 10,
            score % 10
        )
    }
}

/// Counts by rooms.
pub(crate) fn count<'a>(
    fates: impl Iterator<Item = (&'a str, &'a str, Option<Fate>)>,
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
program or a minute a run. A mutant is *caught* when a test fails and *hung* when one does not come to its end; both are seen. It \
*survived* when all that were run with it pass, and is *unreached* when none of them reaches it. What the compiler refuses does not \
count; what is not judged counts as unseen. Random tests use one seed, so that a second run says the same.

`make mutants` takes about an hour on two processors, goes on where it was cut short, and writes this page; after adding tests, \
`make mutants AGAIN=1` judges only what was not seen before, and `ONLY=core/src/team` or `ONLY=emit` a part. The tool is `tests/mutants`.
";

/// The page. Steps of which nothing is judged have no row.
pub(crate) fn render(counts: &BTreeMap<&str, Count>, accepted: &Accepted) -> String {
    let is_judged = |step: &str| counts.iter().any(|(room, count)| stage(room) == step && count.judged() > 0);
    let mut page = HEAD.to_owned();
    let columns = "viable | caught | hung | survived | unreached | not judged | accepted | score |\n|---|---|---|---|---|---|---|---|---|\n";
    page.push_str(&format!("\n| step | {columns}"));
    let sum = |wanted: &dyn Fn(&str) -> bool| {
        counts.iter().filter(|(room, _)| wanted(room)).map(|(_, count)| *count).fold(Count::default(), Count::with)
    };
    for (name, _) in STAGES.iter().filter(|(name, _)| is_judged(name)) {
        page.push_str(&format!("| {name} | {} |\n", sum(&|room| stage(room) == *name).cells()));
    }
    page.push_str(&format!("| together | {} |\n", sum(&|room| is_judged(stage(room))).cells()));
    page.push_str(&format!("\n| room | step | {}", columns.replacen("|\n|", "|\n|---|", 1)));
    for (room, count) in counts.iter().filter(|(room, count)| count.viable() > 0 && is_judged(stage(room))) {
        page.push_str(&format!("| `{room}` | {} | {} |\n", stage(room), count.cells()));
    }
    page.push_str(&format!(
        "\n{} more are refused by the compiler.\n\n## Accepted\n\nSurvivors that no test can or should catch, from `tests/mutants/accepted.txt`; the score counts them as not seen.\n",
        sum(&|room| is_judged(stage(room))).unviable
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
    fn what_is_accepted_or_not_judged_is_not_seen() {
        let accepted = Accepted::from([("b".to_owned(), "the same".to_owned())]);
        let fates = [
            ("a", Some(Fate::Caught)),
            ("b", Some(Fate::Survived)),
            ("c", Some(Fate::Hung)),
            ("d", Some(Fate::Unviable)),
            ("e", None),
        ];
        let file = "core/src/team.rs";
        let counts = count(fates.into_iter().map(|(name, fate)| (file, name, fate)), &accepted);
        let page = render(&counts, &accepted);
        assert!(page.contains("| validate | 4 | 1 | 1 | 1 | 0 | 1 | 1 | 50.0 % |"), "{page}");
        assert!(!page.contains("views"), "{page}");
        assert!(page.contains("| `team` | validate | 4 | 1 | 1 | 1 | 0 | 1 | 1 | 50.0 % |"), "{page}");
    }
}
