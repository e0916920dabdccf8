//! `assertions`: statements about the whole repository that a check proves.

use super::sourced;
use crate::{
    diagnostic::{Sink, platform as codes},
    origin::Sourced,
    shape::{Grammar, List, Record, Shape, field},
    value::name,
    yaml::Node,
};

/// `assertions`.
pub(crate) static ASSERTIONS: List = List::of(Shape::Record(&ASSERTION));

/// The keys of one assertion.
static ASSERTION: Record = Record::of(&[
    field(
        "noPath",
        Shape::Record(&NO_PATH),
        "No traffic gets from the pods of one team to those of another: one of the two files keeps it closed.",
    )
    .required(),
    field("reason", Shape::Free(LONGEST_REASON), "Why it must be so, for whoever meets the error.").required(),
]);

static NO_PATH: Record = Record::of(&[
    field("from", Shape::Text(&END), "The team where the traffic would begin, or `*` for every team.").required(),
    field("to", Shape::Text(&END), "The team where it would end, or `*` for every team.").required(),
    field("except", Shape::List(&EXCEPT), "Teams for which the assertion does not hold."),
]);

static EXCEPT: List = List::of(Shape::Text(&name::TEAM));

static END: Grammar = Grammar {
    what: "a team such as `payments`, or `*` for every team",
    pattern: r"^(\*|[a-z]([-a-z0-9]*[a-z0-9])?)$",
    check: |text| if text == EVERY { Ok(()) } else { (name::TEAM.check)(text) },
};

const EVERY: &str = "*";
const LONGEST_REASON: usize = 1_024;

/// An assertion as meant: there is no path between two teams.
#[derive(Debug)]
pub(crate) struct Assertion {
    /// A team, or `*`.
    pub(crate) from: Sourced<String>,
    /// A team, or `*`; never the same as `from`.
    pub(crate) to: Sourced<String>,
    pub(crate) except: Vec<Sourced<String>>,
    pub(crate) reason: Sourced<String>,
}

impl Assertion {
    /// Whether traffic from one team to another is ruled out.
    pub(crate) fn rules_out(&self, from: &str, to: &str) -> bool {
        let is = |end: &Sourced<String>, team: &str| end.value == EVERY || end.value == team;
        let excepted = |team: &str| self.except.iter().any(|except| except.value == team);
        is(&self.from, from) && is(&self.to, to) && !excepted(from) && !excepted(to)
    }

    /// Every team that it names.
    pub(crate) fn named(&self) -> impl Iterator<Item = &Sourced<String>> {
        [&self.from, &self.to].into_iter().chain(&self.except).filter(|team| team.value != EVERY)
    }

    /// `None` where one of its ends was reported.
    fn read(node: &Node, sink: &mut Sink) -> Option<Self> {
        let path = node.get("noPath")?;
        let end = |key: &str| path.get(key).and_then(sourced);
        let (from, to) = (end("from")?, end("to")?);
        if from.value == to.value {
            let (message, help) = match from.value.as_str() {
                EVERY => ("no path from every team to every team".to_owned(), "name a team at one end"),
                team => (format!("no path from `{team}` to itself"), "name another team, or `*` for every other"),
            };
            sink.report(codes::NO_ASSERTION, to.origin.span(), message)
                .see(from.origin.span(), "the other end")
                .help(help);
            return None;
        }
        let except = path.get("except").map(Node::items).unwrap_or_default();
        let except: Vec<_> = except.iter().filter_map(sourced).collect();
        for team in except.iter().filter(|team| [&from.value, &to.value].contains(&&team.value)) {
            let message = format!("`{}` is an end of the path, and excepted from it", team.value);
            sink.report(codes::NO_ASSERTION, team.origin.span(), message).help("remove the entry");
        }
        Some(Self { from, to, except, reason: node.get("reason").and_then(sourced)? })
    }
}

/// The assertions in the order of the file.
pub(crate) fn read(node: Option<&Node>, sink: &mut Sink) -> Vec<Assertion> {
    let items = node.map(Node::items).unwrap_or_default().iter();
    items.filter_map(|node| Assertion::read(node, sink)).collect()
}

#[cfg(test)]
mod tests {
    use crate::platform::testing::errors;

    fn found(path: &str) -> Vec<(&'static str, String)> {
        errors(&format!("assertions: [{{noPath: {path}, reason: personal data}}]"))
    }

    #[test]
    fn a_path_has_two_different_ends() {
        for path in ["{from: a, to: b}", "{from: \"*\", to: b, except: [c]}", "{from: a, to: \"*\"}"] {
            assert_eq!(found(path), [], "{path}");
        }
        for (path, id, at) in [
            ("{from: \"*\", to: \"*\"}", "TW1061", "\"*\""),
            ("{from: a, to: a}", "TW1061", "a"),
            ("{from: \"*\", to: b, except: [c, b]}", "TW1061", "b"),
            ("{from: \"a-*\", to: b}", "TW0216", "\"a-*\""),
            ("{from: a, to: b, except: [\"*\"]}", "TW0216", "\"*\""),
            ("{from: a}", "TW0205", ""),
        ] {
            assert_eq!(found(path), [(id, at.to_owned())], "{path}");
        }
    }
}
