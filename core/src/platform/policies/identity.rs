//! Who may have signed an image: an account of a service that signs for people and workflows.

use crate::{
    origin::Sourced,
    platform::sourced,
    shape::{Fault, Grammar, List, Record, Shape, field},
    value::link,
    yaml::Node,
};

/// `identities`, never empty.
pub(super) static IDENTITIES: List = List::not_empty(Shape::Record(&IDENTITY));

/// The keys of one identity. See <https://docs.sigstore.dev/cosign/verifying/verify/#keyless-verification-using-openid-connect>.
static IDENTITY: Record = Record::of(&[
    field("issuer", Shape::Text(&ISSUER), "The service that vouches for whoever signs, as an https address.")
        .required(),
    field("subject", Shape::Text(&SUBJECT), "Who signs there: an e-mail address, or the address of a workflow.")
        .required(),
]);

static ISSUER: Grammar = Grammar {
    what: "an issuer such as `https://token.actions.githubusercontent.com`",
    pattern: r"^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[!-~]*)?$",
    check: |text| {
        if link::is_link(text) && !text.contains(['?', '#']) { Ok(()) } else { Err(Fault::default()) }
    },
};

/// A subject is exact: with a `*`, anybody with a similar name could sign.
static SUBJECT: Grammar = Grammar {
    what: "a subject such as `https://github.com/acme/ci/.github/workflows/release.yaml@refs/heads/main`",
    pattern: r"^[!-)+-~]+$",
    check: |text| {
        if text.contains('*') {
            return Err(Fault::new("a subject with a `*`, but subjects have no patterns").help("write it out"));
        }
        let fits = text.len() <= LONGEST_SUBJECT && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits && !text.is_empty() { Ok(()) } else { Err(Fault::default()) }
    },
};

const LONGEST_SUBJECT: usize = 512;

/// An identity as meant.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) issuer: Sourced<String>,
    pub(crate) subject: Sourced<String>,
}

impl Identity {
    pub(super) fn read(node: &Node) -> Option<Self> {
        let text = |key: &str| node.get(key).and_then(sourced);
        Some(Self { issuer: text("issuer")?, subject: text("subject")? })
    }
}
