package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/boundedq/queue"
)

// counting is a file system that counts how many files were read.
type counting struct {
	fs.FS
	read *atomic.Int64
}

func (c counting) ReadFile(name string) ([]byte, error) {
	c.read.Add(1)
	return fs.ReadFile(c.FS, name)
}

// When the end of the pipeline stands still, so does its beginning: no more files
// have been read than there is room for in the queues and in the hands of the
// workers.
func TestMemoryIsBounded(t *testing.T) {
	for _, kind := range queueKinds() {
		for _, capacity := range []int{0, 1, 64} {
			for _, workers := range []int{1, 3} {
				synctest.Test(t, func(t *testing.T) {
					var read atomic.Int64
					var wg sync.WaitGroup
					stuck := make(chan struct{})
					wg.Go(func() {
						opts := options{capacity: capacity, workers: workers}
						_, err := countWords(t.Context(), counting{manyFiles(), &read}, kind, opts, func(totals) { <-stuck })
						if err != nil {
							t.Error(err)
						}
					})

					synctest.Wait()
					// One file is in the hands of each: the reader, each worker that
					// tokenises, the one that counts, and the progress that is stuck.
					if want := int64(3*capacity + 3 + workers); read.Load() != want {
						t.Errorf("%s, capacity %d, %d workers: %d files were read, want %d", kind, capacity, workers, read.Load(), want)
					}
					close(stuck)
					wg.Wait()
				})
			}
		}
	}
}

// A walk that finds no file at all still hears of the interrupt.
func TestWalkOfEmptyDirectoriesIsInterrupted(t *testing.T) {
	dirs := make(fstest.MapFS)
	for i := range 20 {
		dirs[fmt.Sprintf("d%02d", i)] = &fstest.MapFile{Mode: fs.ModeDir}
	}
	synctest.Test(t, func(t *testing.T) {
		errInterrupt := errors.New("interrupted by the test")
		ctx, interrupt := context.WithCancelCause(t.Context())
		files := trap{dirs, "d05", func() error { interrupt(errInterrupt); return nil }}
		files = trap{files, "d15", func() error { t.Error("the walk went on to d15"); return nil }}
		runWith(ctx, always(files), "dir").expectFailure(t, 1, errInterrupt.Error())
	})
}

// The reason for a stop is the error of the stage that failed, though the stages
// before it have ended long ago with ErrClosed.
func TestStagesReturnTheReason(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		errReason := errors.New("the reason")
		err := runStages(t.Context(),
			func(context.Context) error { return queue.ErrClosed },
			func(context.Context) error { time.Sleep(time.Second); return errReason },
			func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
			func(context.Context) error { return nil },
		)
		if err != errReason {
			t.Errorf("runStages = %v, want the reason", err)
		}
	})
}
