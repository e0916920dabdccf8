// Package judge holds Kubernetes and Argo CD manifests against the code that
// will meet them: the API server's strict decoders and create strategies, the
// custom resources' own definitions, and Argo CD's project rules.
//
// Everything that decides is imported. This package only routes an object to
// the code that would receive it and turns the answer into one line.
package judge

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Source is one YAML stream: a file, or standard input.
type Source struct {
	// Name is put before a problem; empty when there is only one source.
	Name string
	Data []byte
}

// Options are what a stream alone can not tell.
type Options struct {
	// Clusters maps the names under which Argo CD knows clusters to their
	// servers, for destinations that are given by name.
	Clusters map[string]string
	// RequireProjects makes an Application whose project is in none of the
	// sources a problem. Without it that is a warning, because the part `apps`
	// of a team travels without the part `project`.
	RequireProjects bool
}

// Finding is one thing to say about one document.
type Finding struct {
	Source string `json:"source,omitempty"`
	// Document counts the documents of its source that hold something, from 1.
	// It is 0 for what concerns the stream as a whole.
	Document  int    `json:"document"`
	Kind      string `json:"kind,omitempty"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name,omitempty"`
	Message   string `json:"message"`
}

// String is the finding as one line, whatever line breaks the judge's message
// or a manifest's own text brought along.
func (f Finding) String() string {
	place := "stream"
	if f.Document > 0 {
		place = fmt.Sprintf("document %d", f.Document)
		if f.Kind != "" || f.Name != "" {
			place += " " + f.Kind + "/" + f.Name
		}
	}
	if f.Source != "" {
		place = f.Source + ": " + place
	}
	return strings.Join(strings.Fields(place+": "+f.Message), " ")
}

// Report is the judgement of all sources together.
type Report struct {
	Objects  int       `json:"objects"`
	Problems []Finding `json:"problems"`
	Warnings []Finding `json:"warnings"`
}

// verdict collects what one check says about one document.
type verdict struct {
	problems []string
	warnings []string
}

// problem says a thing once: a definition's schema and Argo CD's Go type often
// complain in the same words.
func (v *verdict) problem(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(v.problems, text) {
		v.problems = append(v.problems, text)
	}
}

func (v *verdict) warning(format string, args ...any) {
	v.warnings = append(v.warnings, fmt.Sprintf(format, args...))
}

// AddWarning makes a verdict the recorder to which Kubernetes sends what
// `kubectl` would print as a warning.
func (v *verdict) AddWarning(_, text string) { v.warning("%s", text) }

// Judge keeps the definitions of custom resources that it has loaded; they are
// slow to compile and the same for every stream.
type Judge struct {
	options Options
	custom  map[schema.GroupVersionKind]*customKind
}

// New makes a judge. It reads nothing until a custom resource asks for it.
func New(options Options) *Judge {
	return &Judge{options: options, custom: map[schema.GroupVersionKind]*customKind{}}
}

// Judge reads all sources as one stream: a name may be used once over all of
// them, and an Application finds its project in any of them. The error is for
// what is not the manifests' fault, such as a definition that can't be had.
func (j *Judge) Judge(sources ...Source) (Report, error) {
	report := Report{Problems: []Finding{}, Warnings: []Finding{}}
	var documents []*document
	for _, source := range sources {
		read, findings := readDocuments(source)
		documents = append(documents, read...)
		report.Problems = append(report.Problems, findings...)
	}
	report.Objects = len(documents)

	projects := findProjects(documents)
	seen := map[identity]*document{}
	for _, doc := range documents {
		var v verdict
		if checkEnvelope(doc, &v) {
			checkUnique(doc, seen, &v)
			if err := j.checkKind(doc, projects, &v); err != nil {
				return report, err
			}
		}
		report.Problems = append(report.Problems, doc.findings(v.problems)...)
		report.Warnings = append(report.Warnings, doc.findings(v.warnings)...)
	}
	return report, nil
}

// checkKind sends a document to the code that would receive it. A kind that
// nobody here knows is a problem: passing it unjudged would look like approval.
func (j *Judge) checkKind(doc *document, projects map[projectKey]*project, v *verdict) (err error) {
	// A manifest can make the real code panic (a sync window whose schedule is
	// `TZ=UTC` does). In a controller that is an outage, here a problem.
	defer func() {
		if cause := recover(); cause != nil {
			v.problem("the code that reads it panics: %v", cause)
		}
	}()
	if strategy, ok := builtin[doc.kind]; ok {
		checkBuiltin(doc, strategy, v)
		return nil
	}
	kind, err := j.customKind(doc.kind)
	if err != nil {
		return err
	}
	if kind == nil {
		v.problem("no definition of %s %s is at hand, so it can't be judged", doc.kind.GroupVersion(), doc.kind.Kind)
		return nil
	}
	kind.check(doc, v)
	switch doc.kind.Group {
	case argoGroup:
		j.checkArgo(doc, projects, v)
	case kyvernoGroup:
		checkExpressions(doc, v)
	}
	return nil
}

// requestTime only bounds a request that hangs; nothing here waits for a server.
const requestTime = 30 * time.Second
