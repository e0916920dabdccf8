// Package amount says what Kubernetes makes of the text of a quantity.
package amount

import (
	"regexp"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

// Row is a text and what it means.
type Row struct {
	Text string `json:"text"`
	// Canonical is empty where the text is refused.
	Canonical string `json:"canonical,omitempty"`
	// Kept is what the API server gives back where that is not the canonical form.
	Kept string `json:"kept,omitempty"`
	// Value is the exact amount where Canonical is not that number already.
	Value string `json:"value,omitempty"`
	// Unstable says that the canonical form means another amount, or would be
	// given back in another spelling.
	Unstable bool `json:"unstable,omitempty"`
}

// Of asks resource.ParseQuantity, which must be spared what is not harmless.
func Of(text string) Row {
	row := Row{Text: text}
	quantity, err := resource.ParseQuantity(text)
	if err != nil {
		return row
	}
	row.Kept = quantity.String()
	row.Value = quantity.AsDec().String()
	row.Canonical = canonical(quantity)
	again, err := resource.ParseQuantity(row.Canonical)
	row.Unstable = err != nil || again.Cmp(quantity) != 0 || again.String() != row.Canonical
	if row.Kept == row.Canonical {
		row.Kept = ""
	}
	if row.Value == row.Canonical {
		row.Value = ""
	}
	return row
}

func canonical(quantity resource.Quantity) string {
	number, suffix := quantity.CanonicalizeBytes(nil)
	return string(number) + string(suffix)
}

// IsHarmless keeps exponents away with which ParseQuantity takes minutes, or
// wraps around.
func IsHarmless(text string) bool {
	for _, match := range exponents.FindAllStringSubmatch(text, -1) {
		exponent, err := strconv.Atoi(strings.TrimLeft(match[1], "+-0"))
		if match[1] != "" && err != nil && strings.Trim(match[1], "+-0") != "" || exponent > 400 {
			return false
		}
	}
	return true
}

var exponents = regexp.MustCompile(`[eE]([-+]?[0-9]+)`)
