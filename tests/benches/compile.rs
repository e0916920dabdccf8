//! One team of five applications, step by step, beside the yardstick: the YAML parser's own events for the same text.
//! Then a thousand teams.
//!
//! Read the figures as ratios within one run; absolute times say more about the machine than about the compiler.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use teamwright_core::{
    File, Origins, Platform, Source, Target, analyse,
    assist::{Surroundings, complete, hover},
    compile, render, review,
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
    let file = analyse(&source(), &platform);
    group.bench_function("build", |bencher| bencher.iter(|| black_box(&file).manifests(&target)));
    let objects = file.manifests(&target).expect("the benchmark's team compiles");
    group.bench_function("emit", |bencher| bencher.iter(|| render::stream(black_box(&objects))));
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

/// Teams of one text under a thousand names.
fn teams() -> Vec<Source> {
    let renamed = |number: usize| {
        let name = format!("checkout-{number}");
        let text =
            TEAM.replace("team: checkout", &format!("team: {name}")).replace("team-checkout", &format!("team-{name}"));
        Source::new(format!("teams/{name}/team.yaml"), text)
    };
    (0..1_000).map(renamed).collect()
}

fn many(criterion: &mut Criterion) {
    let (platform, target, teams) = (Platform::built_in(), Target::default(), teams());
    let length = |source| compile(source, &platform, &target).yaml().expect("every team compiles").len();
    let mut group = criterion.benchmark_group("a thousand teams");
    group.sample_size(10);
    group.bench_function("yardstick: parser events", |bencher| {
        let events = |source: &Source| saphyr_parser::Parser::new_from_str(source.text()).count();
        bencher.iter(|| black_box(&teams).iter().map(events).sum::<usize>());
    });
    group.bench_function("compile and emit", |bencher| {
        bencher.iter(|| black_box(&teams).iter().map(length).sum::<usize>());
    });
    group.bench_function("check, all against all", |bencher| {
        bencher.iter(|| {
            let facts: Vec<_> = black_box(&teams).iter().map(|source| analyse(source, &platform).facts()).collect();
            review(&facts, &platform)
        });
    });
    group.finish();
}

criterion_group!(benches, steps, many);
criterion_main!(benches);
