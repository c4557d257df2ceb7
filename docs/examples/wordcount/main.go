// Wordcount counts the words of all files under a directory, in three stages
// between bounded queues:
//
//	walk → [paths] → read → [texts] → tokenise → [tallies] → count → [progress]
//
// It shows what the queues are for. However fast the walk is, no more than the
// capacity of paths is ever listed ahead, and no more files are held in memory
// than fit into texts and the hands of the workers: the stage that is slowest,
// tokenising, sets the pace of all. A stage that fails stops the stages before it
// and after it, and nothing is left running. The report shows for each queue how
// full it got and which side waited for the other.
//
// Usage:
//
//	wordcount [flags] [directory]
//
// The directory is by default the source of the Go installation. Only regular
// files are read; symbolic links inside the directory are not followed. A word is
// a run of letters, the marks that go with them, and digits, as Unicode has them,
// in lower case; whatever is not UTF-8 separates words.
//
// The exit status is 0 when all was counted, 1 when counting failed or was
// interrupted, and 2 when the arguments name nothing that could be counted.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program there and then
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the whole program; it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return runOn(ctx, openDir, args, stdout, stderr)
}

// openDir opens a directory of the operating system.
func openDir(dir string) (fs.FS, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%q does not exist: want a directory", dir)
	case err != nil:
		return nil, fmt.Errorf("%q cannot be opened: %w", dir, err)
	case !info.IsDir():
		return nil, fmt.Errorf("%q is not a directory: want one", dir)
	}
	return os.DirFS(dir), nil
}

// runOn is run on whatever open opens.
func runOn(ctx context.Context, open func(dir string) (fs.FS, error), args []string, stdout, stderr io.Writer) int {
	opts, usage, err := parse(ctx, args)
	if usage != "" {
		fmt.Fprint(stdout, usage)
		return 0
	}
	if err != nil {
		return fail(stderr, 2, err)
	}
	files, err := open(opts.dir)
	if err != nil {
		return fail(stderr, 2, err)
	}

	var results []*result
	for _, kind := range opts.queues {
		res, err := countWords(ctx, files, kind, opts, progressOn(stderr, kind))
		if err != nil {
			return fail(stderr, 1, fmt.Errorf("counting %s with %s stopped: %w", opts.dir, kind, err))
		}
		results = append(results, res)
	}
	if err := report(stdout, opts, results); err != nil {
		return fail(stderr, 1, fmt.Errorf("writing the report: %w", err))
	}
	if err := identical(results); err != nil {
		return fail(stderr, 1, err)
	}
	return 0
}

// fail says in one line why the program ends, and returns status.
func fail(stderr io.Writer, status int, err error) int {
	fmt.Fprintf(stderr, "wordcount: %v\n", err)
	return status
}
