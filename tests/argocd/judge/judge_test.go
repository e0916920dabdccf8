package judge

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func judgeFile(t *testing.T, judge *Judge, path string) (Report, string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	report, err := judge.Judge(Source{Data: text})
	if err != nil {
		t.Fatal(err)
	}
	return report, string(text)
}

func cases(t *testing.T, folder string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.yaml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases in testdata/%s: %v", folder, err)
	}
	return paths
}

var inCluster = Options{
	Clusters:        map[string]string{"in-cluster": "https://kubernetes.default.svc"},
	RequireProjects: true,
}

func TestGoodStreamsPass(t *testing.T) {
	judge := New(inCluster)
	for _, path := range cases(t, "good") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			report, text := judgeFile(t, judge, path)
			if written := strings.Count(text, "\napiVersion:"); report.Objects != written {
				t.Errorf("%d objects are judged where %d are written", report.Objects, written)
			}
			for _, problem := range report.Problems {
				t.Error(problem)
			}
		})
	}
}

var expectation = regexp.MustCompile(`(?m)^# expect: (.+)$`)

// A bad stream names every problem that it must have: one more or one less and
// the case would not show what its name says.
func TestBadStreamsAreRefused(t *testing.T) {
	judge := New(Options{})
	for _, path := range cases(t, "bad") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			report, text := judgeFile(t, judge, path)
			wanted := expectation.FindAllStringSubmatch(text, -1)
			if len(wanted) == 0 {
				t.Fatal("the case says nothing of what it expects")
			}
			if len(report.Problems) != len(wanted) {
				t.Errorf("want %d problems, have %d", len(wanted), len(report.Problems))
			}
			for i, problem := range report.Problems {
				if i >= len(wanted) || !strings.Contains(problem.String(), wanted[i][1]) {
					t.Errorf("unexpected: %v", problem)
				}
			}
		})
	}
}

func TestAMissingProjectIsAWarningUnlessItIsRequired(t *testing.T) {
	const application = `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: backend-api, namespace: argocd}
spec:
  project: team-backend
  source: {repoURL: "https://github.com/acme/api", path: deploy}
  destination: {server: "https://kubernetes.default.svc", namespace: team-backend}
`
	for _, required := range []bool{false, true} {
		report, err := New(Options{RequireProjects: required}).Judge(Source{Data: []byte(application)})
		if err != nil {
			t.Fatal(err)
		}
		said, silent := report.Warnings, report.Problems
		if required {
			said, silent = silent, said
		}
		if len(said) != 1 || len(silent) != 0 || !strings.Contains(said[0].Message, "is not in the stream") {
			t.Errorf("required %v: problems %v, warnings %v", required, report.Problems, report.Warnings)
		}
	}
}

func TestSeveralSourcesAreOneStream(t *testing.T) {
	namespace := []byte("apiVersion: v1\nkind: Namespace\nmetadata: {name: team-backend}\n")
	report, err := New(Options{}).Judge(Source{Name: "a.yaml", Data: namespace}, Source{Name: "b.yaml", Data: namespace})
	if err != nil {
		t.Fatal(err)
	}
	const want = "b.yaml: document 1 Namespace/team-backend: the same group, kind, namespace and name as a.yaml: document 1"
	if len(report.Problems) != 1 || report.Problems[0].String() != want {
		t.Errorf("have %v", report.Problems)
	}
}

func TestWarningsAreHeardAndAreNoProblems(t *testing.T) {
	for name, test := range map[string]struct{ manifest, want string }{
		"of a create strategy": {`
apiVersion: v1
kind: ResourceQuota
metadata: {name: q, namespace: team-backend}
spec: {hard: {requests.cpu: "2", limits.cpu: "1"}}
`, "should be less than"},
		"of a version that is deprecated": {`
apiVersion: kyverno.io/v1
kind: Policy
metadata: {name: p, namespace: team-backend}
spec: {rules: [{name: r, match: {any: [{resources: {kinds: [Pod]}}]}, validate: {deny: {}}}]}
`, "deprecated"},
		"of a function that Kyverno may have": {`
apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: p}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: "image(object.spec.containers[0].image).registry() == 'example.com'"}]
`, "undeclared reference to 'image'"},
	} {
		t.Run(name, func(t *testing.T) {
			report, err := New(Options{}).Judge(Source{Data: []byte(test.manifest)})
			if err != nil {
				t.Fatal(err)
			}
			if len(report.Problems) != 0 || len(report.Warnings) != 1 || !strings.Contains(report.Warnings[0].Message, test.want) {
				t.Errorf("problems %v, warnings %v", report.Problems, report.Warnings)
			}
		})
	}
}

// Argo CD takes a stream that begins with a brace for JSON, where no separator
// is needed; a compiler that writes YAML must not depend on that.
func TestArgoCDMustReadTheSameNumberOfObjects(t *testing.T) {
	const object = `{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}`
	report, err := New(Options{}).Judge(Source{Data: []byte(object + object)})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Problems) != 2 || report.Problems[1].String() != "stream: Argo CD reads 2 objects where 1 documents are written" {
		t.Errorf("have %v", report.Problems)
	}
}

func TestAStreamOfCommentsHoldsNoObject(t *testing.T) {
	report, err := New(Options{}).Judge(Source{Data: []byte("# the team has no applications\n")})
	if err != nil || report.Objects != 0 || len(report.Problems) != 0 {
		t.Errorf("have %+v, %v", report, err)
	}
}
