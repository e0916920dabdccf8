// What a chart of the old platform made of each team, under the names that it had.
function(team, namespace, quota, limits, from)
  local labels = { 'app.kubernetes.io/name': team, team: team };
  local metadata(name) = { name: name, namespace: namespace, labels: labels };
  local inside = { podSelector: {} };
  local of(namespace) = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
  local role(name, rules) = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: metadata(team + '-' + name),
    rules: rules,
  };
  [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: namespace,
        labels: labels {
          ['pod-security.kubernetes.io/' + mode + suffix]: value
          for mode in ['enforce', 'warn', 'audit']
          for suffix in ['', '-version']
          for value in [if suffix == '' then 'restricted' else 'latest']
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: metadata(team + '-quota'),
      spec: {
        hard: {
          'requests.cpu': quota.requests.cpu,
          'requests.memory': quota.requests.memory,
          'limits.cpu': quota.limits.cpu,
          'limits.memory': quota.limits.memory,
          pods: quota.pods,
          persistentvolumeclaims: quota.persistentvolumeclaims,
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: metadata(team + '-limits'),
      spec: { limits: [limits { type: 'Container' }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: metadata(team + '-default'),
      spec: {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [inside] }] + [{ from: [of(other)] } for other in ['ingress-nginx', 'kube-system'] + from],
        egress: [{ to: [{ namespaceSelector: {} }] }, { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }],
      },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(team + '-workload') },
    role('developer', [{ apiGroups: ['', 'apps'], resources: ['pods', 'pods/exec', 'secrets', 'deployments'], verbs: ['*'] }]),
    role('viewer', [{ apiGroups: ['', 'apps'], resources: ['*'], verbs: ['get', 'list', 'watch'] }]),
  ]
