package main

import (
	"io"
	"sync"
	"sync/atomic"
)

// chanWriter is what one writes without any library: a channel of lines, and a goroutine
// that writes them one by one.
type chanWriter struct {
	lines   chan *[]byte
	block   bool
	pool    sync.Pool
	dropped atomic.Int64
	done    chan error
}

func newChanWriter(to io.Writer, capacity int, block bool) *chanWriter {
	w := &chanWriter{lines: make(chan *[]byte, capacity), block: block, done: make(chan error, 1)}
	w.pool.New = func() any { return new([]byte) }
	go func() {
		var first error
		for line := range w.lines {
			if _, err := to.Write(*line); err != nil && first == nil {
				first = err
			}
			w.pool.Put(line)
		}
		w.done <- first
	}()
	return w
}

func (w *chanWriter) Write(p []byte) (int, error) {
	line := w.pool.Get().(*[]byte)
	*line = append((*line)[:0], p...)
	if w.block {
		w.lines <- line
		return len(p), nil
	}
	select {
	case w.lines <- line:
	default:
		w.dropped.Add(1)
		w.pool.Put(line)
	}
	return len(p), nil
}

// Close must come after the last Write.
func (w *chanWriter) Close() error {
	close(w.lines)
	return <-w.done
}
