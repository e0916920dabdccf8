//! Every text of both files, exchanged for what some reader takes for more than a text: it is refused, or comes out in the
//! places that it feeds, and nothing else changes. `EXHAUSTIVE=1` tries each in more places.

mod exchange;
mod files;
mod strict;

use std::{collections::BTreeSet, thread};

use exchange::{Author, Exchange, Outcome};
use files::{PLATFORM, TAKER, TEAMS, is_free};
use teamwright_core::{Compilation, Part, Platform, Source, Target, compile, schema};
use teamwright_tests::{fields::fields, schema_paths::paths};

const EVERYTHING: Target = Target { part: Part::All, cluster: None };

fn compiled(text: &str, platform: &Platform) -> Compilation {
    compile(&Source::new("teams/demo/team.yaml", text), platform, &EVERYTHING)
}

/// How many were refused and accepted.
fn sum(outcomes: impl IntoIterator<Item = Outcome>) -> (usize, usize) {
    let (mut refused, mut accepted, mut wrong) = (0, 0, Vec::new());
    for outcome in outcomes {
        refused += outcome.refused;
        accepted += outcome.accepted;
        wrong.extend(outcome.wrong);
    }
    let count = wrong.len();
    wrong.truncate(40);
    assert!(wrong.is_empty(), "{count} wrong, {accepted} accepted, {refused} refused\n{}", wrong.join("\n"));
    (refused, accepted)
}

#[test]
fn a_text_of_a_team_stays_in_its_place() {
    let platform = Platform::parse(&Source::new("platform.yaml", PLATFORM));
    let one =
        |text: &'static str| Exchange::new(text, Author::Team, |text: &str| compiled(text, &platform)).try_everything();
    let outcomes: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = TEAMS.iter().map(|text| scope.spawn(|| one(text))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (refused, accepted) = sum(outcomes);
    assert!(refused > 25_000 && accepted > 5_000, "{refused} refused, {accepted} accepted");
}

#[test]
fn a_text_of_the_platform_stays_in_its_place() {
    let exchange = Exchange::new(PLATFORM, Author::Platform, |text: &str| {
        compiled(TAKER, &Platform::parse(&Source::new("platform.yaml", text)))
    });
    let (refused, accepted) = sum([exchange.try_everything()]);
    assert!(refused > 10_000 && accepted > 500, "{refused} refused, {accepted} accepted");
}

#[test]
fn no_text_of_a_team_is_forgotten() {
    let tried: BTreeSet<_> = TEAMS.iter().flat_map(|text| fields(text, is_free)).map(|field| field.path).collect();
    let forgotten: Vec<_> = paths(&schema::team()).into_iter().filter(|path| !tried.contains(path)).collect();
    assert_eq!(forgotten, [""; 0]);
}
