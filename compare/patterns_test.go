package compare_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare"
)

// What a bounded queue is for, shown on each implementation. The bubbles make
// time exact and let no goroutine be left.

func overAll(t *testing.T, demonstrate func(t *testing.T, newQueue func(capacity int) queue.BoundedQueue[int])) {
	t.Helper()
	for _, impl := range compare.Implementations[int]() {
		t.Run(impl.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { demonstrate(t, impl.New) })
		})
	}
}

// produce sends 1 to n as fast as q lets it, and closes q.
func produce(t *testing.T, q queue.BoundedQueue[int], n int) {
	defer q.Close()
	for v := 1; v <= n; v++ {
		if err := q.Send(t.Context(), v); err != nil {
			t.Errorf("Send(%d) = %v", v, err)
		}
	}
}

// A slow consumer makes a producer of 9 wait behind a buffer of 3, and all 9
// arrive.
func TestSlowConsumerMakesProducerWait(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue func(int) queue.BoundedQueue[int]) {
		q := queue.Count(newQueue(3))
		go produce(t, q, 9)

		synctest.Wait()
		if accepted := q.Stats().Accepted; accepted != 3 {
			t.Errorf("before anything was received %d values were accepted, want 3", accepted)
		}
		var got []int
		for v := range queue.All(t.Context(), q) {
			got = append(got, v)
			time.Sleep(time.Second)
			if ahead := q.Stats().Accepted - q.Stats().Received; ahead > 3 {
				t.Errorf("the producer was %d values ahead, want at most 3", ahead)
			}
		}
		if want := []int{1, 2, 3, 4, 5, 6, 7, 8, 9}; !slices.Equal(got, want) {
			t.Errorf("received %v, want %v", got, want)
		}
		// The consumer took its first value at once and the others after one
		// second each; the ninth found room with the sixth receive.
		if waited := q.Stats().SendWait; waited != 5*time.Second {
			t.Errorf("the producer waited %v, want 5s", waited)
		}
	})
}

// Ten TrySend into capacity 2: two are accepted, eight refused, and exactly the
// accepted are drained.
func TestTrySendAcceptsWhatFits(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue func(int) queue.BoundedQueue[int]) {
		q := newQueue(2)
		var accepted, refused []int
		for v := range 10 {
			switch err := q.TrySend(v); err {
			case nil:
				accepted = append(accepted, v)
			case queue.ErrFull:
				refused = append(refused, v)
			default:
				t.Errorf("TrySend(%d) = %v", v, err)
			}
		}
		if len(accepted) != 2 || len(refused) != 8 {
			t.Errorf("accepted %v and refused %v, want two and eight", accepted, refused)
		}
		q.Close()
		if drained := slices.Collect(queue.Drain(q)); !slices.Equal(drained, accepted) {
			t.Errorf("drained %v, want the accepted %v", drained, accepted)
		}
	})
}

// A pipeline doubles, then adds one: 1 2 3 becomes 3 5 7.
func TestPipelineDoublesThenAddsOne(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue func(int) queue.BoundedQueue[int]) {
		double := func(_ context.Context, v int) (int, error) { return 2 * v, nil }
		addOne := func(_ context.Context, v int) (int, error) { return v + 1, nil }

		source, middle, sink := newQueue(2), newQueue(2), newQueue(2)
		stages := make(chan error)
		go func() { stages <- queue.Pipe(t.Context(), source, middle, 1, double) }()
		go func() { stages <- queue.Pipe(t.Context(), middle, sink, 1, addOne) }()
		go produce(t, source, 3)

		if got := slices.Collect(queue.All(t.Context(), sink)); !slices.Equal(got, []int{3, 5, 7}) {
			t.Errorf("1 2 3 became %v, want 3 5 7", got)
		}
		for range 2 {
			if err := <-stages; err != nil {
				t.Errorf("a stage returned %v", err)
			}
		}
	})
}

// At capacity 0 the two sides meet: Send returns when the value has been taken.
func TestRendezvousHandsOver(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue func(int) queue.BoundedQueue[int]) {
		q := newQueue(0)
		start := time.Now()
		returned := make(chan time.Duration, 1)
		go func() {
			if err := q.Send(t.Context(), 42); err != nil {
				t.Errorf("Send = %v", err)
			}
			returned <- time.Since(start)
		}()

		time.Sleep(time.Second)
		if v, err := q.Recv(t.Context()); v != 42 || err != nil {
			t.Errorf("Recv = %d, %v, want 42", v, err)
		}
		if after := <-returned; after != time.Second {
			t.Errorf("Send returned after %v, want 1s, when the receiver came", after)
		}
	})
}

// A producer behind a bounded queue runs at its consumer's pace: here one value
// in 100 ms, but for the first few, which the queue takes at once.
func TestProducerIsSlowedToConsumersPace(t *testing.T) {
	const n, pace = 50, 100 * time.Millisecond
	overAll(t, func(t *testing.T, newQueue func(int) queue.BoundedQueue[int]) {
		for _, capacity := range []int{0, 1, 4, 100} {
			q := newQueue(capacity)
			start := time.Now()
			finished := make(chan time.Duration, 1)
			go func() {
				produce(t, q, n)
				finished <- time.Since(start)
			}()
			for range queue.All(t.Context(), q) {
				time.Sleep(pace)
			}

			// The consumer takes its kth value after k-1 pauses, and that makes
			// room for value k+capacity.
			want := pace * time.Duration(max(n-capacity-1, 0))
			if took := <-finished; took != want {
				t.Errorf("capacity %d: the producer finished after %v, want %v", capacity, took, want)
			}
			if took := time.Since(start); took != n*pace {
				t.Errorf("capacity %d: the consumer finished after %v, want %v", capacity, took, n*pace)
			}
		}
	})
}
