package main

import (
	"math/rand/v2"
	"strings"

	"teamwright.dev/tests/argocd/amount"
)

var quantities = topic{
	name:    "quantities",
	judge:   "resource.ParseQuantity",
	modules: []string{"k8s.io/apimachinery"},
	fields: map[string]string{
		"canonical": "the canonical form; absent: refused",
		"kept":      "what the API server gives back where that is not the canonical form: it keeps some spellings",
		"unstable":  "the canonical form means another amount, or would be given back in another spelling",
		"value":     "the exact amount in units; absent where canonical is that number already",
	},
	rows: quantityRows,
}

func quantityRows() ([]any, error) {
	var rows []any
	for _, text := range quantityTexts() {
		if amount.IsHarmless(text) {
			rows = append(rows, amount.Of(text))
		}
	}
	return rows, nil
}

// known are texts whose treatment somebody was once surprised by.
var known = []string{
	"", ".", "+", "-", "+.", "-.", "01", "00", "0", "1.", "1.Gi", "+1", "-1", "+1Gi", "-1Gi", "-0", "+0", "1K", "1ki", "1KI", "1gi", "1g",
	"1MI", "1Mb", "1GB", "1_000", " 1", "1 ", "1 Gi", "1\t", "1e", "1E", "1e3Gi", "1.5", "1.5Gi", "1024Mi", "1000m", "0.1m", ".5", "1e+07",
	"0.0001n", "9Ei", "8Ei", "7Ei", "16Ei", "9223372036854775807", "9223372036854775808", "9223372036854775809", "9.2E", "9.3E", "10E",
	"8191Pi", "8192Pi", "7.999Ei", "512m", "0.5Ki", "1.1Gi", "1.5Ki", "1023", "1023Ki", "1024", "1024Ki", "1025Ki", "0.001Ki", "0.9Ki",
	"999999999999999999", "1000000000000000000", "99999999999999999999", "１", "一", "1é", "1\u200b", "1,000", "1'000", "1.000.000", "0x10",
	"1e1", "1e3", "1E3", "1e-3", "1e-9", "1e-10", "1e18", "1e19", "1e20", "1e100", "1e400", "1e-400", "1.5e3", "1e+3", "1e--3", "1e3.5",
	"5i", "5mi", "5Mi5", "5n", "5u", "0.5n", "1.0000000001", "1.0000000000", "0.0000000000", "0.000000000", "NaN", "Inf", "null", "true",
}

func quantityTexts() []string {
	suffixes := []string{"", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"}
	wrong := []string{"K", "ki", "mi", "gi", "GI", "g", "Mb", "GB", "B", "i", "e", "e3", "E3", "e-3", "e+07", "e18", "e0", "e3Gi", " Gi", "b", "ms"}
	wholes := []string{"0", "1", "2", "8", "9", "10", "100", "512", "1000", "1023", "1024", "1536", "2048", "65536", "1000000", "1048576"}
	fractions := []string{"", ".", ".0", ".5", ".25", ".001", ".500", ".000000001"}
	good := join(wholes, fractions, suffixes)
	r := dice("quantities")
	var free []string
	for range 2200 {
		free = append(free, number(r, 19)+fraction(r, 10)+pick(r, suffixes))
	}
	for range 500 {
		free = append(free, pick(r, []string{"", "", "+", "-"})+number(r, 6)+fraction(r, 4)+pick(r, wrong))
	}
	return distinct(known, good, join(wholes, fractions[3:4], wrong), free, damaged(r, append(good, known...), 1500))
}

// number has up to so many digits, often few, sometimes round ones.
func number(r *rand.Rand, longest int) string {
	digits := digits(r, 1+min(r.IntN(longest), r.IntN(longest)))
	if r.IntN(4) == 0 {
		return digits + strings.Repeat("0", r.IntN(4))
	}
	return digits
}

func digits(r *rand.Rand, count int) string {
	var text strings.Builder
	for range count {
		text.WriteByte(byte('0' + r.IntN(10)))
	}
	if first := text.String(); count > 1 && r.IntN(20) > 0 {
		return strings.Replace(first, "0", "1", 1)
	}
	return text.String()
}

func fraction(r *rand.Rand, longest int) string {
	if r.IntN(2) == 0 {
		return ""
	}
	return "." + digits(r, 1+r.IntN(longest))
}
