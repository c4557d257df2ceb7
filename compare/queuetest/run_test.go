package queuetest_test

import (
	"errors"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

// checkBoth checks queues with the fault of ints and of pointers, since no kind of
// value is good for all cases.
func checkBoth(fault mutants.Fault, opts ...queuetest.Option) error {
	var errs []error
	for _, err := range []error{
		queuetest.Check(mutants.New[int](fault), opts...),
		queuetest.CheckOf(mutants.New[*queuetest.Box](fault), queuetest.Pointers(), opts...),
	} {
		if err != nil {
			errs = append(errs, err.(interface{ Unwrap() []error }).Unwrap()...)
		}
	}
	return errors.Join(errs...)
}

func TestRun(t *testing.T) {
	queuetest.Run(t, mutants.New[int](mutants.None))
}

func TestRunNotDurable(t *testing.T) {
	queuetest.Run(t, mutants.New[int](mutants.None), queuetest.NotDurable(), queuetest.Short())
}

func TestRunOf(t *testing.T) {
	t.Run("pointers", func(t *testing.T) {
		queuetest.RunOf(t, mutants.New[*queuetest.Box](mutants.None), queuetest.Pointers(), queuetest.Short())
	})
	t.Run("empty", func(t *testing.T) {
		queuetest.RunOf(t, mutants.New[struct{}](mutants.None), queuetest.Empty(), queuetest.Short())
	})
	t.Run("large", func(t *testing.T) {
		queuetest.RunOf(t, mutants.New[queuetest.Block](mutants.None), queuetest.Large(), queuetest.Short())
	})
	t.Run("interfaces", func(t *testing.T) {
		queuetest.RunOf(t, mutants.New[any](mutants.None), queuetest.Interfaces(), queuetest.Short())
	})
	t.Run("strings", func(t *testing.T) {
		queuetest.RunOf(t, mutants.New[string](mutants.None), queuetest.Strings(), queuetest.Short())
	})
}

func TestCheck(t *testing.T) {
	if err := checkBoth(mutants.None, queuetest.Short()); err != nil {
		t.Error(err)
	}
}

var _ queue.BoundedQueue[int] = (*mutants.Queue[int])(nil)
