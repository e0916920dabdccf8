package main

import (
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

var destinations = topic{
	name:    "destinations",
	judge:   "AppProject.IsDestinationPermitted",
	modules: []string{"github.com/argoproj/argo-cd/v3", "github.com/gobwas/glob"},
	fields: map[string]string{
		"asked":   "the servers or namespaces that every pattern was asked about",
		"server":  "the server of the only destination of a project",
		"permits": "the servers (or namespaces) that it lets an application go to",
	},
	rows: destinationRows,
}

type destinationRow struct {
	Server    string   `json:"server,omitempty"`
	Namespace string   `json:"namespace,omitempty"`
	Permits   []string `json:"permits"`
}

var servers = []string{
	"https://kubernetes.default.svc", "https://kubernetes.default.svc:443", "https://kubernetes.default.svc/", "https://kubernetes.default.svcx", "https://staging.example.com", "https://staging.example.com:6443",
	"https://STAGING.example.com", "https://Staging.Example.com:6443", "https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com", "https://0123456789abcdef.gr7.us-east-1.eks.amazonaws.com", "https://10.0.0.1",
	"https://10.0.0.1:6443", "https://[fd00::1]", "https://[fd00::1]:6443", "https://[::1]", "https://f", "https://d:6443", "https://rancher.example.com/k8s/clusters/c-m-1234", "https://rancher.example.com/k8s/clusters/c-m-12345",
	"https://rancher.example.com/k8s/clusters/c_m~1", "https://rancher.example.com/k8s/clusters/a:b", "https://a.b", "https://a-b.c", "https://localhost:8443", "http://kubernetes.default.svc", "https://*.example.com", "https://*",
	"*", "**", "!https://staging.example.com", "https://{a,b}.example.com", "https://st?ging.example.com", "https://bob@staging.example.com", "https://staging.example.com?x=1", "https://staging.example.com#x", "https://staging.example.com/a/../b",
	"https://staging.example.com/%41", "https://staging.example.com\\x", "https://stäging.example.com", "https://staging.example.com ", "in-cluster", "https://[fd00::1%25eth0]:6443", "https://staging.example.com:0", "https://staging.example.com:99999",
}

var namespaces = []string{
	"team-a", "team-b", "team-ab", "team-a-b", "a", "a-b", "0", "team-a.b", "Team-a", "team-*", "*", "!team-a", "team-?", "{team-a,team-b}", "[t]eam-a", "team-a ",
}

func destinationRows() ([]any, error) {
	rows := []any{
		map[string]any{"asked": servers, "of": "server"},
		map[string]any{"asked": namespaces, "of": "namespace"},
	}
	permitted := func(pattern v1alpha1.ApplicationDestination, server, namespace string) (bool, error) {
		project := v1alpha1.AppProject{Spec: v1alpha1.AppProjectSpec{Destinations: []v1alpha1.ApplicationDestination{pattern}}}
		return project.IsDestinationPermitted(&v1alpha1.Cluster{Server: server}, namespace, nil)
	}
	for _, pattern := range distinct(servers) {
		row := destinationRow{Server: pattern, Permits: []string{}}
		for _, server := range servers {
			if ok, err := permitted(v1alpha1.ApplicationDestination{Server: pattern, Namespace: "team-a"}, server, "team-a"); err != nil {
				return nil, err
			} else if ok {
				row.Permits = append(row.Permits, server)
			}
		}
		rows = append(rows, row)
	}
	for _, pattern := range distinct(namespaces) {
		row := destinationRow{Namespace: pattern, Permits: []string{}}
		for _, namespace := range namespaces {
			if ok, err := permitted(v1alpha1.ApplicationDestination{Server: "https://a.b", Namespace: pattern}, "https://a.b", namespace); err != nil {
				return nil, err
			} else if ok {
				row.Permits = append(row.Permits, namespace)
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}
