package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/boundedq/queue/bench/internal/cells"
)

// A condition is one thing that results depend on.
type condition struct{ Name, Value string }

// conditionNames are the settings of a file that every report lists, found or not,
// as they are called there.
var conditionNames = []struct{ name, key string }{
	{"Machine", "cpu"}, {"Cores", "cores"}, {"System", "goos"}, {"Architecture", "goarch"}, {"Kernel", "kernel"},
	{"Go", "go"}, {"Commit", "commit"}, {"Time of one sample", "benchtime"}, {"Package", "pkg"},
}

func (r results) conditions() []condition {
	var list []condition
	listed := map[string]bool{}
	for _, n := range conditionNames {
		listed[n.key] = true
		value := strings.Join(r.Settings[n.key], "; ")
		if value == "" {
			value = "not recorded"
		}
		list = append(list, condition{n.name, value})
	}
	for _, key := range slices.Sorted(maps.Keys(r.Settings)) {
		if !listed[key] {
			list = append(list, condition{key, strings.Join(r.Settings[key], "; ")})
		}
	}
	return append(list,
		condition{"Samples of each cell", r.Counts()},
		condition{"Cells", fmt.Sprint(len(r.Cells))})
}

// mixed returns the names of the conditions that were not the same in all of the
// input, but for the package: what differs between two machines is not the queue.
func (r results) mixed() string {
	var names []string
	for _, n := range conditionNames {
		if n.key != "pkg" && len(r.Settings[n.key]) > 1 {
			names = append(names, strings.ToLower(n.name))
		}
	}
	return strings.Join(names, ", ")
}

// A noise is how far two series of samples of the same queue are from each other.
type noise struct {
	Queue, What     string
	Cells, Differ   int
	Largest, Median string
	At              string // where the largest is
}

// noises compares each queue that was measured twice with itself.
func (r results) noises() []noise {
	var list []noise
	for _, impl := range r.impls() {
		if !strings.HasSuffix(impl, again) {
			continue
		}
		// In company there is more noise, and it must not be taken for that of the rest.
		for _, beside := range []string{"", ", in company"} {
			twice := r.all(func(c cells.Cell) bool {
				_, company := c.Company()
				return c.Impl == impl && company == (beside != "")
			})
			for _, what := range []struct {
				name string
				unit func(cells.Cell) string
			}{
				{"time", r.TimeUnit},
				{"processor time", cells.Cell.CPUUnit},
			} {
				if n := r.noise(twice, what.unit); n.Cells > 0 {
					n.Queue, n.What = strings.TrimSuffix(impl, again), what.name+beside
					list = append(list, n)
				}
			}
		}
	}
	return list
}

func (r results) noise(twice []cells.Cell, unit func(cells.Cell) string) noise {
	var n noise
	var apart []float64
	for _, c := range twice {
		first := c
		first.Impl = strings.TrimSuffix(c.Impl, again)
		d := r.compare(c, first, unit(c))
		if d.ratio == 0 {
			continue
		}
		if !d.chance {
			n.Differ++
		}
		apart = append(apart, math.Abs(d.ratio-1))
		if apart[len(apart)-1] == slices.Max(apart) {
			n.At = scenario(c) + batches(c.Batch) + ", " + place(c)
		}
	}
	n.Cells = len(apart)
	if n.Cells > 0 {
		n.Largest, n.Median = percent(slices.Max(apart)), percent(cells.Median(apart))
	}
	return n
}

func percent(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }
