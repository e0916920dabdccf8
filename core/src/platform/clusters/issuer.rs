//! `clusters[].oidcIssuer`: who issues the tokens of a cluster's service accounts.

use super::{Cluster, server};
use crate::{
    diagnostic::{Sink, secrets as codes},
    shape::{Fault, Grammar},
};

/// The address of an OpenID Connect provider as IAM takes it: without a port, and as the cluster writes it into its tokens.
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html>.
pub(super) static ISSUER: Grammar = Grammar {
    what: "an issuer such as `https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF`",
    pattern: r"^https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~-]+)*$",
    check,
};

fn check(text: &str) -> Result<(), Fault> {
    let Some(rest) = text.strip_prefix("https://") else {
        let with_scheme = format!("https://{text}");
        let fault = Fault::default();
        return Err(if check(&with_scheme).is_ok() {
            fault.help(format!("write `{with_scheme}`")).replacement(with_scheme)
        } else {
            fault
        });
    };
    if let Some(without) = text.strip_suffix('/') {
        let fault = Fault::new("the issuer ends in `/`, which the one in the tokens does not");
        return Err(if check(without).is_ok() {
            fault.help(format!("write `{without}`")).replacement(without)
        } else {
            fault
        });
    }
    if rest.contains(':') {
        return Err(Fault::new("the issuer has a port, which AWS does not take").help("remove it"));
    }
    (server::SERVER.check)(text)
}

/// A token would be taken for one of the other cluster.
pub(super) fn same(clusters: &[Cluster], sink: &mut Sink) {
    let issuers: Vec<_> =
        clusters.iter().filter_map(|cluster| Some((cluster, cluster.oidc_issuer.as_ref()?))).collect();
    for (index, (_, issuer)) in issuers.iter().enumerate() {
        let Some((first, earlier)) = issuers.iter().take(index).find(|(_, other)| other.value == issuer.value) else {
            continue;
        };
        let message = format!("`{}` is already the issuer of cluster `{}`", issuer.value, first.name.value);
        sink.report(codes::SAME_ISSUER, issuer.origin.span(), message)
            .see(earlier.origin.span(), "first written here")
            .help("write this cluster's own, as `aws eks describe-cluster` shows it");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_written_as_tokens_have_it() {
        assert!(check("https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF").is_ok());
        assert!(check("https://oidc.example.com").is_ok());
        for text in [
            "",
            "https://",
            "http://oidc.example.com",
            "https://oidc.example.com:443/id/A",
            "https://oidc.example.com/id/*",
            "https://oidc.example.com/id/A?b",
            "https://oidc.example.com/id/../A",
            "https://u@oidc.example.com/id/A",
            "https://oidc.example.com/${aws:username}",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
        let repaired = |text: &str| check(text).unwrap_err().replacement;
        assert_eq!(repaired("oidc.example.com/id/A").as_deref(), Some("https://oidc.example.com/id/A"));
        assert_eq!(repaired("https://oidc.example.com/id/A/").as_deref(), Some("https://oidc.example.com/id/A"));
    }
}
