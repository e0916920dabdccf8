package main

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// dice always fall the same way for a topic.
func dice(topic string) *rand.Rand {
	var seed [32]byte
	copy(seed[:], topic)
	return rand.New(rand.NewChaCha8(seed))
}

// pick is one of several texts.
func pick(r *rand.Rand, texts []string) string {
	return texts[r.IntN(len(texts))]
}

// join is every text of one list followed by every text of the next.
func join(lists ...[]string) []string {
	joined := []string{""}
	for _, list := range lists {
		var longer []string
		for _, start := range joined {
			for _, end := range list {
				longer = append(longer, start+end)
			}
		}
		joined = longer
	}
	return joined
}

// strange are characters that a text may catch by accident or on purpose.
var strange = []string{
	" ", "\t", "\n", "\r", "\u00a0", "\u200b", "\u202e", "\u0085", "é", "１", "б", "😀", "-", "_", ".", "/", "\\", ":", ";", ",",
	"*", "?", "!", "@", "#", "$", "%", "^", "&", "(", ")", "[", "]", "{", "}", "<", ">", "=", "+", "|", "~", "`", "'", "\"",
	"0", "1", "9", "a", "z", "A", "Z", "x", "e", "i", "\u007f", "\u0001",
}

// damaged are texts with one character more, less, twice or in another case.
func damaged(r *rand.Rand, texts []string, count int) []string {
	var out []string
	for range count {
		letters := []rune(pick(r, texts))
		at := r.IntN(len(letters) + 1)
		switch r.IntN(6) {
		case 0, 1:
			letters = slices.Insert(letters, at, []rune(pick(r, strange))...)
		case 2:
			if at < len(letters) {
				letters = slices.Delete(letters, at, at+1)
			}
		case 3:
			if at < len(letters) {
				letters = slices.Insert(letters, at, letters[at])
			}
		case 4:
			if at < len(letters) {
				letters[at] = []rune(pick(r, strange))[0]
			}
		case 5:
			text := string(letters[at:])
			letters = append(letters[:at:at], []rune(strings.ToUpper(text))...)
		}
		out = append(out, string(letters))
	}
	return out
}

// distinct are texts without repetitions, sorted.
func distinct(lists ...[]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.Compact(all)
}
