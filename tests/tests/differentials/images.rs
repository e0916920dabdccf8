//! Images against the reference grammar of container registries.

use serde::Deserialize;

use crate::{
    rules::{Row, Rule, compare},
    vectors,
};

#[derive(Debug, Deserialize)]
struct Image {
    text: String,
    /// Name, tag and digest.
    parts: Option<(String, String, String)>,
}

/// The image as what takes the place of another one.
#[derive(Debug)]
struct Replacement {
    text: String,
    image: Image,
}

impl Row for Replacement {
    fn text(&self) -> &str {
        &self.text
    }

    fn expected(&self) -> Option<String> {
        self.image.parts.as_ref().map(|_| self.text.clone())
    }
}

impl Replacement {
    /// The registry in front of the name, as Docker tells it from the name's first part.
    fn host(&self) -> Option<&str> {
        let (first, _) = self.image.parts.as_ref()?.0.split_once('/')?;
        (first.contains(['.', ':']) || first == "localhost" || first != first.to_lowercase()).then_some(first)
    }
}

#[test]
fn images_are_those_that_registries_take() {
    const RULES: &[Rule<Replacement>] = &[
        Rule {
            why: "a registry in upper case, which is another name for the one in lower case",
            describes: |row| row.host().is_some_and(|host| host != host.to_lowercase()),
        },
        Rule {
            why: "an underscore in the registry, which no server's name has",
            describes: |row| row.host().is_some_and(|host| host.contains('_')),
        },
        Rule {
            why: "longer than 255 bytes together with the registry",
            describes: |row| row.image.parts.as_ref().is_some_and(|(name, _, _)| name.len() > 255),
        },
        Rule { why: "a registry by its IPv6 address", describes: |row| row.image.text.starts_with('[') },
        Rule {
            why: "a port that no server can have",
            describes: |row| {
                let port = row.host().and_then(|host| host.rsplit_once(':')).map(|(_, port)| port);
                port.is_some_and(|port| port.parse::<u16>().is_ok_and(|port| port == 0) || port.parse::<u16>().is_err())
            },
        },
        Rule {
            why: "a digest other than SHA-256",
            describes: |row| {
                row.image
                    .parts
                    .as_ref()
                    .is_some_and(|(_, _, digest)| !matches!(digest.split_once(':'), None | Some(("sha256", _))))
            },
        },
    ];
    let rows: Vec<Image> = vectors::read("images");
    let rows: Vec<_> =
        rows.into_iter().map(|image| Replacement { text: format!("old={}", image.text), image }).collect();
    compare("image-replacement", &rows, RULES, 200);
}
