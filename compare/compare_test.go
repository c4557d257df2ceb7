package compare_test

import (
	"testing"

	"github.com/boundedq/queue/compare"
	"github.com/boundedq/queue/compare/queuetest"
)

// TestConformance holds every implementation to all of the contract.
func TestConformance(t *testing.T) {
	for _, impl := range compare.Implementations[int]() {
		t.Run(impl.Name, func(t *testing.T) { queuetest.Run(t, impl.New) })
	}
}

// TestConformanceOf does it with other values than numbers.
func TestConformanceOf(t *testing.T) {
	t.Run("pointers", func(t *testing.T) { runOf(t, queuetest.Pointers()) })
	t.Run("empty", func(t *testing.T) { runOf(t, queuetest.Empty()) })
	t.Run("large", func(t *testing.T) { runOf(t, queuetest.Large()) })
	t.Run("interfaces", func(t *testing.T) { runOf(t, queuetest.Interfaces()) })
	t.Run("strings", func(t *testing.T) { runOf(t, queuetest.Strings()) })
}

func runOf[T any](t *testing.T, values queuetest.Values[T]) {
	for _, impl := range compare.Implementations[T]() {
		t.Run(impl.Name, func(t *testing.T) { queuetest.RunOf(t, impl.New, values, queuetest.Short()) })
	}
}
