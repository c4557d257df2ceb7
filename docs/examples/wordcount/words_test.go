package main

import (
	"maps"
	"slices"
	"testing"
)

func TestTokenise(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       map[string]int
	}{
		{"nothing", "", nil},
		{"only separators", " \n\t,.;-_/\x00", nil},
		{"one word", "queue", map[string]int{"queue": 1}},
		{"repeated, in any case", "Go go GO gO!", map[string]int{"go": 4}},
		{"separators of many kinds", "a_b-c.d\ne\x00f", map[string]int{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1}},
		{"digits", "int64 64 0x1F", map[string]int{"int64": 1, "64": 1, "0x1f": 1}},
		{"other scripts", "ÜBER über Größe ΛΌΓΟΣ 世界", map[string]int{"über": 2, "größe": 1, "λόγοσ": 1, "世界": 1}},
		{"marks stay with their letters", "cafe\u0301 हिन्दी", map[string]int{"cafe\u0301": 1, "हिन्दी": 1}},
		{"digits of other scripts", "٣٤", map[string]int{"٣٤": 1}},
		{"not UTF-8", "left\xff\xfe\xc3right", map[string]int{"left": 1, "right": 1}},
		{"lower case is longer", "ȺȺ Ⱥ", map[string]int{"ⱥⱥ": 1, "ⱥ": 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := tokenise([]byte(tt.text))
			if got.bytes != int64(len(tt.text)) {
				t.Errorf("%d bytes, want %d", got.bytes, len(tt.text))
			}
			if !maps.Equal(got.words, tt.want) {
				t.Errorf("words %v, want %v", got.words, tt.want)
			}
		})
	}
}

func TestMostFrequent(t *testing.T) {
	words := map[string]int{"pear": 2, "fig": 5, "apple": 2, "lime": 1, "date": 2}
	want := []frequency{{"fig", 5}, {"apple", 2}, {"date", 2}, {"pear", 2}, {"lime", 1}}
	for n := range 8 {
		got := mostFrequent(words, n)
		if !slices.Equal(got, want[:min(n, len(want))]) {
			t.Errorf("the %d most frequent are %v", n, got)
		}
	}
}
