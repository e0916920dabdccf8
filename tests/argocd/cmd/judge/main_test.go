package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamwright.dev/tests/argocd/judge"
)

const (
	good = "apiVersion: v1\nkind: Namespace\nmetadata: {name: team-backend}\n"
	bad  = "apiVersion: v1\nkind: Namespace\nmetadata: {name: Team}\n"
	app  = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: backend-api, namespace: argocd}
spec:
  project: team-backend
  source: {repoURL: "https://github.com/acme/api", path: deploy}
  destination: {name: staging, namespace: team-backend}
`
)

func TestExitCodesAndStreams(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(file, []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	twice := filepath.Join(t.TempDir(), "good.yaml")
	if err := os.WriteFile(twice, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args           []string
		stdin          string
		code           int
		stdout, stderr string
	}{
		"a good stream":             {nil, good, 0, "", "1 objects, 0 problems\n"},
		"a bad stream":              {nil, bad, 1, "document 1 Namespace/Team: metadata.name: ", "1 objects, 1 problems\n"},
		"files and standard input":  {[]string{file, "-"}, good, 1, file + ": document 1 Namespace/Team: ", "2 objects, 1 problems\n"},
		"one object in two streams": {[]string{"--each", twice, twice}, "", 0, "", "2 objects, 0 problems\n"},
		"one object twice":          {[]string{twice, twice}, "", 1, twice, "2 objects, "},
		"a file that is not there":  {[]string{file + "x"}, good, 2, "", "no such file"},
		"a flag that is not there":  {[]string{"--jsn"}, good, 2, "", "usage: judge"},
		"a cluster without a name":  {[]string{"--cluster", "=x"}, good, 2, "", "want NAME=SERVER"},
		"an unknown cluster":        {nil, app, 1, "no clusters with this name: staging", "1 objects, 1 problems\n"},
		"a warning":                 {[]string{"--cluster", "staging=https://s"}, app, 0, "", "warning: document 1 Application/backend-api: "},
		"a warning that is denied":  {[]string{"--cluster", "staging=https://s", "--deny-warnings"}, app, 1, "is not in the stream", "1 objects, 1 problems\n"},
		"a project that must exist": {[]string{"--cluster", "staging=https://s", "--require-projects"}, app, 1, "is not in the stream", "1 objects, 1 problems\n"},
		"a definition":              {[]string{"--definition", "Application.argoproj.io"}, good, 0, `"name":"applications.argoproj.io"`, ""},
		"an unknown definition":     {[]string{"--definition", "Application.acme.example"}, good, 2, "", "no definition of Application.acme.example"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := run(test.args, strings.NewReader(test.stdin), &stdout, &stderr)
			if code != test.code || !strings.Contains(stdout.String(), test.stdout) || !strings.Contains(stderr.String(), test.stderr) {
				t.Errorf("exit %d\nstdout: %sstderr: %s", code, &stdout, &stderr)
			}
			if test.stdout == "" && stdout.Len() > 0 {
				t.Errorf("stdout should be empty: %s", &stdout)
			}
		})
	}
}

func TestTheReportAsJSON(t *testing.T) {
	var stdout, stderr bytes.Buffer
	code := run([]string{"--json"}, strings.NewReader(bad), &stdout, &stderr)
	var report judge.Report
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	if code != 1 || report.Objects != 1 || len(report.Problems) != 1 || report.Problems[0].Name != "Team" {
		t.Errorf("exit %d, %+v", code, report)
	}
}
