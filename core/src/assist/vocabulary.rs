//! The words that a grammar refers to: names that the platform gives to things, and closed lists of the compiler.

use std::{collections::BTreeSet, ptr};

use super::{
    Surroundings,
    outline::{Outline, Step},
};
use crate::{
    manifest::order,
    origin::File,
    platform::{capabilities, components, locks, network, sync_waves, tiers::Tier},
    shape::{Grammar, first_example},
    source::Source,
    spec::{amounts::Section, network_policy},
    team,
    value::{name, repo_url, resource, sync_option, time_zone},
};

/// A word that fits a grammar.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: String,
    /// What it stands for, on one line.
    pub(super) about: String,
}

/// Where a word is asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) source: &'a Source,
    pub(super) outline: &'a Outline<'a>,
    pub(super) surroundings: &'a Surroundings<'a>,
    /// The way to the value, or to the mapping whose key it is.
    pub(super) path: &'a [Step],
    /// Where the cursor stands.
    pub(super) offset: u32,
}

fn word(text: impl Into<String>, about: impl Into<String>) -> Word {
    Word { text: text.into(), about: about.into() }
}

impl Asked<'_> {
    /// The words of a grammar, each once, in the order in which they are shown; none where anything may stand.
    pub(super) fn words(self, grammar: &'static Grammar) -> Vec<Word> {
        let mut words = self.all_words(grammar);
        let mut seen = BTreeSet::new();
        words.retain(|word| seen.insert(word.text.clone()));
        words
    }

    fn all_words(self, grammar: &'static Grammar) -> Vec<Word> {
        let platform = self.surroundings.platform;
        let is = |known: &'static Grammar| ptr::eq(grammar, known);
        let of_team = self.surroundings.file == File::Team;
        if is(&name::TEAM) {
            return if of_team { self.own_team() } else { self.teams() };
        }
        if is(&name::NAMESPACE) {
            return if of_team { self.own_namespace() } else { self.namespaces() };
        }
        if is(&name::TIER) {
            return platform.tiers.iter().map(|tier| word(tier.name.as_str(), sizes(tier))).collect();
        }
        if is(&name::ENVIRONMENT) {
            return self.environments();
        }
        if is(&name::CLUSTER) {
            let names = platform.clusters.iter();
            return names
                .map(|cluster| word(&cluster.name.value, format!("the cluster at {}", cluster.server.value)))
                .collect();
        }
        if is(&network_policy::NAMESPACE) {
            return self.namespaces();
        }
        if is(&network_policy::DESTINATION) {
            let networks = |destination: &network::Destination| {
                destination.cidrs.iter().map(|cidr| cidr.value.to_string()).collect::<Vec<_>>().join(", ")
            };
            let known = platform.network.destinations.iter();
            return known.map(|known| word(&known.name.value, networks(known))).collect();
        }
        if is(&repo_url::REPO_URL) {
            let mut words = self.elsewhere();
            let allowed = platform.source_repos.written();
            words.extend(
                allowed.map(|pattern| word(pattern.trim_end_matches('*'), format!("`{pattern}` of the platform"))),
            );
            return words;
        }
        if let Some(words) = listed(grammar) {
            return words;
        }
        if is(&components::NAME) || is(&components::DEPENDENCY) {
            let known = platform.components.iter();
            return known.map(|known| word(&known.name.value, "a component of the platform")).collect();
        }
        if is(&resource::EXTENDED) {
            return self.devices();
        }
        self.elsewhere()
    }

    /// The directory that the file lies in.
    fn own_team(self) -> Vec<Word> {
        let directory = team::directory(self.source);
        directory.map(|directory| word(directory, "the directory of this file")).into_iter().collect()
    }

    fn own_namespace(self) -> Vec<Word> {
        let prefix = &self.surroundings.platform.names.prefix.value;
        let own = self.written_team().or_else(|| team::directory(self.source).map(str::to_owned));
        own.map(|own| word(format!("{prefix}{own}"), "it follows from the team's name")).into_iter().collect()
    }

    /// The team's name as it stands in the file.
    fn written_team(self) -> Option<String> {
        let mut root = self.outline.below(None, 0);
        let named = root.find(|(_, twig)| matches!(self.outline.key(twig), Some("team" | "name")));
        named.and_then(|(_, twig)| self.outline.scalar(twig)).filter(|name| !name.is_empty()).map(str::to_owned)
    }

    fn teams(self) -> Vec<Word> {
        self.surroundings.teams.iter().map(|team| word(team, "a team of this repository")).collect()
    }

    /// Namespaces of the platform, then those of other teams.
    fn namespaces(self) -> Vec<Word> {
        let platform = self.surroundings.platform;
        let reserved = |name: &str| platform.names.reserved_namespaces.iter().any(|known| known.value == name);
        let known = network::known_namespaces(platform).filter(|name| !reserved(name));
        let mut words: Vec<_> = known.map(|name| word(name, "a namespace of the platform")).collect();
        let own = self.own_namespace().pop().map(|own| own.text);
        let teams = self.surroundings.teams.iter();
        let teams = teams.map(|team| word(format!("{}{team}", platform.names.prefix.value), format!("team {team}")));
        words.extend(teams.filter(|word| Some(&word.text) != own.as_ref()));
        words
    }

    /// Environments that a cluster serves; in `clusters` itself they are being named.
    fn environments(self) -> Vec<Word> {
        let defines =
            self.surroundings.file == File::Platform && self.path.first() == Some(&Step::Key("clusters".to_owned()));
        let platform = self.surroundings.platform;
        let served = platform.environments().filter(|_| !defines);
        let cluster = |name: &str| platform.cluster_for(name).map_or("", |cluster| cluster.name.value.as_str());
        served.map(|name| word(name, format!("runs on the cluster `{}`", cluster(name)))).collect()
    }

    /// Devices that a tier, a default or a ceiling of the platform counts.
    fn devices(self) -> Vec<Word> {
        let platform = self.surroundings.platform;
        let sizes = platform.tiers.iter().map(|tier| &tier.sizes).chain([&platform.defaults.sizes]);
        let paths = sizes.flat_map(|sizes| &sizes.section(Section::ResourceQuota).list);
        let devices =
            paths.filter_map(|amount| amount.path.strip_prefix("requests.").filter(|name| name.contains('/')));
        let known: BTreeSet<_> = devices.chain(first_example(resource::EXTENDED.what)).collect();
        known.into_iter().map(|name| word(name, "a device")).collect()
    }

    /// What stands under the same keys elsewhere in the file; entries' own names are each different.
    fn elsewhere(self) -> Vec<Word> {
        let Some(Step::Key(key)) = self.path.last().filter(|key| **key != Step::Key("name".to_owned())) else {
            return Vec::new();
        };
        let twigs = self.outline.twigs.iter().enumerate().filter(|(_, twig)| self.outline.key(twig) == Some(key));
        let others = twigs.filter(|(_, twig)| !twig.value.touches(self.offset));
        let same = others.filter(|(index, _)| self.outline.is_alike(*index, self.path));
        let texts = same.filter_map(|(_, twig)| self.outline.scalar(twig)).filter(|text| !text.is_empty());
        texts.map(|text| word(text, "written elsewhere in this file")).collect()
    }
}

/// The words of a closed list.
fn listed(grammar: &'static Grammar) -> Option<Vec<Word>> {
    let is = |known: &'static Grammar| ptr::eq(grammar, known);
    if is(&sync_option::SYNC_OPTION) {
        Some(sync_option::all().map(|option| word(option, "a sync option")).collect())
    } else if is(&time_zone::TIME_ZONE) {
        Some(time_zone::all().map(|zone| word(zone, "a time zone")).collect())
    } else if is(&locks::LOCK) {
        Some(locks::lockable_paths().into_iter().map(|path| word(path, "a key of a team file")).collect())
    } else if is(&sync_waves::KIND) {
        Some(order::WAVES.iter().map(|(kind, wave)| word(*kind, format!("wave {wave} unless written"))).collect())
    } else if is(&resource::OBJECT_COUNT) {
        let counted = |row: &capabilities::Capability| {
            let dot = if row.group.is_empty() { "" } else { "." };
            word(format!("count/{}{dot}{}", row.resource, row.group), format!("how many {} may exist", row.kind))
        };
        Some(capabilities::deployable().map(counted).collect())
    } else {
        None
    }
}

/// A tier's numbers on one line.
fn sizes(tier: &Tier) -> String {
    let quota = tier.sizes.section(Section::ResourceQuota);
    let amount = |path: &str| quota.get(path).map(|amount| amount.quantity.to_string());
    let pair = |name: &str| {
        let cpu = amount(&format!("{name}.cpu")).map(|cpu| format!("{cpu} CPU"));
        let parts: Vec<_> = cpu.into_iter().chain(amount(&format!("{name}.memory"))).collect();
        (!parts.is_empty()).then(|| format!("{name} {}", parts.join(" and ")))
    };
    let pods = amount("pods").map(|pods| format!("{pods} pods"));
    pair("requests").into_iter().chain(pair("limits")).chain(pods).collect::<Vec<_>>().join(", ")
}
