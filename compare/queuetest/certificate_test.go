package queuetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

// Once a version is out, AsOf must go on to mean the same cases.
func TestVersionsAreFrozen(t *testing.T) {
	released := map[int]int{1: 77, 2: 33}
	count := make(map[int]int)
	for _, test := range table {
		if test.since < 0 || test.since > Version {
			t.Errorf("%s: there is no version %d", test.name, test.since)
		}
		count[max(test.since, 1)]++
	}
	for version, want := range released {
		if count[version] != want {
			t.Errorf("version %d has %d cases, and had %d: a new case needs since: %d", version, count[version], want, Version)
		}
	}
}

func TestAsOf(t *testing.T) {
	for version := 1; version < Version; version++ {
		for _, test := range newConfig([]Option{AsOf(version)}).selection() {
			if test.since > version {
				t.Errorf("AsOf(%d) runs %s, which came with version %d", version, test.name, test.since)
			}
		}
	}
}

func TestCertificate(t *testing.T) {
	c := certificate{asOf: 2}
	c.add(&trial{})
	c.add(&trial{failures: []*Failure{{}}})
	for _, name := range []string{"A/One", "A/Two"} {
		c.add(&trial{test: &testCase{name: name}, skipped: "declared Weak: what it found"})
	}
	c.add(&trial{test: &testCase{name: "B/One"}, skipped: "declared NoClose"})
	const want = "queuetest v2: 5 cases, 1 passed, 1 failed, 3 skipped (declared Weak: A/One, A/Two; declared NoClose: B/One)"
	if got := c.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Under stress a case goes on with other seeds until it fails, and the seed that
// it failed with repeats the failure.
func TestStress(t *testing.T) {
	const needle = 4
	var seeds []uint64
	test := &testCase{name: "A/B", stress: true, run: func(t *trial) {
		seeds = append(seeds, t.seed)
		if t.rng.IntN(needle) == 0 && len(seeds) > 1 {
			t.Fatalf("found")
		}
	}}
	cfg := newConfig([]Option{Stress(time.Hour), Seed(8)})
	cfg.newQueue = func(_ *trial, n int) queue.BoundedQueue[int] { return mutants.New[int](mutants.None)(n) }
	tr := cfg.perform(test, nil)
	if len(tr.failures) != 1 || len(seeds) < 2 || seeds[0] != 8 || seeds[1] == 8 {
		t.Fatalf("failures %v with seeds %v", tr.failures, seeds)
	}
	again := newConfig([]Option{Seed(tr.failures[0].Seed)})
	if tr := again.perform(test, nil); len(tr.failures) != 1 {
		t.Errorf("seed %d did not fail again", again.seed)
	}
}

// A queue of a person's own type goes through the same door.
func TestCheckOfReportsFailures(t *testing.T) {
	err := CheckOf(mutants.New[string](mutants.LIFO), Strings(), Only("Basic/FIFOSingle"))
	var f *Failure
	if !errors.As(err, &f) || !strings.Contains(f.Error(), "clause 2 (Order)") {
		t.Errorf("CheckOf returned %v", err)
	}
}
