package exercises_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

// Three stages, each a queue.Pipe with one worker, so that values keep their
// order. Nobody but the feeder calls Close: each stage that finds its input closed
// and drained closes its output, which ends the next, and at last the loop. While
// the printing is slow all queues fill, and the feeder waits: with one value in each
// queue, each stage and the feeder's hand, eight are under way, however many there are.
func Example_pipeline() {
	ctx := context.Background()
	var (
		texts   = ring.New[string](1)
		numbers = ring.New[int](1)
		squares = ring.New[int](1)
		labels  = ring.New[string](1)
	)

	var stages sync.WaitGroup
	var errs [3]error
	stages.Go(func() {
		errs[0] = queue.Pipe(ctx, texts, numbers, 1, func(_ context.Context, text string) (int, error) {
			return strconv.Atoi(text)
		})
	})
	stages.Go(func() {
		errs[1] = queue.Pipe(ctx, numbers, squares, 1, func(_ context.Context, n int) (int, error) {
			return n * n, nil
		})
	})
	stages.Go(func() {
		errs[2] = queue.Pipe(ctx, squares, labels, 1, func(_ context.Context, n int) (string, error) {
			return fmt.Sprintf("area %d", n), nil
		})
	})

	go func() {
		defer texts.Close()
		for _, text := range []string{"1", "2", "3", "5", "8"} {
			if texts.Send(ctx, text) != nil {
				return // a stage has stopped
			}
		}
	}()
	for label := range queue.All(ctx, labels) {
		fmt.Println(label)
	}
	stages.Wait()
	fmt.Println("errors:", errors.Join(errs[:]...))
	// Output:
	// area 1
	// area 4
	// area 9
	// area 25
	// area 64
	// errors: <nil>
}

// The first stage with a text that is no number. A stage that fails closes the queues
// on both sides of it: the feeder hears ErrClosed and stops, and who receives from the
// other queue gets what is in it, and then the end.
func Example_pipelineThatFails() {
	ctx := context.Background()
	texts, numbers := ring.New[string](1), ring.New[int](1)

	fed := make(chan error)
	go func() {
		defer texts.Close()
		for {
			if err := texts.Send(ctx, "one"); err != nil {
				fed <- err
				return
			}
		}
	}()
	err := queue.Pipe(ctx, texts, numbers, 1, func(_ context.Context, text string) (int, error) {
		return strconv.Atoi(text)
	})
	fmt.Println("stage: ", err)
	fmt.Println("feeder:", <-fed)
	// Output:
	// stage:  strconv.Atoi: parsing "one": invalid syntax
	// feeder: queue: closed
}
