package main

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write writes text to a file of the test's and returns its name.
func write(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "results.txt")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestBadInputWritesNothing(t *testing.T) {
	good := lines(nameOf("chan"), 1, 10) + lines(nameOf("ring"), 1, 5)
	for _, test := range []struct{ name, text, mention string }{
		{"empty", "", "no results"},
		{"settings only", "goos: linux\nPASS\n", "no results"},
		{"other benchmarks only", "BenchmarkSort-2 10 5 ns/op\n", "no results"},
		{"broken line", good + "BenchmarkQueue/scenario=handoff --- FAIL: x\n", "results.txt:3"},
		{"no number", good + "BenchmarkQueue/scenario=handoff/impl=ring/cap=x/p=1/c=1 10 5 ns/op\n", "results.txt:3"},
		{"unknown key", good + "BenchmarkQueue/scenario=handoff/impl=ring/colour=red 10 5 ns/op\n", `"colour"`},
		{"no impl", good + "BenchmarkQueue/scenario=handoff/cap=1 10 5 ns/op\n", "no impl"},
		{"no baseline", lines(nameOf("ring"), 1, 5), "impl=chan/batch=1/cap=16/p=1/c=1 at GOMAXPROCS 2 to compare"},
	} {
		out := filepath.Join(t.TempDir(), "report.html")
		err := run([]string{"-o", out, write(t, test.text)}, io.Discard)
		if err == nil || !strings.Contains(err.Error(), test.mention) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want one line that mentions %s", test.name, err, test.mention)
		}
		if names, _ := os.ReadDir(filepath.Dir(out)); len(names) > 0 {
			t.Errorf("%s: left %v", test.name, names)
		}
	}
}

func TestBadArguments(t *testing.T) {
	input := write(t, lines(nameOf("chan"), 1, 10))
	dir := t.TempDir()
	notADirectory := filepath.Join(input, "report.html")
	for _, test := range []struct {
		args    []string
		mention string
	}{
		{[]string{"-o", filepath.Join(dir, "a.html"), filepath.Join(dir, "missing.txt")}, "missing.txt"},
		{[]string{"-o", notADirectory, input}, "results.txt"},
		{[]string{"-o", dir, input}, "is a directory"},
		{[]string{"-o", filepath.Join(dir, "a.html"), "-svg", input, input}, "results.txt"},
		{[]string{"-colour", "red"}, "-colour"},
	} {
		err := run(test.args, io.Discard)
		if err == nil || !strings.Contains(err.Error(), test.mention) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: %v, want one line that mentions %s", test.args, err, test.mention)
		}
		if names, _ := os.ReadDir(dir); len(names) > 0 {
			t.Errorf("%v: left %v", test.args, names)
		}
	}
}

func TestOutputStaysAsItWasOnAnError(t *testing.T) {
	out := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(out, []byte("before"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{"-o", out, write(t, "")}, io.Discard); err == nil {
		t.Fatal("no error")
	}
	if text, _ := os.ReadFile(out); string(text) != "before" {
		t.Errorf("the output is now %q", text)
	}
	if err := run([]string{"-o", out, write(t, lines(nameOf("chan"), 1, 10))}, io.Discard); err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(out)
	if !strings.HasPrefix(string(text), "<!DOCTYPE html>") || !strings.HasSuffix(string(text), "</html>\n") {
		t.Errorf("the output is %q", text)
	}
	// On Windows a mode says no more than whether a file can be written.
	if info, err := os.Stat(out); err != nil || info.Mode().Perm()&0o444 != 0o444 {
		t.Errorf("not everybody can read the output: %v %v", info.Mode(), err)
	}
	if names, _ := os.ReadDir(filepath.Dir(out)); len(names) != 1 {
		t.Errorf("left %v", names)
	}
}

func TestHelp(t *testing.T) {
	var out strings.Builder
	if err := run([]string{"-h"}, &out); !errors.Is(err, flag.ErrHelp) {
		t.Error(err)
	}
	if !strings.Contains(out.String(), "-svg directory") || !strings.Contains(out.String(), "-o file") {
		t.Errorf("help is\n%s", out.String())
	}
}

// The pictures are XML, unlike the page, and what is in a name must not break it.
func TestPicturesAreXML(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pictures")
	input := write(t, lines(nameOf("chan"), 1, around(10)...)+lines(nameOf("a<b&c"), 1, around(5)...))
	if err := run([]string{"-o", filepath.Join(dir, "report.html"), "-svg", dir, input}, io.Discard); err != nil {
		t.Fatal(err)
	}
	for name, marks := range map[string]int{"heatmap.svg": 1, "scatter.svg": 2} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var titles int
		var all strings.Builder
		for d := xml.NewDecoder(strings.NewReader(string(text))); ; {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				if token.Name.Local == "title" {
					titles++
				}
			case xml.CharData:
				all.Write(token)
			}
		}
		if titles != marks {
			t.Errorf("%s: %d marks have a title, want %d", name, titles, marks)
		}
		if !strings.Contains(all.String(), "a<b&c") {
			t.Errorf("%s does not mention the queue", name)
		}
	}
}
