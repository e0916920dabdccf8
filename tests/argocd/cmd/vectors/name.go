package main

import (
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/api/validation/path"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/kubernetes/pkg/apis/core"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"
)

var names = topic{
	name:    "names",
	judge:   "validation of k8s.io/apimachinery",
	modules: []string{"k8s.io/apimachinery"},
	fields:  map[string]string{"fits": "what the text may be: an RFC 1035 or RFC 1123 label, a subdomain, the key or value of a label, the key of an annotation, a segment of a path (the name of a role)"},
	rows: func() ([]any, error) {
		rules := []struct {
			name  string
			check func(string) bool
		}{
			{"label-1035", func(text string) bool { return len(validation.IsDNS1035Label(text)) == 0 }},
			{"label-1123", func(text string) bool { return len(validation.IsDNS1123Label(text)) == 0 }},
			{"subdomain", func(text string) bool { return len(validation.IsDNS1123Subdomain(text)) == 0 }},
			{"key", func(text string) bool { return len(validation.IsQualifiedName(text)) == 0 }},
			{"value", func(text string) bool { return len(validation.IsValidLabelValue(text)) == 0 }},
			{"annotation", func(text string) bool {
				return len(apivalidation.ValidateAnnotations(map[string]string{text: ""}, nil)) == 0
			}},
			{"segment", func(text string) bool { return len(path.IsValidPathSegmentName(text)) == 0 }},
		}
		var rows []any
		for _, text := range nameTexts() {
			row := nameRow{text, []string{}}
			for _, rule := range rules {
				if rule.check(text) {
					row.Fits = append(row.Fits, rule.name)
				}
			}
			rows = append(rows, row)
		}
		return rows, nil
	},
}

type nameRow struct {
	Text string   `json:"text"`
	Fits []string `json:"fits"`
}

var nameList = []string{
	"", "a", "z9", "0", "9a", "a-b", "a--b", "-a", "a-", "-", "--", "a.b", "a..b", ".a", "a.", ".", "..", "a_b", "_a", "a_", "A", "Ab", "aB", "a b", " a", "a ", "a\n", "a\t", "é", "a/b", "/a", "a/", "a/b/c", "a//b",
	"example.com/a", "Example.com/a", "example.com/A", "example.com/A_b.c-d", "example.com/-a", "example.com/a-", "example.com/", "example..com/a", "-example.com/a", "example.com-/a", "example_com/a", "a.b-c.d/X",
	"kubernetes.io/x", "node.kubernetes.io/x", "team", "app.kubernetes.io/name", "1e3", "0x10", "true", "null", "no", "~", "a%b", "a:b", "a@b", "a+b", "a,b", "a=b", "a'b", "a\"b", "*", "a*", "１", "ａ",
	strings.Repeat("a", 48), strings.Repeat("a", 49), strings.Repeat("a", 62), strings.Repeat("a", 63), strings.Repeat("a", 64), strings.Repeat("a", 253), strings.Repeat("a", 254),
	strings.Repeat("a", 63) + "/a", strings.Repeat("a", 64) + "/a", strings.Repeat("a", 253) + "/a", strings.Repeat("a", 254) + "/a", strings.Repeat("a.", 126) + "a", strings.Repeat("a.", 127) + "a",
	"a/" + strings.Repeat("b", 63), "a/" + strings.Repeat("b", 64), strings.Repeat("é", 31), strings.Repeat("é", 32), "a\u200bb", "a\u00a0b", "a\x00", "Shared_1.x", "a-.b", "a.-b", "a._b", "a-_-b",
}

func nameTexts() []string {
	r := dice("names")
	var free []string
	for range 700 {
		text := ""
		for range 1 + r.IntN(6) {
			text += pick(r, []string{"a", "b", "team", "web", "0", "9", "A", "X", "-", "-", ".", "_", "/", "example.com/", "com"})
		}
		free = append(free, text)
	}
	return distinct(nameList, free, damaged(r, nameList, 900))
}

var quotaKeys = topic{
	name:    "quota_keys",
	judge:   "ValidateResourceQuota of Kubernetes",
	modules: []string{"k8s.io/kubernetes"},
	fields: map[string]string{
		"key":     "whether a ResourceQuota may have the text as a key",
		"request": "whether it may have `requests.` and the text as a key",
	},
	rows: func() ([]any, error) {
		var rows []any
		for _, text := range quotaKeyTexts() {
			rows = append(rows, quotaKeyRow{text, isQuotaKey(text), isQuotaKey("requests." + text)})
		}
		return rows, nil
	},
}

type quotaKeyRow struct {
	Text    string `json:"text"`
	Key     bool   `json:"key"`
	Request bool   `json:"request"`
}

func isQuotaKey(key string) bool {
	quota := core.ResourceQuota{}
	quota.Name, quota.Namespace = "a", "a"
	quota.Spec.Hard = core.ResourceList{core.ResourceName(key): resource.MustParse("1")}
	return len(corevalidation.ValidateResourceQuota(&quota)) == 0
}

func quotaKeyTexts() []string {
	plain := []string{
		"", "cpu", "memory", "storage", "ephemeral-storage", "pods", "services", "services.loadbalancers", "services.nodeports", "configmaps", "secrets", "persistentvolumeclaims", "replicationcontrollers", "resourcequotas",
		"requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.storage", "limits.ephemeral-storage", "requests.nvidia.com/gpu", "limits.nvidia.com/gpu",
		"gpu", "nvidia.com/gpu", "nvidia.com/", "/gpu", "NVIDIA.com/gpu", "nvidia.com/GPU", "aws.amazon.com/neuron", "vpc.amazonaws.com/pod-eni", "example/Thing_1", "kubernetes.io/x", "a.kubernetes.io/x", "requests.a.com/x",
		"hugepages-2Mi", "requests.hugepages-2Mi", "limits.hugepages-2Mi", "count/", "count/pods", "count/jobs.batch", "count/Jobs.batch", "count/jobs.", "count/jobs..batch", "count/jobs/batch", "count/1jobs", "count/jobs_x.batch",
		"count/ingresses.networking.k8s.io", "count/externalsecrets.external-secrets.io", "count/deployments.apps", "count/-x", "count/x-", "count/a.b.c.d", "gold.storageclass.storage.k8s.io/requests.storage", "count/*", "counts/pods", "jobs",
		"count/" + strings.Repeat("a", 63), "count/" + strings.Repeat("a", 64), "count/a." + strings.Repeat("b", 61), "count/a." + strings.Repeat("b", 62), strings.Repeat("a", 244) + "/gpu", strings.Repeat("a", 245) + "/gpu", strings.Repeat("a", 253) + "/gpu",
		"nvidia.com/" + strings.Repeat("a", 63), "nvidia.com/" + strings.Repeat("a", 64), "a/b", "requests./gpu", "requests.a", "count/requests.a", "pods ", "Pods", "amd.com/gpu", "xilinx.com/fpga-xilinx_u30_gen3x4_base_1-0", "devices.kubevirt.io/kvm",
	}
	r := dice("quota_keys")
	return distinct(plain, damaged(r, plain, 500))
}
