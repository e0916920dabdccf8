package main

import (
	"archive/zip"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	// The zones must be the same everywhere, also where the machine has none.
	// Argo CD's program carries the same archive, by way of its notifications:
	// the image that it comes in has no old names such as US/Eastern.
	_ "time/tzdata"
)

var timeZones = topic{
	name:    "time_zones",
	judge:   "time.LoadLocation over the names that Go brings along, and others",
	modules: []string{"go"},
	fields:  map[string]string{"known": "whether there is such a zone"},
	rows: func() ([]any, error) {
		all, err := zoneNames()
		if err != nil {
			return nil, err
		}
		var rows []any
		for _, text := range timeZoneTexts(all) {
			_, err := time.LoadLocation(text)
			rows = append(rows, timeZoneRow{text, err == nil})
		}
		return rows, nil
	},
}

type timeZoneRow struct {
	Text  string `json:"text"`
	Known bool   `json:"known"`
}

// zoneNames are the names in the archive of zones that is part of Go.
func zoneNames() ([]string, error) {
	archive, err := zip.OpenReader(filepath.Join(runtime.GOROOT(), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	var names []string
	for _, file := range archive.File {
		if !strings.HasSuffix(file.Name, "/") {
			names = append(names, file.Name)
		}
	}
	return names, nil
}

func timeZoneTexts(all []string) []string {
	odd := []string{
		"", "UTC", "Local", "utc", "local", "Z", "UTC+2", "UTC+02:00", "+02:00", "GMT+2", "CEST", "PDT", "Berlin", "Europe", "Europe/", "/UTC",
		"Europe/Berlin/", "europe/berlin", "EUROPE/BERLIN", "Europe/berlin", "Europe/Berlin ", " Europe/Berlin", "Europe/Berln", "America/New York",
		"America/Argentina", "America/Kentucky/Louisville ", "Mars/Olympus", "..", "../UTC", "../../etc/passwd", "Europe/../UTC", "Europe\\Berlin",
		"US/Nowhere", "Etc/GMT+15", "Etc/GMT-15", "Europe/Berlin\n", "Asia/Kolkatta", "America/New_York Nipigon",
	}
	r := dice("time_zones")
	var others []string
	for _, text := range damaged(r, all, 500) {
		// A file system that does not tell upper from lower case would find
		// these, and one that has more names than Go does. To some, two slashes
		// are one.
		if !containsFold(all, text) && !strings.Contains(text, "//") {
			others = append(others, text)
		}
	}
	return distinct(all, odd, others)
}

func containsFold(texts []string, text string) bool {
	for _, other := range texts {
		if strings.EqualFold(other, text) {
			return true
		}
	}
	return false
}
