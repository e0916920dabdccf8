//! What a cluster becomes in which Argo CD is at work, step by step as the documentation says it. Argo CD's controllers and
//! Kubernetes' API server are their own; they stand in `tests/argocd` and `tests/apiserver`, and need Go 1.26.

mod fresh;
mod migration;
mod page;
mod platform;
mod wrong_turns;

use serde_json::Value;

/// The name of the Application that an object is tracked by; empty if it is none's.
fn tracked_by(object: &Value) -> &str {
    let tracking = object["metadata"]["annotations"]["argocd.argoproj.io/tracking-id"].as_str();
    tracking.and_then(|tracking| tracking.split(':').next()).unwrap_or_default()
}
