//! `serviceAccounts`: identities for pods, with the AWS role that each may take.

use crate::{
    diagnostic::secrets as codes,
    shape::{Fault, Grammar, List, Record, Shape, field},
    span::Spanned,
    value::{iam, name},
    yaml::Node,
};

/// `serviceAccounts`.
pub(crate) static SERVICE_ACCOUNTS: List = List::of(Shape::Record(&SERVICE_ACCOUNT)).unique_by("name");

/// The keys of one entry.
static SERVICE_ACCOUNT: Record = Record::of(&[
    field(
        "name",
        Shape::Text(&NAME),
        "What a pod writes as `serviceAccountName`. `<team>-workload` exists anyway and is listed to give it a role.",
    )
    .required(),
    field(
        "awsRole",
        Shape::Text(&iam::ROLE),
        "The AWS role that its pods may take, by name: the platform's prefix, the team's name, `-`, and more.",
    ),
]);

static NAME: Grammar = Grammar {
    what: "a service account's name such as `reports`: lower-case letters, digits and `-`",
    pattern: name::LABEL_1123,
    check: name,
};

/// One entry as written.
#[derive(Debug)]
pub(crate) struct ServiceAccountSpec {
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) aws_role: Option<Spanned<String>>,
}

/// Reads a checked list.
pub(crate) fn read(node: Option<&Node>) -> Vec<ServiceAccountSpec> {
    let items = node.map(Node::items).unwrap_or_default().iter().filter(|item| item.is_valid());
    let account = |item: &Node| {
        let text = |key: &str| item.get(key).and_then(Node::spanned);
        ServiceAccountSpec { name: text("name"), aws_role: text("awsRole") }
    };
    items.map(account).collect()
}

/// Every pod that names no account runs as `default`: a role on it would be everybody's.
fn name(text: &str) -> Result<(), Fault> {
    if text == "default" {
        return Err(Fault::new("`default` is the account of every pod that names none")
            .code(codes::DEFAULT_ACCOUNT)
            .help("list an account of another name, and name it in the pod as `serviceAccountName`"));
    }
    name::label_1123(text)
}
