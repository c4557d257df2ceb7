package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"golang.org/x/perf/benchfmt"
)

// A row is a program that measures queues of another language. Its command line is
// that of bench/languages/README.md.
type row struct {
	program string
	cells   []string // their names, without the number of processors
}

// name is what a row is called in messages.
func (w row) name() string { return filepath.Base(w.program) }

// list asks each row what it can measure, keeps the cells that match, and prints what
// the row says of its queues.
func (r *run) list(ctx context.Context) error {
	for _, program := range r.programs {
		w := row{program: program}
		err := r.ask(ctx, w, []string{"-list"}, func(line string) error {
			key, _, isSetting := strings.Cut(line, ": ")
			switch {
			case strings.HasPrefix(line, "Benchmark") && !strings.ContainsAny(line, " \t"):
				if r.cells == nil || r.cells.MatchString(line) {
					w.cells = append(w.cells, line)
				}
			case isSetting && settingOfRow.MatchString(key):
				return r.set(key, line)
			default:
				return fmt.Errorf("%s -list printed %q: must be the name of a benchmark, or row-QUEUE: and what it is", w.name(), line)
			}
			return nil
		})
		if err != nil {
			return err
		}
		r.rows = append(r.rows, w)
	}
	return nil
}

// settingOfRow matches the key of a setting that a row prints. It is one of the
// benchmark format, so it has no capital letter.
var settingOfRow = regexp.MustCompile(`^row-[a-z0-9_-]+$`)

// measure takes one sample of each cell of w, in an order that is another in each
// sample. Each line must be the result that is due: a row that prints less, more or
// something else is broken, and so are its numbers.
func (r *run) measure(ctx context.Context, w row) error {
	due := processors(w.cells)
	if len(due) == 0 {
		return nil
	}
	r.random().Shuffle(len(due), func(i, j int) { due[i], due[j] = due[j], due[i] })
	command := append([]string{fmt.Sprint(max(r.rowTime.Milliseconds(), 1))}, due...)
	err := r.ask(ctx, w, command, func(line string) error {
		if len(due) == 0 {
			return fmt.Errorf("%s printed %q after its last result", w.name(), line)
		}
		if err := checkResult(line, due[0]); err != nil {
			return fmt.Errorf("%s printed %q: %w", w.name(), line, err)
		}
		due = due[1:]
		return r.pass(line)
	})
	if err == nil && len(due) > 0 {
		err = fmt.Errorf("%s printed no result of %s", w.name(), due[0])
	}
	if err != nil && len(due) > 0 {
		return fmt.Errorf("%w (at %s)", err, due[0])
	}
	return err
}

// ask runs w's program and gives each line to line.
func (r *run) ask(ctx context.Context, w row, args []string, line func(string) error) error {
	waitErr, err := r.watch(ctx, append([]string{w.program}, args...), line)
	if waitErr != nil {
		return fmt.Errorf("%s: %w", w.name(), waitErr)
	}
	return err
}

// processors returns names as they are asked for: with the number of processors, as
// the testing package adds it.
func processors(names []string) []string {
	var all []string
	for _, name := range names {
		if n := runtime.GOMAXPROCS(0); n > 1 {
			name = fmt.Sprintf("%s-%d", name, n)
		}
		all = append(all, name)
	}
	return all
}

// checkResult fails unless line is a result of the benchmark called name with the
// two units that every row has.
func checkResult(line, name string) error {
	reader := benchfmt.NewReader(strings.NewReader(line+"\n"), "")
	if !reader.Scan() {
		return errors.New("no result")
	}
	switch result := reader.Result().(type) {
	case *benchfmt.Result:
		if got := "Benchmark" + string(result.Name.Full()); got != name {
			return fmt.Errorf("the result due is that of %s", name)
		}
		for _, unit := range []string{"sec/op", "cpu-sec/op"} {
			if v, ok := result.Value(unit); !ok || v <= 0 {
				return fmt.Errorf("there is no %s above 0", strings.Replace(unit, "sec", "ns", 1))
			}
		}
		return nil
	case *benchfmt.SyntaxError:
		return errors.New(result.Msg)
	default:
		return errors.New("not a result")
	}
}

// random returns numbers that are others in each sample.
func (r *run) random() *rand.Rand { return rand.New(rand.NewPCG(uint64(r.sample), 0)) }
