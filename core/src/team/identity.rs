//! Who the team is: its name, its namespace, its owner.

use crate::{
    diagnostic::{Sink, identity as codes},
    origin::{Origin, Place, Sourced},
    platform::Platform,
    span::{Span, Spanned},
    spec::{TeamSpec, owner::OwnerSpec},
    value::name::{self, NamespaceName, TeamName},
};

/// The identity as meant.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) name: Sourced<TeamName>,
    pub(crate) namespace: Sourced<NamespaceName>,
    pub(crate) description: Option<Sourced<String>>,
    pub(crate) owner: Option<Owner>,
}

/// `owner` as meant.
#[derive(Debug)]
pub(crate) struct Owner {
    pub(crate) name: Sourced<String>,
    pub(crate) email: Sourced<String>,
    pub(crate) slack: Option<Sourced<String>>,
}

/// `None` if there is no valid name.
pub(crate) fn validate(spec: &TeamSpec, platform: &Platform, sink: &mut Sink) -> Option<Identity> {
    let owner = owner(spec, sink);
    let team = spec.team.as_ref()?;
    directory(team, sink);
    reserved(team, platform, sink);
    let derived = format!("{}{}", platform.names.prefix.value, team.value);
    namespace(spec, &derived, platform, sink);
    Some(Identity {
        name: Sourced::written(team).map(TeamName::new),
        namespace: Sourced::new(
            NamespaceName::new(derived),
            Origin::derived("namespacePrefix and team", Place::Team(team.span)),
        ),
        description: spec.description.as_ref().map(Sourced::written),
        owner,
    })
}

/// The directory names the team's Applications, the file everything else.
fn directory(team: &Spanned<String>, sink: &mut Sink) {
    let source = sink.source.clone();
    let Some(directory) = super::directory(&source).filter(|directory| *directory != team.value) else { return };
    let report = sink.report(
        codes::DIRECTORY,
        team.span,
        format!("the team `{}` lies in the directory `{directory}`", team.value),
    );
    if name::is_label_1035(directory) && directory.len() <= name::LONGEST_TEAM {
        report.help(format!("write `team: {directory}`, or rename the directory to `{}`", team.value));
    } else {
        report.help(format!("rename the directory to `{}`", team.value));
    }
}

fn reserved(team: &Spanned<String>, platform: &Platform, sink: &mut Sink) {
    let Some(reservation) = platform.names.reservation(&team.value) else { return };
    if reservation.written.is_some() && !platform.is_sound("reserved") {
        return;
    }
    let why = if reservation.entry == team.value {
        format!("the name `{}` is reserved", team.value)
    } else {
        format!("names like `{}` are reserved", reservation.entry)
    };
    let report = sink.report(codes::RESERVED_TEAM, team.span, why);
    let rest = team.value.strip_prefix("team-").filter(|rest| platform.names.reservation(rest).is_none());
    let report = match rest.filter(|rest| name::is_label_1035(rest)) {
        Some(rest) => report.help(format!("write `{rest}`; its namespace is `{}{rest}`", platform.names.prefix.value)),
        None => report.help("take another name"),
    };
    if let (Some(source), Some(span)) = (&platform.source, reservation.written) {
        report.see_in(source, span, "reserved here");
    }
}

fn namespace(spec: &TeamSpec, derived: &str, platform: &Platform, sink: &mut Sink) {
    let Some(written) = &spec.namespace else { return };
    if written.value == derived || !platform.is_sound("namespacePrefix") {
        return;
    }
    let prefix = &platform.names.prefix;
    let follows_directory = super::directory(&sink.source)
        .is_some_and(|directory| written.value.strip_prefix(prefix.value.as_str()) == Some(directory));
    if follows_directory {
        // The name is wrong and was reported; the namespace is that of the team that the directory means.
        return;
    }
    let message = format!("`{}` is not the namespace of this team", written.value);
    let report = sink.report(codes::NAMESPACE, written.span, message);
    let report = report.help(format!("write `{derived}`, or remove the key"));
    if let (Some(source), Place::Platform(span)) = (&platform.source, prefix.origin.place) {
        report.see_in(source, span, "every team's namespace begins with this");
    }
}

fn owner(spec: &TeamSpec, sink: &mut Sink) -> Option<Owner> {
    if !spec.owner_is_written && !spec.partial {
        sink.report(codes::NO_OWNER, Span::at(spec.root.start), "`owner` is missing")
            .help("add `owner: {name: …, email: …}`, so that people know whom to ask");
    }
    let OwnerSpec { name, email, slack } = spec.owner.as_ref()?;
    if let Some(channel) = slack.as_ref().filter(|channel| !channel.value.starts_with('#')) {
        let corrected = format!("\"#{}\"", channel.value);
        sink.report(codes::SLACK, channel.span, format!("`{}` lacks the `#` of a Slack channel", channel.value))
            .help(format!("write `{corrected}`, with the quotes"))
            .fix(format!("write `{corrected}`"), channel.span, corrected);
    }
    Some(Owner {
        name: Sourced::written(name.as_ref()?),
        email: Sourced::written(email.as_ref()?),
        slack: slack.as_ref().map(Sourced::written),
    })
}

#[cfg(test)]
mod tests {
    use crate::{Platform, Source, analyse};

    fn findings(path: &str, team: &str, platform: &str) -> Vec<(&'static str, String)> {
        let platform = Platform::parse(&Source::new("platform.yaml", platform));
        let file = analyse(&Source::new(path, team), &platform);
        let errors = file.diagnostics.iter().filter(|found| found.is_error());
        errors.map(|found| (found.code.id, team.get(found.span.range()).unwrap_or_default().to_owned())).collect()
    }

    #[test]
    fn the_team_is_called_like_its_directory() {
        assert_eq!(findings("teams/demo/team.yaml", "team: demo", ""), []);
        assert_eq!(findings("demo/other.yaml", "team: foo", ""), []);
        assert_eq!(findings("teams/foo/team.yaml", "team: demo", ""), [("TW0302", "demo".into())]);
    }

    #[test]
    fn a_misplaced_team_is_not_reported_again_at_its_namespace() {
        let team = "team: demo\nnamespace: team-foo";
        assert_eq!(findings("teams/foo/team.yaml", team, ""), [("TW0302", "demo".into())]);
    }

    #[test]
    fn reserved_names_are_refused() {
        for team in ["default", "argocd", "kube-x", "team", "team-a"] {
            assert_eq!(findings("", &format!("team: {team}"), ""), [("TW0301", team.into())]);
        }
        assert_eq!(findings("", "team: infra-a", "reserved: {teams: [infra-*]}"), [("TW0301", "infra-a".into())]);
        assert_eq!(findings("", "team: teams", ""), []);
    }

    #[test]
    fn the_namespace_is_the_derived_one() {
        assert_eq!(findings("", "team: a\nnamespace: team-a", ""), []);
        assert_eq!(findings("", "team: a\nnamespace: t-a", "namespacePrefix: t-"), []);
        assert_eq!(findings("", "team: a\nnamespace: team-b", ""), [("TW0303", "team-b".into())]);
        assert_eq!(findings("", "team: a\nnamespace: t-a", "namespacePrefix: T-"), []);
    }

    #[test]
    fn a_missing_owner_and_a_bare_channel_are_warnings() {
        let codes = |team: &str| {
            let platform = Platform::built_in();
            let file = analyse(&Source::new("", team), &platform);
            let ids = file.diagnostics.iter().map(|found| found.code.id).filter(|id| id.starts_with("TW03"));
            ids.collect::<Vec<_>>()
        };
        assert_eq!(codes("team: a"), ["TW0304"]);
        assert_eq!(codes("team: a\nowner: {name: A, email: a@b.c, slack: a}"), ["TW0305"]);
        assert_eq!(codes("team: a\nowner: {name: A, email: a@b.c, slack: \"#a\"}"), [""; 0]);
        assert_eq!(codes("team: a\nonwer: {name: A, email: a@b.c}"), [""; 0]);
        assert_eq!(codes("team: a\nowner:"), [""; 0]);
    }

    #[test]
    fn the_example_of_each_code_draws_it() {
        use crate::diagnostic::{access, identity};
        let built_in = Platform::built_in();
        for code in identity::ALL.iter().chain(access::ALL) {
            let source = Source::new("teams/payments/team.yaml", code.example);
            let platform = Platform::parse(&source);
            let team = analyse(&source, &built_in).diagnostics;
            let layer = crate::bootstrap(&platform, crate::Extent::Teams).err().unwrap_or_default();
            let mut found = platform.diagnostics().iter().chain(&team).chain(&layer);
            assert!(found.any(|found| found.code.id == code.id), "{}", code.id);
        }
    }
}
