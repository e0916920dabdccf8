//! `secrets`: what is copied from AWS into the namespace.

use crate::{
    diagnostic::secrets as codes,
    shape::{Fault, Grammar, List, Record, Shape, field},
    span::Spanned,
    value::{
        duration::{self, Duration},
        label,
        name::name_fault,
        secret_name::is_segment,
    },
    yaml::Node,
};

/// `secrets`.
pub(crate) static SECRETS: List = List::of(Shape::Record(&SECRET)).unique_by("name");

/// The keys of one entry.
static SECRET: Record = Record::of(&[
    field("name", Shape::Text(&NAME), "The name of the Secret that pods read.").required(),
    field(
        "from",
        Shape::Text(&FROM),
        "The secret's name in AWS, behind the platform's prefix and the team's name, such as `db` or `web/session`.",
    )
    .required(),
    field(
        "keys",
        Shape::List(&KEYS),
        "The keys that are copied, out of the JSON object that the secret is; all of them unless written.",
    ),
    field(
        "store",
        Shape::Choice(&["secretsManager", "parameterStore"]),
        "The AWS service that has the secret; `secretsManager` unless written.",
    ),
    field(
        "refreshInterval",
        Shape::Bare(&INTERVAL),
        "How often AWS is asked for a newer value, such as `15m`: at least `1m`, and `1h` unless written.",
    ),
]);

/// Longest `from`: with the longest prefix and team it still fits the 512 characters that AWS takes.
/// See <https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html>.
const LONGEST_FROM: usize = 200;

static KEYS: List = List::not_empty(Shape::Text(&KEY));

/// A Secret: RFC 1123 subdomain.
/// See <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names>.
static NAME: Grammar = Grammar {
    what: "a secret's name such as `postgres`: lower-case letters, digits, `-` and `.`",
    pattern: r"^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
    check: |text| if label::is_subdomain(text) { Ok(()) } else { Err(name_fault(text, label::LONGEST_SUBDOMAIN)) },
};

static FROM: Grammar = Grammar {
    what: "a name in AWS such as `postgres` or `web/session`: letters, digits and `_.+=@-`, with `/` between parts",
    pattern: r"^(?!(.*/)?\.{1,2}(/|$))[A-Za-z0-9_.+=@-]+(/[A-Za-z0-9_.+=@-]+)*$",
    check: from,
};

/// A key of a Secret's data. See <https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data>.
static KEY: Grammar = Grammar {
    what: "a secret's key such as `username`: letters, digits, `-`, `_` and `.`, at most 253 characters",
    pattern: r"^(?!\.\.|\.$)[-._a-zA-Z0-9]{1,253}$",
    check: |text| {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        let fits = (1..=253).contains(&text.len()) && text.bytes().all(inner) && text != "." && !text.starts_with("..");
        if fits { Ok(()) } else { Err(Fault::default()) }
    },
};

static INTERVAL: Grammar = Grammar {
    what: "a length of time such as `15m` or `1h`, at least `1m`",
    pattern: duration::DURATION.pattern,
    check: |text| {
        duration::check(text).map_err(duration::in_minutes(text))?;
        if Duration::parse(text) >= Some(Duration::minutes(1)) {
            return Ok(());
        }
        Err(Fault::new(format!("`{text}` is less than a minute"))
            .code(codes::TOO_OFTEN)
            .help("write `1m` or more: AWS charges for every question"))
    },
};

/// One entry as written.
#[derive(Debug)]
pub(crate) struct SecretSpec {
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) from: Option<Spanned<String>>,
    /// None stands for all.
    pub(crate) keys: Vec<Spanned<String>>,
    pub(crate) store: Option<Spanned<String>>,
    pub(crate) refresh_interval: Option<Spanned<String>>,
}

/// Reads a checked list.
pub(crate) fn read(node: Option<&Node>) -> Vec<SecretSpec> {
    let items = node.map(Node::items).unwrap_or_default().iter().filter(|item| item.is_valid());
    let secret = |item: &Node| {
        let text = |key: &str| item.get(key).and_then(Node::spanned);
        let keys = item.get("keys").map(Node::items).unwrap_or_default();
        SecretSpec {
            name: text("name"),
            from: text("from"),
            keys: keys.iter().filter_map(Node::spanned).collect(),
            store: text("store"),
            refresh_interval: text("refreshInterval"),
        }
    };
    items.map(secret).collect()
}

/// A name stays behind the team's own prefix: it neither begins at the root nor climbs.
fn from(text: &str) -> Result<(), Fault> {
    if text.len() > LONGEST_FROM {
        return Err(Fault::new(format!("a name of {} bytes, where {LONGEST_FROM} is the most", text.len()))
            .help("take a shorter name in AWS"));
    }
    if text.split('/').all(is_segment) {
        return Ok(());
    }
    if text.split('/').any(|segment| segment == "..") {
        return Err(Fault::new(format!("`{}` leads out of the team's own secrets", text.escape_debug()))
            .help("write the name without `..`: a team reads its own secrets only"));
    }
    if text.starts_with("arn:") {
        return Err(Fault::new("an ARN in place of the secret's name")
            .help("write what follows the team's name in the secret's name, such as `db`"));
    }
    let meant = text.split('/').filter(|segment| !matches!(*segment, "" | ".")).collect::<Vec<_>>().join("/");
    let fault = Fault::default();
    if meant.split('/').all(is_segment) {
        return Err(fault.help(format!("write `{meant}`")));
    }
    Err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_stays_below_the_teams_prefix() {
        assert!(from(&"a".repeat(200)).is_ok() && from(&"a".repeat(201)).is_err());
        for text in ["db", "a/b/c", "A-z_0.9+=@/b..c/..d/e-", "...", "-a"] {
            assert!(from(text).is_ok(), "{text}");
        }
        for text in
            ["", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a b", "a*", "a\\b", "a%2eb", "é", "a:b", "${X}"]
        {
            assert!(from(text).is_err(), "{text}");
        }
        assert_eq!(from("/db/").expect_err("slashes").help.as_deref(), Some("write `db`"));
        for text in ["/", "a b/", "a b"] {
            assert_eq!(from(text).expect_err(text).help, None, "{text}");
        }
    }

    #[test]
    fn keys_are_those_of_a_secret() {
        for text in ["a", "A_b-c.d", ".hidden", "-", &"a".repeat(253)] {
            assert!((KEY.check)(text).is_ok(), "{text}");
        }
        for text in ["", ".", "..", "..a", "a/b", "a b", "é", &"a".repeat(254)] {
            assert!((KEY.check)(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_minute_is_the_shortest_interval() {
        for text in ["1m", "60s", "1h", "60000ms", "1h30m", "59s1s"] {
            assert!((INTERVAL.check)(text).is_ok(), "{text}");
        }
        for text in ["59.999s", "30s", "0", "1", "1d"] {
            assert!((INTERVAL.check)(text).is_err(), "{text}");
        }
    }
}
