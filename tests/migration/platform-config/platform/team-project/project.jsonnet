// What a chart of the old platform made: Argo CD evaluates Jsonnet by itself, and would call a program for Helm.
function(team, namespace) {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: {
    name: 'team-' + team,
    namespace: 'argocd',
    labels: { team: team },
    finalizers: ['resources-finalizer.argocd.argoproj.io'],
  },
  spec: {
    sourceRepos: ['https://github.com/acme/*', 'https://github.com/' + team + '/*'],
    destinations: [{ server: 'https://kubernetes.default.svc', namespace: namespace }],
    clusterResourceWhitelist: [],
    namespaceResourceWhitelist: [
      { group: '', kind: 'ConfigMap' },
      { group: '', kind: 'Service' },
      { group: '', kind: 'PersistentVolumeClaim' },
      { group: 'apps', kind: 'Deployment' },
    ],
  },
}
