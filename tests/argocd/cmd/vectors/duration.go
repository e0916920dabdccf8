package main

import (
	"strconv"
	"time"
)

var durations = topic{
	name:    "durations",
	judge:   "time.ParseDuration",
	modules: []string{"go"},
	fields:  map[string]string{"nanoseconds": "the length; absent: refused"},
	rows: func() ([]any, error) {
		var rows []any
		for _, text := range durationTexts() {
			row := durationRow{Text: text}
			if duration, err := time.ParseDuration(text); err == nil {
				row.Nanoseconds = strconv.FormatInt(int64(duration), 10)
			}
			rows = append(rows, row)
		}
		return rows, nil
	},
}

// durationRow has the number as a text, so that no reader takes it for a float.
type durationRow struct {
	Text        string `json:"text"`
	Nanoseconds string `json:"nanoseconds,omitempty"`
}

func durationTexts() []string {
	units := []string{"ns", "us", "µs", "μs", "ms", "s", "m", "h"}
	odd := []string{
		"", "0", "+0", "-0", "5", "-5s", "+5s", "++5s", "+-5s", "1d", "1w", "1y", "s", ".s", "-.s", ".", "+", "-", "1.2.3s", "5 s", " 5s", "5s ", "5S",
		"5M", "5H", "1h 30m", "1h30", "1h30m15s", "1h30m15.5s", "1h1h", "30m1h", "1m1ms1us1ns", "1_0s", "1e3s", "0x5s", "1,5s", "5sec", "5min", "µ", "1µ",
		"1µ s", "∞s", "１s", "9223372036854775807ns", "9223372036854775808ns", "-9223372036854775808ns", "2562047h47m16.854775807s",
		"2562047h47m16.854775808s", "99999999999999999999h", "0.5ns", "0.9ns", "1.5ns", "1.9us", "0.0000000001h", "744h", "744h0m1s", "1h0m0s",
		"0.1h", "0.7h", "1.1h", "0.33h", "0.333333333h", "0.3333333333333h", "1.00000000000000000000h", "0.10000000000000000000s", "0s", "0h0m0s", "0.0s",
	}
	amounts := []string{"0", "1", "5", "15", "60", "90", "744", "1000", "00", "05", "0.5", ".5", "5.", "1.25", "0.1", "0.001", "1.000", "123456789"}
	good := join(amounts, units)
	r := dice("durations")
	var free []string
	for range 700 {
		text := pick(r, []string{"", "", "", "+", "-"})
		for range 1 + r.IntN(3) {
			text += number(r, 6) + fraction(r, 14) + pick(r, units)
		}
		free = append(free, text)
	}
	// Fractions that a float may round to the wrong side.
	for range 700 {
		zeros := []string{"", "0", "00", "0000"}
		free = append(free, strconv.Itoa(r.IntN(3))+"."+digits(r, 1+r.IntN(14))+pick(r, zeros)+pick(r, []string{"s", "m", "h"}))
	}
	return distinct(odd, good, free, damaged(r, append(good, odd...), 700))
}
