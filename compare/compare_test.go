package compare_test

import (
	"testing"

	"github.com/boundedq/queue/compare"
	"github.com/boundedq/queue/compare/queuetest"
)

// TestConformance holds every implementation to all of the contract.
func TestConformance(t *testing.T) {
	pointers := compare.Implementations[*queuetest.Box]()
	empties := compare.Implementations[struct{}]()
	blocks := compare.Implementations[queuetest.Block]()
	interfaces := compare.Implementations[any]()
	for i, impl := range compare.Implementations[int]() {
		t.Run(impl.Name, func(t *testing.T) {
			queuetest.Run(t, impl.New,
				queuetest.Pointers(pointers[i].New),
				queuetest.Empty(empties[i].New),
				queuetest.Large(blocks[i].New),
				queuetest.Interfaces(interfaces[i].New))
		})
	}
}
