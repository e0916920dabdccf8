//! Expressions: compiled once, evaluated for each team. The only room that knows minijinja, of which it takes the expressions
//! alone: no loops, no macros, no includes, and of filters those of one short table.

use std::{collections::BTreeSet, sync::OnceLock};

use minijinja::{
    Environment, ErrorKind, State, UndefinedBehavior,
    value::{Kwargs, Value},
};

use super::names::{self, Variable, Wrong};
use crate::{json, shape::did_you_mean, span::Span};

/// What one evaluation may cost: about one for each step, and for each 64 bytes that it makes.
/// See <https://docs.rs/minijinja/latest/minijinja/struct.Environment.html#method.set_fuel>.
const FUEL: u64 = 5_000;

/// Longest expression, in bytes: each step of it may lie inside the one before, and a stack has an end.
const LONGEST: usize = 1_000;

/// Bytes that one fuel stands for.
const BYTES: usize = 64;

/// Every filter, with what it does.
pub const FILTERS: &[(&str, &str)] = &[
    ("default(x)", "`x` in place of `none` and of what is not there"),
    ("first", "the first entry of a list, or `none`"),
    ("int", "the whole number that a text of digits stands for"),
    ("join(x)", "one text of the entries of a list, with `x` between them"),
    ("last", "the last entry of a list, or `none`"),
    ("length", "how many characters, entries or keys"),
    ("lower", "A to Z as a to z"),
    ("map(attribute='x')", "of a list of mappings the list of what each has under `x`"),
    ("replace(x, y)", "a text with `y` for each `x` in it"),
    ("tojson", "the value as JSON: a text in quotes, fit to stand in a JSON document"),
    ("upper", "a to z as A to Z"),
];

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
        environment.add_filter(
            "default",
            |value: Value, other: Value| {
                if value.is_undefined() || value.is_none() { other } else { value }
            },
        );
        environment.add_filter("first", |value: Value| end(&value, |entries| entries.next()));
        environment.add_filter("int", int);
        environment.add_filter("join", join);
        environment.add_filter("last", |value: Value| end(&value, |entries| entries.last()));
        environment.add_filter("length", |value: Value| {
            value.len().ok_or_else(|| refused("only a text, a list or a mapping has a length"))
        });
        environment.add_filter("lower", |value: &str| value.to_ascii_lowercase());
        environment.add_filter("map", map);
        environment.add_filter("replace", replace);
        environment.add_filter("tojson", |state: &State<'_, '_>, value: Value| {
            let mut out = String::new();
            to_json(state, &value, &mut out, 0).map(|()| out)
        });
        environment.add_filter("upper", |value: &str| value.to_ascii_uppercase());
        environment
    })
}

fn refused(why: &'static str) -> minijinja::Error {
    minijinja::Error::new(ErrorKind::InvalidOperation, why)
}

fn end(
    value: &Value,
    take: impl FnOnce(&mut dyn Iterator<Item = Value>) -> Option<Value>,
) -> Result<Value, minijinja::Error> {
    Ok(take(&mut value.try_iter()?.take(crate::yaml::MAX_NODES)).unwrap_or_else(|| Value::from(())))
}

fn int(value: Value) -> Result<i64, minijinja::Error> {
    let number = value.as_str().map_or_else(|| value.as_i64(), |text| text.parse().ok());
    number.ok_or_else(|| refused("only whole numbers and texts of digits become a whole number"))
}

fn join(state: &State<'_, '_>, value: Value, between: &str) -> Result<String, minijinja::Error> {
    let mut joined = String::new();
    for (index, entry) in value.try_iter()?.enumerate() {
        let text = entry.to_string();
        state.consume_fuel(1 + ((text.len() + between.len()) / BYTES) as u64)?;
        if entry.is_none() || entry.is_undefined() {
            return Err(refused("an entry of the list is none"));
        }
        if index > 0 {
            joined.push_str(between);
        }
        joined.push_str(&text);
    }
    Ok(joined)
}

fn map(state: &State<'_, '_>, value: Value, arguments: Kwargs) -> Result<Vec<Value>, minijinja::Error> {
    let attribute: &str = arguments.get("attribute")?;
    arguments.assert_all_used()?;
    let mut found = Vec::new();
    for entry in value.try_iter()? {
        state.consume_fuel(1)?;
        let value = entry.get_attr(attribute)?;
        if value.is_undefined() {
            return Err(refused("an entry of the list lacks the attribute"));
        }
        found.push(value);
    }
    Ok(found)
}

fn replace(state: &State<'_, '_>, text: &str, from: &str, to: &str) -> Result<String, minijinja::Error> {
    if from.is_empty() {
        return Err(refused("there is nothing to replace in front of every character"));
    }
    // Paid for before it is made.
    let longest = text.matches(from).count().saturating_mul(to.len()).saturating_add(text.len());
    state.consume_fuel((longest / BYTES) as u64)?;
    Ok(text.replace(from, to))
}

/// Writes a value as JSON; a text of numbers with a fraction is the engine's own.
fn to_json(state: &State<'_, '_>, value: &Value, out: &mut String, depth: usize) -> Result<(), minijinja::Error> {
    use minijinja::value::ValueKind::{Bool, Iterable, Map, None, Number, Seq, String};
    state.consume_fuel(1 + value.as_str().map_or(0, |text| text.len() / BYTES) as u64)?;
    if depth > crate::yaml::MAX_DEPTH {
        return Err(refused("nested too deep"));
    }
    match value.kind() {
        None => out.push_str("null"),
        Bool => out.push_str(if value.is_true() { "true" } else { "false" }),
        Number => out.push_str(&value.to_string()),
        String => json::write_text(value.as_str().unwrap_or_default(), out),
        Seq | Iterable => {
            out.push('[');
            for (index, entry) in value.try_iter()?.enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                to_json(state, &entry, out, depth + 1)?;
            }
            out.push(']');
        }
        Map => {
            out.push('{');
            for (index, key) in value.try_iter()?.enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                json::write_text(&key.to_string(), out);
                out.push(':');
                to_json(state, &value.get_item(&key)?, out, depth + 1)?;
            }
            out.push('}');
        }
        _ => return Err(refused("a value that JSON does not have")),
    }
    Ok(())
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

    /// The one name that the expression consists of, such as `team.apps`.
    pub(super) fn is_name(&self, text: &str) -> bool {
        matches!(self.mentions.as_slice(), [only] if only == text)
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
