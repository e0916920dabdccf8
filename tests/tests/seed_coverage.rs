//! `docs/seed-coverage.md` names objects, and each is among those that the example organisation gets.

use std::{collections::BTreeSet, fs};

use teamwright_core::{Extent, Part, Target, bootstrap, compile};
use teamwright_tests::{inputs, names, repository::root};

/// `Kind/name` of everything that is made for the example organisation.
fn made() -> BTreeSet<String> {
    let teams: Vec<_> = inputs::all().into_iter().filter(|input| input.name.starts_with("example ")).collect();
    let platform = teams[0].read_platform();
    let files = bootstrap(&platform, Extent::Whole).unwrap_or_else(|found| panic!("{found:#?}"));
    let layer = files.into_iter().flat_map(|file| file.manifests);
    let of_teams = teams.iter().flat_map(|team| {
        ["production", "staging"].into_iter().flat_map(|cluster| {
            let target = Target { cluster: Some(cluster.to_owned()), part: Part::All };
            compile(&team.team, &platform, &target).manifests.unwrap_or_else(|| panic!("{}", team.name))
        })
    });
    layer
        .chain(of_teams)
        .map(|manifest| format!("{}/{}", manifest.kind, manifest.name.as_text().unwrap_or_default()))
        .collect()
}

#[test]
fn every_object_that_the_page_names_is_made() {
    let page = fs::read_to_string(root().join("docs/seed-coverage.md")).unwrap();
    let made = made();
    let rows: Vec<_> = names::rows(&page, "| ").into_iter().filter(|cells| cells[0] != "there").collect();
    assert!(rows.len() > 40, "{} rows", rows.len());
    for cells in rows {
        let [there, here, otherwise] = cells.as_slice() else { panic!("not a row: {cells:?}") };
        let objects: Vec<_> =
            names::quoted(here).chain(names::quoted(otherwise)).filter(|name| is_object(name)).collect();
        let missing: Vec<_> = objects.iter().filter(|name| !made.contains(**name)).collect();
        assert!(missing.is_empty(), "{there}: {missing:?} is not made");
        assert!(!objects.is_empty() || *here == "-" || here.contains("teamwright init"), "{there} is nowhere");
    }
}

/// Kinds begin with a capital, and names of files do not.
fn is_object(name: &str) -> bool {
    name.split_once('/').is_some_and(|(kind, _)| kind.starts_with(|first: char| first.is_ascii_uppercase()))
}
