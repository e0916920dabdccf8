//! Expressions: compiled once, evaluated for each team. Of minijinja there are the expressions alone: no loops, no macros, no
//! includes, and of filters those of the room beside.

use std::{collections::BTreeSet, sync::OnceLock};

use minijinja::{Environment, ErrorKind, UndefinedBehavior, value::Value};

use super::{
    filters::{self, FILTERS},
    names::{self, Variable, Wrong},
};
use crate::{shape::did_you_mean, span::Span};

/// What one evaluation may cost: about one for each step, and for each 64 bytes that it makes.
/// See <https://docs.rs/minijinja/latest/minijinja/struct.Environment.html#method.set_fuel>.
const FUEL: u64 = 5_000;

/// Longest expression, in bytes: each step of it may lie inside the one before, and a stack has an end.
const LONGEST: usize = 1_000;

/// A compiled expression.
pub(crate) struct Expression {
    compiled: minijinja::Expression<'static, 'static>,
    /// The text in the template.
    pub(crate) span: Span,
    /// The names that it speaks of, such as `team.owner.email`.
    mentions: Vec<String>,
}

impl std::fmt::Debug for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Expression").field("span", &self.span).field("mentions", &self.mentions).finish_non_exhaustive()
    }
}

fn environment() -> &'static Environment<'static> {
    static ENVIRONMENT: OnceLock<Environment<'static>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        filters::add(&mut environment);
        environment
    })
}

impl Expression {
    /// Compiles an expression, and judges what does not depend on a team: its grammar, its filters, the names in it.
    ///
    /// # Errors
    /// What is wrong with it, and the text that is, if it is less than the whole.
    pub(super) fn compile(
        text: &str,
        span: Span,
        variable: Option<&Variable>,
    ) -> Result<Self, (Wrong, Option<String>)> {
        if text.len() > LONGEST {
            let message = format!("an expression of {} bytes, where {LONGEST} is the most", text.len());
            return Err(((message, "make it simpler".to_owned()), None));
        }
        vocabulary(text).map_err(|(wrong, word)| (wrong, Some(word)))?;
        let compiled = environment().compile_expression_owned(text.to_owned()).map_err(|error| {
            let detail = error.detail().unwrap_or("it has no meaning").replace('`', "'");
            let message = format!("the expression can't be read: {detail}");
            ((message, "write an expression such as `team.name`".to_owned()), None)
        })?;
        let mentions: BTreeSet<_> = compiled.undeclared_variables(true).into_iter().collect();
        for path in &mentions {
            names::check(path, variable).map_err(|wrong| (wrong, Some(path.clone())))?;
        }
        Ok(Self { compiled, span, mentions: mentions.into_iter().collect() })
    }

    /// Whether it can have another value on another cluster.
    pub(super) fn depends_on_the_cluster(&self) -> bool {
        let depends = |path: &str| path == "team" || path == "team.apps" || path.split('.').next() == Some("cluster");
        self.mentions.iter().any(|path| depends(path) || path.starts_with("team.apps."))
    }

    /// The value for a context.
    ///
    /// # Errors
    /// Why there is none: message and help.
    pub(crate) fn evaluate(&self, context: &Value) -> Result<Value, Wrong> {
        let value = self.compiled.eval(context.clone()).map_err(|error| self.failure(&error, context))?;
        if value.is_undefined() || value.is_none() {
            return Err(self.missing(context).unwrap_or_else(|| absent("the expression gives none".to_owned())));
        }
        Ok(value)
    }

    fn failure(&self, error: &minijinja::Error, context: &Value) -> Wrong {
        let words = match error.kind() {
            ErrorKind::UndefinedError => {
                return self
                    .missing(context)
                    .unwrap_or_else(|| absent("the expression speaks of what is not there".to_owned()));
            }
            ErrorKind::OutOfFuel => {
                return (
                    "the expression takes too long, or makes too long a text".to_owned(),
                    "make it simpler".to_owned(),
                );
            }
            kind => kind.to_string(),
        };
        let detail = error.detail().map(|detail| format!(": {}", detail.replace('`', "'"))).unwrap_or_default();
        (
            format!("the expression fails: {words}{detail}"),
            "see docs/templates.md for what expressions can do".to_owned(),
        )
    }

    /// The first name in it that stands for nothing.
    fn missing(&self, context: &Value) -> Option<Wrong> {
        self.mentions.iter().find_map(|path| {
            let mut value = context.clone();
            let mut walked = String::new();
            for part in path.split('.') {
                if value.is_none() {
                    return Some(absent(format!("`{path}` is not there: `{walked}` is none")));
                }
                value = value.get_attr(part).ok()?;
                walked = if walked.is_empty() { part.to_owned() } else { format!("{walked}.{part}") };
                if value.is_undefined() {
                    return Some(absent(format!("`{walked}` is not there")));
                }
            }
            value.is_none().then(|| absent(format!("`{path}` is none")))
        })
    }
}

fn absent(message: String) -> Wrong {
    (message, "give another value with `| default(…)`, or make the object only `when` there is one".to_owned())
}

/// Looks at the words of an expression: which of them filter, call or test. The engine would say so only where it comes by.
fn vocabulary(text: &str) -> Result<(), (Wrong, String)> {
    let mut before = "";
    let mut rest = text;
    while let Some(first) = rest.trim_start().chars().next() {
        rest = rest.trim_start();
        let length = match first {
            '"' | '\'' => quoted(rest, first),
            _ if is_word(first) => rest.find(|next| !is_word(next)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, behind) = rest.split_at(length.min(rest.len()));
        let is_name = is_word(first) && !first.is_ascii_digit();
        let known = || FILTERS.iter().map(|(filter, _)| filter.split('(').next().unwrap_or(filter));
        if before == "|" && is_name && !known().any(|filter| filter == token) {
            let help = match did_you_mean(token, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the filters are {}", known().collect::<Vec<_>>().join(", ")),
            };
            return Err(((format!("there is no filter `{token}`"), help), token.to_owned()));
        }
        let is_operator = before != "." && ["and", "or", "not", "in", "if", "else"].contains(&token);
        let is_call = behind.trim_start().starts_with('(') && before != "|";
        if is_call && (is_name && !is_operator || token == ")" || token == "]") {
            let message = format!("`{token}(`: expressions call no functions");
            return Err((
                (message, "filters stand behind `|`, such as `team.name | upper`".to_owned()),
                token.to_owned(),
            ));
        }
        if token == "is" && before != "." {
            let help = "compare with `==` or `!=`, such as `team.owner != none`".to_owned();
            return Err((("expressions have no tests with `is`".to_owned(), help), token.to_owned()));
        }
        before = token;
        rest = behind;
    }
    Ok(())
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The length of a text in quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if character == quote {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<String, String> {
        let app = |name: &str| Value::from_pairs([("name", Value::from(name))]);
        let team = Value::from_pairs([
            ("name", Value::from("pay")),
            ("description", Value::from(())),
            ("owner", Value::from(())),
            ("apps", Value::from(vec![app("web"), app("api")])),
            ("quota", Value::from_pairs([("pods", Value::from("30"))])),
        ]);
        let context = Value::from_pairs([("team", team)]);
        let expression = Expression::compile(text, Span::at(0), None).map_err(|((message, _), _)| message)?;
        expression.evaluate(&context).map(|value| value.to_string()).map_err(|(message, _)| message)
    }

    #[test]
    fn filters_do_what_the_table_says() {
        for (text, expected) in [
            ("team.description | default('-')", "-"),
            ("team.owner.email | default('-')", "-"),
            ("team.name | default('-')", "pay"),
            ("(team.apps | first).name", "web"),
            ("(team.apps | last).name", "api"),
            ("team.quota.pods | int // 4", "7"),
            ("team.quota['pods'] | int > 20", "True"),
            ("team.apps | map(attribute='name') | join('|')", "web|api"),
            ("team.apps | length", "2"),
            ("team.name | upper | lower | replace('p', 'qu')", "quay"),
            ("{'a': [1, true, none, 'x\"']} | tojson", r#"{"a":[1,true,null,"x\""]}"#),
            ("'large' if team.quota.pods | int > 20 else 'small'", "large"),
            ("'x' in ['x', 'y'] and not (team.owner != none)", "True"),
            ("team.name ~ '-' ~ 1", "pay-1"),
        ] {
            assert_eq!(value(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_for_every_team_is_known_without_one() {
        for (text, expected) in [
            ("team.nam", "there is no `team.nam`"),
            ("'x' if false else (team.name | foo)", "there is no filter `foo`"),
            ("range(9)", "`range(`: expressions call no functions"),
            ("team.name.upper()", "`upper(`: expressions call no functions"),
            ("(team.name)(1)", "`)(`: expressions call no functions"),
            ("team.apps[0](1)", "`](`: expressions call no functions"),
            ("team.name is defined", "expressions have no tests with `is`"),
            ("team.name +", "the expression can't be read: unexpected end of input, expected expression"),
            ("loop.index", "there is no `loop`"),
            ("self", "there is no `self`"),
        ] {
            assert_eq!(value(text), Err(expected.to_owned()), "{text}");
        }
        // Words in quotes are no words, and a dot makes an attribute of one.
        assert_eq!(value("'| foo is range(1)'").as_deref(), Ok("| foo is range(1)"));
    }

    #[test]
    fn what_is_wrong_for_one_team_names_what_is_missing() {
        for (text, expected) in [
            ("team.owner.email", "`team.owner.email` is not there: `team.owner` is none"),
            ("team.description", "`team.description` is none"),
            ("team.quota.services", "`team.quota.services` is not there"),
            ("team.apps[7].name", "the expression speaks of what is not there"),
            (
                "team.name | int",
                "the expression fails: invalid operation: only whole numbers and texts of digits become a whole number",
            ),
            ("1 // 0", "the expression fails: invalid operation: unable to calculate 1 // 0"),
        ] {
            let found = value(text).unwrap_err();
            assert!(found.starts_with(expected.get(..24).unwrap_or(expected)), "{text}: {found}");
        }
    }

    #[test]
    fn no_expression_runs_away() {
        for text in [
            "'x' * 10000000",
            "'x' * 100 * 100 * 100 * 100",
            "[1] * 100000 | join('xxxxxxxxxxxxxxxx')",
            "('a' * 1000) | replace('a', 'b' * 1000) | replace('b', 'c' * 1000)",
            "[[1] * 10000] * 10000 | tojson",
            "[1] * 1000000 | map(attribute='x')",
        ] {
            assert!(value(text).is_err(), "{text}");
        }
        let deep = format!("{}1{}", "(".repeat(20_000), ")".repeat(20_000));
        assert!(value(&deep).is_err());
        let long = vec!["team.name"; 20_000].join(" ~ ");
        assert!(value(&long).is_err());
    }
}
