// Checktable reads a table of benchstat from standard input and fails unless it
// compares all implementations in every scenario that they can be in: benchstat itself exits with
// status 0 on empty input, on a column that is missing and on a row without
// numbers.
//
//	make bench | benchstat | checktable
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	var w want
	columns := flag.String("columns", "chan,ring,condq,chanq,ring-again,nop,faa", "columns that the tables of -units must have, the first being the baseline")
	rows := flag.String("rows", "handoff,transform=5,busy=5", "first words of rows, each of which must have a row with numbers in all columns, or in as many as is said")
	units := flag.String("units", "sec/op,cpu-sec/op", "units for each of which there must be a table")
	flag.BoolVar(&w.intervals, "intervals", false, "also demand that the numbers have finite intervals")
	flag.Parse()
	w.columns = strings.Split(*columns, ",")
	w.units = strings.Split(*units, ",")
	var err error
	if w.rows, err = parseRows(*rows, len(w.columns)); err != nil {
		fmt.Fprintln(os.Stderr, "checktable:", err)
		os.Exit(2)
	}

	text, err := io.ReadAll(os.Stdin)
	if err == nil {
		err = w.check(string(text))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "checktable:", err)
		os.Exit(1)
	}
}
