//! Who may work in the namespace and in Argo CD.

use crate::{
    diagnostic::{Sink, access as codes},
    origin::Sourced,
    span::{Span, Spanned},
    spec::{
        TeamSpec,
        access::{AccessSpec, SubjectsSpec},
    },
};

/// `access` as meant.
#[derive(Debug)]
pub(crate) struct Access {
    pub(crate) developers: Subjects,
    pub(crate) viewers: Subjects,
}

/// Everybody who has a role.
#[derive(Debug)]
pub(crate) struct Subjects {
    /// In the cluster and in Argo CD.
    pub(crate) groups: Vec<Sourced<String>>,
    /// In the cluster.
    pub(crate) users: Vec<Sourced<String>>,
}

impl Subjects {
    fn read(spec: &SubjectsSpec) -> Self {
        let written = |names: &[Spanned<String>]| names.iter().map(Sourced::written).collect();
        Self { groups: written(&spec.groups), users: written(&spec.users) }
    }
}

pub(crate) fn validate(spec: &TeamSpec, sink: &mut Sink) -> Access {
    nobody(spec, sink);
    let AccessSpec { developers, viewers, .. } = &spec.access;
    in_both("group", &developers.groups, &viewers.groups, sink);
    in_both("user", &developers.users, &viewers.users, sink);
    Access { developers: Subjects::read(developers), viewers: Subjects::read(viewers) }
}

/// A role without anybody is one finding; where both have nobody, the two are one.
fn nobody(spec: &TeamSpec, sink: &mut Sink) {
    let AccessSpec { at, partial, developers, viewers } = &spec.access;
    let Some(at) = *at else {
        if !spec.partial {
            report(
                spec.root,
                "nobody has access: `access` is missing",
                "access: {developers: {groups: [payments]}}",
                sink,
            );
        }
        return;
    };
    let empty = |role: &SubjectsSpec| {
        let unread = role.partial || (role.at.is_none() && *partial);
        !unread && role.groups.is_empty() && role.users.is_empty()
    };
    match (empty(developers), empty(viewers)) {
        (true, true) => {
            let message = "nobody has access: neither `developers` nor `viewers` names anybody";
            report(at, message, "developers: {groups: [payments]}", sink);
        }
        (true, false) => role(developers.at, at, "developer", sink),
        (false, true) => role(viewers.at, at, "viewer", sink),
        (false, false) => {}
    }
}

/// `written` is where the role's own key stands.
fn role(written: Option<Span>, access: Span, name: &str, sink: &mut Sink) {
    let groups =
        if written.is_some() { "groups: [payments]".to_owned() } else { format!("{name}s: {{groups: [payments]}}") };
    report(written.unwrap_or(access), &format!("nobody is a {name} of this team"), &groups, sink);
}

fn report(at: Span, message: &str, example: &str, sink: &mut Sink) {
    sink.report(codes::NO_SUBJECT, Span::at(at.start), message)
        .help(format!("name a group of your login service, such as `{example}`"));
}

fn in_both(what: &str, developers: &[Spanned<String>], viewers: &[Spanned<String>], sink: &mut Sink) {
    for viewer in viewers {
        let Some(developer) = developers.iter().find(|developer| developer.value == viewer.value) else { continue };
        let message = format!("the {what} `{}` is a developer already, and may look anyway", viewer.value);
        sink.report(codes::SUBJECT_IN_BOTH, viewer.span, message)
            .see(developer.span, "a developer here")
            .help("remove it from `viewers`");
    }
}

#[cfg(test)]
mod tests {
    use crate::{Platform, Source, analyse};

    fn findings(access: &str) -> Vec<(&'static str, String)> {
        let team = format!("team: demo\n{access}");
        let platform = Platform::built_in();
        let file = analyse(&Source::new("team.yaml", team.as_str()), &platform);
        let found = file.diagnostics.iter().filter(|found| found.code.id != "TW0304");
        found.map(|found| (found.code.id, team.get(found.span.range()).unwrap_or_default().to_owned())).collect()
    }

    #[test]
    fn a_role_that_nobody_has_is_one_warning() {
        let nobody = || ("TW0603", String::new());
        assert_eq!(findings(""), [nobody()]);
        assert_eq!(findings("access: {}"), [nobody()]);
        assert_eq!(findings("access: {developers: {groups: [a]}}"), [nobody()]);
        assert_eq!(findings("access: {developers: {groups: []}, viewers: {users: [a]}}"), [nobody()]);
        assert_eq!(findings("access: {developers: {groups: [a]}, viewers: {users: [b]}}"), []);
    }

    #[test]
    fn what_was_reported_leaves_nobody_missing() {
        for access in [
            "access:",
            "acces: {developers: {groups: [a]}}",
            "access: {developer: {groups: [a]}, viewers: {groups: [b]}}",
            "access: {developers: {group: [a]}, viewers: {groups: [b]}}",
            "access: {developers: {groups: [\"system:masters\"]}, viewers: {groups: [b]}}",
            "access: {developers: {groups: a}, viewers: {groups: [b]}}",
            "access: {developers: [a], viewers: {groups: [b]}}",
        ] {
            assert_eq!(findings(access).len(), 1, "{access}: {:?}", findings(access));
        }
    }

    #[test]
    fn a_subject_of_both_roles_is_a_warning_at_the_viewer() {
        let access = "access: {developers: {groups: [a], users: [b]}, viewers: {groups: [a, b]}}";
        assert_eq!(findings(access), [("TW0602", "a".into())]);
    }
}
