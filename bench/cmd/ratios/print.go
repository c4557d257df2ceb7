package main

import (
	"fmt"
	"io"
	"strings"
)

// print writes everything that is compared with the channel.
func (r results) print(w io.Writer) {
	r.printConditions(w)
	fmt.Fprintf(w, "\nEach number is a ratio of medians, the queue's to the bare channel's, called directly; below 1 is better.\n\n")
	r.printLosses(w)
	r.printThroughput(w)
	r.printLatency(w)
}

func (r results) printConditions(w io.Writer) {
	for _, key := range settings {
		if values := r.Settings[key]; len(values) > 0 {
			fmt.Fprintf(w, "- %s: %s\n", key, strings.Join(values, "; "))
		}
	}
	fmt.Fprintf(w, "- samples of each cell: %s\n", r.Counts())
}
