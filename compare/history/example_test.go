package history_test

import (
	"errors"
	"fmt"

	"github.com/boundedq/queue/compare/history"
)

// A queue of capacity 1 that says it is full, then that it is empty. No two of these
// operations contradict each other: value 1 may have been sent before the first
// answer or after the second one. But if it was sent before, it was still there when
// the queue was said to be empty.
func ExampleCheck() {
	h := history.History{
		{Client: 0, Kind: history.TrySend, Value: 1, Outcome: history.OK, Call: 10, Return: 90},
		{Client: 1, Kind: history.TrySend, Value: 2, Outcome: history.Full, Call: 20, Return: 30},
		{Client: 1, Kind: history.TryRecv, Outcome: history.Empty, Call: 40, Return: 50},
		{Client: 2, Kind: history.Recv, Value: 1, Outcome: history.OK, Call: 60, Return: 80},
	}
	var v *history.Violation
	if errors.As(history.Check(h, 1), &v) {
		fmt.Print(v.String())
	}
	// Output:
	// VFull (capacity 1): a send was refused as by a full queue, but at no moment of it can the queue have held its capacity of 1; value 1 cannot have been sent before 40ns, given TryRecv() empty by client 1
	//   client 1: TrySend(2) full [20ns, 30ns]
	//   client 0: TrySend(1) ok [10ns, 90ns]
	//   client 2: Recv()=1 ok [60ns, 80ns]
	//   client 1: TryRecv() empty [40ns, 50ns]
	// time-line, those marked with *:
	// * client 0  TrySend(1)  ok     10ns  90ns  [------]
	// * client 1  TrySend(2)  full   20ns  30ns   []
	// * client 1  TryRecv()   empty  40ns  50ns     []
	// * client 2  Recv()=1    ok     60ns  80ns       []
}
