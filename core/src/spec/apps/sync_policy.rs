//! `syncPolicy`: when and how Argo CD applies an application. Also the shape of `defaults.syncPolicy` of platform.yaml.

use crate::{
    diagnostic::{Sink, apps as codes, shape as shapes},
    shape::{Field, List, Record, Shape, field},
    span::{Span, Spanned},
    value::{bounded, duration, duration::Duration, sync_option},
    yaml::Node,
};

/// The keys of `syncPolicy`.
pub(crate) static SYNC_POLICY: Record = Record::of(&[
    field("automated", Shape::Record(&AUTOMATED), "Whether Argo CD applies changes by itself, and how far it goes."),
    field("syncOptions", Shape::List(&SYNC_OPTIONS), "Switches of the sync, such as `ServerSideApply=true`."),
    field("retry", Shape::Record(&RETRY), "What happens after a sync that failed."),
]);

/// The keys of `automated`.
static AUTOMATED: Record = Record {
    fields: AUTOMATED_FIELDS,
    others: None,
    refused: &[(
        "allowEmpty",
        "an application that loses all its objects is a mistake more often than a wish; delete the app instead",
    )],
};

const AUTOMATED_FIELDS: &[Field] = &[
    field("enabled", Shape::Boolean, "`false` leaves every sync to a person. It is `true` unless written."),
    field(
        "prune",
        Shape::Boolean,
        "Whether objects that left the repository are deleted. It is `false` unless written.",
    ),
    field(
        "selfHeal",
        Shape::Boolean,
        "Whether changes made by hand in the cluster are undone. It is `false` unless written.",
    ),
];

/// `syncOptions`; an empty list leaves only the options that are always there.
static SYNC_OPTIONS: List = List::of(Shape::Text(&sync_option::SYNC_OPTION));

/// The keys of `retry`.
static RETRY: Record = Record::of(&[
    field("limit", Shape::Bare(&bounded::RETRIES), "How many times a failed sync is tried again: 0 to 50."),
    field("backoff", Shape::Record(&BACKOFF), "How long Argo CD waits before it tries again."),
]);

/// The keys of `backoff`.
static BACKOFF: Record = Record::of(&[
    field("duration", Shape::Bare(&duration::DURATION), "The first wait, such as `5s`."),
    field(
        "factor",
        Shape::Bare(&bounded::FACTOR),
        "By how much each wait is longer than the one before it, such as `2`.",
    ),
    field("maxDuration", Shape::Bare(&duration::DURATION), "The longest wait, such as `3m`."),
]);

/// `syncPolicy` as written: in team.yaml or, as `defaults.syncPolicy`, in platform.yaml.
#[derive(Debug, Clone, Default)]
pub(crate) struct SyncPolicySpec {
    pub(crate) automated: Option<AutomatedSpec>,
    pub(crate) sync_options: Option<Vec<Spanned<String>>>,
    pub(crate) retry: Option<RetrySpec>,
    /// The whole mapping, if nothing is left in it.
    empty: Option<Span>,
}

/// `automated` as written.
#[derive(Debug, Clone)]
pub(crate) struct AutomatedSpec {
    pub(crate) key: Span,
    pub(crate) enabled: Option<Spanned<bool>>,
    pub(crate) prune: Option<Spanned<bool>>,
    pub(crate) self_heal: Option<Spanned<bool>>,
}

/// `retry` as written.
#[derive(Debug, Clone)]
pub(crate) struct RetrySpec {
    pub(crate) key: Span,
    pub(crate) limit: Option<Spanned<i64>>,
    pub(crate) backoff: Option<BackoffSpec>,
    /// The whole mapping.
    span: Span,
}

/// `retry.backoff` as written.
#[derive(Debug, Clone)]
pub(crate) struct BackoffSpec {
    pub(crate) key: Span,
    pub(crate) duration: Option<Spanned<String>>,
    pub(crate) factor: Option<Spanned<i64>>,
    pub(crate) max_duration: Option<Spanned<String>>,
    /// The whole mapping, if nothing is left in it.
    empty: Option<Span>,
}

impl SyncPolicySpec {
    /// Reads a checked mapping.
    pub(crate) fn read(node: &Node) -> Self {
        let value = |key: &str| {
            node.entry(key).filter(|entry| entry.value.is_valid()).map(|entry| (entry.key.span, &entry.value))
        };
        Self {
            automated: value("automated").map(|(key, node)| AutomatedSpec {
                key,
                enabled: node.get("enabled").and_then(Node::boolean),
                prune: node.get("prune").and_then(Node::boolean),
                self_heal: node.get("selfHeal").and_then(Node::boolean),
            }),
            sync_options: node.get("syncOptions").map(|node| node.items().iter().filter_map(Node::spanned).collect()),
            retry: value("retry").map(|(key, node)| RetrySpec::read(key, node)),
            empty: node.is_empty_mapping().then_some(node.span),
        }
    }
}

impl RetrySpec {
    fn read(key: Span, node: &Node) -> Self {
        let backoff = node.entry("backoff").filter(|entry| entry.value.is_valid());
        Self {
            key,
            limit: node.get("limit").and_then(bounded::read),
            backoff: backoff.map(|entry| BackoffSpec {
                key: entry.key.span,
                duration: entry.value.get("duration").and_then(Node::spanned),
                factor: entry.value.get("factor").and_then(bounded::read),
                max_duration: entry.value.get("maxDuration").and_then(Node::spanned),
                empty: entry.value.is_empty_mapping().then_some(entry.value.span),
            }),
            span: node.span,
        }
    }
}

/// Rules between the keys of one `syncPolicy`; the file is the one that the collector speaks of.
pub(crate) fn check(spec: &SyncPolicySpec, sink: &mut Sink) {
    if let Some(span) = spec.empty.filter(|span| !sink.has_error_in(*span)) {
        sink.report(shapes::EMPTY, span, "a sync policy that says nothing")
            .help("write `automated`, `syncOptions` or `retry` in it, or remove the key");
    }
    if let Some(options) = &spec.sync_options {
        check_options(options, sink);
    }
    if let Some(retry) = &spec.retry {
        check_retry(retry, sink);
    }
}

fn check_options(options: &[Spanned<String>], sink: &mut Sink) {
    for (index, option) in options.iter().enumerate() {
        let key = sync_option::key(&option.value);
        let earlier = options.iter().take(index).find(|other| sync_option::key(&other.value) == key);
        if let Some(earlier) = earlier {
            sink.report(codes::OPTION_TWICE, option.span, format!("`{key}` is set twice"))
                .see(earlier.span, "first set here")
                .help("keep one of the two");
        }
        if option.value == "Validate=false" {
            sink.report(codes::NO_VALIDATION, option.span, "`Validate=false` lets misspelt fields through")
                .help("remove it unless an object is known to need it");
        }
    }
}

fn check_retry(retry: &RetrySpec, sink: &mut Sink) {
    let lacks_limit = retry.limit.is_none() && !sink.has_error_in(retry.span);
    let Some(backoff) = &retry.backoff else {
        if lacks_limit {
            sink.report(shapes::EMPTY, retry.key, "a `retry` that says nothing")
                .help("write `limit: 3` in it; without a limit Argo CD never tries again");
        }
        return;
    };
    if let Some(span) = backoff.empty.filter(|span| !sink.has_error_in(*span)) {
        sink.report(shapes::EMPTY, span, "a `backoff` that says nothing")
            .help("write `duration: 5s` in it, or remove the key");
    } else if lacks_limit {
        sink.report(codes::BACKOFF_UNUSED, backoff.key, "`backoff` without `limit` does nothing")
            .help("add `limit: 3` beside it; without a limit Argo CD never tries again");
    }
    let (Some(first), Some(longest)) = (&backoff.duration, &backoff.max_duration) else { return };
    if Duration::parse(&longest.value) < Duration::parse(&first.value) {
        let message = format!("the longest wait `{}` is shorter than the first one", longest.value);
        sink.report(codes::BACKOFF_ORDER, longest.span, message)
            .see(first.span, format!("the first wait is `{}`", first.value))
            .help(format!("write `{}` or more", first.value));
    }
}
