// Ratios reads results of BenchmarkDirect and BenchmarkLatency and prints, in
// Markdown, how each queue's time and processor time compare with the bare
// channel's: first the cells in which a queue loses, then all of them.
//
//	ratios out/rings.txt
//
// With -languages it reads results of BenchmarkLanguages instead, which has rows of other
// languages: first the cells in which one of these, or the channel, takes less time than
// ring, then the times of all.
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
		fmt.Fprintln(os.Stderr, "Usage: ratios [-languages] [file ...]")
		flag.PrintDefaults()
	}
	languages := flag.Bool("languages", false, "compare ring with the queues of other languages")
	flag.Parse()
	what := aboutChannel
	if *languages {
		what = aboutLanguages
	}
	if err := run(&benchfmt.Files{Paths: flag.Args(), AllowStdin: true}, what, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ratios:", err)
		os.Exit(2)
	}
}

// A page is what is read and what is printed of it.
type page struct {
	read  func(cells.Source) (results, error)
	print func(results, io.Writer)
}

var (
	aboutChannel   = page{read, results.print}
	aboutLanguages = page{readLanguages, results.printLanguages}
)

func run(from cells.Source, p page, to io.Writer) error {
	r, err := p.read(from)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(to)
	p.print(r, w)
	return w.Flush()
}
