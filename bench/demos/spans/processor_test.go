package spans_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/boundedq/queue/bench/demos/spans"
	"github.com/boundedq/queue/ring"
	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

func TestDropDropsWhatFindsNoRoomAndCountsIt(t *testing.T) {
	p, e := held(2, spans.Options{Policy: spans.Drop})
	end(p, "1", "2", "3", "4")
	close(e.hold)
	shutdown(t, p)
	end(p, "5")
	if got, _, _ := e.exported(); !reflect.DeepEqual(got, [][]string{{"0"}, {"1"}, {"2"}}) {
		t.Errorf("exported %v", got)
	}
	want := spans.Report{Accepted: 3, Full: 2, Closed: 1, Exported: 3}
	if got := p.Report(); got != want || got.Dropped() != 3 {
		t.Errorf("report %+v, want %+v", got, want)
	}
}

func TestBlockWaitsForRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, e := held(1, spans.Options{})
		returned := false
		go func() {
			end(p, "1", "2")
			returned = true
		}()
		synctest.Wait()
		if returned {
			t.Error("OnEnd returned although the queue is full")
		}
		close(e.hold)
		synctest.Wait()
		if !returned {
			t.Error("OnEnd waits although there is room")
		}
		shutdown(t, p)
		if got, _, _ := e.exported(); !reflect.DeepEqual(got, [][]string{{"0"}, {"1"}, {"2"}}) {
			t.Errorf("exported %v", got)
		}
	})
}

func TestShutdownReleasesWhoWaitsForRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, e := held(1, spans.Options{})
		end(p, "1")
		returned := false
		go func() {
			end(p, "2")
			returned = true
		}()
		synctest.Wait()
		go p.Shutdown(context.Background())
		synctest.Wait()
		if !returned {
			t.Error("OnEnd waits although the processor is shutting down")
		}
		close(e.hold)
		synctest.Wait()
		want := spans.Report{Accepted: 2, Closed: 1, Exported: 2}
		if got := p.Report(); got != want {
			t.Errorf("report %+v, want %+v", got, want)
		}
	})
}

func TestSpansThatAreNotSampledAreNotLookedAt(t *testing.T) {
	e := &exporter{}
	p := spans.New(e, ring.NewMPSC[spans.Item](1), spans.Options{})
	p.OnEnd(span("unsampled", 0))
	shutdown(t, p)
	if got, n, _ := e.exported(); n != 0 || p.Report() != (spans.Report{}) {
		t.Errorf("exported %v, report %+v", got, p.Report())
	}
}

func TestABatchIsExportedWhenItIsFullOrItsFirstSpanHasWaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &exporter{}
		p := spans.New(e, ring.NewMPSC[spans.Item](8), spans.Options{Batch: 3, Delay: time.Second})
		exports := func(want ...[]string) {
			t.Helper()
			synctest.Wait()
			if got, _, _ := e.exported(); !reflect.DeepEqual(got, want) {
				t.Errorf("exported %v, want %v", got, want)
			}
		}
		end(p, "0", "1", "2", "3") // one batch, and the first of another
		exports([]string{"0", "1", "2"})
		time.Sleep(time.Second / 2)
		end(p, "4")
		exports([]string{"0", "1", "2"})
		time.Sleep(time.Second/2 + 1)
		exports([]string{"0", "1", "2"}, []string{"3", "4"})

		// A batch that was full in time must not leave its deadline to the next.
		end(p, "5")
		time.Sleep(time.Second / 2)
		end(p, "6", "7", "8")
		time.Sleep(time.Second/2 + 1)
		exports([]string{"0", "1", "2"}, []string{"3", "4"}, []string{"5", "6", "7"})
		shutdown(t, p)
		exports([]string{"0", "1", "2"}, []string{"3", "4"}, []string{"5", "6", "7"}, []string{"8"})
	})
}

func TestWithoutDelayNothingWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &exporter{}
		p := spans.New(e, ring.NewMPSC[spans.Item](8), spans.Options{})
		end(p, "0")
		synctest.Wait()
		if got, _, _ := e.exported(); !reflect.DeepEqual(got, [][]string{{"0"}}) {
			t.Errorf("exported %v", got)
		}
		shutdown(t, p)
	})
}

func TestForceFlushExportsWhatEndedBefore(t *testing.T) {
	errExport := errors.New("no route")
	for _, want := range []error{nil, errExport} {
		e := &exporter{err: want}
		p := spans.New(e, ring.NewMPSC[spans.Item](8), spans.Options{Delay: time.Hour})
		if err := p.ForceFlush(context.Background()); err != nil {
			t.Error("ForceFlush of nothing:", err)
		}
		end(p, "0", "1", "2")
		if err := p.ForceFlush(context.Background()); err != want {
			t.Errorf("ForceFlush: %v, want %v", err, want)
		}
		if got, _, _ := e.exported(); !reflect.DeepEqual(got, [][]string{{"0", "1", "2"}}) {
			t.Errorf("exported %v", got)
		}
		shutdown(t, p)
		if r := p.Report(); r.Accepted != 3 || r.Exported+r.Failed != 3 || (r.Failed == 3) != (want != nil) {
			t.Errorf("report %+v", r)
		}
		if err := p.ForceFlush(context.Background()); err != nil {
			t.Error("ForceFlush after Shutdown:", err)
		}
	}
}

func TestForceFlushEndsWithItsContext(t *testing.T) {
	p, e := held(1, spans.Options{Policy: spans.Drop})
	if err := p.ForceFlush(cancelled()); err != context.Canceled {
		t.Error("ForceFlush while the exporter is held:", err)
	}
	if err := p.ForceFlush(cancelled()); err != context.Canceled {
		t.Error("ForceFlush that finds the queue full:", err)
	}
	close(e.hold)
	shutdown(t, p)
}

func TestShutdownDrainsAndShutsTheExporterDownOnce(t *testing.T) {
	e := &exporter{}
	p := spans.New(e, ring.NewMPSC[spans.Item](8), spans.Options{Batch: 2, Delay: time.Hour})
	end(p, "0", "1", "2")
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if err := p.Shutdown(context.Background()); err != errShutdown {
				t.Error("Shutdown:", err)
			}
			if _, n, shutdowns := e.exported(); n != 3 || shutdowns != 1 {
				t.Errorf("%d spans were exported and the exporter shut down %d times", n, shutdowns)
			}
		})
	}
	wg.Wait()
}

func TestShutdownGivesUpWithItsContext(t *testing.T) {
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) {})) // each batch that failed
	p, e := held(2, spans.Options{})
	end(p, "1", "2")
	if err := p.Shutdown(cancelled()); err != context.Canceled {
		t.Error("Shutdown while the exporter is held:", err)
	}
	shutdown(t, p) // ends without e.hold
	want := spans.Report{Accepted: 3, Failed: 3}
	if got := p.Report(); got != want {
		t.Errorf("report %+v, want %+v", got, want)
	}
	if _, n, shutdowns := e.exported(); n != 0 || shutdowns != 1 {
		t.Errorf("%d spans were exported and the exporter shut down %d times", n, shutdowns)
	}
	if n := len(e.entered); n != 0 { // held has seen the first
		t.Errorf("the exporter was called %d more times", n)
	}
}

func TestAnExportHasATimeLimit(t *testing.T) {
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) {}))
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		p, _ := held(1, spans.Options{ExportTimeout: time.Second})
		if err := p.ForceFlush(context.Background()); err != nil {
			t.Error(err)
		}
		if got, took := p.Report(), time.Since(start); got.Failed != 1 || took != time.Second {
			t.Errorf("after %v: report %+v", took, got)
		}
		shutdown(t, p)
	})
}

// Many goroutines end spans of a real tracer as fast as they can. What is exported is
// what was accepted: each span once, and in the order of its producer.
func TestSpansAddUp(t *testing.T) {
	const producers, each = 4, 300
	for name, newQueue := range queues() {
		for policy, name := range map[spans.Policy]string{spans.Block: name + "/block", spans.Drop: name + "/drop"} {
			t.Run(name, func(t *testing.T) {
				e := &exporter{}
				p := spans.New(e, newQueue(8), spans.Options{Policy: policy, Batch: 8, Delay: time.Hour})
				provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(p))
				tracer := provider.Tracer("test")
				var wg sync.WaitGroup
				for k := range producers {
					wg.Go(func() {
						for i := range each {
							_, s := tracer.Start(context.Background(), fmt.Sprintf("%d %d", k, i))
							s.End()
							if i == each/2 {
								if err := provider.ForceFlush(context.Background()); err != nil {
									t.Error(err)
								}
							}
						}
					})
				}
				wg.Wait()
				if err := provider.Shutdown(context.Background()); !errors.Is(err, errShutdown) {
					t.Error("Shutdown:", err)
				}
				r := p.Report()
				if r.Accepted+r.Dropped() != producers*each || r.Accepted != r.Exported || r.Failed != 0 {
					t.Errorf("%d spans ended: report %+v", producers*each, r)
				}
				if policy == spans.Block && r.Dropped() != 0 {
					t.Errorf("block dropped: report %+v", r)
				}
				batches, n, _ := e.exported()
				if n != int(r.Accepted) {
					t.Errorf("%d spans arrived, %d were accepted", n, r.Accepted)
				}
				inOrder(t, batches, producers)
			})
		}
	}
}

// inOrder checks that the spans of each producer are in order.
func inOrder(t *testing.T, batches [][]string, producers int) {
	t.Helper()
	next := make([]int, producers)
	for _, batch := range batches {
		if len(batch) > 8 {
			t.Errorf("a batch of %d spans, want 8 at most", len(batch))
		}
		for _, name := range batch {
			var k, i int
			if _, err := fmt.Sscanf(name, "%d %d", &k, &i); err != nil || k >= producers {
				t.Fatalf("span %q", name)
			}
			if i < next[k] {
				t.Fatalf("producer %d: span %d came when %d was the next", k, i, next[k])
			}
			next[k] = i + 1
		}
	}
}

func TestBadOptionsPanic(t *testing.T) {
	for want, o := range map[string]spans.Options{
		"Policy is 7":           {Policy: 7},
		"Batch is -1":           {Batch: -1},
		"Delay is -1s":          {Delay: -time.Second},
		"ExportTimeout is -1ns": {ExportTimeout: -1},
	} {
		func() {
			defer func() {
				if s := fmt.Sprint(recover()); !strings.Contains(s, want) {
					t.Errorf("panic %q, want it to say %q", s, want)
				}
			}()
			spans.New(&exporter{}, ring.NewMPSC[spans.Item](1), o)
		}()
	}
}
