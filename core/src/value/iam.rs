//! IAM roles of AWS, by name or by ARN.

use crate::shape::{Fault, Grammar, characters};

/// A role: its name, or its ARN without a path.
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names>
/// and <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns>.
pub(crate) static ROLE: Grammar = Grammar {
    what: "an AWS role such as `team-payments-reports`, or its ARN",
    pattern: r"^(arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/)?[A-Za-z0-9_+=,.@-]{1,64}$",
    check,
};

/// An AWS account.
pub(crate) const ACCOUNT_DIGITS: usize = 12;
/// Longest name of a role, in characters.
pub(crate) const LONGEST_ROLE: usize = 64;

/// A role as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Role<'a> {
    /// Partition and account, if it is an ARN.
    pub(crate) home: Option<(&'a str, &'a str)>,
    pub(crate) name: &'a str,
}

impl<'a> Role<'a> {
    /// Reads a name or an ARN. A role is known by its name alone, whatever its path; an ARN with a path is refused, so that
    /// its beginning tells whose role it is.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let Some(arn) = text.strip_prefix("arn:") else {
            return is_role_name(text).then_some(Self { home: None, name: text });
        };
        let (partition, rest) = arn.split_once(":iam::")?;
        let (account, name) = rest.split_once(":role/")?;
        let fits = is_partition(partition) && is_account(account) && is_role_name(name);
        fits.then_some(Self { home: Some((partition, account)), name })
    }
}

/// The ARN of a role: `arn:aws:iam::111122223333:role/team-payments-reports`.
pub(crate) fn arn(partition: &str, account: &str, name: &str) -> String {
    format!("arn:{partition}:iam::{account}:role/{name}")
}

/// Whether every character may stand in the name of a role.
pub(crate) fn is_role_text(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte))
}

fn is_role_name(text: &str) -> bool {
    (1..=LONGEST_ROLE).contains(&text.len()) && is_role_text(text)
}

fn is_partition(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    text.strip_prefix("aws").is_some_and(|rest| {
        rest.split('-').enumerate().all(|(index, text)| match index {
            0 => text.is_empty(),
            _ => part(text),
        })
    })
}

fn is_account(text: &str) -> bool {
    text.len() == ACCOUNT_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn check(text: &str) -> Result<(), Fault> {
    if Role::parse(text).is_some() {
        return Ok(());
    }
    let above = text.len().saturating_sub(LONGEST_ROLE);
    if is_role_text(text) && above > 0 {
        let message = format!("a role's name of {} characters, where {LONGEST_ROLE} is the most", text.len());
        return Err(Fault::new(message).help(format!("shorten it by {}", characters(above))));
    }
    let behind_path = text.split_once(":role/").and_then(|(_, path)| path.rsplit_once('/')).map(|(_, name)| name);
    if let Some(name) = behind_path.filter(|name| is_role_name(name)) {
        return Err(Fault::new("a role with a path").help(format!("name a role without a path, such as `{name}`")));
    }
    if text.starts_with("arn:") {
        return Err(Fault::default().help("write the role's name alone, or `arn:aws:iam::<account>:role/<name>`"));
    }
    Err(Fault::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_a_name_or_an_arn() {
        let role = Role::parse("team-a.b_c+d=e,f@g");
        assert_eq!(role.map(|role| (role.home, role.name)), Some((None, "team-a.b_c+d=e,f@g")));
        let role = Role::parse("arn:aws-us-gov:iam::111122223333:role/team-a-x");
        assert_eq!(role, Some(Role { home: Some(("aws-us-gov", "111122223333")), name: "team-a-x" }));
        assert!(check(&"a".repeat(64)).is_ok());
        assert_eq!(arn("aws", "111122223333", "x"), "arn:aws:iam::111122223333:role/x");
    }

    #[test]
    fn everything_else_is_refused() {
        let long = "a".repeat(65);
        for text in [
            "",
            "a b",
            "a/b",
            "a:b",
            "a*",
            "é",
            "a\n",
            &long,
            "arn:aws:iam::111122223333:role/",
            "arn:aws:iam::111122223333:user/x",
            "arn:aws:iam::111122223333:role/path/x",
            "arn:aws:iam::11112222333:role/x",
            "arn:aws:iam:::role/x",
            "arn:aws:iam:us-east-1:111122223333:role/x",
            "arn:aws:sts::111122223333:role/x",
            "arn:AWS:iam::111122223333:role/x",
            "arn:aws-:iam::111122223333:role/x",
            "arn:awsx:iam::111122223333:role/x",
            "arn::iam::111122223333:role/x",
        ] {
            assert!(Role::parse(text).is_none() && check(text).is_err(), "{text}");
        }
        let help = |text: &str| check(text).unwrap_err().help.unwrap_or_default();
        assert_eq!(help(&"a".repeat(65)), "shorten it by 1 character");
        assert_eq!(help(&"a".repeat(66)), "shorten it by 2 characters");
        assert_eq!(help(""), "");
        assert_eq!(help(&" ".repeat(65)), "");
    }
}
