package asynclog

import (
	"context"
	"log/slog"

	"github.com/boundedq/queue"
)

// A Record is what a [Handler] puts into its queue.
type Record struct {
	ctx    context.Context
	to     slog.Handler // with the attributes and groups of the logger
	record slog.Record
}

// A Handler is a [slog.Handler] that hands records to another one on a goroutine of
// its own; [NewHandler] makes one. It takes only the queueing out of the caller's
// hands, not the rendering: the other handler, and what it calls, runs later and
// elsewhere.
//
// So a value that is logged by pointer, a slice or a [slog.LogValuer] is read when the
// record is written. One that changes meanwhile is a data race; log a copy of it, or
// use a [Writer] behind a handler that renders at once, as in
// slog.NewJSONHandler(w, nil), where the wait for room ignores the caller's context.
type Handler struct {
	*pump[Record]
	to slog.Handler
}

// NewHandler returns a handler that hands on to to what goes through q, one record at a
// time. It starts a goroutine, which ends after Close. It panics if o makes no sense.
func NewHandler(to slog.Handler, q queue.BoundedQueue[Record], o Options) *Handler {
	o = o.checked("NewHandler")
	h := &Handler{newPump(q, o), to}
	go h.run(o.Batch, handleAll)
	return h
}

// handleAll hands on records, and returns how many went without an error and the first
// error of the others.
func handleAll(records []Record) (handled int, first error) {
	for i := range records {
		r := &records[i]
		err := r.to.Handle(r.ctx, r.record)
		if err == nil {
			handled++
		} else if first == nil {
			first = err
		}
	}
	return handled, first
}

// Enabled is that of the handler behind.
func (h *Handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.to.Enabled(ctx, level)
}

// Handle puts a clone of r into the queue. It returns nil if the queue accepted it;
// [queue.ErrFull] if there was no room, under [Drop]; ctx.Err() if ctx ended while it
// waited for room, under [Block]; [queue.ErrClosed] after Close. All of these are
// counted. slog.Logger does not look at them.
//
// A ctx that is done is no reason to drop r: it is looked at only when r would have to
// wait.
func (h *Handler) Handle(ctx context.Context, r slog.Record) error {
	return h.send(ctx, Record{ctx, h.to, r.Clone()})
}

// WithAttrs returns a handler whose records have attrs as well, and go through the
// same queue. What it logs is closed and counted together with h.
func (h *Handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	if len(attrs) == 0 {
		return h
	}
	return &Handler{h.pump, h.to.WithAttrs(attrs)}
}

// WithGroup returns a handler whose records have later attributes in a group, and go
// through the same queue. What it logs is closed and counted together with h.
func (h *Handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	return &Handler{h.pump, h.to.WithGroup(name)}
}
