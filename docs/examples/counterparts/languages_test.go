package counterparts_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shown finds a piece of Go in the document under the line that names its example,
// as in `Example_tokio`:
var shown = regexp.MustCompile("(?m)^`(Example\\w+)`:\n\n```go\n((?s:.*?))```$")

// TestLanguages compares each piece of Go in the document with the body of the
// example that it names, and wants each example shown.
func TestLanguages(t *testing.T) {
	data, err := os.ReadFile("../../languages.md")
	if err != nil {
		t.Fatal(err)
	}
	document := string(data)
	bodies := exampleBodies(t)

	pieces := shown.FindAllStringSubmatch(document, -1)
	if all := strings.Count(document, "```go\n"); len(pieces) != all {
		t.Errorf("%d of %d pieces of Go name their example", len(pieces), all)
	}
	for _, piece := range pieces {
		name, code := piece[1], piece[2]
		body, ok := bodies[name]
		switch {
		case !ok:
			t.Errorf("the document shows %s a second time, or there is no such example", name)
		case code != body:
			t.Errorf("the document does not show the body of %s, which is:\n%s", name, body)
		}
		delete(bodies, name)
	}
	for name := range bodies {
		t.Errorf("the document does not show %s", name)
	}
}

// exampleBodies returns the code of each example of this package, one indentation less.
func exampleBodies(t *testing.T) map[string]string {
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	bodies := make(map[string]string)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, file, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "Example") {
				body := source[fset.Position(f.Body.Lbrace).Offset+2 : fset.Position(f.Body.Rbrace).Offset]
				bodies[f.Name.Name] = regexp.MustCompile(`(?m)^\t`).ReplaceAllString(string(body), "")
			}
		}
	}
	return bodies
}
