//! The team that is measured, and repositories of as many of it as are asked for.

use std::{fs, path::Path};

/// As long as a real team's file: 1.5 KB, five applications.
pub(crate) const TEAM: &str = include_str!("../team.yaml");

/// The same team under another name, with its directory's name.
pub(crate) fn renamed(number: usize) -> (String, String) {
    let name = format!("checkout-{number}");
    let text = TEAM.replace("team: checkout", &format!("team: {name}"));
    let text = text.replace("team-checkout", &format!("team-{name}"));
    (name, text)
}

/// The platform's file: what the team asks for is allowed, everything else stays as it is built in.
const PLATFORM: &str = "organization: example\nsourceRepos: [https://github.com/example/*]\nnetwork: {ingress: [{namespace: ingress-nginx}]}\n";

/// The same, with nothing to say about it: no old names of keys, people with access, and neighbours that exist.
pub(crate) fn clean(number: usize) -> (String, String) {
    let (name, text) = renamed(number);
    let mut text = text.replace("manifestPath:", "path:");
    let others = (0..3).filter(|other| *other != number);
    for (neighbour, other) in ["team-storefront", "team-payments"].into_iter().zip(others) {
        text = text.replace(neighbour, &format!("team-checkout-{other}"));
    }
    text += "\naccess:\n  developers: {groups: [checkout]}\n  viewers: {groups: [engineering]}\n";
    (name, text)
}

/// A repository of so many teams.
pub(crate) fn repository(directory: &Path, teams: usize, team: impl Fn(usize) -> (String, String)) {
    write(directory, "platform.yaml", PLATFORM);
    for (name, text) in (0..teams).map(team) {
        write(&directory.join("teams").join(name), "team.yaml", &text);
    }
}

/// A repository of the one team.
pub(crate) fn one(directory: &Path) {
    write(directory, "platform.yaml", PLATFORM);
    write(&directory.join("teams/checkout"), "team.yaml", TEAM);
}

fn write(directory: &Path, name: &str, text: &str) {
    let path = directory.join(name);
    let written = fs::create_dir_all(directory).and_then(|()| fs::write(&path, text));
    written.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
