package asynclog_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/demos/asynclog"
	"github.com/boundedq/queue/ring"
)

func TestWriterCopiesWhatItIsGiven(t *testing.T) {
	w, g := held(t, 4, asynclog.Options{})
	line := []byte("as it was\n")
	if _, err := w.Write(line); err != nil {
		t.Fatal(err)
	}
	copy(line, "overwritten")
	close(g.open)
	closeAll(t, w)
	if got := g.String(); got != "0\nas it was\n" {
		t.Errorf("written: %q", got)
	}
}

func TestDropDropsWhatFindsNoRoomAndCountsIt(t *testing.T) {
	w, g := held(t, 2, asynclog.Options{Policy: asynclog.Drop, Batch: 1})
	for i := 1; i <= 5; i++ {
		write(t, w, fmt.Sprintf("%d\n", i))
	}
	close(g.open)
	closeAll(t, w)
	if got := g.String(); got != "0\n1\n2\n" {
		t.Errorf("written: %q", got)
	}
	want := asynclog.Report{Accepted: 3, Full: 3, Written: 3}
	if got := w.Report(); got != want {
		t.Errorf("report %+v, want %+v", got, want)
	}
}

func TestBlockWaitsForRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, g := held(t, 1, asynclog.Options{Batch: 1})
		write(t, w, "1\n")
		returned := false
		go func() {
			write(t, w, "2\n")
			returned = true
		}()
		synctest.Wait()
		if returned {
			t.Error("Write returned although the queue is full")
		}
		close(g.open)
		synctest.Wait()
		if !returned {
			t.Error("Write waits although there is room")
		}
		closeAll(t, w)
		if got := g.String(); got != "0\n1\n2\n" {
			t.Errorf("written: %q", got)
		}
	})
}

func TestBlockWaitsUntilTheContextEnds(t *testing.T) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	w, g := held(t, 1, asynclog.Options{Batch: 1, Context: ended})
	write(t, w, "1\n") // there is room, and a context is no reason to refuse

	if n, err := w.Write([]byte("2\n")); n != 0 || err != context.Canceled {
		t.Errorf("Write to a full queue: %d, %v", n, err)
	}
	if n, err := w.WriteContext(ended, []byte("3\n")); n != 0 || err != context.Canceled {
		t.Errorf("WriteContext to a full queue: %d, %v", n, err)
	}
	close(g.open)
	closeAll(t, w)
	want := asynclog.Report{Accepted: 2, Cancelled: 2, Written: 2}
	if got := w.Report(); got != want {
		t.Errorf("report %+v, want %+v", got, want)
	}
}

func TestCloseEndsWithItsContextAndCanBeCalledAgain(t *testing.T) {
	w, g := held(t, 1, asynclog.Options{})
	write(t, w, "1\n")
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := w.Close(ended); !errors.Is(err, context.Canceled) {
		t.Error("Close while the writer behind is held:", err)
	}
	if _, err := w.Write([]byte("2\n")); err != queue.ErrClosed {
		t.Error("Write after Close:", err)
	}
	close(g.open)
	closeAll(t, w)
	closeAll(t, w)
	if got := g.String(); got != "0\n1\n" {
		t.Errorf("written: %q", got)
	}
	if got := w.Report(); got.Closed != 1 || got.Dropped() != 1 {
		t.Errorf("report %+v", got)
	}
}

// failing writes whole lines of one byte and a newline, and not those that say "x" or
// what is behind them.
type failing struct{ bytes.Buffer }

var errDisk = errors.New("disk on fire")

func (f *failing) Write(p []byte) (int, error) {
	if i := bytes.IndexByte(p, 'x'); i >= 0 {
		n, _ := f.Buffer.Write(p[:i])
		return n, errDisk
	}
	return f.Buffer.Write(p)
}

func TestCloseReportsFailures(t *testing.T) {
	for _, test := range []struct {
		join            bool
		written, failed uint64
	}{
		{join: false, written: 2, failed: 2},
		{join: true, written: 1, failed: 3}, // c is in one Write with the first x
	} {
		var f failing
		q := ring.NewMPSC[*asynclog.Line](4)
		g := newGate()
		w := asynclog.NewWriter(io.MultiWriter(g, &f), q, asynclog.Options{Join: test.join})
		write(t, w, "\n") // holds the goroutine, so that the others are one batch
		<-g.entered
		for _, line := range []string{"a\n", "x\n", "c\n", "x\n"} {
			write(t, w, line)
		}
		close(g.open)
		err := w.Close(context.Background())
		if !errors.Is(err, errDisk) || !strings.Contains(err.Error(), fmt.Sprintf("%d of 5", test.failed)) {
			t.Errorf("join %v: Close: %v", test.join, err)
		}
		if got := w.Report(); got.Written != 1+test.written || got.Failed != test.failed {
			t.Errorf("join %v: report %+v", test.join, got)
		}
	}
}

// short takes all but the last byte and says nothing of it.
type short struct{}

func (short) Write(p []byte) (int, error) { return len(p) - 1, nil }

func TestAShortWriteIsAFailure(t *testing.T) {
	for _, join := range []bool{false, true} {
		w := asynclog.NewWriter(short{}, ring.NewMPSC[*asynclog.Line](1), asynclog.Options{Join: join})
		write(t, w, "a\n")
		if err := w.Close(context.Background()); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("join %v: Close: %v", join, err)
		}
	}
}

func TestJoinWritesABatchAtOnce(t *testing.T) {
	for _, test := range []struct {
		join   bool
		writes int
	}{{false, 5}, {true, 3}} {
		w, g := held(t, 4, asynclog.Options{Join: test.join, Batch: 3})
		for i := 1; i <= 4; i++ {
			write(t, w, fmt.Sprintf("%d\n", i))
		}
		close(g.open)
		closeAll(t, w)
		if got := g.String(); got != "0\n1\n2\n3\n4\n" {
			t.Errorf("join %v: written: %q", test.join, got)
		}
		if writes := 1 + len(g.entered); writes != test.writes { // held has seen one
			t.Errorf("join %v: %d writes, want %d", test.join, writes, test.writes)
		}
	}
}

// Many goroutines log as fast as they can. What arrives is what was accepted: each line
// whole, once, and in the order of its producer.
func TestWriterAddsUp(t *testing.T) {
	const producers, each = 4, 500
	for name, newQueue := range queues[*asynclog.Line]() {
		for _, o := range []asynclog.Options{
			{Policy: asynclog.Block},
			{Policy: asynclog.Block, Join: true},
			{Policy: asynclog.Drop},
			{Policy: asynclog.Drop, Join: true},
		} {
			t.Run(fmt.Sprintf("%s/%v/join=%v", name, o.Policy, o.Join), func(t *testing.T) {
				var out bytes.Buffer
				w := asynclog.NewWriter(&out, newQueue(8), o)
				var wg sync.WaitGroup
				for p := range producers {
					wg.Go(func() {
						for i := range each {
							fmt.Fprintf(w, "%d %d\n", p, i)
						}
					})
				}
				wg.Wait()
				closeAll(t, w)
				r := w.Report()
				if r.Accepted+r.Dropped() != producers*each || r.Accepted != r.Written || r.Failed != 0 {
					t.Errorf("%d lines sent: report %+v", producers*each, r)
				}
				if o.Policy == asynclog.Block && r.Dropped() != 0 {
					t.Errorf("block dropped: report %+v", r)
				}
				inOrder(t, out.String(), producers, int(r.Accepted))
			})
		}
	}
}

// inOrder checks that out has n lines, and those of each producer in order.
func inOrder(t *testing.T, out string, producers, n int) {
	t.Helper()
	last := make([]int, producers)
	for i := range last {
		last[i] = -1
	}
	seen := 0
	for line := range strings.Lines(out) {
		var p, i int
		if k, err := fmt.Sscanf(line, "%d %d\n", &p, &i); k != 2 || err != nil || p >= producers {
			t.Fatalf("line %q", line)
		}
		if i <= last[p] {
			t.Fatalf("producer %d: line %d came after line %d", p, i, last[p])
		}
		last[p] = i
		seen++
	}
	if seen != n {
		t.Errorf("%d lines arrived, %d were accepted", seen, n)
	}
}

func TestBadOptionsPanic(t *testing.T) {
	for want, o := range map[string]asynclog.Options{
		"Policy is 7": {Policy: 7},
		"Batch is -1": {Batch: -1},
	} {
		for name, construct := range map[string]func(){
			"NewWriter":  func() { asynclog.NewWriter(io.Discard, ring.NewMPSC[*asynclog.Line](1), o) },
			"NewHandler": func() { asynclog.NewHandler(nil, ring.NewMPSC[asynclog.Record](1), o) },
		} {
			func() {
				defer func() {
					if s := fmt.Sprint(recover()); !strings.Contains(s, want) || !strings.Contains(s, name) {
						t.Errorf("%s: panic %q, want it to say %q", name, s, want)
					}
				}()
				construct()
			}()
		}
	}
}
