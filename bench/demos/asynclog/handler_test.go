package asynclog_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/slogtest"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/demos/asynclog"
	"github.com/boundedq/queue/ring"
)

func TestHandlerIsAHandler(t *testing.T) {
	var out bytes.Buffer
	var h *asynclog.Handler
	slogtest.Run(t,
		func(*testing.T) slog.Handler {
			out.Reset()
			h = asynclog.NewHandler(slog.NewJSONHandler(&out, nil), ring.NewMPSC[asynclog.Record](1), asynclog.Options{})
			return h
		},
		func(t *testing.T) map[string]any {
			closeAll(t, h)
			var line map[string]any
			if err := json.Unmarshal(out.Bytes(), &line); err != nil {
				t.Fatal(err)
			}
			return line
		})
}

// late adds an attribute to each record, as handlers in a chain do, when it may go on.
type late struct {
	slog.Handler
	open chan struct{}
}

func (l late) Handle(ctx context.Context, r slog.Record) error {
	<-l.open
	r.AddAttrs(slog.String("late", "yes"))
	return l.Handler.Handle(ctx, r)
}

// A record shares memory with its copies. Who logs may add to its copy while the
// handler behind adds to the one in the queue.
func TestHandlerClonesRecords(t *testing.T) {
	var out bytes.Buffer
	l := late{slog.NewJSONHandler(&out, nil), make(chan struct{})}
	h := asynclog.NewHandler(l, ring.NewMPSC[asynclog.Record](1), asynclog.Options{})

	r := slog.NewRecord(time.Time{}, slog.LevelInfo, "m", 0)
	for i := range 8 { // more than a record holds in itself, with room to grow behind
		r.AddAttrs(slog.Int(fmt.Sprint("a", i), i))
	}
	if err := h.Handle(context.Background(), r); err != nil {
		t.Fatal(err)
	}
	r.AddAttrs(slog.String("mine", "yes"))
	close(l.open)
	closeAll(t, h)
	if s := out.String(); strings.Contains(s, "BUG") || strings.Contains(s, "mine") || !strings.Contains(s, `"late":"yes"`) {
		t.Error(s)
	}
}

func TestHandlerDerivedHandlersShareTheQueue(t *testing.T) {
	var out bytes.Buffer
	to := slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == slog.LevelKey {
			return slog.Attr{}
		}
		return a
	}})
	h := asynclog.NewHandler(to, ring.NewMPSC[asynclog.Record](4), asynclog.Options{})
	log := slog.New(h)
	log.Info("a")
	log.With("k", 1).WithGroup("g").Info("b", "l", 2)
	log.Info("c", "m", 3)
	closeAll(t, log.With("k", 1).Handler().(*asynclog.Handler))
	if got, want := out.String(), "msg=a\nmsg=b k=1 g.l=2\nmsg=c m=3\n"; got != want {
		t.Errorf("written: %q, want %q", got, want)
	}
	if got := h.Report(); got.Accepted != 3 || got.Written != 3 {
		t.Errorf("report %+v", got)
	}
	if h.WithAttrs(nil) != slog.Handler(h) || h.WithGroup("") != slog.Handler(h) {
		t.Error("WithAttrs and WithGroup of nothing make another handler")
	}
}

func TestHandlerPolicies(t *testing.T) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, test := range []struct {
		policy asynclog.Policy
		err    error // of a record for which there is no room
		want   asynclog.Report
	}{
		{asynclog.Block, context.Canceled, asynclog.Report{Accepted: 2, Cancelled: 1, Closed: 1, Written: 2}},
		{asynclog.Drop, queue.ErrFull, asynclog.Report{Accepted: 2, Full: 1, Closed: 1, Written: 2}},
	} {
		g := newGate()
		h := asynclog.NewHandler(slog.NewTextHandler(g, nil), ring.NewMPSC[asynclog.Record](1), asynclog.Options{Policy: test.policy, Batch: 1})
		var r slog.Record
		handle := func() error { return h.Handle(ended, r) }
		if err := handle(); err != nil {
			t.Fatal(err)
		}
		<-g.entered // the queue is empty now
		if err := handle(); err != nil {
			t.Errorf("%v: a context that is done is no reason to drop a record that has room: %v", test.policy, err)
		}
		if err := handle(); err != test.err {
			t.Errorf("%v: no room: %v, want %v", test.policy, err, test.err)
		}
		close(g.open)
		closeAll(t, h)
		if err := handle(); err != queue.ErrClosed {
			t.Errorf("%v: after Close: %v", test.policy, err)
		}
		if got := h.Report(); got != test.want {
			t.Errorf("%v: report %+v, want %+v", test.policy, got, test.want)
		}
	}
}

func TestHandlerAddsUp(t *testing.T) {
	const producers, each = 4, 500
	for name, newQueue := range queues[asynclog.Record]() {
		for _, policy := range []asynclog.Policy{asynclog.Block, asynclog.Drop} {
			t.Run(fmt.Sprintf("%s/%v", name, policy), func(t *testing.T) {
				var out bytes.Buffer
				h := asynclog.NewHandler(messages{&out}, newQueue(8), asynclog.Options{Policy: policy})
				log := slog.New(h)
				var wg sync.WaitGroup
				for p := range producers {
					wg.Go(func() {
						for i := range each {
							log.Info(fmt.Sprintf("%d %d", p, i))
						}
					})
				}
				wg.Wait()
				closeAll(t, h)
				r := h.Report()
				if r.Accepted+r.Dropped() != producers*each || r.Accepted != r.Written || r.Failed != 0 {
					t.Errorf("%d records sent: report %+v", producers*each, r)
				}
				if policy == asynclog.Block && r.Dropped() != 0 {
					t.Errorf("block dropped: report %+v", r)
				}
				inOrder(t, out.String(), producers, int(r.Accepted))
			})
		}
	}
}

// messages writes the message of each record, and takes no lock.
type messages struct{ to *bytes.Buffer }

func (m messages) Enabled(context.Context, slog.Level) bool { return true }
func (m messages) WithAttrs([]slog.Attr) slog.Handler       { return m }
func (m messages) WithGroup(string) slog.Handler            { return m }
func (m messages) Handle(_ context.Context, r slog.Record) error {
	fmt.Fprintln(m.to, r.Message)
	return nil
}
