package queuetest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestMutantsInDocs expects the table of mutants in the documentation to be the
// one that is tested.
func TestMutantsInDocs(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "conformance.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), "\n## The mutants\n")
	if !ok {
		t.Fatal("docs/conformance.md has no section about the mutants")
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var documented, tested []string
	for line := range strings.Lines(section) {
		if cells := strings.Split(line, "|"); len(cells) == 5 && strings.Contains(cells[2], "/") {
			documented = append(documented, row(cells[1], cells[2], cells[3]))
		}
	}
	for _, m := range killers {
		tested = append(tested, row(string(m.fault), "`"+m.by+"`", m.place.String()))
	}
	if !slices.Equal(documented, tested) {
		t.Errorf("the table of mutants in docs/conformance.md should be:\n%s", strings.Join(tested, "\n"))
	}
}

func row(fault, by, where string) string {
	return fmt.Sprintf("| %s | %s | %s |", strings.TrimSpace(fault), strings.TrimSpace(by), strings.TrimSpace(where))
}

func (p place) String() string {
	return [...]string{
		anywhere:   "Check",
		inTests:    "Run",
		underRaces: "Run under -race",
	}[p]
}
