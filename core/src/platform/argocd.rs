//! `argocd`: the Argo CD installation.

use crate::{origin::Sourced, shape::Record, value::name::NamespaceName, yaml::Node};

/// The keys of `argocd`.
pub(crate) static ARGOCD: Record = Record::of(&[]);

/// `argocd` as meant.
#[derive(Debug)]
pub(crate) struct ArgoCd {
    pub(crate) namespace: Sourced<NamespaceName>,
    /// The AppProject of what the platform team owns.
    pub(crate) project: Sourced<String>,
    /// `MAJOR.MINOR`, which gates what may be emitted.
    pub(crate) version: (u32, u32),
    pub(crate) plugin_name: Sourced<String>,
}

impl ArgoCd {
    pub(crate) fn read(_node: Option<&Node>) -> Self {
        Self {
            namespace: Sourced::built_in(NamespaceName::new("argocd")),
            project: Sourced::built_in("platform".to_owned()),
            version: (3, 5),
            plugin_name: Sourced::built_in("teamwright".to_owned()),
        }
    }
}
