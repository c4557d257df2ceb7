//go:build sched

package signal

import (
	"errors"
	"testing"

	"github.com/boundedq/queue/internal/sched"
)

// In every order of their steps: whoever asks for the channel of a closed queue, or has closed
// the queue, finds the channel closed when it comes back.
func TestExplore(t *testing.T) {
	for _, program := range []struct{ asks, closes int }{{1, 1}, {1, 2}, {2, 1}, {0, 2}} {
		found, err := sched.ExploreAll(4, func(s *sched.Schedule) func(*sched.Stuck) error {
			var signal Closed
			var closed sched.Bool
			var had sched.Pointer[<-chan struct{}] // by somebody who has asked
			var err error
			for range program.asks {
				s.Go("asks", func() {
					was := closed.Load()
					c := signal.Chan(closed.Load)
					if was && !over(c) {
						err = errors.New("the queue was closed, and the channel is not")
					}
					had.Store(&c)
				})
			}
			for range program.closes {
				s.Go("closes", func() {
					c := had.Load()
					closed.Store(true)
					signal.Close()
					if c != nil && !over(*c) {
						err = errors.New("Close has returned, and the channel is not closed")
					}
				})
			}
			return func(stuck *sched.Stuck) error {
				if err == nil && stuck != nil {
					err = stuck
				}
				if c := had.Load(); err == nil && c != nil && !over(*c) {
					err = errors.New("the channel is never closed")
				}
				return err
			}
		})
		if err != nil {
			t.Errorf("%+v: %v", program, err)
		}
		t.Logf("%+v: %v", program, found)
	}
}
