package history

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// A Rule names what a history breaks. The first four have the names of Henzinger,
// Sezgin and Vafeiadis.
type Rule string

const (
	VFresh  Rule = "VFresh"  // received, but not sent before
	VRepet  Rule = "VRepet"  // received twice
	VOrd    Rule = "VOrd"    // received in another order than sent
	VWit    Rule = "VWit"    // refused as empty, but it was not empty
	VOver   Rule = "VOver"   // more values in the queue than its capacity
	VFull   Rule = "VFull"   // refused as full, but it was not full
	VClose  Rule = "VClose"  // answered as if closed before Close, or as if open after it
	VMeet   Rule = "VMeet"   // capacity 0: passed on without a meeting
	VRank   Rule = "VRank"   // no place for a value, or for a rank, in the order of all
	VNarrow Rule = "VNarrow" // several of these together leave an operation no moment
)

// A Violation is a reason why a history is not that of a correct queue.
type Violation struct {
	Rule     Rule
	Reason   string // in words
	Ops      []Op   // the operations that contradict each other
	Near     []Op   // Ops and what happened around them, sorted by Call
	Capacity int
}

// Error returns the rule and the reason, on one line.
func (v *Violation) Error() string { return fmt.Sprintf("history: %s: %s", v.Rule, v.Reason) }

// String returns the rule, the reason, the operations that contradict each other,
// and a time-line of these and what happened around them: one line for each
// operation, in the order of their calls, in which the two marks [ and ] are its
// Call and its Return. The columns between are in the order of time, and not to
// scale; events of one moment share a column.
func (v *Violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (capacity %d): %s\n", v.Rule, v.Capacity, v.Reason)
	for _, o := range v.Ops {
		fmt.Fprintf(&b, "  %v\n", o)
	}
	b.WriteString("time-line, those marked with *:\n")
	column := columns(v.Near)
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, o := range v.Near {
		mark := " "
		if slices.Contains(v.Ops, o) {
			mark = "*"
		}
		fmt.Fprintf(w, "%s client %d\t%s\t%s\t%v\t%s\t%s\n", mark, o.Client, o.signature(), o.Outcome, o.Call, o.returned(), bar(o, column))
	}
	w.Flush()
	return b.String()
}

// columns numbers the moments at which something was called or returned.
func columns(ops []Op) map[time.Duration]int {
	var times []time.Duration
	for _, o := range ops {
		times = append(times, o.Call, o.end())
	}
	slices.Sort(times)
	column := make(map[time.Duration]int)
	for _, t := range slices.Compact(times) {
		column[t] = len(column)
	}
	return column
}

func bar(o Op, column map[time.Duration]int) string {
	from, to := column[o.Call], column[o.end()]
	line := strings.Repeat(" ", from)
	switch {
	case from == to:
		return line + "|"
	case o.end() == Never:
		return line + "[" + strings.Repeat("-", to-from-1) + ">"
	}
	return line + "[" + strings.Repeat("-", to-from-1) + "]"
}

const (
	maxNamed = 8 // operations that a violation names
	around   = 2 // operations shown before and after each of them
)

// violation makes a Violation of the operations with these indices, the most
// important first. It leaves out doubles and none.
func (c *checker) violation(rule Rule, reason string, ops ...int32) *Violation {
	v := &Violation{Rule: rule, Reason: reason, Capacity: c.capacity}
	var named []int32
	for _, op := range ops {
		if op != none && len(named) < maxNamed && !slices.Contains(named, op) {
			named = append(named, op)
			v.Ops = append(v.Ops, c.h[op])
		}
	}
	for _, op := range c.near(named) {
		v.Near = append(v.Near, c.h[op])
	}
	return v
}

// near returns the operations to show with the named ones, sorted by Call.
func (c *checker) near(named []int32) []int32 {
	order := make([]int32, len(c.h))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(c.h[a].Call, c.h[b].Call) })
	var near []int32
	shown := 0 // of order: all before it have been dealt with
	for i, op := range order {
		if slices.Contains(named, op) {
			shown = max(shown, i-around)
			end := min(i+around+1, len(order))
			near = append(near, order[shown:end]...)
			shown = end
		}
	}
	return near
}

// noMoment explains that there is no moment left for v to be sent at, or received.
// The operations that the bounds come from are named too.
func (c *checker) noMoment(rule Rule, v *value, why string, ops ...int32) *Violation {
	in, verb := v.push, "sent"
	if !in.void() {
		in, verb = v.pop, "received"
	}
	reason := fmt.Sprintf("given what the other operations returned, value %d was %s not before %v, and yet not after %v", c.h[v.send].Value, verb, in.lo.at, in.hi.at)
	if why != "" {
		reason += "; " + why
	}
	return c.violation(rule, reason, append([]int32{v.send, v.recv, in.lo.op, in.hi.op}, ops...)...)
}

// because tells where the bound b on v comes from, unless it is the operation own
// and so plain to see.
func (c *checker) because(word string, v *value, b bound, own int32) string {
	if b.op == none || b.op == own {
		return ""
	}
	return fmt.Sprintf("; value %d cannot have been %s %v, given %s by client %d", c.h[v.send].Value, word, b.at, c.h[b.op].answer(), c.h[b.op].Client)
}
