//! The files whose texts are exchanged, and what for.

/// What some reader, template, shell or matcher takes for more than a text.
pub(crate) const PAYLOADS: &[&str] = &[
    "\n",
    "x\n---\nkind: ClusterRoleBinding",
    "\n        - namespaceSelector: {}",
    "\r\n",
    "\r",
    "---",
    "...",
    "#",
    " #x",
    ": ",
    ":",
    "\"",
    "'",
    "\\",
    "\\n",
    "{{",
    "{{ .team }}",
    "{{- end }}",
    "${",
    "${AWS_ACCOUNT_ID}",
    "$(id)",
    "`id`",
    "<no value>",
    "\0",
    "\u{1B}[31m",
    "\u{7F}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{202E}",
    "\u{2066}",
    "\u{200B}",
    "\u{200D}",
    "\u{AD}",
    "\u{FEFF}",
    "\u{FFFE}",
    "\t",
    " ",
    "*",
    "team-*",
    "?",
    "[a]",
    "{a: b}",
    "!",
    "!x",
    "!*",
    "!!str",
    "&a",
    "*a",
    "|",
    ">",
    "-",
    "- a",
    "? a",
    "~",
    "null",
    "yes",
    "no",
    "true",
    "1e3",
    "0x10",
    "010",
    "1_000",
    "1.10",
    "12:30:45",
    "2027-03-31",
    ".inf",
    "=",
    "<<",
    ",",
    ";",
    "%",
    "@",
    "/",
    "//",
    "..",
    "../x",
    "/etc/passwd",
    "%2e%2e",
    "system:masters",
    "system:authenticated",
    "role:admin",
    "kube-system",
    "argocd",
    "default",
    "https://evil.example.com/a/b",
    "file:///etc",
    "ext::sh -c id",
    "-oProxyCommand=id",
    "user@host",
    "a=b",
    "(",
    "<script>",
    "\u{FF0E}\u{FF0E}",
    "é",
    "🚀",
    "日本",
];

/// A platform with most keys.
pub(crate) const PLATFORM: &str = "\
organization: acme
gitops: {repoURL: 'https://github.com/acme/gitops', revision: main, teamsPath: teams, platformPath: platform, clustersPath: clusters, teamApplications: three}
argocd: {namespace: argocd, project: platform, version: '3.5', pluginName: teamwright}
clusters:
  - {name: production, server: 'https://kubernetes.default.svc', environments: [production], kubernetesVersion: '1.34', region: us-east-1, accountId: '111122223333', podCidrs: [100.64.0.0/16], serviceCidrs: [172.20.0.0/16]}
  - {name: staging, server: 'https://staging.example.com', environments: [staging], region: us-east-1, accountId: '111122223333'}
namespacePrefix: team-
namespaceMetadata: {labels: {cost-center: shared}, annotations: {example.com/note: shared}}
reserved: {teams: [security], namespaces: [vault]}
platformNamespaces: [tools]
sourceRepos: ['https://github.com/acme/*']
podSecurity: {enforce: restricted, version: v1.34}
network:
  consent: receiver
  ingress: [{namespace: ingress-nginx, podLabels: {app: nginx}}, {cidr: 10.0.0.0/20}]
  dns: {nodeLocal: 169.254.20.10, clusterIP: 172.20.0.10}
  egress: {exceptCidrs: [10.0.0.0/8], ports: [{port: 443, protocol: TCP}]}
  destinations: {rds: {cidrs: [10.20.0.0/16], ports: [{port: 5432, protocol: TCP}]}}
  monitoringNamespace: observability
defaults: {tier: standard}
rbac: {developer: {applications: [update]}}
allowedKinds: [{group: keda.sh, kind: ScaledObject}]
aws: {partition: aws, irsa: {rolePrefix: team-}, secretsManager: {prefix: team/}, parameterStore: {prefix: /team/}, ecr: {accountId: '111122223333', region: us-east-1}}
scheduling: {mechanism: kyverno}
syncWindows: [{kind: deny, schedule: '0 18 * * 5', duration: 62h, environments: [production], timeZone: Europe/Berlin, description: no deploys at the weekend}]
";

/// Small files that together hold every text of team.yaml.
pub(crate) const TEAMS: &[&str] = &[
    "\
team: demo
namespace: team-demo
description: Sells things
owner: {name: Demo, email: demo@example.com, slack: '#demo'}
tier: standard
access: {developers: {groups: [devs], users: [ann]}, viewers: {groups: [auditors], users: [bob]}}
",
    "\
team: demo
resourceQuota:
  requests: {cpu: '4', memory: 8Gi, storage: 500Gi, ephemeral-storage: 10Gi, nvidia.com/gpu: 1}
  limits: {cpu: '8', memory: 16Gi, ephemeral-storage: 20Gi}
  pods: 20
  services: 5
  services.loadbalancers: 1
  services.nodeports: 1
  configmaps: 5
  secrets: 5
  persistentvolumeclaims: 5
  replicationcontrollers: 0
  count/jobs.batch: 4
limitRange:
  default: {cpu: 500m, memory: 512Mi}
  defaultRequest: {cpu: 100m, memory: 128Mi}
  max: {cpu: '2', memory: 4Gi}
  min: {cpu: 10m, memory: 16Mi}
  persistentVolumeClaim: {min: 1Gi, max: 100Gi}
",
    "\
team: demo
networkPolicy: {allowIngress: true, allowEgress: true, allowFromNamespaces: [team-other], allowToNamespaces: [team-other], allowTo: [rds]}
nodeSelector: {pool: data}
tolerations: [{key: pool, operator: Equal, value: data, effect: NoExecute, tolerationSeconds: 60}]
serviceAccounts: [{name: reports, awsRole: team-demo-reports}]
secrets: [{name: db, from: web/db, keys: [password], store: secretsManager, refreshInterval: 1h}]
",
    "\
team: demo
apps:
  - {name: charts, repoURL: 'https://github.com/acme/charts', path: chart, targetRevision: main, environment: production, cluster: production, syncWave: 1, onDelete: delete,
     syncPolicy: {automated: {prune: true}, syncOptions: [PruneLast=true], retry: {limit: 3, backoff: {duration: 5s, factor: 2, maxDuration: 3m}}},
     ignoreDifferences: [{group: apps, kind: Deployment, name: web, namespace: team-demo, jsonPointers: [/spec/replicas]}],
     helm: {releaseName: charts, valueFiles: [values.yaml], values: {text: hello, map: {key: value}, list: [one]}, parameters: [{name: image.tag, value: v1}]}}
",
    "\
team: demo
apps:
  - {name: patches, repoURL: 'https://github.com/acme/patches', path: base, targetRevision: main, environment: staging,
     kustomize: {namePrefix: blue-, nameSuffix: -blue, images: ['web=ghcr.io/acme/web:v2'], commonLabels: {color: blue}, commonAnnotations: {note: blue}}}
  - {name: plain, repoURL: 'https://github.com/acme/plain', path: k8s, targetRevision: main, environment: staging, directory: {include: '*.yaml', exclude: '*-test.yaml'}}
",
    "\
team: demo
apps:
  - {name: several, repoURL: 'https://github.com/acme/a', path: chart, targetRevision: main,
     environments: {staging: {targetRevision: next, path: other, cluster: staging, syncPolicy: {syncOptions: [ServerSideApply=true], retry: {limit: 1, backoff: {duration: 1s, factor: 3, maxDuration: 1m}}},
     helm: {releaseName: a, valueFiles: [values.yaml], values: {text: hello, map: {key: value}, list: [one]}, parameters: [{name: image.tag, value: v1}]}}}}
",
    "\
team: demo
apps:
  - {name: patched, repoURL: 'https://github.com/acme/b', path: base, targetRevision: main,
     environments: {staging: {kustomize: {namePrefix: blue-, nameSuffix: -blue, images: ['web=ghcr.io/acme/web:v2'], commonLabels: {color: blue}, commonAnnotations: {note: blue}}}}}
  - {name: c, repoURL: 'https://github.com/acme/c', path: k8s, targetRevision: main, environments: {staging: {directory: {include: '*.yaml', exclude: '*-test.yaml'}}}}
",
];

/// A team that takes from the platform what there is.
pub(crate) const TAKER: &str = "\
team: demo
description: Sells things
networkPolicy: {allowIngress: true, allowEgress: true, allowTo: [rds]}
access: {developers: {groups: [devs]}}
nodeSelector: {pool: data}
serviceAccounts: [{name: reports, awsRole: team-demo-reports}]
secrets: [{name: db, from: web/db}, {name: parameters, from: web/p, store: parameterStore}]
apps:
  - {name: web, repoURL: 'https://github.com/acme/web', path: k8s, targetRevision: main, environment: production}
  - {name: api, repoURL: 'https://github.com/acme/api', path: k8s, targetRevision: main, environment: staging}
";

/// Which keys of the two files their authors choose.
pub(crate) fn is_free(path: &str, key: &str) -> bool {
    const MAPS: &[&str] = &[
        "/nodeSelector",
        "/environments",
        "/commonLabels",
        "/commonAnnotations",
        "/labels",
        "/annotations",
        "/podLabels",
        "/destinations",
    ];
    MAPS.iter().any(|map| path.ends_with(map))
        || path.contains("/helm/values")
        || (path.contains("resourceQuota") && key.contains('/'))
}
