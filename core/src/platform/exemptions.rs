//! `exemptions`: teams that a policy does not judge until a date.

use super::{NotADate, Platform, policies, sourced};
use crate::{
    diagnostic::{Diagnostic, Sink, platform as codes},
    origin::Sourced,
    shape::{List, Record, Shape, did_you_mean, field},
    value::{
        date::{DATE, Date},
        link::LINK,
        name,
    },
    yaml::Node,
};

/// `exemptions`.
pub(crate) static EXEMPTIONS: List = List::of(Shape::Record(&EXEMPTION));

/// The keys of one exemption.
static EXEMPTION: Record = Record::of(&[
    field("policy", Shape::Choice(policies::NAMES), "The policy, one of those in `policies`.").required(),
    field("team", Shape::Text(&name::TEAM), "The team that the policy does not judge.").required(),
    field(
        "until",
        Shape::Bare(&DATE),
        "The last day of the exemption, such as `2027-03-31`. `check --today` says when it has run out.",
    )
    .required(),
    field("reason", Shape::Free(LONGEST_REASON), "Why the team is exempt, for whoever reads this in a year.")
        .required(),
    field("link", Shape::Text(&LINK), "Where it is discussed, such as an issue."),
]);

const LONGEST_REASON: usize = 1_024;

/// An exemption as meant.
#[derive(Debug)]
pub(crate) struct Exemption {
    pub(crate) policy: Sourced<String>,
    /// `None` where it was reported; so with the other fields.
    pub(crate) team: Option<Sourced<String>>,
    /// The last day.
    pub(crate) until: Option<Sourced<Date>>,
    pub(crate) reason: Option<Sourced<String>>,
    pub(crate) link: Option<Sourced<String>>,
}

impl Exemption {
    /// `None` where the policy was reported.
    fn read(node: &Node) -> Option<Self> {
        let text = |key: &str| node.get(key).and_then(sourced);
        let until = text("until").and_then(|until| Some(Sourced::new(Date::parse(&until.value)?, until.origin)));
        Some(Self { policy: text("policy")?, team: text("team"), until, reason: text("reason"), link: text("link") })
    }

    /// Policy and team.
    fn subject(&self) -> Option<(&str, &str)> {
        Some((&self.policy.value, &self.team.as_ref()?.value))
    }
}

/// The exemptions, one for a policy and a team.
pub(crate) fn read(node: Option<&Node>, sink: &mut Sink) -> Vec<Exemption> {
    let mut exemptions: Vec<Exemption> = Vec::new();
    for exemption in node.map(Node::items).unwrap_or_default().iter().filter_map(Exemption::read) {
        let same = |first: &&Exemption| first.subject().is_some() && first.subject() == exemption.subject();
        let Some((first, team)) = exemptions.iter().find(same).zip(exemption.team.as_ref()) else {
            exemptions.push(exemption);
            continue;
        };
        let message = format!("`{}` is exempt from `{}` already", team.value, exemption.policy.value);
        sink.report(codes::SAME_EXEMPTION, team.origin.span(), message)
            .see(first.policy.origin.span(), "first written here")
            .help("keep one of the two");
    }
    exemptions
}

pub(crate) fn check(platform: &Platform, sink: &mut Sink) {
    for policy in platform.exemptions.iter().map(|exemption| &exemption.policy) {
        if platform.policies.may_list(&policy.value) {
            continue;
        }
        let message = format!("`policies` does not list `{}`", policy.value);
        let report = sink.report(codes::UNLISTED_POLICY, policy.origin.span(), message);
        match did_you_mean(&policy.value, platform.policies.names()) {
            Some(near) => report.help(format!("did you mean `{near}`?")),
            None => report.help("add it to `policies`, or remove the exemption"),
        };
    }
}

/// A warning for each exemption whose last day is before `today`.
///
/// # Errors
/// `today` is not a date.
pub(crate) fn expired(platform: &Platform, today: &str) -> Result<Vec<Diagnostic>, NotADate> {
    let today_is = Date::parse(today).ok_or(NotADate)?;
    let Some(source) = &platform.source else { return Ok(Vec::new()) };
    let mut sink = Sink::new(source);
    for exemption in &platform.exemptions {
        let Some(until) = exemption.until.as_ref().filter(|until| until.value < today_is) else { continue };
        let team = exemption.team.as_ref().map_or("a team", |team| &team.value);
        let message = format!("the exemption of `{team}` from `{}` has run out", exemption.policy.value);
        sink.report(codes::EXPIRED_EXEMPTION, until.origin.span(), message)
            .help("remove the exemption, or agree on a later date");
    }
    Ok(sink.into_found())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;

    fn platform(exemptions: &str) -> Platform {
        let text = format!("policies: [{{name: require-probes, mode: audit}}]\nexemptions:\n{exemptions}");
        Platform::parse(&Source::new("platform.yaml", text))
    }

    fn found(exemption: &str) -> Vec<&'static str> {
        let platform = platform(&format!("  - {exemption}"));
        platform.diagnostics().iter().filter(|found| found.is_error()).map(|found| found.code.id).collect()
    }

    #[test]
    fn a_team_is_exempt_from_a_policy_once() {
        let line = |policy: &str, team: &str, reason: &str| {
            format!("  - {{policy: {policy}, team: {team}, until: 2027-03-31, reason: {reason}}}\n")
        };
        let errors = |lines: &[String]| {
            let platform = platform(&lines.concat());
            platform
                .diagnostics()
                .iter()
                .filter(|found| found.is_error())
                .map(|found| found.code.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(errors(&[line("require-probes", "a", "r1"), line("require-probes", "b", "r2")]), [""; 0]);
        let twice = errors(&[line("require-probes", "a", "r3"), line("require-probes", "a", "r4")]);
        assert_eq!(twice, [codes::SAME_EXEMPTION.id]);
        let near = platform(&line("require-probe", "a", "r5"));
        let help: Vec<_> = near.diagnostics().iter().filter_map(|found| found.help.clone()).collect();
        assert!(help.contains(&"did you mean `require-probes`?".to_owned()), "{help:?}");
    }

    #[test]
    fn an_exemption_has_an_end_a_reason_and_a_policy_in_force() {
        assert_eq!(found("{policy: require-probes, team: a, until: 2027-03-31, reason: b}"), [""; 0]);
        assert_eq!(
            found("{policy: require-probes, team: a, until: \"2027-03-31\", reason: b, link: https://a.b/c}"),
            [""; 0]
        );
        for (exemption, id) in [
            ("{policy: require-labels, team: a, until: 2027-03-31, reason: b}", "TW1041"),
            ("{policy: require-prober, team: a, until: 2027-03-31, reason: b}", "TW0209"),
            ("{policy: require-probes, team: A, until: 2027-03-31, reason: b}", "TW0216"),
            ("{policy: require-probes, team: a, until: 2027-02-30, reason: b}", "TW1044"),
            ("{policy: require-probes, team: a, until: 2027-03-31, reason: \" \"}", "TW0216"),
            ("{policy: require-probes, team: a, until: 2027-03-31}", "TW0205"),
            ("{policy: require-probes, team: a, until: 2027-03-31, reason: b, link: http://a.b}", "TW0216"),
        ] {
            assert_eq!(found(exemption), [id], "{exemption}");
        }
    }

    #[test]
    fn a_misspelt_policy_is_one_error() {
        let text = "policies: [{name: require-probe, mode: audit}]\nexemptions: [{policy: require-probes, team: a, until: 2027-03-31, reason: b}]";
        let platform = Platform::parse(&Source::new("platform.yaml", text));
        let errors: Vec<_> = platform.diagnostics().iter().filter(|found| found.is_error()).collect();
        assert_eq!(errors.iter().map(|found| found.code.id).collect::<Vec<_>>(), ["TW0209"]);
    }

    #[test]
    fn an_exemption_runs_out_after_its_last_day() {
        let platform = platform("  - {policy: require-probes, team: a, until: 2027-03-31, reason: b}");
        let count = |today: &str| platform.expired_exemptions(today).map(|found| found.len());
        assert_eq!((count("2027-03-31"), count("2027-04-01"), count("2026-12-31")), (Ok(0), Ok(1), Ok(0)));
        assert_eq!((count("2027-02-30"), count("tomorrow")), (Err(NotADate), Err(NotADate)));
        let found = platform.expired_exemptions("2027-04-01").unwrap();
        assert!(!found[0].is_error() && found[0].source.slice(found[0].span) == "2027-03-31");
    }
}
