//! Templates of the platform team, as written: one object a file, a tree whose texts may hold expressions. What a template
//! makes of a team stands in `team/templates`.
//!
//! ```text
//! text ─ yaml ─▶ node tree ─ shape ─▶ checked tree ─▶ Template { when, for, kind, metadata, body } of compiled expressions
//! ```
//!
//! An expression stands inside a text of the tree, never across it: whatever value a team brings, it stays one leaf.

mod expression;
mod filters;
mod form;
mod kinds;
mod names;
mod text;

use std::borrow::Cow;

use smol_str::SmolStr;

pub(crate) use self::{
    expression::Expression,
    form::{Form, Part},
    kinds::is_made_by_kubernetes,
};
pub use self::{
    filters::FILTERS,
    names::{Kind, NAMES, Name},
};
use self::{
    form::Reader,
    text::{Piece, split},
};
use crate::{
    diagnostic::{Diagnostic, Sink, language, templates as codes},
    origin::Origin,
    shape::{self, Empty, Fault, Grammar, Map, Record, Shape, field},
    source::Source,
    span::{Span, Spanned},
    value::{kind, label},
    yaml::{self, Node},
};

/// The folder of templates, below that of the platform.
pub(crate) const FOLDER: &str = "templates";
/// Most templates of a platform.
pub(crate) const MOST: usize = 200;

/// The keys of a template: two of its own, and those of an object.
static ROOT: Record = Record {
    fields: &[
        field("when", Shape::Text(&EXPRESSION), "Whether the object is made."),
        field("for", Shape::Map(&EACH), "Makes an object of each entry of a list, under the name that is written."),
        field("apiVersion", Shape::Text(&API_VERSION), "The group and version of the kind.").required(),
        field("kind", Shape::Text(&KIND), "The kind of the object.").required(),
        field("metadata", Shape::Record(&METADATA), "The name, labels and annotations of the object.").required(),
    ],
    others: Some((&BODY_KEY, &Shape::Anything)),
    refused: &[
        // Argo CD and kubectl take an object with such a list for as many objects.
        ("items", "one template makes one object: give each object a file of its own"),
        ("status", "a controller writes the status; remove the key"),
    ],
};

static METADATA: Record = Record {
    fields: &[
        field("name", Shape::Text(&NAME), "The name of the object.").required(),
        field("labels", Shape::Map(&LABELS), "Labels beside those that every object gets."),
        field("annotations", Shape::Map(&ANNOTATIONS), "Annotations beside those that every object gets."),
    ],
    others: None,
    refused: &[
        ("namespace", "remove the key: every object lies in the team's namespace"),
        ("generateName", "write `name`: an object must be the same one at each sync"),
        ("finalizers", "remove the key: an object that waits for somebody would hold up the removal of a team"),
        ("ownerReferences", "remove the key: the team's Application owns the object"),
    ],
};

static EACH: Map = Map { key: &VARIABLE, value: Shape::Text(&EXPRESSION), empty: Empty::Refused };
static LABELS: Map = Map { key: &METADATA_KEY, value: Shape::Text(&LABEL), empty: Empty::Allowed };
static ANNOTATIONS: Map = Map { key: &METADATA_KEY, value: Shape::Text(&ANYTHING), empty: Empty::Allowed };

/// A text that is one expression.
static EXPRESSION: Grammar = Grammar {
    what: "an expression in quotes, such as `\"{{ team.owner != none }}\"`",
    pattern: r"^\{\{.*\}\}$",
    check: |text| match split(text).as_deref() {
        Ok([Piece::Expression(_)]) | Err(_) => Ok(()),
        Ok(_) => Err(Fault::default()),
    },
};

static VARIABLE: Grammar = Grammar {
    what: "a name such as `app`: lower-case letters, digits and `_`",
    pattern: "^[a-z][a-z0-9_]*$",
    check: |text| {
        let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !text.bytes().all(inner) || !text.starts_with(|first: char| first.is_ascii_lowercase()) || text.len() > 63 {
            return Err(Fault::default());
        }
        let reserved = NAMES.iter().any(|name| name.path == text)
            || ["and", "or", "not", "in", "if", "else", "is", "true", "false", "none", "self", "super"].contains(&text);
        if reserved {
            return Err(Fault::new(format!("`{text}` means something else in expressions"))
                .help("take another name, such as `app`"));
        }
        Ok(())
    },
};

static API_VERSION: Grammar = Grammar {
    what: "a group and version such as `policy/v1`",
    pattern: r"^([a-z0-9.-]+/)?v[0-9][a-z0-9]*$",
    check: |text| {
        let (group, version) = text.split_once('/').map_or((None, text), |(group, version)| (Some(group), version));
        let is_version = version.len() <= 63
            && version.starts_with('v')
            && version.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
            && version.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if !is_version || !group.is_none_or(label::is_subdomain) {
            return Err(Fault::default());
        }
        kinds::group(group.unwrap_or_default())
    },
};

static KIND: Grammar = Grammar {
    what: "a kind such as `PodDisruptionBudget`",
    pattern: "^[A-Z][A-Za-z0-9]*$",
    check: |text| if kind::is_kind(text) { kinds::kind(text) } else { Err(Fault::default()) },
};

static NAME: Grammar = Grammar {
    what: "a name such as `{{ team.name }}-alerts`: lower-case letters, digits, `-` and `.`",
    pattern: r"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?|.*\{\{.*)$",
    check: |text| if text::has_expression(text) || label::is_subdomain(text) { Ok(()) } else { Err(Fault::default()) },
};

static LABEL: Grammar = Grammar {
    what: label::VALUE.what,
    pattern: r"^(([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?|.*\{\{.*)$",
    check: |text| if text::has_expression(text) { Ok(()) } else { (label::VALUE.check)(text) },
};

static ANYTHING: Grammar = Grammar { what: "a text", pattern: "", check: |_| Ok(()) };

static METADATA_KEY: Grammar = Grammar { what: label::KEY.what, pattern: label::KEY.pattern, check: metadata_key };

static BODY_KEY: Grammar = Grammar {
    what: "a key of the object such as `spec`",
    pattern: "^[a-z][A-Za-z0-9]*$",
    check: |text| {
        let fits = text.len() <= 63
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if fits { Ok(()) } else { Err(Fault::default()) }
    },
};

/// Domains of keys that Argo CD, kubectl, Pod Security and Teamwright give a meaning. Argo CD takes the hooks of Helm for its own.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-hooks>.
const TAKEN_DOMAINS: &[&str] =
    &["argocd.argoproj.io", "teamwright.dev", "pod-security.kubernetes.io", "helm.sh", "kubectl.kubernetes.io"];
/// Keys that every object gets, and the one by which Argo CD may know what belongs to an Application.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/>.
const TAKEN_KEYS: &[&str] = &["team", "app.kubernetes.io/managed-by", "app.kubernetes.io/instance"];

fn metadata_key(text: &str) -> Result<(), Fault> {
    (label::KEY.check)(text)?;
    let is_taken = TAKEN_KEYS.contains(&text) || TAKEN_DOMAINS.iter().any(|domain| label::belongs_to(text, domain));
    if is_taken {
        return Err(Fault::new(format!("`{text}` is not a template's to set"))
            .code(codes::METADATA)
            .help("remove the key; `syncWaves` of platform.yaml says in which wave a kind comes"));
    }
    Ok(())
}

/// A template.
#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) source: Source,
    /// Which of the platform's templates it is.
    pub(crate) number: u16,
    /// Whether the object is made; always without it.
    pub(crate) when: Option<Expression>,
    /// The name of an entry, and the list: an object each.
    pub(crate) each: Option<(String, Expression)>,
    /// Such as `policy/v1`.
    pub(crate) api_version: SmolStr,
    pub(crate) kind: Spanned<SmolStr>,
    pub(crate) name: Form,
    pub(crate) labels: Vec<(Cow<'static, str>, Form)>,
    pub(crate) annotations: Vec<(Cow<'static, str>, Form)>,
    /// Everything beside type and metadata.
    pub(crate) body: Vec<(Cow<'static, str>, Form)>,
    /// Whether it can make something else on another cluster.
    pub(crate) depends_on_the_cluster: bool,
}

impl Template {
    /// Reads a template; `None` if anything in it is an error. What is found does not depend on a team.
    pub(crate) fn parse(source: &Source, number: u16) -> (Option<Self>, Vec<Diagnostic>) {
        let mut sink = Sink::new(source);
        let mut root = yaml::parse(&mut sink);
        let readable = shape::check_root(&mut root, &ROOT, &mut sink);
        let template = root.as_ref().filter(|_| readable).and_then(|root| Self::read(root, number, &mut sink));
        let template = template.filter(|_| !sink.has_errors());
        let mut found = sink.into_found();
        for finding in &mut found {
            let before = source.text().get(..finding.span.start as usize).unwrap_or_default();
            let is_bare = finding.code.id == language::KEY.id && before.ends_with('{');
            if is_bare {
                finding.help = Some("put the text in quotes: `\"{{ … }}\"`".to_owned());
            }
        }
        (template, found)
    }

    fn read(root: &Node, number: u16, sink: &mut Sink) -> Option<Self> {
        let source = sink.source.clone();
        let mut reader = Reader::new(number, sink);
        let each = root.get("for").and_then(|node| reader.each(node));
        let variable = each.as_ref().map(|(variable, _)| variable.clone());
        reader.variable = variable.as_ref();
        let when = root.get("when").and_then(|node| reader.single(node));
        let metadata = root.get("metadata");
        let mut pairs = |key: &str| {
            let entries = metadata.and_then(|metadata| metadata.get(key)).map(Node::entries).unwrap_or_default();
            let pair = |entry: &yaml::Entry| (Cow::Owned(entry.key.value.clone()), reader.form(&entry.value));
            entries.iter().map(pair).collect::<Vec<_>>()
        };
        let (labels, annotations) = (pairs("labels"), pairs("annotations"));
        let name = metadata.and_then(|metadata| metadata.get("name")).map(|node| reader.form(node));
        let own = |key: &str| ROOT.fields.iter().any(|field| field.name == key);
        let body = root.entries().iter().filter(|entry| !own(&entry.key.value));
        let body: Vec<_> = body.map(|entry| (Cow::Owned(entry.key.value.clone()), reader.form(&entry.value))).collect();
        let depends_on_the_cluster = reader.depends_on_the_cluster;
        let api_version = root.get("apiVersion")?.spanned()?;
        let kind = root.get("kind")?.spanned()?;
        let group = group(&api_version.value);
        kinds::check(group, &kind, sink);
        Some(Self {
            source,
            number,
            when,
            each: each.map(|(variable, list)| (variable.name, list)),
            api_version: api_version.value.into(),
            kind: kind.map(SmolStr::from),
            name: name?,
            labels,
            annotations,
            body,
            depends_on_the_cluster,
        })
    }

    /// The API group of its kind; empty for the core group.
    pub(crate) fn group(&self) -> &str {
        group(&self.api_version)
    }

    /// The origin of something that stands in it.
    pub(crate) const fn origin(&self, span: Span) -> Origin {
        Origin::template(self.number, span)
    }
}

fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}
