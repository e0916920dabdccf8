package judge

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/build"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// definitionModule is a released module whose custom resource definitions are
// read out of the Go module cache.
type definitionModule struct {
	path, version string
	// sum is what a go.sum line would say. The modules of the operators are not
	// required in go.mod: their code is not built, and their own requirements
	// would move the versions that the judge is built with.
	sum string
	// folder holds the definitions; groups are those that it may answer for.
	folder string
	groups []string
}

var argoModule = definitionModule{
	path: "github.com/argoproj/argo-cd/v3", version: "v3.5.7",
	sum:    "h1:Xm1BF+I5OgDKUG3SDK49vn2/Y5AMyaNVko+/JT08gj0=",
	folder: "manifests/crds", groups: []string{argoGroup},
}

var definitionModules = []definitionModule{
	argoModule,
	{
		path: "github.com/external-secrets/external-secrets", version: "v1.3.2",
		sum:    "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
		folder: "config/crds/bases", groups: []string{"external-secrets.io", "generators.external-secrets.io"},
	},
	{
		path: "github.com/kyverno/kyverno", version: "v1.19.1",
		sum:    "h1:/MkgFii3/VlQfKR1JpC9tVwNNVNQTt2S4U6qCsafsTU=",
		folder: "config/crds", groups: []string{"kyverno.io", kyvernoGroup},
	},
	// What only templates make.
	{
		path: "github.com/argoproj/argo-rollouts", version: "v1.10.0",
		sum:    "h1:1/DTeu/eGzJzcz8FxMBFzr0jlNQia/lnctkw83AUph0=",
		folder: "manifests/crds", groups: []string{argoGroup},
	},
	{
		path: "github.com/prometheus-operator/prometheus-operator", version: "v0.94.0",
		sum:    "h1:VxMKzqr8Xqw5/QInNT7a3B5XInPnHqE7SD2UIdwKpRM=",
		folder: "example/prometheus-operator-crd", groups: []string{"monitoring.coreos.com"},
	},
}

// Definition is a kind's released definition as JSON, ready to be applied.
func Definition(kind schema.GroupKind) ([]byte, error) {
	definition, err := findDefinition(kind)
	if err != nil {
		return nil, err
	}
	if definition == nil {
		return nil, fmt.Errorf("no definition of %s", kind)
	}
	object, err := runtime.DefaultUnstructuredConverter.ToUnstructured(definition)
	if err != nil {
		return nil, err
	}
	// What the API server itself writes.
	delete(object, "status")
	return json.Marshal(object)
}

// Installation is what Argo CD is installed with, as it is released.
func Installation() ([]byte, error) {
	root, err := argoModule.directory()
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(root, "manifests", "install.yaml"))
}

// findDefinition answers nil when no module defines the kind.
func findDefinition(kind schema.GroupKind) (*apiextensionsv1.CustomResourceDefinition, error) {
	for _, module := range definitionModules {
		for _, group := range module.groups {
			if group != kind.Group {
				continue
			}
			if found, err := module.find(kind); found != nil || err != nil {
				return found, err
			}
		}
	}
	return nil, nil
}

func (m definitionModule) find(kind schema.GroupKind) (found *apiextensionsv1.CustomResourceDefinition, err error) {
	root, err := m.directory()
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(filepath.Join(root, m.folder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		// Some definitions are megabytes; parse only one that can be it.
		if err != nil || !bytes.Contains(text, []byte("kind: "+kind.Kind+"\n")) {
			return err
		}
		definition := &apiextensionsv1.CustomResourceDefinition{}
		if err := yaml.Unmarshal(text, definition); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if definition.Spec.Group == kind.Group && definition.Spec.Names.Kind == kind.Kind {
			found = definition
			return fs.SkipAll
		}
		return nil
	})
	return found, err
}

// directory finds the module unpacked in the cache, and fetches it if it is not
// there. Either way its contents are those of the sum above.
func (m definitionModule) directory() (string, error) {
	cache := os.Getenv("GOMODCACHE")
	if cache == "" {
		cache = filepath.Join(filepath.SplitList(build.Default.GOPATH)[0], "pkg", "mod")
	}
	at := filepath.Join(cache, m.path+"@"+m.version)
	sum, err := os.ReadFile(filepath.Join(cache, "cache", "download", m.path, "@v", m.version+".ziphash"))
	if _, missing := os.Stat(at); err != nil || missing != nil {
		return m.download()
	}
	return at, m.verify(strings.TrimSpace(string(sum)))
}

func (m definitionModule) download() (string, error) {
	command := exec.Command("go", "mod", "download", "-json", m.path+"@"+m.version)
	// Outside of any module: inside one, go would add the sum to its go.sum.
	command.Dir = os.TempDir()
	command.Env = append(os.Environ(), "GOWORK=off")
	output, err := command.Output()
	var answer struct{ Dir, Sum, Error string }
	if broken := json.Unmarshal(output, &answer); broken == nil && answer.Error != "" {
		err = errors.New(answer.Error)
	}
	if err != nil {
		return "", fmt.Errorf("%s@%s: go mod download: %w", m.path, m.version, err)
	}
	return answer.Dir, m.verify(answer.Sum)
}

func (m definitionModule) verify(sum string) error {
	if sum != m.sum {
		return fmt.Errorf("%s@%s: its sum is %s and should be %s", m.path, m.version, sum, m.sum)
	}
	return nil
}
