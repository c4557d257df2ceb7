// Report reads results of the benchmarks that compare queues and writes one HTML
// page about them: where ring loses, heat maps of its ratios to the bare channel,
// charts of time, processor time and latency, and a table of everything.
//
//	report -o out/report.html out/compare.txt out/rings.txt
//
// It reads the files that it is given, or standard input. The page needs no network
// and no script. With -svg it also writes the heat maps and the chart of time against
// processor time as pictures for a README.
//
// It exits with status 2 and leaves its output as it was if an input cannot be read
// or has a broken line, if there are no results, if a cell has none of the channel to
// be compared with, and if the output cannot be written.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/boundedq/queue/bench/internal/cells"
	"golang.org/x/perf/benchfmt"
)

func main() {
	err := run(os.Args[1:], os.Stdout)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(2)
	}
}

func run(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("report", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // one line of our own says it better
	page := flags.String("o", "out/report.html", "write the page to this `file`")
	pictures := flags.String("svg", "", "also write heatmap.svg and scatter.svg into this `directory`")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintln(stdout, "Usage: report [flags] [file ...]")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return err
	case err != nil:
		return fmt.Errorf("%w (report -h lists the flags)", err)
	}
	r, err := read(&benchfmt.Files{Paths: flags.Args(), AllowStdin: true})
	if err != nil {
		return err
	}
	var files []file
	add := func(path, template string, view any) {
		var text bytes.Buffer
		err = errors.Join(err, templates.ExecuteTemplate(&text, template, view))
		files = append(files, file{path, text.Bytes()})
	}
	add(*page, "page", r.page())
	if *pictures != "" {
		add(filepath.Join(*pictures, "heatmap.svg"), "sheet", heatmapSheet(r.heatmaps()))
		add(filepath.Join(*pictures, "scatter.svg"), "sheet", r.scatterSheet())
	}
	if err != nil {
		return err
	}
	return writeAll(files)
}

// read reads every benchmark whose name has a scenario.
func read(from cells.Source) (results, error) {
	set, err := cells.Read(from, func(name benchfmt.Name) bool {
		return strings.Contains(string(name.Full()), "/scenario=")
	})
	if err != nil {
		return results{}, err
	}
	return results{set}, set.Check()
}
