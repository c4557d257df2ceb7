package cells

import "strings"

// Scenarios in which others keep the processors busy, and what is measured of a queue
// alone.
var alone = map[string]string{
	"busy": "handoff", "busyprocess": "handoff", "busypingpong": "pingpong", "busywake": "wake",
}

// Company returns the scenario of c without the number of those who compute beside the
// queue, and false if the queue is alone.
func (c Cell) Company() (scenario string, ok bool) {
	scenario = strings.TrimRight(c.Scenario, "0123456789")
	return scenario, alone[scenario] != ""
}

// Alone returns the cell in which c's queue is alone. It may be c.
func (c Cell) Alone() Cell {
	if scenario, ok := c.Company(); ok {
		c.Scenario = alone[scenario]
	}
	return c
}

// CPUUnit returns the unit of the processor time that c's queue takes: where others of
// its process compute, what is left without them.
func (c Cell) CPUUnit() string {
	if scenario, ok := c.Company(); ok && scenario != "busyprocess" {
		return OwnCPU
	}
	return CPUOp
}
