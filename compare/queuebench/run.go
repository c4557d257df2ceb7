package queuebench

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"
)

// Run measures the queues, and the bare channel before them as the baseline, each
// cell as a sub-benchmark of b:
//
//	scenario=handoff/impl=ring/cap=16/p=4/c=4/batch=1
//
// The queues follow one another at each point, so what is compared is measured within
// the same seconds. Before the first cell is timed, each queue is held to the part
// of the contract that the numbers rely on, at the capacities that it is to be timed
// at and above. One that breaks it, or cannot be made, fails in place of being timed:
// standard error says why, and the results have a line not-timed with its name, which
// benchstat shows above its table. A run in which values are lost, altered, repeated
// or out of order has no numbers either.
//
// A cell whose GOMAXPROCS is above the number of processors is skipped, and go test -v
// says why; where -cpu has other values too, its line says it, and has no numbers.
// [BeyondNumCPU] is for those who mean it.
//
// Options that name what there is not, or leave nothing to measure, fail b.
func Run(b *testing.B, impls []Impl, opts ...Option) {
	b.Helper()
	cfg := newConfig(opts)
	cells, err := cfg.matrix(impls)
	if err != nil {
		b.Fatalf("queuebench: %v", err)
	}
	verdicts := judge(cells)
	defer verdicts.tell(os.Stdout, os.Stderr)()
	for _, c := range cells {
		resetProcs()
		b.Run(c.Name(), func(b *testing.B) {
			if why := lacking(runtime.GOMAXPROCS(0), runtime.NumCPU()); why != "" && !cfg.beyond {
				leaveOut(b, why)
				return
			}
			if err := verdicts[c.Impl.Name]; err != nil {
				b.Fatalf("%s is not timed: %v", c.Impl.Name, err)
			}
			c.Measure(b)
		})
	}
}

// matrix returns the cells, those of one point together. It fails if something does
// not fit, or if nothing is left.
func (cfg *config) matrix(impls []Impl) ([]Cell, error) {
	rivals, err := cfg.rivals(impls)
	if err := errors.Join(err, cfg.check()); err != nil {
		return nil, err
	}
	var cells []Cell
	for _, point := range cfg.points() {
		// Where none of the queues is there is nothing to compare.
		if !slices.ContainsFunc(impls, func(i Impl) bool { return i.takes(point) }) {
			continue
		}
		for _, impl := range rivals {
			point.Impl = impl
			if impl.takes(point) {
				cells = append(cells, point)
			}
		}
	}
	if len(cells) == 0 {
		return nil, errors.New("these scenarios have no cell with these queues, capacities and goroutines")
	}
	return cells, nil
}

// rivals returns everything that is to be measured, in the order of the results.
func (cfg *config) rivals(impls []Impl) ([]Impl, error) {
	if len(impls) == 0 {
		return nil, errors.New("there is no queue to measure")
	}
	rivals := []Impl{Chan()}
	if cfg.controls {
		rivals = append(rivals, nop(), faa())
	}
	rivals = append(rivals, impls...)
	if cfg.controls {
		rivals = append(rivals, again(impls[0]))
	}
	var errs []error
	seen := map[string]bool{}
	for _, impl := range rivals {
		errs = append(errs, impl.check())
		if seen[impl.Name] {
			errs = append(errs, fmt.Errorf("impl name %q: is there twice", impl.Name))
		}
		seen[impl.Name] = true
	}
	return rivals, errors.Join(errs...)
}

// points returns the cells of no queue in particular, each once.
func (cfg *config) points() []Cell {
	var points []Cell
	seen := map[string]bool{}
	add := func(s *scenario, c Cell) {
		if !seen[c.Name()] && s.check(c) == nil {
			seen[c.Name()] = true
			points = append(points, c)
		}
	}
	for _, s := range cfg.chosen() {
		goroutines, batches := cfg.goroutines, cfg.batches
		if s.fixed != nil {
			goroutines = [][2]int{*s.fixed}
		}
		if !s.batches {
			batches = []int{1}
		}
		for _, capacity := range cfg.capacities {
			for _, pc := range goroutines {
				for _, batch := range batches {
					add(s, Cell{Scenario: s.name, Capacity: capacity, Producers: pc[0], Consumers: pc[1], Batch: batch})
				}
			}
		}
	}
	return points
}

// chosen returns the scenarios that cfg names, which there must be.
func (cfg *config) chosen() []*scenario {
	var chosen []*scenario
	for _, name := range cfg.scenarios {
		chosen = append(chosen, scenarioOf(name))
	}
	if len(cfg.scenarios) == 0 {
		for i := range scenarios {
			chosen = append(chosen, &scenarios[i])
		}
	}
	return chosen
}
