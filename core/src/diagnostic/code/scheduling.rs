//! TW07xx: scheduling.

codes! {
    NODE_ROLE "TW0701" Error "a toleration for nodes that are not for teams";
        "Taints of `node-role.kubernetes.io` keep ordinary pods off the nodes that run Kubernetes itself. A team's pod there could slow down or read the whole cluster.";
        "Remove the toleration, or have the platform team taint the nodes that are meant with a key of their own.";
        "team: data\ntolerations:\n  - {key: node-role.kubernetes.io/control-plane, operator: Exists}";
    VALUE_WITH_EXISTS "TW0702" Error "a toleration with `Exists` and a value";
        "`Exists` puts up with a taint whatever its value is, so Kubernetes refuses a pod that names one.";
        "Remove `value`, or write `operator: Equal`.";
        "team: data\ntolerations:\n  - {key: dedicated, operator: Exists, value: data}";
    SECONDS "TW0703" Error "`tolerationSeconds` without the effect `NoExecute`";
        "Only `NoExecute` throws running pods out, so only there a time until then has a meaning; Kubernetes refuses such a pod.";
        "Write `effect: NoExecute`, or remove `tolerationSeconds`.";
        "team: data\ntolerations:\n  - {key: spot, operator: Exists, effect: NoSchedule, tolerationSeconds: 60}";
    NO_MECHANISM "TW0704" Error "a wish about nodes that would reach no pod";
        "Nothing puts a node selector or tolerations onto the team's pods: `scheduling.mechanism` of platform.yaml is `none`, or the chart of Kyverno that it pins is older than 3.7.0 (Kyverno 1.17), the first that serves NamespacedMutatingPolicy as `policies.kyverno.io/v1`.";
        "Remove the key and write it in the pods themselves, or ask the platform team for another mechanism or a newer Kyverno.";
        "# platform.yaml: scheduling: {mechanism: none}\nteam: data\nnodeSelector: {pool: data}";
    PLUGINS "TW0730" Warning "a mechanism that EKS does not have";
        "`podNodeSelector` writes annotations that only the admission plugins `PodNodeSelector` and `PodTolerationRestriction` read. EKS does not enable them, and offers no way to.";
        "Write `mechanism: kyverno`, unless you run the API server yourself and have enabled both.";
        "scheduling: {mechanism: podNodeSelector}";
}
