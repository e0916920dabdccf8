// Command vectors asks the code of Kubernetes, Argo CD and git about many
// texts and writes down the answers: one file a topic, one JSON object a line,
// sorted, the same on every run. The first line of a file says how it was made.
//
// The tests of the compiler compare its own grammars with these files, so that
// they need neither Go nor git.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"

	log "github.com/sirupsen/logrus"
)

// largest keeps the files small enough to live in a repository.
const largest = 400 << 10

// topic is one file.
type topic struct {
	name string
	// judge is the code that was asked.
	judge string
	// modules whose versions the answers depend on, "go" and "git" included.
	modules []string
	// fields says what the keys of a row mean.
	fields map[string]string
	rows   func() ([]any, error)
}

// header is the first line of a file.
type header struct {
	Topic    string            `json:"topic"`
	MadeBy   string            `json:"made_by"`
	Judge    string            `json:"judge"`
	Versions map[string]string `json:"versions"`
	Fields   map[string]string `json:"fields"`
	Rows     int               `json:"rows"`
}

func topics() []topic {
	return []topic{
		cidrs, destinations, durations, groups, images, names, policies, quantities, quotaKeys,
		repositories, repositoryPatterns, revisions, schedules, syncWindows, timeZones,
	}
}

// The code that is asked logs on its own.
func init() {
	log.SetOutput(io.Discard)
}

func main() {
	out := flag.String("out", filepath.Join("..", "vectors"), "the folder to write to")
	flag.Parse()
	if err := write(*out); err != nil {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(2)
	}
}

func write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, topic := range topics() {
		text, err := topic.render()
		if err != nil {
			return fmt.Errorf("%s: %w", topic.name, err)
		}
		if err := os.WriteFile(filepath.Join(folder, topic.name+".jsonl"), text, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s: %d bytes\n", topic.name, len(text))
	}
	return nil
}

func (t topic) render() ([]byte, error) {
	rows, err := t.rows()
	if err != nil {
		return nil, err
	}
	lines := make([][]byte, 0, len(rows))
	for _, row := range rows {
		line, err := encode(row)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	slices.SortFunc(lines, bytes.Compare)
	lines = slices.CompactFunc(lines, bytes.Equal)
	versions, err := versionsOf(t.modules)
	if err != nil {
		return nil, err
	}
	first, err := encode(header{t.name, "make vectors", t.judge, versions, t.fields, len(lines)})
	if err != nil {
		return nil, err
	}
	text := append(first, bytes.Join(lines, nil)...)
	if len(text) > largest {
		return nil, fmt.Errorf("%d bytes, more than %d", len(text), largest)
	}
	return text, nil
}

func encode(value any) ([]byte, error) {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return line.Bytes(), err
}

func versionsOf(modules []string) (map[string]string, error) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil, fmt.Errorf("the build says nothing about its modules")
	}
	versions := map[string]string{}
	for _, module := range modules {
		switch module {
		case "go":
			versions[module] = runtime.Version()
		case "git":
			version, err := gitVersion()
			if err != nil {
				return nil, err
			}
			versions[module] = version
		default:
			index := slices.IndexFunc(info.Deps, func(dep *debug.Module) bool { return dep.Path == module })
			if index < 0 {
				return nil, fmt.Errorf("the module %s is not part of this build", module)
			}
			dep := info.Deps[index]
			if dep.Replace != nil {
				dep = dep.Replace
			}
			versions[module] = dep.Version
		}
	}
	return versions, nil
}
