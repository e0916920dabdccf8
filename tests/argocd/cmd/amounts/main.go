// Command amounts reads texts, one a line, and says what Kubernetes makes of
// each as a quantity: one JSON object a line, in the same order.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"teamwright.dev/tests/argocd/amount"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "amounts:", err)
		os.Exit(2)
	}
}

func run() error {
	out := bufio.NewWriter(os.Stdout)
	rows := json.NewEncoder(out)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		text := lines.Text()
		if !amount.IsHarmless(text) {
			return fmt.Errorf("Kubernetes would take minutes to read %q", text)
		}
		if err := rows.Encode(amount.Of(text)); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return out.Flush()
}
