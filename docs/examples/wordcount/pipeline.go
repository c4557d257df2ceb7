package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"sync"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare"
)

// A result is what one run over all files has counted, and how the run went.
type result struct {
	totals
	frequencies map[string]int

	kind   string // of queue
	queues []queueStats
	took   time.Duration
}

// totals are figures that grow while the run goes on.
type totals struct {
	files, bytes, words int64
}

// queueStats is what one queue of the pipeline has seen.
type queueStats struct {
	name string
	queue.Stats
}

// newQueue makes a counted queue of the given kind.
func newQueue[T any](kind string, capacity int) *queue.Counted[T] {
	for _, impl := range compare.Implementations[T]() {
		if impl.Name == kind {
			return queue.Count(impl.New(capacity))
		}
	}
	panic("wordcount: no queue of kind " + kind)
}

// countWords runs the pipeline over files, and calls progress now and then. When
// it returns, no goroutine of the pipeline is left.
func countWords(ctx context.Context, files fs.FS, kind string, opts options, progress func(totals)) (*result, error) {
	var (
		start   = time.Now()
		paths   = newQueue[string](kind, opts.capacity)
		texts   = newQueue[[]byte](kind, opts.capacity)
		tallies = newQueue[tally](kind, opts.capacity)
		sums    = newQueue[totals](kind, opts.capacity)
		res     = &result{kind: kind, frequencies: make(map[string]int)}
	)

	err := runStages(ctx,
		func(ctx context.Context) error { return walk(ctx, files, paths) },
		func(ctx context.Context) error {
			return queue.Pipe(ctx, paths, texts, 1, func(_ context.Context, path string) ([]byte, error) {
				return fs.ReadFile(files, path)
			})
		},
		func(ctx context.Context) error {
			return queue.Pipe(ctx, texts, tallies, opts.workers, func(_ context.Context, text []byte) (tally, error) {
				return tokenise(text), nil
			})
		},
		func(ctx context.Context) error {
			// One worker: add needs no lock.
			return queue.Pipe(ctx, tallies, sums, 1, func(_ context.Context, t tally) (totals, error) {
				return res.add(t), nil
			})
		},
		func(ctx context.Context) error {
			for sum := range queue.All(ctx, sums) {
				progress(sum)
			}
			return nil
		},
	)
	if err != nil {
		return nil, err
	}
	res.took = time.Since(start)
	res.queues = []queueStats{
		{"paths", paths.Stats()},
		{"texts", texts.Stats()},
		{"tallies", tallies.Stats()},
		{"progress", sums.Stats()},
	}
	return res, nil
}

// add adds a file to the result and returns the sums so far.
func (r *result) add(t tally) totals {
	r.files++
	r.bytes += t.bytes
	for word, n := range t.words {
		r.frequencies[word] += n
		r.words += int64(n)
	}
	return r.totals
}

// runStages runs all stages at once and waits for all of them. The first that
// fails stops the others, and its error is returned.
func runStages(ctx context.Context, stages ...func(context.Context) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wg sync.WaitGroup
	for _, stage := range stages {
		wg.Go(func() {
			// ErrClosed says only that a later stage has stopped. That one, which
			// may still be waiting for its workers, says why.
			if err := stage(ctx); err != nil && err != queue.ErrClosed {
				stop(err)
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// walk sends the path of every regular file, in the order of their names, and
// then closes paths.
func walk(ctx context.Context, files fs.FS, paths queue.BoundedQueue[string]) error {
	defer paths.Close()
	return fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if ctx.Err() != nil { // directories without files never come to Send
			return context.Cause(ctx)
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		return paths.Send(ctx, path)
	})
}

// identical returns an error that names a difference between the counts of two
// results, if there is one.
func identical(results []*result) error {
	for i, b := range results[1:] {
		a := results[i]
		switch {
		case a.totals != b.totals:
			return fmt.Errorf("the queues do not agree: %s counted %v, %s counted %v", a.kind, a.totals, b.kind, b.totals)
		case !maps.Equal(a.frequencies, b.frequencies):
			return fmt.Errorf("the queues do not agree: %s and %s counted as many words, but not the same ones", a.kind, b.kind)
		}
	}
	return nil
}

func (t totals) String() string {
	return fmt.Sprintf("%d files, %d bytes, %d words", t.files, t.bytes, t.words)
}
