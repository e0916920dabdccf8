{{- /* Labels and annotations of every object; takes the root, the sync wave, and whether only a person may remove it. */}}
{{- define "metadata" }}
  namespace: {{ .root.Values.namespace }}
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: {{ .root.Values.team }}
  annotations:
    {{- if .guarded }}
    argocd.argoproj.io/sync-options: "Prune=confirm,Delete=confirm"
    {{- end }}
    argocd.argoproj.io/sync-wave: {{ .wave | quote }}
{{- end }}
{{- define "read" }}[get, list, watch]{{ end }}
{{- define "edit" }}[get, list, watch, create, update, patch, delete]{{ end }}
