//! A platform with its teams, each knowing the names of the others.

use std::fmt;

use proptest::prelude::*;
use teamwright_core::{Compilation, Platform as Compiled, Source, Target, TeamFile, analyse, compile};

use super::{
    apps::ENVIRONMENTS,
    platform::{NAMESPACES, Platform, platform},
    team::{Team, team},
    text,
};
use crate::document::Node;

/// One platform and its teams. Shown as the files that they are.
#[derive(Clone)]
pub struct World {
    /// platform.yaml, or none.
    pub platform: Platform,
    /// Team files by their directory.
    pub teams: Vec<(String, Team)>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = self.platform.text() {
            write!(f, "\n── platform.yaml\n{text}")?;
        }
        for index in 0..self.teams.len() {
            write!(f, "\n── {}\n{}", self.path(index), self.text(index))?;
        }
        writeln!(f, "──")
    }
}

/// One to so many teams under a platform.
pub fn world(most: usize) -> BoxedStrategy<World> {
    let names = prop::collection::btree_set(text::name().prop_filter("free", |name| is_free(name)), 1..=most);
    let teams = names.prop_flat_map(|names| names.into_iter().map(team).collect::<Vec<_>>());
    (platform(), teams)
        .prop_map(|(platform, teams)| {
            let names: Vec<_> = teams.iter().map(|team| team.name.clone()).collect();
            let teams = teams.into_iter().map(|team| (team.name.clone(), settle(team, &names, &platform))).collect();
            World { platform, teams }
        })
        .boxed()
}

fn is_free(name: &str) -> bool {
    let reserved = ["default", "argocd", "team", "platform"].contains(&name);
    !reserved && !name.starts_with("kube-") && !name.starts_with("team-")
}

/// Puts right what depends on the platform and on the other teams.
fn settle(mut team: Team, names: &[String], platform: &Platform) -> Team {
    let others = names.iter().filter(|name| **name != team.name);
    let mut known: Vec<_> = others.map(|name| format!("{}{name}", platform.prefix)).collect();
    known.push(format!("{}nobody", platform.prefix));
    if platform.root.is_some() {
        known.extend(NAMESPACES.iter().map(|name| (*name).to_owned()));
    }
    let built_in = platform.root.is_none();
    if let Some(Node::Map(network)) = team.root.get_mut("networkPolicy") {
        for (key, chosen) in [("allowFromNamespaces", &team.from), ("allowToNamespaces", &team.to)] {
            let mut entries: Vec<String> = Vec::new();
            for index in chosen {
                let name = index.get(&known).clone();
                if !entries.contains(&name) {
                    entries.push(name);
                }
            }
            network.push((key.to_owned(), Node::texts(entries)));
        }
        network.retain(|(key, _)| !(built_in && key == "allowTo"));
    }
    if let Some(Node::List(apps)) = team.root.get_mut("apps") {
        for app in apps {
            let placed = app.get("environment").is_some() || app.get("environments").is_some();
            if let Node::Map(entries) = app
                && !placed
                && platform.clusters > 2
            {
                entries.push(("environment".to_owned(), Node::text(ENVIRONMENTS[0])));
            }
        }
    }
    for lock in &platform.locks {
        match lock.split_once('.') {
            Some((section, key)) => team.root.get_mut(section).into_iter().for_each(|section| section.remove(key)),
            None => team.root.remove(lock),
        }
    }
    if !platform.scheduling {
        team.root.remove("nodeSelector");
        team.root.remove("tolerations");
    }
    match platform.aws {
        None => {
            team.root.remove("secrets");
            team.root.remove("serviceAccounts");
        }
        Some(prefix) => own_roles(&mut team, prefix),
    }
    let key = if team.old { "name" } else { "team" };
    if let Node::Map(entries) = &mut team.root {
        entries.insert(0, (key.to_owned(), Node::text(team.name.clone())));
    }
    team
}

/// Roles begin with the platform's prefix and the team's name; the generator writes only what follows.
fn own_roles(team: &mut Team, prefix: &str) {
    let own = format!("{prefix}{}-", team.name);
    if let Some(Node::List(accounts)) = team.root.get_mut("serviceAccounts") {
        for account in accounts {
            if let Some(Node::Text(role)) = account.get_mut("awsRole") {
                role.insert_str(0, &own);
            }
        }
    }
}

impl World {
    /// The path of a team file.
    #[must_use]
    pub fn path(&self, index: usize) -> String {
        format!("teams/{}/team.yaml", self.teams[index].0)
    }

    /// The text of a team file.
    #[must_use]
    pub fn text(&self, index: usize) -> String {
        let team = &self.teams[index].1;
        team.hand.write(&team.root)
    }

    /// A team file as the compiler takes it.
    #[must_use]
    pub fn source(&self, index: usize) -> Source {
        Source::new(self.path(index), self.text(index))
    }

    /// The namespace that a team must get.
    #[must_use]
    pub fn namespace(&self, index: usize) -> String {
        format!("{}{}", self.platform.prefix, self.teams[index].0)
    }

    /// The platform, compiled.
    #[must_use]
    pub fn compiled_platform(&self) -> Compiled {
        self.platform
            .text()
            .map_or_else(Compiled::built_in, |text| Compiled::parse(&Source::new("platform.yaml", text)))
    }

    /// One team, compiled.
    #[must_use]
    pub fn compile(&self, index: usize, platform: &Compiled, target: &Target) -> Compilation {
        compile(&self.source(index), platform, target)
    }

    /// Every team, analysed.
    #[must_use]
    pub fn analyse<'p>(&self, platform: &'p Compiled) -> Vec<TeamFile<'p>> {
        (0..self.teams.len()).map(|index| analyse(&self.source(index), platform)).collect()
    }
}
