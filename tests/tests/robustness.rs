//! Whatever stands in a file: no panic, findings at places of the file, no object beside an error, and the same guards in
//! whatever is accepted. `PROPTEST_CASES=1000000` looks longer.

use proptest::{collection::vec, prelude::*, sample::select, test_runner::Config};
use teamwright_core::{Part, Platform, Source, Target};
use teamwright_tests::{
    answer::{judge, misplaced},
    generate::{
        text::HAZARDS,
        world::{World, world},
    },
    invariants::{Known, violations},
    mutate::{Change, FORBIDDEN, changes, mutate},
};

fn config(cases: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    Config { cases: asked.unwrap_or(cases), failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() }
}

/// A world and what happens to one of its files. Shown as the changed text.
#[derive(Clone)]
struct Changed {
    world: World,
    changes: Vec<Change>,
}

impl std::fmt::Debug for Changed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let platform = self.world.platform.text().unwrap_or_default();
        writeln!(
            f,
            "\n── platform.yaml\n{platform}\n── team.yaml, changed\n{}──",
            mutate(&self.world.text(0), &self.changes)
        )?;
        writeln!(f, "escaped: {:?}\nchanges: {:?}", mutate(&self.world.text(0), &self.changes), self.changes)
    }
}

fn changed() -> impl Strategy<Value = Changed> {
    (world(1), changes()).prop_map(|(world, changes)| Changed { world, changes })
}

/// Several changed versions of one world: making the world costs more than compiling it.
fn many_changed() -> impl Strategy<Value = Vec<Changed>> {
    (world(1), vec(changes(), 10))
        .prop_map(|(world, all)| all.into_iter().map(|changes| Changed { world: world.clone(), changes }).collect())
}

/// Any characters, and pieces that look like files.
fn anything() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        2 => select(HAZARDS).prop_map(str::to_owned),
        1 => select(FORBIDDEN).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        2 => select(&["team: a\n", "apps:\n", "  - name: b\n", "owner: {", "}", "]", ": ", "\n", "  ", "networkPolicy:\n", "a: &b\n", "*b", "? ", "!!str"][..])
            .prop_map(str::to_owned),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn none_of(wrong: Vec<String>) -> Result<(), TestCaseError> {
    if wrong.is_empty() { Ok(()) } else { Err(TestCaseError::fail(wrong.join("\n"))) }
}

/// What must hold for the team of a world, whatever became of its file: its directory decides its name.
fn hold(changed: &Changed, platform: &Platform) -> Result<(), TestCaseError> {
    let world = &changed.world;
    let namespace = world.namespace(0);
    let known = Known { team: &world.teams[0].0, namespace: &namespace, argocd: world.platform.argocd };
    let text = mutate(&world.text(0), &changed.changes);
    let wrong = judge(&Source::new(world.path(0), text.as_str()), platform, &known).1;
    if wrong.is_empty() { Ok(()) } else { Err(TestCaseError::fail(format!("{}\n{text}{text:?}", wrong.join("\n")))) }
}

proptest! {
    #![proptest_config(config(1_000))]

    /// Ten changed files a case: ten thousand a run.
    #[test]
    fn a_changed_team_file_is_refused_or_guarded_as_any_other(all in many_changed()) {
        let platform = all[0].world.compiled_platform();
        for changed in &all {
            hold(changed, &platform)?;
        }
    }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn a_changed_platform_file_is_refused_or_guards_every_team(changed in changed()) {
        let text = mutate(&changed.world.platform.text().unwrap_or_default(), &changed.changes);
        let platform = Platform::parse(&Source::new("platform.yaml", text));
        none_of(misplaced(platform.diagnostics()))?;
        let compilation = changed.world.compile(0, &platform, &Target { part: Part::All, cluster: None });
        none_of(misplaced(&compilation.diagnostics))?;
        if platform.has_errors() {
            prop_assert!(compilation.manifests.is_none(), "objects beside an error of the platform");
        }
        if let Some(manifests) = compilation.manifests {
            // The change may have renamed what the platform decides: the prefix and Argo CD's namespace.
            let found = |kind: &str| manifests.iter().find(|manifest| manifest.kind == kind);
            let namespace = found("Namespace").and_then(|manifest| manifest.name.as_text()).unwrap_or_default();
            let argocd = found("AppProject").and_then(|manifest| manifest.namespace.as_ref()?.as_text()).unwrap_or_default();
            prop_assert!(namespace.ends_with(&changed.world.teams[0].0), "{}", namespace);
            let known = Known { team: &changed.world.teams[0].0, namespace, argocd };
            none_of(violations(&manifests, &known))?;
        }
    }
}

proptest! {
    #![proptest_config(config(4_000))]

    #[test]
    fn any_text_at_all_is_answered(text in anything()) {
        let known = Known { team: "a", namespace: "team-a", argocd: "argocd" };
        none_of(judge(&Source::new("teams/a/team.yaml", text.as_str()), &Platform::built_in(), &known).1)?;
        let platform = Platform::parse(&Source::new("platform.yaml", text));
        none_of(misplaced(platform.diagnostics()))?;
    }

    #[test]
    fn any_bytes_at_all_are_answered(bytes in vec(any::<u8>(), 0..64)) {
        match teamwright_core::file::decode("teams/a/team.yaml", bytes) {
            Ok(source) => {
                let known = Known { team: "a", namespace: "team-a", argocd: "argocd" };
                none_of(judge(&source, &Platform::built_in(), &known).1)?;
            }
            Err(found) => none_of(misplaced(std::slice::from_ref(&found)))?,
        }
    }
}
