package main

import (
	"bytes"
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// A tally is what one file holds.
type tally struct {
	bytes int64
	words map[string]int
}

// tokenise counts the words of one text.
func tokenise(text []byte) tally {
	counts := make(map[string]*int)
	var word []byte
	for field := range bytes.FieldsFuncSeq(text, separates) {
		word = appendLower(word[:0], field)
		n := counts[string(word)]
		if n == nil {
			n = new(int)
			counts[string(word)] = n
		}
		*n++
	}

	t := tally{bytes: int64(len(text)), words: make(map[string]int, len(counts))}
	for word, n := range counts {
		t.words[word] = *n
	}
	return t
}

// separates reports whether r is part of no word. Marks belong to words: without
// its accents and vowel signs a word falls apart in many scripts.
func separates(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}

// appendLower appends the text in lower case to dst.
func appendLower(dst, text []byte) []byte {
	for _, r := range string(text) {
		dst = utf8.AppendRune(dst, unicode.ToLower(r))
	}
	return dst
}

// A frequency is a word and how often it occurred.
type frequency struct {
	word  string
	count int
}

// mostFrequent returns the n most frequent words, in alphabetical order where
// they are equally frequent.
func mostFrequent(words map[string]int, n int) []frequency {
	all := make([]frequency, 0, len(words))
	for word, count := range words {
		all = append(all, frequency{word, count})
	}
	slices.SortFunc(all, func(a, b frequency) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.word, b.word))
	})
	return all[:min(n, len(all))]
}
