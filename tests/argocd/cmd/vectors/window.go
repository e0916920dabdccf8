package main

import (
	"strconv"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

var syncWindows = topic{
	name:    "sync_windows",
	judge:   "SyncWindow.Validate and SyncWindow.HashIdentity",
	modules: []string{"github.com/argoproj/argo-cd/v3", "go"},
	fields: map[string]string{
		"valid":    "whether Argo CD takes the window",
		"zone":     "the zone that it uses, where that is another one",
		"identity": "equal for windows that Argo CD takes for one and the same",
	},
	rows: windowRows,
}

type windowRow struct {
	Kind     string `json:"kind"`
	Schedule string `json:"schedule"`
	Duration string `json:"duration"`
	TimeZone string `json:"timeZone,omitempty"`
	// Environment stands for the applications that the window is for.
	Environment string `json:"environment,omitempty"`
	ManualSync  bool   `json:"manualSync,omitempty"`
	Valid       bool   `json:"valid"`
	Zone        string `json:"zone,omitempty"`
	Identity    string `json:"identity,omitempty"`
}

func windowRows() ([]any, error) {
	kinds := []string{"allow", "deny", "Allow", "block", ""}
	schedules := []string{"0 18 * * 5", "0 18 * * FRI", "00 18 * * 5", "0  18 * * 5", "*/15 * * * *", "0 0 1 * *", "@daily", "0 18 * *", "0 18 * * 7", "0 0 31 2 *", ""}
	lengths := []string{"1h", "60m", "1m", "59s", "744h", "745h", "0s", "-1h", "1d", "1", "", "1h0m"}
	zones := []string{"", "UTC", "Europe/Berlin", "Etc/UTC", "Local", "Nowhere/City", "europe/berlin"}
	environments := []string{"", "production", "staging"}
	r := dice("sync_windows")
	var rows []any
	for range 1500 {
		// Mostly one thing is unusual at a time.
		usual := func(texts []string) string {
			if r.IntN(3) > 0 {
				return texts[0]
			}
			return pick(r, texts)
		}
		row := windowRow{
			Kind: usual(kinds), Schedule: usual(schedules), Duration: usual(lengths), TimeZone: pick(r, zones),
			Environment: pick(r, environments), ManualSync: r.IntN(4) == 0,
		}
		window := v1alpha1.SyncWindow{
			Kind: row.Kind, Schedule: row.Schedule, Duration: row.Duration, TimeZone: row.TimeZone,
			Applications: []string{"*" + row.Environment}, ManualSync: row.ManualSync,
		}
		identity, err := window.HashIdentity()
		if err != nil {
			return nil, err
		}
		row.Identity = strconv.FormatUint(identity, 16)
		row.Valid = window.Validate() == nil
		if window.TimeZone != row.TimeZone {
			row.Zone = window.TimeZone
		}
		rows = append(rows, row)
	}
	return rows, nil
}
