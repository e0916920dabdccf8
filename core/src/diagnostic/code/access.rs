//! TW06xx: access.

codes! {
    REFUSED_SUBJECT "TW0601" Error "a group or user that can't be given access";
        "Names that begin with `system:` stand for everybody or for Kubernetes itself, those that begin with `role:` or `proj:` for roles of Argo CD; and a comma, a quote or an invisible character changes what Argo CD reads.";
        "Write the name of a group or user exactly as your login service spells it.";
        "access:\n  developers: {groups: [\"system:authenticated\"]}";
    SUBJECT_IN_BOTH "TW0602" Warning "somebody who is both developer and viewer";
        "A developer may do everything that a viewer may, so the viewer's entry changes nothing.";
        "Remove the entry from `viewers`, or from `developers` if looking is all that was meant.";
        "access:\n  developers: {groups: [payments]}\n  viewers: {groups: [payments]}";
    NO_SUBJECT "TW0603" Warning "a role that nobody has";
        "The role is made, but nobody can use it: people see nothing of their own namespace and applications.";
        "Add a group (or a user) of your login service to `access.developers` and `access.viewers`.";
        "team: payments\naccess:\n  developers: {groups: [payments]}";
    GUARDED_KIND "TW0630" Error "a kind that no team may deploy";
        "Quota, limits, network policies, roles, namespaces, Argo CD's own objects, endpoints, secret stores and admission policies keep the teams apart. A team that deploys one could lift its own limits.";
        "Remove the entry from `allowedKinds`.";
        "allowedKinds: [{group: networking.k8s.io, kind: NetworkPolicy}]";
    KIND_IS_ALLOWED "TW0631" Warning "a kind that teams may deploy anyway";
        "The built-in list holds it already, so the entry changes nothing.";
        "Remove the entry from `allowedKinds`.";
        "allowedKinds: [{group: apps, kind: Deployment}]";
}
