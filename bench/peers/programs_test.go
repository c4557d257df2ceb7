package peers_test

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The programs show what a peer does, against the peer itself. Those that need
// no luck are examples; those that need another goroutine to be at a certain
// place are tests, and try until it is.

// eventually runs as many goroutines that call f over and over, until a call
// returns true. It fails the test if none does within ten seconds: then the peer
// has mended its ways.
func eventually(t *testing.T, goroutines int, f func() bool) {
	t.Helper()
	if runtime.GOMAXPROCS(0) < goroutines {
		t.Skip("needs more processors")
	}
	var seen atomic.Bool
	var calls atomic.Int64
	var wg sync.WaitGroup
	deadline := time.Now().Add(10 * time.Second)
	for range goroutines {
		wg.Go(func() {
			for n := int64(1); !seen.Load(); n++ {
				if f() {
					seen.Store(true)
				}
				if n%1024 == 0 && time.Now().After(deadline) {
					return
				}
				calls.Add(1)
			}
		})
	}
	wg.Wait()
	if !seen.Load() {
		t.Fatalf("not seen in %d calls", calls.Load())
	}
	t.Logf("seen after %d calls", calls.Load())
}
