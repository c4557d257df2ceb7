package queuetest

import (
	"regexp"
	"slices"
	"strings"
)

const RaceEnabled = raceEnabled

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

// AsIs lets each case say what it finds, and none what has not been declared.
func AsIs() Option { return func(cfg *config) { cfg.asIs = true } }
