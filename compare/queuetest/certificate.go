package queuetest

import (
	"fmt"
	"strings"
)

// Version is the version of the suite. It grows when a case is added or asks for
// more than before, and [AsOf] asks for an older one: a project that tests its
// queue with AsOf(n) is not surprised by new cases of the next release, and goes
// on to n+1 when it likes. Only what a case always had to find, and missed, may
// come without a new version, as when it is given more rounds.
const Version = 3

// A certificate counts what became of the cases.
type certificate struct {
	asOf           int
	passed, failed int
	skipped        []string // reasons, in the order in which they came
	cases          map[string][]string
	eased          []string // cases that passed with less to do
}

func (c *certificate) add(t *trial) {
	switch {
	case len(t.failures) > 0:
		c.failed++
	case t.skipped != "":
		reason, _, _ := strings.Cut(t.skipped, ": ")
		if c.cases == nil {
			c.cases = make(map[string][]string)
		}
		if c.cases[reason] == nil {
			c.skipped = append(c.skipped, reason)
		}
		c.cases[reason] = append(c.cases[reason], t.test.name)
	default:
		c.passed++
		if t.eased {
			c.eased = append(c.eased, t.test.name)
		}
	}
}

// String is the last line of Run.
func (c *certificate) String() string {
	skipped := 0
	var why []string
	for _, reason := range c.skipped {
		skipped += len(c.cases[reason])
		why = append(why, fmt.Sprintf("%s: %s", reason, strings.Join(c.cases[reason], ", ")))
	}
	s := fmt.Sprintf("queuetest v%d: %d cases, %d passed, %d failed, %d skipped",
		c.asOf, c.passed+c.failed+skipped, c.passed, c.failed, skipped)
	if skipped > 0 {
		s += " (" + strings.Join(why, "; ") + ")"
	}
	if len(c.eased) > 0 {
		s += fmt.Sprintf("; this queue is slow, and passed with 1/%d of the rounds: %s", share, strings.Join(c.eased, ", "))
	}
	return s
}
