//! What expressions may speak of: the names, and what each stands for. docs/templates.md shows this table.

use crate::shape::did_you_mean;

/// A name and what it stands for.
#[derive(Debug)]
pub struct Name {
    /// Such as `team.owner.email`; `[]` stands behind a list for each of its entries.
    pub path: &'static str,
    /// What kind of value it is.
    pub kind: Kind,
    /// In a few words.
    pub doc: &'static str,
}

/// What kind of value a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A text, or `none`.
    Optional,
    /// Names below it.
    Record,
    /// Names below it, or `none`.
    OptionalRecord,
    /// A mapping from a text to a text.
    Map,
    /// A list.
    List,
}

/// Every name.
pub const NAMES: &[Name] = &[
    name("team", Kind::Record, "The team, as it is meant: with what tier, defaults and locks say."),
    name("team.name", Kind::Text, "`team` of team.yaml."),
    name("team.namespace", Kind::Text, "Its namespace."),
    name("team.description", Kind::Optional, "`description` of team.yaml."),
    name("team.owner", Kind::OptionalRecord, "`owner` of team.yaml."),
    name("team.owner.name", Kind::Text, "Who answers for the team."),
    name("team.owner.email", Kind::Text, "Their address."),
    name("team.owner.slack", Kind::Optional, "Their channel."),
    name("team.tier", Kind::Optional, "The tier in force."),
    name("team.quota", Kind::Map, "The amounts of the ResourceQuota in force, such as `team.quota['requests.cpu']`."),
    name("team.apps", Kind::List, "The team's Applications on this cluster, one for each app and environment."),
    name("team.apps[].name", Kind::Text, "The app's name in team.yaml."),
    name("team.apps[].application", Kind::Text, "The name of its Argo CD Application."),
    name("team.apps[].environment", Kind::Optional, "Its environment."),
    name("team.apps[].repoURL", Kind::Text, "Its repository."),
    name("team.apps[].path", Kind::Text, "Its folder there."),
    name("team.apps[].targetRevision", Kind::Text, "Its branch, tag or commit."),
    name("cluster", Kind::Record, "The cluster that the objects are made for."),
    name("cluster.name", Kind::Text, "Its name."),
    name("cluster.server", Kind::Text, "Its address."),
    name("cluster.region", Kind::Optional, "Its AWS region."),
    name("cluster.accountId", Kind::Optional, "Its AWS account."),
    name("cluster.environments", Kind::List, "The environments that it serves by name."),
    name("platform", Kind::Record, "What platform.yaml says for all teams."),
    name("platform.organization", Kind::Optional, "`organization`."),
    name("platform.namespacePrefix", Kind::Text, "What every team's namespace begins with."),
    name("platform.repoURL", Kind::Optional, "The address of this repository."),
    name("platform.argocd", Kind::Record, "The Argo CD installation."),
    name("platform.argocd.namespace", Kind::Text, "Its namespace."),
];

const fn name(path: &'static str, kind: Kind, doc: &'static str) -> Name {
    Name { path, kind, doc }
}

/// The name that `for` gives to each entry of a list, and where in the table the entries stand, if they do.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    pub(super) name: String,
    /// Such as `team.apps[]`.
    pub(super) entries: Option<String>,
}

/// What is wrong with a name: message and help.
pub(super) type Wrong = (String, String);

/// Judges a path such as `team.owner.email` as an expression has it, with only the variable of `for` beside the table.
pub(super) fn check(path: &str, variable: Option<&Variable>) -> Result<(), Wrong> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let mut at = match variable.filter(|variable| variable.name == first) {
        Some(Variable { entries: Some(entries), .. }) => entries.clone(),
        Some(_) => return Ok(()),
        None => first.to_owned(),
    };
    let mut written = first.to_owned();
    if !at.ends_with("[]") && find(&at).is_none() {
        let known = NAMES.iter().map(|name| name.path).filter(|path| !path.contains('.'));
        let known: Vec<_> = known.chain(variable.map(|variable| variable.name.as_str())).collect();
        return Err(unknown(first, "", &known));
    }
    for part in rest.into_iter().flat_map(|rest| rest.split('.')) {
        let below = format!("{at}.{part}");
        match find(&at).map(|name| name.kind) {
            Some(Kind::Map) => return Ok(()),
            Some(Kind::Text | Kind::Optional) => {
                return Err((
                    format!("`{written}` is a text: there is no `{part}` in it"),
                    "filters stand behind `|`, such as `team.name | upper`".to_owned(),
                ));
            }
            Some(Kind::List) => {
                return Err((
                    format!("`{written}` is a list: there is no `{part}` in it"),
                    format!(
                        "write `for: {{item: \"{{{{ {written} }}}}\"}}` for an object each, or `{written} | map(attribute='{part}')`"
                    ),
                ));
            }
            _ if find(&below).is_none() => {
                let prefix = format!("{at}.");
                let below = NAMES.iter().filter_map(|name| name.path.strip_prefix(prefix.as_str()));
                let below: Vec<_> = below.filter(|rest| !rest.contains(['.', '['])).collect();
                return Err(unknown(&format!("{written}.{part}"), &format!("{written}."), &below));
            }
            _ => {}
        }
        at = below;
        written = format!("{written}.{part}");
    }
    Ok(())
}

fn find(path: &str) -> Option<&'static Name> {
    NAMES.iter().find(|name| name.path == path)
}

fn unknown(written: &str, before: &str, known: &[&str]) -> Wrong {
    let last = written.rsplit('.').next().unwrap_or(written);
    let help = match did_you_mean(last, known.iter().copied()) {
        Some(near) => format!("did you mean `{before}{near}`?"),
        None => {
            let known: Vec<_> = known.iter().map(|name| format!("`{before}{name}`")).collect();
            format!("the names here are {}", known.join(", "))
        }
    };
    (format!("there is no `{written}`"), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(path: &str) -> String {
        let app = Variable { name: "app".to_owned(), entries: Some("team.apps[]".to_owned()) };
        check(path, Some(&app)).err().map(|(message, help)| format!("{message}; {help}")).unwrap_or_default()
    }

    #[test]
    fn every_name_of_the_table_is_known_and_no_other() {
        for name in NAMES {
            let path = name.path.replace("team.apps[]", "app");
            assert_eq!(wrong(&path), "", "{path}");
            assert!(wrong(&format!("{path}.nope")).is_empty() == (name.kind == Kind::Map), "{path}");
        }
        assert_eq!(wrong("team.quota.pods"), "");
        assert_eq!(wrong("tema"), "there is no `tema`; did you mean `team`?");
        assert_eq!(wrong("team.owner.mail"), "there is no `team.owner.mail`; did you mean `team.owner.email`?");
        assert_eq!(wrong("app.nmae"), "there is no `app.nmae`; did you mean `app.name`?");
        assert_eq!(wrong("x"), "there is no `x`; the names here are `team`, `cluster`, `platform`, `app`");
        let any = Variable { name: "item".to_owned(), entries: None };
        assert!(check("item.whatever", Some(&any)).is_ok());
    }
}
