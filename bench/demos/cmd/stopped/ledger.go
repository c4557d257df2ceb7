package main

import "fmt"

// A ledger counts values and adds up their numbers, so that one that arrives twice does
// not make up for one that is lost.
type ledger struct{ count, sum uint64 }

func (l *ledger) add(n uint32) {
	l.count++
	l.sum += uint64(n)
}

// reconcile compares what each producer sent with what all consumers together received
// of it.
func reconcile(sent []ledger, received [][]ledger) error {
	for id, want := range sent {
		var got ledger
		for _, of := range received {
			got.count += of[id].count
			got.sum += of[id].sum
		}
		if got != want {
			who := fmt.Sprintf("producer %d", id)
			if id == 0 {
				who = "the victim"
			}
			return fmt.Errorf("%d values of %s arrived with sum %d, and it sent %d with sum %d", got.count, who, got.sum, want.count, want.sum)
		}
	}
	return nil
}
