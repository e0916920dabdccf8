//! `spec.syncPolicy`.

use std::borrow::Cow;

use crate::{
    manifest::{Leaf, Tree, map},
    origin::Sourced,
    team::apps::{Automated, Backoff, Retry, SyncPolicy},
};

pub(super) fn build(policy: &SyncPolicy) -> Tree {
    map! {
        "automated" => policy.automated.as_ref().map(automated),
        "syncOptions" => Tree::list(policy.options.iter().map(text)),
        "retry" => retry(&policy.retry),
    }
}

fn automated(automated: &Automated) -> Tree {
    map! {
        "enabled" => automated.enabled.as_ref(),
        "prune" => &automated.prune,
        "selfHeal" => &automated.self_heal,
    }
}

fn retry(retry: &Retry) -> Tree {
    map! {
        "limit" => retry.limit.as_ref(),
        "backoff" => retry.backoff.as_ref().map(backoff),
    }
}

fn backoff(backoff: &Backoff) -> Tree {
    map! {
        "duration" => backoff.duration.as_ref().map(text),
        "factor" => backoff.factor.as_ref(),
        "maxDuration" => backoff.max_duration.as_ref().map(text),
    }
}

fn text(text: &Sourced<Cow<'static, str>>) -> Tree {
    Tree::Leaf(Leaf::text(text.value.as_ref(), text.origin))
}
