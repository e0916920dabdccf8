//! Single values, judged without a file around them: the way for tests and editors to ask what a grammar takes.

use crate::{
    diagnostic::one_line,
    shape::{self, did_you_mean},
    value::{
        bounded, cidr, contact, date,
        duration::{self, Duration},
        iam, image, label, link, name, path,
        quantity::{self, Quantity},
        repo_url, resource, revision,
        schedule::{self, Schedule},
        subject, time_zone,
    },
    yaml::characters,
};

/// A grammar by its name.
struct Entry {
    name: &'static str,
    grammar: &'static shape::Grammar,
    /// The one text for everything of the same value; only called with texts that fit.
    canonical: fn(&str) -> String,
}

static ENTRIES: [Entry; 32] = [
    entry("address", &cidr::ADDRESS, str::to_owned),
    entry("app", &name::APP, str::to_owned),
    entry("aws-role", &iam::ROLE, str::to_owned),
    entry("cluster", &name::CLUSTER, str::to_owned),
    entry("count", &quantity::COUNT, amount),
    entry("cpu", &quantity::CPU, amount),
    entry("date", &date::DATE, str::to_owned),
    entry("directory", &path::DIRECTORY, str::to_owned),
    entry("duration", &duration::DURATION, length),
    entry("email", &contact::EMAIL, str::to_owned),
    entry("environment", &name::ENVIRONMENT, str::to_owned),
    entry("extended-resource", &resource::EXTENDED, str::to_owned),
    entry("file", &path::FILE, str::to_owned),
    entry("image-replacement", &image::REPLACEMENT, str::to_owned),
    entry("label-key", &label::KEY, str::to_owned),
    entry("label-value", &label::VALUE, str::to_owned),
    entry("link", &link::LINK, str::to_owned),
    entry("memory", &quantity::MEMORY, amount),
    entry("namespace", &name::NAMESPACE, str::to_owned),
    entry("network", &cidr::CIDR, str::to_owned),
    entry("object-count", &resource::OBJECT_COUNT, str::to_owned),
    entry("organization", &name::ORGANIZATION, str::to_owned),
    entry("registry", &image::REGISTRY, str::to_owned),
    entry("repository", &repo_url::REPO_URL, repo_url::normalise),
    entry("revision", &revision::REVISION, str::to_owned),
    entry("schedule", &schedule::SCHEDULE, starts),
    entry("slack-channel", &contact::SLACK, str::to_owned),
    entry("subject", &subject::SUBJECT, str::to_owned),
    entry("sync-wave", &bounded::WAVE, str::to_owned),
    entry("team", &name::TEAM, str::to_owned),
    entry("tier", &name::TIER, str::to_owned),
    entry("time-zone", &time_zone::TIME_ZONE, str::to_owned),
];

const fn entry(name: &'static str, grammar: &'static shape::Grammar, canonical: fn(&str) -> String) -> Entry {
    Entry { name, grammar, canonical }
}

/// The names of all grammars, in order.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    ENTRIES.iter().map(|entry| entry.name)
}

/// Judges a text by a grammar such as `cpu`, `network`, `duration`, `repository`, `revision`, `label-key` or `team`, and gives
/// its canonical form: equal for texts of the same value (`1000m` and `1.0`, `1h30m` and `90m`), and the text
/// itself where each value has one spelling.
///
/// # Errors
/// What is wrong and what to type instead, as a diagnostic would say it; or that there is no such grammar.
pub fn accepts(grammar: &str, text: &str) -> Result<String, String> {
    let Some(entry) = ENTRIES.iter().find(|entry| entry.name == grammar) else {
        let near = did_you_mean(grammar, names());
        let help =
            near.map_or_else(|| names().collect::<Vec<_>>().join(", "), |near| format!("did you mean `{near}`?"));
        return Err(format!("no grammar is called `{grammar}`\nhelp: {help}"));
    };
    if let Some((character, what)) = text.chars().find_map(|c| Some((c, characters::refusal(c)?))) {
        return Err(format!("{what} ({})\nhelp: remove the character", characters::describe(character)));
    }
    match (entry.grammar.check)(text) {
        Ok(()) => Ok((entry.canonical)(text)),
        Err(fault) => {
            let (message, help) = fault.words(entry.grammar, text);
            Err(format!("{}\nhelp: {help}", one_line(message)))
        }
    }
}

fn amount(text: &str) -> String {
    Quantity::parse(text).map_or_else(|_| text.to_owned(), |quantity| quantity.to_string())
}

fn length(text: &str) -> String {
    Duration::parse(text).map_or_else(|| text.to_owned(), |duration| duration.to_string())
}

fn starts(text: &str) -> String {
    Schedule::parse(text).map_or_else(|_| text.to_owned(), |schedule| schedule.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_judged_by_the_name_of_its_grammar() {
        assert_eq!(accepts("cpu", "0.50").as_deref(), Ok("500m"));
        assert_eq!(accepts("duration", "90m").as_deref(), Ok("1h30m"));
        assert_eq!(
            accepts("repository", "https://github.com/Acme/Web.git").as_deref(),
            Ok("https://github.com/acme/web")
        );
        assert_eq!(accepts("team", "payments").as_deref(), Ok("payments"));
        let message = "`Payments` is not a team name such as `payments`\nhelp: write `payments`";
        assert_eq!(accepts("team", "Payments").unwrap_err(), message);
        assert_eq!(accepts("subject", "a\u{FFFF}").unwrap_err(), "no character (U+FFFF)\nhelp: remove the character");
        assert_eq!(accepts("netwrk", "").unwrap_err(), "no grammar is called `netwrk`\nhelp: did you mean `network`?");
        assert!(accepts("colour", "").unwrap_err().ends_with("subject, sync-wave, team, tier, time-zone"));
    }

    #[test]
    fn names_are_sorted() {
        assert!(ENTRIES.is_sorted_by_key(|entry| entry.name));
    }
}
