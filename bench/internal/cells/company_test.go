package cells

import "testing"

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
