package queuetest

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

const RaceEnabled = raceEnabled

// Names returns the names of all cases.
func Names() []string {
	var names []string
	for _, test := range table {
		names = append(names, test.name)
	}
	return names
}

// AllBut runs all cases but the named ones.
func AllBut(names ...string) Option {
	var rest []string
	for _, test := range table {
		if !slices.Contains(names, test.name) {
			rest = append(rest, regexp.QuoteMeta(test.name))
		}
	}
	return Only("^(" + strings.Join(rest, "|") + ")$")
}

// Budget is the time that a case of a slow queue has.
func Budget(d time.Duration) Option {
	return func(cfg *config) { cfg.budget = d }
}

// AsIs lets each case say what it finds, and none what has not been declared.
func AsIs() Option { return func(cfg *config) { cfg.asIs = true } }
