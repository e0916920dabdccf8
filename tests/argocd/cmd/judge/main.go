// Command judge reads Kubernetes and Argo CD manifests and says what the code
// that will receive them has against them.
//
// It exits with 0 when there is nothing, 1 when there is something, and 2 when
// it could not do its work.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	log "github.com/sirupsen/logrus"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"teamwright.dev/tests/argocd/judge"
)

func main() {
	// Argo CD's code logs on its own; what matters of it is in the report.
	log.SetLevel(log.ErrorLevel)
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	clusters := map[string]string{"in-cluster": "https://kubernetes.default.svc"}
	flags := flag.NewFlagSet("judge", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: judge [flags] [FILE]...\n\nAll files are one stream unless --each is given; without any it is standard input, as is `-`.")
		flags.PrintDefaults()
	}
	asJSON := flags.Bool("json", false, "write the report as JSON")
	denyWarnings := flags.Bool("deny-warnings", false, "make warnings problems")
	each := flags.Bool("each", false, "every file is a stream of its own, judged in one go")
	requireProjects := flags.Bool("require-projects", false, "an Application whose project is not in the stream is a problem")
	flags.Func("cluster", "`NAME=SERVER` of a cluster, for destinations by name (repeatable)", func(text string) error {
		name, server, ok := strings.Cut(text, "=")
		if !ok || name == "" || server == "" {
			return fmt.Errorf("want NAME=SERVER")
		}
		clusters[name] = server
		return nil
	})
	var definitions []schema.GroupKind
	flags.Func("definition", "print the released definition of a custom `KIND.GROUP` as a line of JSON, and judge nothing (repeatable)", func(text string) error {
		definitions = append(definitions, schema.ParseGroupKind(text))
		return nil
	})
	if err := flags.Parse(args); err != nil {
		return 2
	}
	for _, kind := range definitions {
		definition, err := judge.Definition(kind)
		if err != nil {
			fmt.Fprintln(stderr, "judge:", err)
			return 2
		}
		fmt.Fprintf(stdout, "%s\n", definition)
	}
	if len(definitions) > 0 {
		return 0
	}

	sources, err := read(flags.Args(), stdin)
	if err != nil {
		fmt.Fprintln(stderr, "judge:", err)
		return 2
	}
	streams := [][]judge.Source{sources}
	if *each {
		streams = nil
		for _, source := range sources {
			streams = append(streams, []judge.Source{source})
		}
	}
	report, err := judgeAll(judge.New(judge.Options{Clusters: clusters, RequireProjects: *requireProjects}), streams)
	if err != nil {
		fmt.Fprintln(stderr, "judge:", err)
		return 2
	}
	if *denyWarnings {
		report.Problems = append(report.Problems, report.Warnings...)
		report.Warnings = []judge.Finding{}
	}
	if err := write(report, *asJSON, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "judge:", err)
		return 2
	}
	fmt.Fprintf(stderr, "%d objects, %d problems\n", report.Objects, len(report.Problems))
	if len(report.Problems) > 0 {
		return 1
	}
	return 0
}

// judgeAll adds up what is said about each stream. The judge loads a definition once for all of them.
func judgeAll(one *judge.Judge, streams [][]judge.Source) (judge.Report, error) {
	all := judge.Report{Problems: []judge.Finding{}, Warnings: []judge.Finding{}}
	for _, stream := range streams {
		report, err := one.Judge(stream...)
		if err != nil {
			return all, err
		}
		all.Objects += report.Objects
		all.Problems = append(all.Problems, report.Problems...)
		all.Warnings = append(all.Warnings, report.Warnings...)
	}
	return all, nil
}

// read takes everything before anything is judged: a file that can't be read
// must not look like a stream without it.
func read(paths []string, stdin io.Reader) ([]judge.Source, error) {
	if len(paths) == 0 {
		paths = []string{"-"}
	}
	var sources []judge.Source
	for _, path := range paths {
		source := judge.Source{}
		if len(paths) > 1 {
			source.Name = path
		}
		var err error
		if path == "-" {
			source.Data, err = io.ReadAll(stdin)
		} else {
			source.Data, err = os.ReadFile(path)
		}
		if err != nil {
			return nil, err
		}
		sources = append(sources, source)
	}
	return sources, nil
}

func write(report judge.Report, asJSON bool, stdout, stderr io.Writer) error {
	if asJSON {
		encoder := json.NewEncoder(stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(report)
	}
	for _, warning := range report.Warnings {
		fmt.Fprintln(stderr, "warning:", warning)
	}
	for _, problem := range report.Problems {
		if _, err := fmt.Fprintln(stdout, problem); err != nil {
			return err
		}
	}
	return nil
}
