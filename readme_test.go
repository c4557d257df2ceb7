package queue_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/ring"
)

// The README's ways to meet a full queue, as code that compiles and runs. Each is
// called on a full queue of capacity 2 that holds 1 and 2, with v == 3.
var recipes = []struct {
	name    string
	send    func(q queue.BoundedQueue[int], v int) (dropped int, err error)
	err     error
	dropped int
	held    []int // by the queue afterwards
}{
	{
		"wait", func(q queue.BoundedQueue[int], v int) (dropped int, _ error) {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			// Wait for room, as long as ctx allows.
			err := q.Send(ctx, v)
			return dropped, err
		},
		context.Canceled, 0, []int{1, 2},
	}, {
		"time out", func(q queue.BoundedQueue[int], v int) (dropped int, _ error) {
			ctx := context.Background()
			// Wait, but not for ever. context.DeadlineExceeded says that there was no room.
			err := queue.SendTimeout(ctx, q, v, 50*time.Millisecond)
			return dropped, err
		},
		context.DeadlineExceeded, 0, []int{1, 2},
	}, {
		"drop newest", func(q queue.BoundedQueue[int], v int) (dropped int, _ error) {
			// Drop the newest value.
			if q.TrySend(v) == queue.ErrFull {
				dropped++
			}
			return dropped, nil
		},
		nil, 1, []int{1, 2},
	}, {
		"drop oldest", func(q queue.BoundedQueue[int], v int) (dropped int, _ error) {
			// Drop the oldest values to make room. queue.ErrFull says that the capacity is 0 and nobody receives.
			err := queue.SendEvict(q, v, func(int) { dropped++ })
			return dropped, err
		},
		nil, 1, []int{2, 3},
	}, {
		"shed", func(q queue.BoundedQueue[int], v int) (dropped int, _ error) {
			shed := func() error {
				// Shed load: let the caller hear it.
				if err := q.TrySend(v); err != nil {
					return fmt.Errorf("request refused: %w", err) // errors.Is(err, queue.ErrFull)
				}
				return nil
			}
			return dropped, shed()
		},
		queue.ErrFull, 0, []int{1, 2},
	},
}

func TestRecipes(t *testing.T) {
	for _, r := range recipes {
		q := ring.New[int](2)
		for v := 1; v <= 2; v++ {
			if err := q.TrySend(v); err != nil {
				t.Fatal(err)
			}
		}
		dropped, err := r.send(q, 3)
		held := slices.Collect(queue.Drain(q))
		if !errors.Is(err, r.err) || dropped != r.dropped || !slices.Equal(held, r.held) {
			t.Errorf("%s: %v, %d dropped, the queue holds %v; want %v, %d, %v",
				r.name, err, dropped, held, r.err, r.dropped, r.held)
		}
	}
}

// myqueue is what the README's author of a queue has.
var myqueue = struct {
	New func(capacity int) queue.BoundedQueue[int]
}{func(capacity int) queue.BoundedQueue[int] { return ring.New[int](capacity) }}

func TestConformance(t *testing.T) {
	queuetest.Run(t, func(capacity int) queue.BoundedQueue[int] { return myqueue.New(capacity) })
}

// TestReadme finds each piece of Go in the README in code that is compiled: in this
// file, or in the example that it shows whole.
func TestReadme(t *testing.T) {
	read := func(name string) string {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	// Indentation differs: a recipe stands in a function here, in the open there.
	flush := func(s string) string { return regexp.MustCompile(`(?m)^\s+`).ReplaceAllString(s, "") }
	compiled := flush(read("readme_test.go") + read("docs/examples/first/main.go"))

	pieces := strings.Split(read("README.md"), "```go\n")[1:]
	if len(pieces) < 7 {
		t.Fatalf("found %d pieces of Go, want 7 or more", len(pieces))
	}
	for _, piece := range pieces {
		piece, _, _ = strings.Cut(piece, "```")
		if !strings.Contains(compiled, flush(piece)) {
			t.Errorf("nothing that is compiled has this piece of the README:\n%s", piece)
		}
	}
}
