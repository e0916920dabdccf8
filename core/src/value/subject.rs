//! Groups and users of a login service.

use crate::{
    diagnostic::access as codes,
    shape::{Fault, Grammar},
};

/// A group or user as a RoleBinding and an AppProject role name it.
///
/// Argo CD joins groups into lines of comma-separated, possibly quoted fields, and Kubernetes keeps `system:` for itself.
/// See <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects> and
/// <https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/>.
pub(crate) static SUBJECT: Grammar = Grammar {
    what: "a group or user of your login service such as `payments-developers`",
    pattern: r#"^[^\s,"'*][^,"'*]*$"#,
    check: subject,
};

/// Longest subject, in characters.
const LONGEST: usize = 256;

/// Beginnings that stand for something other than people, with what they stand for.
const REFUSED_BEGINNINGS: &[(&str, &str)] = &[
    ("system:", "stands for everybody, or for Kubernetes itself"),
    ("role:", "is a role of Argo CD, not a group or user"),
    ("proj:", "is a role of an Argo CD project, not a group or user"),
];

fn subject(text: &str) -> Result<(), Fault> {
    let Some(message) = refusal(text) else { return Ok(()) };
    let help = "write the name exactly as your login service spells it";
    let fault = Fault::new(message).code(codes::REFUSED_SUBJECT);
    let trimmed = text.trim();
    if trimmed != text && refusal(trimmed).is_none() {
        return Err(fault.help(format!("write `{trimmed}`, without the blanks")));
    }
    Err(fault.help(help))
}

/// What is wrong with a subject.
fn refusal(text: &str) -> Option<String> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        return Some("a group or user without a name".to_owned());
    }
    if length > LONGEST {
        return Some(format!("a name of {length} characters, where {LONGEST} is the most"));
    }
    if let Some(hidden) = text.chars().find(|c| is_hidden(*c)) {
        return Some(format!("a name with a character that can't be seen (U+{:04X})", u32::from(hidden)));
    }
    if text.trim() != text {
        return Some(format!("`{text}` has blanks around it"));
    }
    if let Some((_, reason)) = REFUSED_BEGINNINGS.iter().find(|(beginning, _)| text.starts_with(beginning)) {
        return Some(format!("`{text}` {reason}"));
    }
    if text.contains('*') {
        return Some(format!("`{text}` has a `*`, but groups and users have no patterns"));
    }
    let split = text.chars().find(|c| matches!(c, ',' | '"' | '\''))?;
    Some(format!("`{text}` has a `{split}`, which Argo CD takes for the end of a name"))
}

/// Control characters, blanks other than a space, and characters without a shape of their own.
fn is_hidden(character: char) -> bool {
    let blank = character.is_whitespace() && character != ' ';
    let shapeless = matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    );
    character.is_control() || blank || shapeless
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_groups_of_login_services_pass() {
        for text in [
            "payments",
            "ann@example.com",
            "Platform Team",
            "acme:payments",
            "oidc:team/dev",
            "CN=dev;OU=x",
            "4f6c0c3e-0a2b-4b5e-9c1a-3f2d1e0b9a8c",
            "équipe",
            "systemic:x",
        ] {
            assert!(subject(text).is_ok(), "{text}");
        }
        assert!(subject(&"é".repeat(256)).is_ok());
    }

    #[test]
    fn whatever_means_more_than_a_person_is_refused() {
        let long = "a".repeat(257);
        for text in [
            "",
            " ",
            "system:masters",
            "system:serviceaccount:a:b",
            "role:admin",
            "proj:team-a:developer",
            "*",
            "team-*",
            "a,b",
            "\"a\"",
            "o'brien",
            " a",
            "a ",
            "a\nb",
            "a\tb",
            "a\u{200D}b",
            "a\u{200B}b",
            "a\u{AD}b",
            "a\u{A0}b",
            "a\u{E0041}",
            &long,
        ] {
            assert!(subject(text).is_err(), "{text:?}");
        }
    }
}
