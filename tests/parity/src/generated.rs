//! Inputs that nobody wrote: random teams and platforms that are right, the same with a few changes, and what grows from the
//! fuzzer's seeds. A seed gives the same ones everywhere.

use proptest::{
    strategy::{BoxedStrategy, Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use teamwright_tests::{
    fuzz::{Random, Target, target},
    generate::world::{World, world},
    mutate::{Change, changes, mutate},
};

use crate::{
    input::{Input, TeamText},
    known::{both_files, either_file},
};

/// So many of each round are whole worlds, changed worlds, changed files and changed texts.
const KINDS: usize = 4;

/// An endless row of inputs.
pub struct Generated {
    runner: TestRunner,
    random: Random,
    worlds: BoxedStrategy<World>,
    changes: BoxedStrategy<Vec<Change>>,
    seeds: [(&'static Target, Vec<String>); 2],
    seed: u64,
    count: usize,
}

impl Generated {
    /// The row of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let bytes: Vec<u8> = (0..4).flat_map(|_| random.number().to_le_bytes()).collect();
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let seeds = ["compile", "parse"].map(|name| (target(name), (target(name).seeds)()));
        let runner = TestRunner::new_with_rng(Config::default(), rng);
        Self { runner, random, worlds: world(3), changes: changes().boxed(), seeds, seed, count: 0 }
    }

    fn made<T: std::fmt::Debug>(runner: &mut TestRunner, strategy: &BoxedStrategy<T>) -> T {
        let tree = strategy.new_tree(runner).unwrap_or_else(|error| panic!("nothing is generated: {error}"));
        tree.current()
    }

    /// A team of a repository with its platform and the other teams.
    fn of_world(&mut self, name: String) -> Input {
        let world = Self::made(&mut self.runner, &self.worlds);
        let text = |index| TeamText { path: world.path(index), text: world.text(index) };
        let mut teams: Vec<_> = (0..world.teams.len()).map(text).collect();
        let team = teams.swap_remove(self.random.below(teams.len()));
        let mut input = Input::new(name, team, world.platform.text(), 0);
        input.others = teams;
        input
    }

    fn of_changed_world(&mut self, name: String) -> Input {
        let mut input = self.of_world(name);
        let changes = Self::made(&mut self.runner, &self.changes);
        match &mut input.platform {
            Some(platform) if self.random.one_in(3) => *platform = mutate(platform, &changes),
            _ => input.team.text = mutate(&input.team.text, &changes),
        }
        input
    }

    fn grown(&mut self, which: usize) -> String {
        let (target, pool) = &self.seeds[which];
        let seed = self.random.choose(pool).cloned().unwrap_or_default();
        (0..=self.random.below(2)).fold(seed, |text, _| (target.change)(&text, &mut self.random))
    }
}

impl Iterator for Generated {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        let name = format!("number {} of seed {}", self.count, self.seed);
        let mut input = match self.count % KINDS {
            0 => self.of_world(name),
            1 => self.of_changed_world(name),
            2 => both_files(name, &self.grown(0)).swap_remove(0),
            _ => {
                let mut inputs = either_file(name, &self.grown(1));
                inputs.swap_remove(self.random.below(inputs.len()))
            }
        };
        self.count += 1;
        input.seed = self.random.number();
        Some(input.with_places(1))
    }
}
