//! Mail addresses and Slack channels. They become annotations only.

use crate::shape::{Fault, Grammar};

/// A mail address.
pub(crate) static EMAIL: Grammar = Grammar {
    what: "a mail address such as `team@example.com`",
    pattern: r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$",
    check: email,
};

/// A Slack channel; without `#` it is a warning, judged where the owner is.
pub(crate) static SLACK: Grammar =
    Grammar { what: "a Slack channel such as `\"#payments\"`", pattern: r"^#?[a-z0-9_-]{1,80}$", check: slack };

fn email(text: &str) -> Result<(), Fault> {
    let local = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let host = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    let fits = text.len() <= 254
        && text.split_once('@').is_some_and(|(name, domain)| {
            !name.is_empty()
                && name.chars().all(local)
                && domain.chars().all(host)
                && domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
        });
    if fits { Ok(()) } else { Err(Fault::default()) }
}

fn slack(text: &str) -> Result<(), Fault> {
    let name = text.strip_prefix('#').unwrap_or(text);
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if (1..=80).contains(&name.len()) && name.chars().all(letter) { Ok(()) } else { Err(Fault::default()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_host() {
        let longest = format!("a@{}", "b".repeat(252));
        for text in ["a@b", "team+x.y@mail.example-1.com", "!#$%&'*+/=?^_`{|}~-@b", &longest] {
            assert!(email(text).is_ok(), "{text}");
        }
        let longer = format!("{longest}b");
        for text in [
            "", "a", "@", "@b", "a@", "a b@c", "a@b@c", "a@b_c", "a@b..c", "a@.b", "a@b.", "a@-b", "a@b-", "a@b-.c",
            "é@b", &longer,
        ] {
            assert!(email(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_channel_is_as_long_as_slack_lets_it_be() {
        for text in ["#payments", "payments", "#a_b-1", &format!("#{}", "a".repeat(80))] {
            assert!(slack(text).is_ok(), "{text}");
        }
        for text in ["", "#", "##a", "#A", "#a b", "#é", &"a".repeat(81)] {
            assert!(slack(text).is_err(), "{text}");
        }
    }
}
