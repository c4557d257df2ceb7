package main

import (
	"os"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

func TestReserveKeepsThreadsOffAndLetsThemBack(t *testing.T) {
	cpus := needs(t)
	undo, err := cpus.reserve()
	if err != nil {
		t.Fatal(err)
	}
	everyThread(t, cpus.others)
	undo()
	everyThread(t, cpus.all)
}

// everyThread fails the test unless all threads of the process may run on want.
func everyThread(t *testing.T, want unix.CPUSet) {
	t.Helper()
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	for _, thread := range threads {
		id, err := strconv.Atoi(thread.Name())
		if err != nil {
			continue
		}
		var got unix.CPUSet
		if err := unix.SchedGetaffinity(id, &got); err != nil && err != unix.ESRCH {
			t.Error(err)
		} else if err == nil && got != want {
			t.Errorf("thread %d may run on %v, want %v", id, got, want)
		}
	}
}

func TestSurveySharesOutAllProcessors(t *testing.T) {
	cpus := needs(t)
	if cpus.victim.Count() != 1 || cpus.others.Count() != cpus.all.Count()-1 {
		t.Errorf("%d for the victim and %d for others of %d", cpus.victim.Count(), cpus.others.Count(), cpus.all.Count())
	}
}

func TestTheNeighbourEnds(t *testing.T) {
	cpus := needs(t)
	dismiss, err := cpus.neighbour(2*late, late)
	if err != nil {
		t.Fatal(err)
	}
	if err := dismiss(); err != nil {
		t.Error(err)
	}
}

func TestTheNeighbourIsNotForUseByHand(t *testing.T) {
	t.Setenv(neighbourEnv, "soon")
	if err := beNeighbour(); err == nil {
		t.Error("it computes for a time that makes no sense")
	}
}
