package main

import (
	"bytes"
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// progressEvery is how often a run that takes long says how far it is. A run that
// is done sooner says nothing.
const progressEvery = 2 * time.Second

// progressOn returns a function that writes a line on w now and then.
func progressOn(w io.Writer, kind string) func(totals) {
	last := time.Now()
	return func(t totals) {
		if time.Since(last) >= progressEvery {
			last = time.Now()
			fmt.Fprintf(w, "wordcount: %s: %v so far\n", kind, t)
		}
	}
}

// report writes what was counted, once, and how each run went.
func report(w io.Writer, opts options, results []*result) error {
	var b bytes.Buffer // so that there is one write that can fail
	res := results[0]
	fmt.Fprintf(&b, "%s: %d different words in %v\n\n", opts.dir, len(res.frequencies), res.totals)
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "most frequent\ttimes\t")
	for _, f := range mostFrequent(res.frequencies, 10) {
		fmt.Fprintf(table, "%s\t%d\t\n", f.word, f.count)
	}
	table.Flush()
	for _, res := range results {
		reportRun(&b, opts, res)
	}
	if len(results) > 1 && identical(results) == nil {
		fmt.Fprintf(&b, "\nall %d queues gave identical counts\n", len(results))
	}
	_, err := w.Write(b.Bytes())
	return err
}

// reportRun writes how long a run took and what its queues have seen.
func reportRun(w io.Writer, opts options, res *result) {
	fmt.Fprintf(w, "\n%s, capacity %d, %d workers: %v\n", res.kind, opts.capacity, opts.workers, res.took.Round(time.Millisecond))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "queue\taccepted\treceived\trefused\thigh water\tsenders waited\treceivers waited\t")
	for _, q := range res.queues {
		refused := q.RefusedFull + q.RefusedClosed + q.RefusedContext
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%v\t%v\t\n",
			q.name, q.Accepted, q.Received, refused, q.HighWater,
			q.SendWait.Round(time.Millisecond), q.RecvWait.Round(time.Millisecond))
	}
	table.Flush()
}
