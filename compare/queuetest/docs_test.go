package queuetest_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/boundedq/queue/compare/queuetest"
)

// TestMutantsInDocs expects the table of mutants in the documentation to be the
// one that is tested.
func TestMutantsInDocs(t *testing.T) {
	var documented, tested []string
	for line := range strings.Lines(section(t, "The mutants")) {
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

// TestReportsInDocs expects that the cases, the mutants and the tests exist that the
// documentation names for what public reports have taught, and that each row has a link.
func TestReportsInDocs(t *testing.T) {
	caught := make(map[string]string) // by case and fault
	for _, m := range killers {
		caught[string(m.fault)] += m.by + " "
	}
	rows := 0
	for line := range strings.Lines(section(t, "What public reports have taught")) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || !strings.Contains(cells[1], "](") {
			continue
		}
		rows++
		cases := caseName.FindAllString(cells[3], -1)
		for _, name := range cases {
			if !slices.Contains(queuetest.Names(), name) {
				t.Errorf("the suite has no case %s:%s", name, line)
			}
		}
		for _, m := range mutantName.FindAllStringSubmatch(cells[3], -1) {
			if !slices.ContainsFunc(cases, func(name string) bool { return strings.Contains(caught[m[1]], name+" ") }) {
				t.Errorf("no case of this row is tested on the mutant %q:%s", m[1], line)
			}
		}
		for _, name := range testName.FindAllString(cells[3], -1) {
			if !slices.Contains(testsOfModule(), name) {
				t.Errorf("there is no test %s:%s", name, line)
			}
		}
	}
	if rows < 30 {
		t.Errorf("%d rows with links: has the table lost its form?", rows)
	}
}

var (
	caseName   = regexp.MustCompile(`\b[A-Z][A-Za-z]+/[A-Z][A-Za-z]+\b`)
	mutantName = regexp.MustCompile(`mutant "([^"]+)"`)
	testName   = regexp.MustCompile(`\bTest[A-Z]\w+`)
)

// testsOfModule returns the names of the tests in the root module.
var testsOfModule = sync.OnceValue(func() (names []string) {
	filepath.WalkDir(filepath.Join("..", ".."), func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, "_test.go") {
			text, _ := os.ReadFile(path)
			for _, m := range testFunc.FindAllSubmatch(text, -1) {
				names = append(names, string(m[1]))
			}
		}
		return err
	})
	return names
})

var testFunc = regexp.MustCompile(`(?m)^func (Test\w+)\(`)

// section returns a section of docs/conformance.md.
func section(t *testing.T, title string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "conformance.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), "\n## "+title+"\n")
	if !ok {
		t.Fatalf("docs/conformance.md has no section %q", title)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	return section
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
