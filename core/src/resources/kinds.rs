//! What `explain` says of each kind that is emitted.

/// A kind and what it is for.
pub(crate) struct Kind {
    pub(crate) kind: &'static str,
    pub(crate) api_version: &'static str,
    /// What it does, for somebody who does not know Kubernetes.
    pub(crate) doc: &'static str,
    /// The keys that feed it.
    pub(crate) keys: &'static str,
}

/// Every emitted kind.
pub(crate) const KINDS: &[Kind] = &[
    Kind {
        kind: "Namespace",
        api_version: "v1",
        doc: "The team's own room in the cluster. Its labels decide which pods may start (Pod Security) and who the team is.",
        keys: "team, description, owner; podSecurity, namespaceMetadata, namespacePrefix of platform.yaml",
    },
    Kind {
        kind: "AppProject",
        api_version: "argoproj.io/v1alpha1",
        doc: "What Argo CD may deploy for the team: from which repositories, to which namespace, which kinds, and who may sync.",
        keys: "apps, access; allowedKinds, rbac, syncWindows of platform.yaml",
    },
    Kind {
        kind: "NetworkPolicy",
        api_version: "networking.k8s.io/v1",
        doc: "Which traffic is let through. `default-deny-all` closes everything; each other policy opens one thing.",
        keys: "networkPolicy; network of platform.yaml",
    },
    Kind {
        kind: "ResourceQuota",
        api_version: "v1",
        doc: "The most that all pods and objects of the team may use together.",
        keys: "resourceQuota, tier; tiers, defaults, ceilings of platform.yaml",
    },
    Kind {
        kind: "LimitRange",
        api_version: "v1",
        doc: "What a container gets that does not say what it needs, and the most that one may ask for.",
        keys: "limitRange, tier; tiers, defaults, ceilings of platform.yaml",
    },
    Kind {
        kind: "ServiceAccount",
        api_version: "v1",
        doc: "An identity for pods. No token is mounted unless a pod asks for it.",
        keys: "serviceAccounts, secrets; aws of platform.yaml",
    },
    Kind {
        kind: "Role",
        api_version: "rbac.authorization.k8s.io/v1",
        doc: "What a developer or viewer of the team may do in the namespace.",
        keys: "access; rbac of platform.yaml",
    },
    Kind {
        kind: "RoleBinding",
        api_version: "rbac.authorization.k8s.io/v1",
        doc: "Who the developers and viewers are.",
        keys: "access",
    },
    Kind {
        kind: "NamespacedMutatingPolicy",
        api_version: "policies.kyverno.io/v1",
        doc: "Gives the team's pods their node selector and tolerations when they are created.",
        keys: "nodeSelector, tolerations; scheduling of platform.yaml",
    },
    Kind {
        kind: "SecretStore",
        api_version: "external-secrets.io/v1",
        doc: "Where the team's secrets are read from, as a service account that may read nothing else.",
        keys: "secrets; aws of platform.yaml",
    },
    Kind {
        kind: "ExternalSecret",
        api_version: "external-secrets.io/v1",
        doc: "One secret that is copied from AWS into the namespace and kept up to date.",
        keys: "secrets; aws of platform.yaml",
    },
    Kind {
        kind: "ECRAuthorizationToken",
        api_version: "generators.external-secrets.io/v1alpha1",
        doc: "Fetches the password with which pods pull images from the organisation's registry.",
        keys: "aws.ecr of platform.yaml",
    },
    Kind {
        kind: "Application",
        api_version: "argoproj.io/v1alpha1",
        doc: "One thing that Argo CD deploys for the team, from one path of one repository to one cluster.",
        keys: "apps",
    },
];
