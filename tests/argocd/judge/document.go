package judge

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/common"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	goyaml "go.yaml.in/yaml/v2"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// document is one YAML document that holds something.
type document struct {
	source string
	number int
	// json is the document as the API server would be sent it.
	json   []byte
	object map[string]any
	// kind, name and namespace are set by checkEnvelope.
	kind            schema.GroupVersionKind
	name, namespace string
}

func (d *document) findings(messages []string) []Finding {
	var findings []Finding
	for _, message := range messages {
		findings = append(findings, Finding{
			Source: d.source, Document: d.number,
			Kind: d.kind.Kind, Namespace: d.namespace, Name: d.name, Message: message,
		})
	}
	return findings
}

// content is a fresh copy for code that changes what it is given.
func (d *document) content() (*unstructured.Unstructured, error) {
	u := &unstructured.Unstructured{}
	return u, u.UnmarshalJSON(d.json)
}

// readDocuments splits a stream, and compares the result with what Argo CD's
// own reader makes of the same bytes: that one ignores duplicate keys, drops
// nulls and has its own idea of where a document ends.
func readDocuments(source Source) (documents []*document, findings []Finding) {
	stream := func(format string, args ...any) {
		findings = append(findings, Finding{Source: source.Name, Message: fmt.Sprintf(format, args...)})
	}
	reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(source.Data)))
	number := 0
	for {
		text, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			stream("can't be split into documents: %v", err)
			break
		}
		doc := &document{source: source.Name, number: number + 1}
		doc.json, err = yaml.YAMLToJSONStrict(text)
		if err == nil && string(doc.json) == "null" {
			continue
		}
		number++
		if err == nil {
			err = utiljson.Unmarshal(doc.json, &doc.object)
		}
		if err == nil {
			err = checkEnd(text)
		}
		if err != nil {
			findings = append(findings, doc.findings([]string{fmt.Sprintf("is not one YAML mapping: %v", err)})...)
			continue
		}
		documents = append(documents, doc)
	}

	seen, err := kube.SplitYAML(source.Data)
	if err != nil {
		stream("Argo CD can't read it: %v", err)
		return documents, findings
	}
	if len(seen) != number {
		stream("Argo CD reads %d objects where %d documents are written", len(seen), number)
	}
	return documents, findings
}

// checkEnd refuses what follows the end of the YAML document in its own part of
// the stream, after `...` for example: every reader stops there silently.
func checkEnd(text []byte) error {
	decoder := goyaml.NewDecoder(bytes.NewReader(text))
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	if err := decoder.Decode(&value); !errors.Is(err, io.EOF) {
		return errors.New("after its end follows text that nobody reads")
	}
	return nil
}

// checkEnvelope looks at what every object shares, and says whether there is
// enough of it to go on.
func checkEnvelope(doc *document, v *verdict) bool {
	apiVersion, _ := doc.object["apiVersion"].(string)
	kind, _ := doc.object["kind"].(string)
	metadata, _ := doc.object["metadata"].(map[string]any)
	doc.name, _ = metadata["name"].(string)
	doc.namespace, _ = metadata["namespace"].(string)
	doc.kind = schema.FromAPIVersionAndKind(apiVersion, kind)

	if apiVersion == "" {
		v.problem("apiVersion: must be a string that is not empty")
	} else if _, err := schema.ParseGroupVersion(apiVersion); err != nil {
		v.problem("apiVersion: %v", err)
	}
	if kind == "" {
		v.problem("kind: must be a string that is not empty")
	}
	if doc.name == "" {
		v.problem("metadata.name: must be a string that is not empty")
	}
	if len(v.problems) > 0 {
		return false
	}
	// On create the API server drops status without a word.
	if _, written := doc.object["status"]; written {
		v.problem("status: belongs to the controller, not to a manifest")
	}
	checkStrings(metadata, "labels", v)
	checkStrings(metadata, "annotations", v)
	checkWave(metadata, v)
	return true
}

// checkStrings exists beside the strict decoding because one such value fails
// the whole Application in Argo CD, with a message that names no key.
func checkStrings(metadata map[string]any, field string, v *verdict) {
	value, written := metadata[field]
	if !written {
		return
	}
	entries, ok := value.(map[string]any)
	if !ok {
		v.problem("metadata.%s: must be a mapping", field)
		return
	}
	keys := make([]string, 0, len(entries))
	for key := range entries {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		if _, ok := entries[key].(string); !ok {
			v.problem("metadata.%s[%s]: must be a string, is %v (%T)", field, key, entries[key], entries[key])
		}
	}
}

// checkWave is stricter than Argo CD, which takes a wave that it can't read
// for 0 and says nothing.
func checkWave(metadata map[string]any, v *verdict) {
	annotations, _ := metadata["annotations"].(map[string]any)
	wave, ok := annotations[common.AnnotationSyncWave].(string)
	if !ok {
		return
	}
	if _, err := strconv.Atoi(wave); err != nil {
		v.problem("metadata.annotations[%s]: %v", common.AnnotationSyncWave, err)
	}
}

type identity struct{ group, kind, namespace, name string }

// checkUnique leaves the version out, as Argo CD does: of two such objects it
// keeps the last one.
func checkUnique(doc *document, seen map[identity]*document, v *verdict) {
	id := identity{doc.kind.Group, doc.kind.Kind, doc.namespace, doc.name}
	first, taken := seen[id]
	if !taken {
		seen[id] = doc
		return
	}
	place := fmt.Sprintf("document %d", first.number)
	if first.source != "" {
		place = first.source + ": " + place
	}
	v.problem("the same group, kind, namespace and name as %s", place)
}
