//! Network rules in force: what the team writes, else the platform's default, else closed.

#[cfg(test)]
mod tests;

use super::identity::Identity;
use crate::{
    diagnostic::{Sink, network as codes},
    origin::{Origin, OriginKind, Sourced},
    platform::{
        Platform,
        network::{self, Destination},
    },
    span::{Span, Spanned},
    spec::{TeamSpec, network_policy::NetworkPolicySpec},
    value::name::NamespaceName,
};

/// `networkPolicy` as meant. Lists keep the order in which they are written.
#[derive(Debug)]
pub(crate) struct Network<'p> {
    pub(crate) allow_ingress: Sourced<bool>,
    pub(crate) allow_egress: Sourced<bool>,
    pub(crate) allow_from: Vec<Sourced<NamespaceName>>,
    pub(crate) allow_to: Vec<Sourced<NamespaceName>>,
    /// Destinations of platform.yaml; the origin is the entry of `allowTo`.
    pub(crate) destinations: Vec<Sourced<&'p Destination>>,
}

pub(crate) fn validate<'p>(
    spec: &TeamSpec,
    identity: Option<&Identity>,
    platform: &'p Platform,
    sink: &mut Sink,
) -> Network<'p> {
    let written = &spec.network_policy;
    let default = &platform.defaults.network_policy;
    let own = identity.map(|identity| identity.namespace.value.as_str());
    judge(written, own, platform, sink);
    let precedence = Precedence { platform, own };
    Network {
        allow_ingress: precedence.flag("networkPolicy.allowIngress", &written.allow_ingress, &default.allow_ingress),
        allow_egress: precedence.flag("networkPolicy.allowEgress", &written.allow_egress, &default.allow_egress),
        allow_from: precedence.namespaces(
            "networkPolicy.allowFromNamespaces",
            &written.allow_from_namespaces,
            &default.allow_from_namespaces,
        ),
        allow_to: precedence.namespaces(
            "networkPolicy.allowToNamespaces",
            &written.allow_to_namespaces,
            &default.allow_to_namespaces,
        ),
        destinations: precedence.destinations("networkPolicy.allowTo", &written.allow_to, &default.allow_to),
    }
}

/// What the team may not write. Defaults are judged once, where platform.yaml is.
fn judge(written: &NetworkPolicySpec, own: Option<&str>, platform: &Platform, sink: &mut Sink) {
    if let Some(flag) = written.allow_ingress.as_ref().filter(|flag| flag.value) {
        network::ingress_exists(flag.span, platform, sink);
    }
    for name in [&written.allow_from_namespaces, &written.allow_to_namespaces].into_iter().flatten().flatten() {
        if own == Some(name.value.as_str()) {
            let message = format!("`{}` is the team's own namespace, whose pods always reach each other", name.value);
            sink.report(codes::OWN_NAMESPACE, name.span, message).help("remove the entry");
        } else {
            network::check_namespace(name, platform, sink);
        }
    }
    for name in written.allow_to.iter().flatten() {
        network::check_destination(name, platform, sink);
    }
}

/// Picks values: written, else the default, else closed.
struct Precedence<'a, 'p> {
    platform: &'p Platform,
    /// The team's namespace, which a default for all teams may name.
    own: Option<&'a str>,
}

impl<'p> Precedence<'_, 'p> {
    fn flag(&self, key: &str, written: &Option<Spanned<bool>>, default: &Option<Spanned<bool>>) -> Sourced<bool> {
        let (flag, kind) = self.choose(key, written, default);
        let lock = || self.platform.defaults.lock(key).map(|span| Origin::platform(span).of_kind(OriginKind::Lock));
        match flag {
            Some(flag) => Sourced::new(flag.value, origin(kind, flag.span)),
            None => Sourced::new(false, lock().unwrap_or(Origin::built_in())),
        }
    }

    fn namespaces(&self, key: &str, written: &Names, default: &Names) -> Vec<Sourced<NamespaceName>> {
        let (names, kind) = self.choose(key, written, default);
        let names = names.into_iter().flatten();
        let names = names.filter(|name| kind == OriginKind::Written || self.own != Some(name.value.as_str()));
        names.map(|name| Sourced::new(NamespaceName::new(name.value.as_str()), origin(kind, name.span))).collect()
    }

    fn destinations(&self, key: &str, written: &Names, default: &Names) -> Vec<Sourced<&'p Destination>> {
        let (names, kind) = self.choose(key, written, default);
        let known = |name: &Spanned<String>| {
            let destination = self.platform.network.destination(&name.value)?;
            Some(Sourced::new(destination, origin(kind, name.span)))
        };
        names.into_iter().flatten().filter_map(known).collect()
    }

    /// A written value replaces the default as a whole.
    fn choose<'v, T>(&self, key: &str, written: &'v Option<T>, default: &'v Option<T>) -> (Option<&'v T>, OriginKind) {
        match written {
            Some(value) => (Some(value), OriginKind::Written),
            None if self.platform.defaults.lock(key).is_some() => (default.as_ref(), OriginKind::Lock),
            None => (default.as_ref(), OriginKind::Default),
        }
    }
}

/// A list as written.
type Names = Option<Vec<Spanned<String>>>;

fn origin(kind: OriginKind, span: Span) -> Origin {
    match kind {
        OriginKind::Written => Origin::written(span),
        _ => Origin::platform(span).of_kind(kind),
    }
}
