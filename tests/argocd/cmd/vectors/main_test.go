package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestTheFilesAreUpToDate(t *testing.T) {
	if _, err := gitVersion(); err != nil {
		t.Skip("git is asked about revisions, and is not here:", err)
	}
	for _, topic := range topics() {
		made, err := topic.render()
		if err != nil {
			t.Fatalf("%s: %v", topic.name, err)
		}
		kept, err := os.ReadFile(filepath.Join("..", "..", "..", "vectors", topic.name+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		// Another version of Go or git may give the same answers.
		_, made, _ = bytes.Cut(made, []byte("\n"))
		_, kept, _ = bytes.Cut(kept, []byte("\n"))
		if !bytes.Equal(made, kept) {
			t.Errorf("%s has other answers: run `make vectors` and read the diff", topic.name)
		}
	}
}
