package main

import (
	"strings"

	"github.com/distribution/reference"
)

var images = topic{
	name:    "images",
	judge:   "reference.Parse of distribution",
	modules: []string{"github.com/distribution/reference"},
	fields:  map[string]string{"parts": "name, tag and digest; absent: refused"},
	rows: func() ([]any, error) {
		var rows []any
		for _, text := range imageTexts() {
			row := imageRow{Text: text}
			if parsed, err := reference.Parse(text); err == nil {
				row.Parts = partsOf(parsed)
			}
			rows = append(rows, row)
		}
		return rows, nil
	},
}

type imageRow struct {
	Text  string   `json:"text"`
	Parts []string `json:"parts,omitempty"`
}

func partsOf(parsed reference.Reference) []string {
	parts := []string{"", "", ""}
	if named, ok := parsed.(reference.Named); ok {
		parts[0] = named.Name()
	}
	if tagged, ok := parsed.(reference.Tagged); ok {
		parts[1] = tagged.Tag()
	}
	if digested, ok := parsed.(reference.Digested); ok {
		parts[2] = digested.Digest().String()
	}
	return parts
}

func imageTexts() []string {
	digest := "@sha256:" + strings.Repeat("0a", 32)
	hosts := []string{"", "ghcr.io/", "localhost/", "localhost:5000/", "registry.example.com:5000/", "111122223333.dkr.ecr.us-east-1.amazonaws.com/", "GHCR.io/", "10.0.0.1:80/", "[::1]:5000/", "-a.b/", "a_b.c/", "a.b:0/", "a.b:99999/", "a.b:/"}
	paths := []string{"nginx", "acme/web", "acme/shop/web", "a__b/c-d.e", "a---b", "a.b", "a..b", "a._b", "a_-b", "Nginx", "-a", "a-", "_a", "9", "", "/", "a//b", "a/", "é", strings.Repeat("a", 255)}
	ends := []string{"", ":1", ":v1.2.3", ":latest", ":V1_x-y.z", ":-1", ":.1", ":", ":1:2", ":é", ":" + strings.Repeat("a", 128), ":" + strings.Repeat("a", 129), digest, ":v1" + digest, "@sha256:abc", "@md5:" + strings.Repeat("0", 32), digest + "0", "@sha256:" + strings.Repeat("0A", 32), "@sha512:" + strings.Repeat("0a", 64), "@"}
	r := dice("images")
	good := append(join(hosts, paths[:4], ends[:4]), join(hosts[:5], paths[:2], []string{digest, ":v1" + digest})...)
	return distinct(good, join(hosts, paths[:1], ends[:2]), join(hosts[:2], paths, ends[:2]), join(hosts[1:2], paths[:2], ends), damaged(r, good, 700))
}
