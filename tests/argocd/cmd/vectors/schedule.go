package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

var schedules = topic{
	name:    "schedules",
	judge:   "robfig/cron with the options of Argo CD",
	modules: []string{"github.com/argoproj/argo-cd/v3", "github.com/robfig/cron/v3"},
	fields: map[string]string{
		"fields": "minutes, hours, days of the month, months and days of the week that are named; * in front where the field asks for nothing in particular; absent: refused",
		"next":   "the five starts after 2026-01-15T10:20:30Z; fewer: the parser gives up, and Argo CD takes the window for one that is always open",
		"gap":    "the shortest time between two starts in minutes, where 29 years of starts could be counted",
		"panics": "the parser stops the program",
	},
	rows: scheduleRows,
}

type scheduleRow struct {
	Text   string   `json:"text"`
	Fields []string `json:"fields,omitempty"`
	Next   []string `json:"next,omitempty"`
	Gap    int      `json:"gap,omitempty"`
	Panics bool     `json:"panics,omitempty"`
}

// parser has the options that SyncWindow gives it.
var parser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

var noon = time.Date(2026, 1, 15, 10, 20, 30, 0, time.UTC)

func scheduleRows() ([]any, error) {
	var rows []any
	for _, text := range scheduleTexts() {
		rows = append(rows, judgeSchedule(text))
	}
	return rows, nil
}

func judgeSchedule(text string) (row scheduleRow) {
	row.Text = text
	defer func() {
		if recover() != nil {
			row = scheduleRow{Text: text, Panics: true}
		}
	}()
	parsed, err := parser.Parse(text)
	if err != nil {
		return row
	}
	spec := parsed.(*cron.SpecSchedule)
	for _, field := range []struct {
		bits      uint64
		low, high int
	}{{spec.Minute, 0, 59}, {spec.Hour, 0, 23}, {spec.Dom, 1, 31}, {spec.Month, 1, 12}, {spec.Dow, 0, 6}} {
		row.Fields = append(row.Fields, values(field.bits, field.low, field.high))
	}
	at := noon
	for range 5 {
		if at = spec.Next(at); at.IsZero() {
			break
		}
		row.Next = append(row.Next, at.Format("2006-01-02T15:04"))
	}
	row.Gap = shortestGap(spec)
	return row
}

// values writes bits as numbers and ranges, with a star for the bit that says
// that the field was one.
func values(bits uint64, low, high int) string {
	var parts []string
	for value := low; value <= high; value++ {
		if bits>>value&1 == 0 {
			continue
		}
		last := value
		for last < high && bits>>(last+1)&1 == 1 {
			last++
		}
		if last == value {
			parts = append(parts, strconv.Itoa(value))
		} else {
			parts = append(parts, fmt.Sprintf("%d-%d", value, last))
		}
		value = last
	}
	text := strings.Join(parts, ",")
	if bits>>63 == 1 {
		text = "*" + text
	}
	return text
}

// shortestGap counts the starts of 29 years, in which every weekday meets every
// date; zero where there are too many.
func shortestGap(spec *cron.SpecSchedule) int {
	earlier := spec.Next(time.Date(2000, 12, 31, 23, 59, 0, 0, time.UTC))
	end := earlier.AddDate(29, 0, 0)
	shortest := end.Sub(earlier)
	for range 12_000 {
		later := spec.Next(earlier)
		if later.IsZero() || later.After(end) {
			return int(shortest.Minutes())
		}
		shortest = min(shortest, later.Sub(earlier))
		if shortest == time.Minute {
			return 1
		}
		earlier = later
	}
	return 0
}

var scheduleList = []string{
	"", " ", "@daily", "@hourly", "@weekly", "@monthly", "@yearly", "@annually", "@midnight", "@every 1h", "@reboot", "TZ=UTC", "CRON_TZ=Europe/Berlin", "TZ=",
	"TZ=UTC 0 18 * * 5", "CRON_TZ=Europe/Berlin 0 18 * * 5", "CRON_TZ=Nowhere 0 18 * * 5", "TZ=Local 0 18 * * 5", "tz=UTC 0 18 * * 5", "18", "0 18 * *",
	"0 0 18 * * 5", "0 18 * * 5 2026", "60 18 * * 5", "-1 18 * * 5", "0 24 * * 5", "0 18 0 * *", "0 18 32 * *", "0 18 * 0 *", "0 18 * 13 *", "0 18 * * 7",
	"0 18 * * 1-7", "0 18 * * 5,7", "0 18 * * friday", "0 18 * * Fri", "0 18 * * FRI", "0 18 * * fRi", "0 18 * january *", "0 18 * Jan *", "0 18 L * *",
	"0 18 15W * *", "0 18 * * 5#3", "0 18 * * 5L", "*/0 * * * *", "*/-5 * * * *", "*/ * * * *", "*/5/2 * * * *", "/5 * * * *", "0 18 * * 5-1", "0 8- * * *",
	"0 -8 * * *", "0 8-10-12 * * *", "0.5 18 * * 5", "０ 18 * * 5", "0 18 * * 5\n0 18 * * 6", "0 18 * *\n5", "0\t18 * * 5", " 0 18 * * 5 ", "0  18 * *  5",
	"0\u00a018 * * 5", "0\u200318 * * 5", "0 18 * * 5\r", "1,,2 0 * * *", ",1 0 * * *", "1, 0 * * *", ", 0 * * *", ",,, 0 * * *", ", , , , ,", "*-5 0 * * *",
	"?-5 0 * * *", "*-5/2 0 * * *", "*,5 0 * * *", "5,* 0 * * *", "+5 0 * * *", "*/+5 0 * * *", "0 jan * * *", "0 0 mon * *", "0 0 * mon *", "0 0 * * jan",
	"99999999999999999999 0 * * *", "00 06 * * *", "007 0 * * *", "* * * * *", "? ? ? ? ?", "*/1 */1 */1 */1 */1", "*/90 0 * * *", "5/20 0 * * *",
	"59/1 23 * * *", "0 0 29 2 *", "0 0 30 2 *", "0 0 31 2 *", "0 0 31 2 ?", "0 0 31 2 5", "0 0 31 2 */2", "0 0 30 2 */1", "0 0 31 4 *", "0 0 31 2,4,6,9,11 *",
	"0 0 30-31 feb */1", "0 0 13 * 5", "0 0 13 * */2", "0 0 */2 * 5", "0 0 */1 * 5", "0 0 1-31 * 5", "0 0 ? * 5", "0 0 13 * ?", "0 0 29 2 1", "0 0 28,1 2,3 *",
	"59 23 31 12 *", "0 0 1 1 *", "0 0 29,30 2 *", "0 0 1,15 * *", "0 22 * * sat,sun", "0 0 * JAN-mar,12 sun", "0 0 * * sun-sat", "0 0 * * sat-sun", "0 0 * dec-jan *",
	"0 0 31 * *", "0 0 31 1/2 *", "30 8-18/2 * * 1-5", "0-59/15 * * * *", "0,15,30,45 * * * *", "0 0 1/1 * *", "0 0 1/1 * 5", "0 0 2/1 * 5", "0 0 0 * *", "* * * * 0-6",
}

func scheduleTexts() []string {
	r := dice("schedules")
	var free []string
	for range 900 {
		free = append(free, strings.Join([]string{
			cronField(r, 0, 59, nil), cronField(r, 0, 23, nil), cronField(r, 1, 31, nil), cronField(r, 1, 12, months), cronField(r, 0, 6, weekdays),
		}, " "))
	}
	var rare []string
	for range 250 {
		rare = append(rare, fmt.Sprintf("%d %d %s %s %s", r.IntN(60), r.IntN(24), cronField(r, 1, 31, nil), cronField(r, 1, 12, months), cronField(r, 0, 6, weekdays)))
	}
	return distinct(scheduleList, free, rare, damaged(r, append(free[:200:200], scheduleList...), 500))
}

var (
	months   = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
)

// cronField is mostly good; now and then a number is one too large.
func cronField(r *rand.Rand, low, high int, names []string) string {
	value := func() string {
		number := low + r.IntN(high-low+1)
		if names != nil && r.IntN(3) == 0 {
			return names[number-low]
		}
		if r.IntN(150) == 0 {
			number = high + 1
		}
		return strconv.Itoa(number)
	}
	part := func() string {
		switch r.IntN(8) {
		case 0, 1, 2:
			return value()
		case 3:
			return "*"
		case 4:
			return "*/" + strconv.Itoa(1+r.IntN(high))
		case 5:
			first := low + r.IntN(high-low+1)
			return fmt.Sprintf("%d-%d", first, first+r.IntN(high-first+1))
		case 6:
			first := low + r.IntN(high-low+1)
			return fmt.Sprintf("%d-%d/%d", first, first+r.IntN(high-first+1), 1+r.IntN(high))
		default:
			return value() + "/" + strconv.Itoa(1+r.IntN(high))
		}
	}
	if r.IntN(3) == 0 {
		return "*"
	}
	text := part()
	for range r.IntN(2) * r.IntN(4) {
		text += "," + part()
	}
	return text
}
