package asynclog

import (
	"context"
	"io"
	"sync"

	"github.com/boundedq/queue"
)

// A Line is what a [Writer] puts into its queue: a copy of what one Write was given.
type Line struct{ text []byte }

// lines are not in use. They are of all writers together.
var lines = sync.Pool{New: func() any { return new(Line) }}

// largestKept is the size of the largest line that is used again. A pool of buffers
// that grew with one long line each would hold on to a lot of memory.
const largestKept = 16 << 10

func newLine(text []byte) *Line {
	l := lines.Get().(*Line)
	l.text = append(l.text[:0], text...)
	return l
}

func (l *Line) free() {
	if cap(l.text) <= largestKept {
		lines.Put(l)
	}
}

// A Writer is an [io.Writer] that writes to another one on a goroutine of its own;
// [NewWriter] makes one. Any number of goroutines may write to it. The writer behind is
// used by one goroutine, and needs no lock.
type Writer struct {
	*pump[*Line]
	to  io.Writer
	ctx context.Context

	joined []byte // of the goroutine
}

// NewWriter returns a writer that writes to to what goes through q. It starts a
// goroutine, which ends after Close. It panics if o makes no sense.
func NewWriter(to io.Writer, q queue.BoundedQueue[*Line], o Options) *Writer {
	o = o.checked("NewWriter")
	w := &Writer{pump: newPump(q, o), to: to, ctx: o.Context}
	write := w.writeEach
	if o.Join {
		write = w.writeJoined
	}
	go w.run(o.Batch, write)
	return w
}

// Write puts a copy of p into the queue. It returns len(p), nil if the queue accepted
// it, and also if there was no room under [Drop]: loggers print an error each time
// Write returns one, and a full queue is no time for that. [Writer.Report] has the
// number. It returns the context's error if [Options].Context ended while it waited
// for room, under [Block], and [queue.ErrClosed] after Close.
func (w *Writer) Write(p []byte) (int, error) { return w.WriteContext(w.ctx, p) }

// WriteContext is Write with a context of its own in place of that of [Options].
func (w *Writer) WriteContext(ctx context.Context, p []byte) (int, error) {
	l := newLine(p)
	err := w.send(ctx, l)
	if err == nil {
		return len(p), nil
	}
	l.free() // on an error it is still ours
	if err == queue.ErrFull {
		return len(p), nil
	}
	return 0, err
}

// writeEach writes each line by itself, also those behind one that fails.
func (w *Writer) writeEach(batch []*Line) (written int, first error) {
	for _, l := range batch {
		n, err := w.to.Write(l.text)
		if err == nil && n < len(l.text) {
			err = io.ErrShortWrite
		}
		if err == nil {
			written++
		} else if first == nil {
			first = err
		}
		l.free()
	}
	return written, first
}

// writeJoined writes all lines at once. On an error, those that were written whole are
// not counted as failed.
func (w *Writer) writeJoined(batch []*Line) (written int, err error) {
	w.joined = w.joined[:0]
	for _, l := range batch {
		w.joined = append(w.joined, l.text...)
	}
	n, err := w.to.Write(w.joined)
	if err == nil && n < len(w.joined) {
		err = io.ErrShortWrite
	}
	for _, l := range batch {
		if n -= len(l.text); n >= 0 {
			written++
		}
		l.free()
	}
	return written, err
}
