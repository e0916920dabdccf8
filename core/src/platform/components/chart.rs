//! Where a component's chart comes from: its name, repository and version.

use crate::{
    diagnostic::platform as codes,
    shape::{Fault, Grammar},
    value::{link::Address, version},
};

/// A chart's name. See <https://helm.sh/docs/chart_best_practices/conventions/#chart-names>.
pub(super) static CHART: Grammar = Grammar {
    what: "a chart such as `cert-manager`",
    pattern: "^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$",
    check: |text| {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        let edge = |c: char| c.is_ascii_alphanumeric();
        let fits = text.len() <= LONGEST_CHART && text.bytes().all(inner) && !text.contains("..");
        if fits && text.starts_with(edge) && text.ends_with(edge) { Ok(()) } else { Err(Fault::default()) }
    },
};

/// A repository of charts: an https address with an `index.yaml`, or a registry of OCI artefacts.
/// See <https://helm.sh/docs/topics/chart_repository/> and <https://helm.sh/docs/topics/registries/>.
pub(super) static REPOSITORY: Grammar = Grammar {
    what: "a repository of charts such as `https://charts.jetstack.io` or `oci://quay.io/jetstack/charts`",
    pattern: r"^(https|oci)://[a-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~+-]+)*/?$",
    check: |text| if is_repository(text) { Ok(()) } else { Err(repository_fault(text)) },
};

/// One version, with a `v` where the chart's author writes one. Argo CD takes `10.1` and everything with a sign for a range.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/#helm>.
pub(super) static VERSION: Grammar = Grammar {
    what: "an exact version such as `10.1.4` or `v1.19.1`",
    pattern: r"^v?[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$",
    check: |text| {
        let exact = |text: &str| version::is_exact(text.strip_prefix('v').unwrap_or(text));
        if exact(text) {
            return Ok(());
        }
        let bare = text.trim_start_matches(['^', '~', '=', '<', '>', ' ']);
        Err(match exact(bare) {
            true => Fault::default().help(format!("write `{bare}`, or the version that you mean")),
            false => Fault::default().help("write one version with all three numbers, such as `10.1.4`"),
        }
        .code(codes::COMPONENT_VERSION))
    },
};

const LONGEST_CHART: usize = 250;
/// As much as Git repositories have.
const LONGEST_REPOSITORY: usize = 512;

fn is_repository(text: &str) -> bool {
    let Some(address) = text.strip_prefix("https://").or_else(|| text.strip_prefix("oci://")) else { return false };
    let address = Address::split(address);
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"._~+-".contains(&byte);
    let segment = |text: &str| !text.is_empty() && text.bytes().all(inner) && !matches!(text, "." | "..");
    let path = address.rest.strip_suffix('/').unwrap_or(address.rest);
    let path_fits = path.is_empty() || path.strip_prefix('/').is_some_and(|path| path.split('/').all(segment));
    text.len() <= LONGEST_REPOSITORY
        && address.has_server()
        && !address.host.bytes().any(|byte| byte.is_ascii_uppercase())
        && path_fits
}

/// Never repeats a password.
fn repository_fault(text: &str) -> Fault {
    let fault = if text.contains('@') && text.contains("://") {
        Fault::new("a repository of charts with a user in its address")
            .help("remove the user and the `@`; Argo CD keeps credentials itself")
    } else if let Some(rest) = text.strip_prefix("http://") {
        Fault::new("a repository of charts without encryption").help(format!("write `https://{rest}`"))
    } else if is_repository(&format!("https://{text}")) {
        Fault::default().help(format!("write `https://{text}`, or `oci://{text}` for a registry"))
    } else {
        Fault::default()
    };
    fault.code(codes::CHART_REPOSITORY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_come_from_https_or_a_registry() {
        for text in [
            "https://charts.jetstack.io",
            "https://kubernetes-sigs.github.io/external-dns",
            "https://kubernetes-sigs.github.io/metrics-server/",
            "https://nexus.example.com:8443/repository/helm",
            "oci://quay.io/jetstack/charts",
            "oci://localhost:5000",
        ] {
            assert!(is_repository(text), "{text}");
        }
        for text in [
            "",
            "https://",
            "oci://",
            "http://charts.example.com",
            "HTTP://charts.example.com",
            "https://bot:secret@charts.example.com",
            "https://Charts.example.com",
            "charts.example.com",
            "https://charts.example.com/a b",
            "https://charts.example.com//a",
            "https://charts.example.com/../a",
            "https://charts.example.com/?a=b",
            "https://charts.example.com#a",
            "file:///charts",
            "s3://charts/grafana",
            "ftp://charts.example.com",
            "git@github.com:grafana/charts.git",
            "https://charts.example.com/{{ x }}",
            "oci://quay.io:0/a",
        ] {
            assert!(!is_repository(text), "{text}");
            assert!(!repository_fault(text).message.contains("secret"));
        }
    }

    #[test]
    fn a_version_is_exact() {
        for text in ["10.1.4", "v1.19.1", "10.1.4-rc.1", "1.2.3+up1.0.0"] {
            assert!((VERSION.check)(text).is_ok(), "{text}");
        }
        for text in ["10.1", "10", "10.x", "*", "^10.1.4", ">=1.0.0 <2.0.0", "latest", "vv1.0.0", "V1.0.0", ""] {
            assert!((VERSION.check)(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_chart_is_a_name() {
        for text in ["cert-manager", "a", "kube-prometheus-stack", "x_y.z"] {
            assert!((CHART.check)(text).is_ok(), "{text}");
        }
        for text in ["", "graf ana", "../grafana", "a/b", "{{ chart }}", "-a", "a..b"] {
            assert!((CHART.check)(text).is_err(), "{text}");
        }
    }
}
