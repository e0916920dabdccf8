//! Which namespaces a team may open traffic to or from.

use crate::{
    diagnostic::{Sink, network as codes},
    origin::Sourced,
    platform::{Platform, names::SYSTEM_NAMESPACES},
    shape::did_you_mean,
    span::Spanned,
};

/// Reports a name that a team may not write in `allowFromNamespaces` or `allowToNamespaces`, and warns about one that nobody
/// knows. Namespaces of teams pass: whether the team exists is a question to the whole repository.
pub(crate) fn check_namespace(name: &Spanned<String>, platform: &Platform, sink: &mut Sink) {
    let written = name.value.as_str();
    let is = |known: &Sourced<String>| known.value == written;
    if platform.names.platform_namespaces.iter().any(is) {
        return;
    }
    if let Some(reserved) = platform.names.reserved_namespaces.iter().find(|known| is(known)) {
        let message = format!("the platform reserves `{written}`: no team may refer to it");
        let report = sink.report(codes::FORBIDDEN_NAMESPACE, name.span, message).help("remove the entry");
        if let Some(source) = &platform.source {
            report.see_in(source, reserved.origin.span(), "reserved here");
        }
        return;
    }
    if SYSTEM_NAMESPACES.contains(&written) {
        if platform.is_sound("platformNamespaces") {
            let message = format!("`{written}` belongs to Kubernetes: no team may refer to it");
            sink.report(codes::FORBIDDEN_NAMESPACE, name.span, message)
                .help("remove the entry; the platform team can list the namespace under `platformNamespaces`");
        }
        return;
    }
    let rooms = ["namespacePrefix", "platformNamespaces", "components", "argocd", "network"];
    if is_known(written, platform) || !rooms.into_iter().all(|room| platform.is_sound(room)) {
        return;
    }
    let report = sink.report(codes::UNKNOWN_NAMESPACE, name.span, format!("nobody knows a namespace `{written}`"));
    match did_you_mean(written, known(platform)) {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => report.help(format!(
            "write `{}{written}` for a team's; the platform team lists its own under `platformNamespaces`",
            platform.names.prefix.value
        )),
    };
}

fn is_known(name: &str, platform: &Platform) -> bool {
    name.starts_with(&platform.names.prefix.value) || known(platform).any(|known| known == name)
}

/// Namespaces that the platform names anywhere.
pub(crate) fn known(platform: &Platform) -> impl Iterator<Item = &str> {
    let listed = platform.names.platform_namespaces.iter().map(|name| name.value.as_str());
    let argocd = [platform.argocd.namespace.value.as_str()];
    listed.chain(platform.components.namespaces()).chain(argocd).chain(platform.network.namespaces())
}
