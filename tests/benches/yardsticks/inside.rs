//! The compiler called as a library, beside the events of the parser that it reads with.

use std::hint::black_box;

use teamwright_core::{Origins, Platform, Source, Target, analyse, compile};

use crate::{
    figures::{Figure, Step, measure as take_turns},
    teams::TEAM,
};

pub(crate) const EVENTS: &str = "the parser's own events";

pub(crate) fn measure(is_measuring: bool) -> Vec<Figure> {
    let (platform, target) = (Platform::built_in(), Target::default());
    let source = Source::new("teams/checkout/team.yaml", TEAM);
    let (turns, times) = if is_measuring { (200, 50) } else { (1, 1) };
    let events = || {
        black_box(saphyr_parser::Parser::new_from_str(black_box(TEAM)).count());
    };
    let decoded = || {
        black_box(analyse(black_box(&source), &platform));
    };
    let whole = || {
        black_box(compile(black_box(&source), &platform, &target).yaml());
    };
    let manifests = compile(&source, &platform, &target).manifests.unwrap_or_else(|| panic!("the team compiles"));
    let index = || {
        black_box(Origins::of(black_box(&manifests)));
    };
    let steps = vec![
        Step::new(EVENTS, times, events),
        Step::new("read, decode and validate", times, decoded),
        Step::new("and build and write the YAML, findings and origins included", times, whole),
        Step::new("origins looked up both ways, as an editor does", times, index),
    ];
    take_turns(steps, turns)
}
