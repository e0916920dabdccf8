//! Names of applications: `<team>-<app>` and `<team>-<app>-<environment>`.

use crate::{
    diagnostic::{Sink, apps as codes},
    origin::{Origin, Place, Sourced},
    platform::Platform,
    shape::characters,
    span::{Span, Spanned},
    spec::apps::helm::LONGEST_RELEASE,
    value::name::{LONGEST_LABEL, TeamName},
};

/// What every Application of the platform's own begins with.
const PLATFORM: &str = "platform-";

/// The names that a team's applications have taken so far.
pub(super) struct Names<'a> {
    team: &'a str,
    platform: &'a Platform,
    taken: Vec<(String, Span)>,
}

impl<'a> Names<'a> {
    pub(super) fn new(team: &'a Sourced<TeamName>, platform: &'a Platform) -> Self {
        Self { team: team.value.as_str(), platform, taken: Vec::new() }
    }

    /// The name of an app, in one of its `environments` if it has them. Reports one that is too long or taken.
    pub(super) fn claim(
        &mut self,
        app: &Spanned<String>,
        environment: Option<&Spanned<String>>,
        helm: bool,
        sink: &mut Sink,
    ) -> Sourced<String> {
        let mut name = String::with_capacity(LONGEST_LABEL);
        for part in [self.team, "-", &app.value] {
            name.push_str(part);
        }
        let stem = name.len();
        if let Some(environment) = environment {
            name.push('-');
            name.push_str(&environment.value);
        }
        let longest = if helm { LONGEST_RELEASE } else { LONGEST_LABEL };
        let place = environment.filter(|_| stem <= longest).map_or(app.span, |environment| environment.span);
        if name.len() > longest {
            too_long(&name, longest, helm, place, sink);
        } else if let Some((_, first)) = self.taken.iter().find(|(taken, _)| *taken == name) {
            sink.report(codes::NAME_CLASH, place, format!("another application is called `{name}` already"))
                .see(*first, "the other one")
                .help("rename one of the two");
        } else if self.is_platforms(&name) {
            sink.report(codes::PLATFORM_NAME, place, format!("`{name}` is an application of the platform's own"))
                .help("choose another name");
        }
        let origin =
            Origin::derived("team and app", Place::Team(environment.map_or(app.span, |environment| environment.span)));
        self.taken.push((name.clone(), place));
        Sourced::new(name, origin)
    }

    /// Whether the platform's own Applications have such a name: `platform-root` and one for each component.
    fn is_platforms(&self, name: &str) -> bool {
        name.strip_prefix(PLATFORM).is_some_and(|rest| {
            rest == "root"
                || (self.platform.is_sound("components") && self.platform.components.names().any(|known| known == rest))
        })
    }
}

fn too_long(name: &str, longest: usize, helm: bool, place: Span, sink: &mut Sink) {
    let reason = if helm { " with `helm`" } else { "" };
    let message = format!("the name `{name}` has {} characters, where {longest} is the most{reason}", name.len());
    sink.report(codes::NAME_LENGTH, place, message).help(format!("shorten it by {}", characters(name.len() - longest)));
}
