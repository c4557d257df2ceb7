package queuetest_test

import (
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

// every gives the suite queues with the fault for all of its cases.
func every(fault mutants.Fault) []queuetest.Option {
	return []queuetest.Option{
		queuetest.Pointers(mutants.New[*queuetest.Box](fault)),
		queuetest.Empty(mutants.New[struct{}](fault)),
		queuetest.Large(mutants.New[queuetest.Block](fault)),
		queuetest.Interfaces(mutants.New[any](fault)),
	}
}

func TestRun(t *testing.T) {
	queuetest.Run(t, mutants.New[int](mutants.None), every(mutants.None)...)
}

func TestRunNotDurable(t *testing.T) {
	queuetest.Run(t, mutants.New[int](mutants.None), append(every(mutants.None), queuetest.NotDurable())...)
}

func TestCheck(t *testing.T) {
	if err := queuetest.Check(mutants.New[int](mutants.None), every(mutants.None)...); err != nil {
		t.Error(err)
	}
}

var _ queue.BoundedQueue[int] = (*mutants.Queue[int])(nil)
