package judge

import (
	"os"
	"strings"
	"testing"
)

// The table repeats what go.mod and go.sum pin for Argo CD; definitions of one
// version judged with the code of another would be worth nothing.
func TestArgoCDsDefinitionsAreOfTheVersionThatIsBuiltIn(t *testing.T) {
	sums, err := os.ReadFile("../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	argo := definitionModules[0]
	if line := argo.path + " " + argo.version + " " + argo.sum + "\n"; !strings.Contains(string(sums), line) {
		t.Errorf("go.sum has no line %q", line)
	}
}

func TestAModuleWithAnotherSumIsRefused(t *testing.T) {
	altered := definitionModules[1]
	altered.sum = "h1:AAAA="
	if _, err := altered.directory(); err == nil || !strings.Contains(err.Error(), "should be h1:AAAA=") {
		t.Errorf("have %v", err)
	}
}

func TestAModuleThatIsNotUnpackedIsFetched(t *testing.T) {
	at, err := definitionModules[1].download()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(at); err != nil {
		t.Error(err)
	}
}
