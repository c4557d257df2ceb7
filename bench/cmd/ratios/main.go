// Ratios reads results of BenchmarkDirect and BenchmarkLatency and prints, in
// Markdown, how each queue's time and processor time compare with the bare
// channel's: first the cells in which a queue loses, then all of them.
//
//	ratios out/rings.txt
//
// It reads the files that it is given, or standard input. It prints nothing and
// exits with status 2 if one cannot be read or has a broken line, if there are no
// results, and if a cell has none of the channel to be compared with.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/boundedq/queue/bench/internal/cells"
	"golang.org/x/perf/benchfmt"
)

func main() {
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "Usage: ratios [file ...]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := run(&benchfmt.Files{Paths: flag.Args(), AllowStdin: true}, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ratios:", err)
		os.Exit(2)
	}
}

func run(from cells.Source, to io.Writer) error {
	r, err := read(from)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(to)
	r.print(w)
	return w.Flush()
}
