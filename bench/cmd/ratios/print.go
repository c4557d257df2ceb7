package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// print writes everything.
func (r results) print(w io.Writer) {
	for _, key := range settings {
		if values := r.settings[key]; len(values) > 0 {
			fmt.Fprintf(w, "- %s: %s\n", key, strings.Join(values, "; "))
		}
	}
	fmt.Fprintf(w, "- samples of each cell: %s\n\n", r.counts())
	fmt.Fprintf(w, "Each number is a ratio of medians, the queue's to the bare channel's, called directly; below 1 is better.\n\n")
	r.printLosses(w)
	r.printThroughput(w)
	r.printLatency(w)
}

// counts returns how many samples the cells have.
func (r results) counts() string {
	var counts []int
	for c := range r.cells {
		counts = append(counts, r.count(c))
	}
	least, most := slices.Min(counts), slices.Max(counts)
	if least == most {
		return fmt.Sprint(least)
	}
	return fmt.Sprintf("%d to %d", least, most)
}

// groups divides cells by key, and returns the groups in the order of their first
// cells.
func groups[K comparable](cells []cell, key func(cell) K) [][]cell {
	var order []K
	byKey := map[K][]cell{}
	for _, c := range cells {
		k := key(c)
		if byKey[k] == nil {
			order = append(order, k)
		}
		byKey[k] = append(byKey[k], c)
	}
	var all [][]cell
	for _, k := range order {
		all = append(all, byKey[k])
	}
	return all
}
