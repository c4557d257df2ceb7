package queuetest

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// contract returns the clauses in the package documentation of queue, with any
// white space as one space.
func contract(t *testing.T) map[int]string {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", "queue.go"), nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	text := " " + strings.Join(strings.Fields(file.Doc.Text()), " ")
	clauses := make(map[int]string)
	for n := 1; n < len(titles); n++ {
		head := " " + strconv.Itoa(n) + ". " + titles[n] + ". "
		_, rest, ok := strings.Cut(text, head)
		if !ok {
			t.Fatalf("queue.go has no clause that begins with %q", head)
		}
		if n+1 < len(titles) {
			rest, _, _ = strings.Cut(rest, " "+strconv.Itoa(n+1)+". "+titles[n+1]+". ")
		}
		clauses[n] = rest
	}
	return clauses
}

func TestCasesQuoteTheContract(t *testing.T) {
	clauses := contract(t)
	tested := make(map[int]bool)
	for _, test := range table {
		tested[test.keeps.clause] = true
		if !strings.Contains(clauses[test.keeps.clause], test.keeps.words) {
			t.Errorf("%s: clause %d of queue.go does not say %q", test.name, test.keeps.clause, test.keeps.words)
		}
	}
	for n := range clauses {
		if !tested[n] {
			t.Errorf("no case tests clause %d", n)
		}
	}
}

func TestCaseNames(t *testing.T) {
	seen := make(map[string]bool)
	for _, test := range table {
		if group, name, ok := strings.Cut(test.name, "/"); !ok || group == "" || name == "" {
			t.Errorf("%q is not of the form Group/Case", test.name)
		}
		if seen[test.name] {
			t.Errorf("%q is there twice", test.name)
		}
		seen[test.name] = true
		if test.about == "" || test.run == nil {
			t.Errorf("%s is not complete", test.name)
		}
	}
}
