package main

import (
	"slices"
	"time"
)

// summary puts together what one run saw, sorted.
func summary(v *victim, producers []producer, consumers []consumer) sample {
	s := sample{inside: v.inside, outside: v.outside, sent: int(v.ledger.count), refused: v.refused}
	var arrivals []arrival
	for i := range producers {
		s.accepted = append(s.accepted, producers[i].accepted...)
	}
	for i := range consumers {
		arrivals = append(arrivals, consumers[i].arrivals...)
	}
	for _, a := range arrivals {
		s.arrived = append(s.arrived, time.Duration(a.at-a.due))
	}
	s.felt = feltStops(v.inside, arrivals)
	slices.Sort(s.accepted)
	slices.Sort(s.arrived)
	return s
}

// feltStops counts the stops that others felt: a value was due meanwhile and came late.
func feltStops(stops []stop, arrivals []arrival) int {
	felt := make([]bool, len(stops))
	for _, a := range arrivals {
		if a.at-a.due < int64(late) {
			continue
		}
		for i, s := range stops {
			if s.from <= a.due && a.due < s.to {
				felt[i] = true
			}
		}
	}
	n := 0
	for _, f := range felt {
		if f {
			n++
		}
	}
	return n
}

// lateOnes counts those of sorted that are late.
func lateOnes(sorted []time.Duration) int {
	i, _ := slices.BinarySearch(sorted, late)
	return len(sorted) - i
}
