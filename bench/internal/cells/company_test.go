package cells

import "testing"

// Of a third that is never served the middle latency would say nothing.
func TestTimeUnit(t *testing.T) {
	s, err := read(`
BenchmarkLatency/scenario=wake/impl=chan/cap=1 9 5 p50-ns 9 max-ns
BenchmarkLatency/scenario=join/impl=chan/cap=1 9 5 p50-ns 9 max-ns
BenchmarkLatency/scenario=pingpong/impl=chan/cap=1 9 5 ns/op
`)
	if err != nil {
		t.Fatal(err)
	}
	for c := range s.Cells {
		want := map[string]string{"wake": P50, "join": Max, "pingpong": PerOp}[c.Scenario]
		if got := s.TimeUnit(c); got != want {
			t.Errorf("%s: %s, want %s", c.Scenario, got, want)
		}
	}
}

func TestCompany(t *testing.T) {
	for _, test := range []struct{ scenario, alone, unit string }{
		{"handoff", "handoff", CPUOp},
		{"burst10", "burst10", CPUOp},
		{"busy", "handoff", OwnCPU},
		{"busy8", "handoff", OwnCPU},
		{"busywake", "wake", OwnCPU},
		{"busypingpong16", "pingpong", OwnCPU},
		{"busyprocess", "handoff", CPUOp},
	} {
		c := Cell{Scenario: test.scenario, Impl: "ring", Capacity: 7}
		want := c
		want.Scenario = test.alone
		if got := c.Alone(); got != want {
			t.Errorf("%s: alone it is %v", test.scenario, got)
		}
		if _, ok := c.Company(); ok != (test.scenario != test.alone) {
			t.Errorf("%s: in company: %v", test.scenario, ok)
		}
		if got := c.CPUUnit(); got != test.unit {
			t.Errorf("%s: processor time is in %s, want %s", test.scenario, got, test.unit)
		}
	}
}
