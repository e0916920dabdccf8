//! One team of five applications, step by step, beside the yardstick: the YAML parser's own events for the same text.
//!
//! Read the figures as ratios within one run; absolute times say more about the machine than about the compiler.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use teamwright_core::{
    File, Origins, Platform, Source, Target, analyse,
    assist::{Surroundings, complete, hover},
    compile,
};

/// As long as a real team's file: 1.5 KB, five applications.
const TEAM: &str = include_str!("team.yaml");

fn steps(criterion: &mut Criterion) {
    let platform = Platform::built_in();
    let target = Target::default();
    let source = || Source::new("teams/checkout/team.yaml", TEAM);
    assert!(compile(&source(), &platform, &target).yaml().is_some(), "the benchmark's team compiles");
    let mut group = criterion.benchmark_group("one team");
    group.bench_function("yardstick: parser events", |bencher| {
        bencher.iter(|| saphyr_parser::Parser::new_from_str(black_box(TEAM)).count());
    });
    group.bench_function("decode and validate", |bencher| bencher.iter(|| analyse(black_box(&source()), &platform)));
    group.bench_function("compile", |bencher| bencher.iter(|| compile(black_box(&source()), &platform, &target)));
    group.bench_function("compile and emit", |bencher| {
        bencher.iter(|| compile(black_box(&source()), &platform, &target).yaml());
    });
    let (source, surroundings) = (source(), Surroundings::new(File::Team, &platform));
    let place = u32::try_from(TEAM.rfind("targetRevision").expect("an app")).expect("a short file") + 6;
    group.bench_function("complete a key", |bencher| {
        bencher.iter(|| complete(black_box(&source), place, &surroundings))
    });
    group
        .bench_function("hover over a key", |bencher| bencher.iter(|| hover(black_box(&source), place, &surroundings)));
    let manifests = compile(&source, &platform, &target).manifests.expect("the benchmark's team compiles");
    group.bench_function("index of origins", |bencher| bencher.iter(|| Origins::of(black_box(&manifests))));
    group.finish();
}

criterion_group!(benches, steps);
criterion_main!(benches);
