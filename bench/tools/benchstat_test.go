package tools

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// install puts the script beside a stand-in for the real benchstat that prints
// each argument and each line of its standard input.
func install(t *testing.T) (script string) {
	t.Helper()
	if runtime.GOOS == "windows" || runtime.GOOS == "plan9" {
		t.Skip("needs a POSIX shell")
	}
	dir := t.TempDir()
	text, err := os.ReadFile("benchstat.sh")
	if err != nil {
		t.Fatal(err)
	}
	const real = `#!/bin/sh
last=
for arg; do echo "arg $arg"; last=$arg; done
if [ "$last" = - ]; then sed 's/^/in /'; fi
`
	script = filepath.Join(dir, "benchstat")
	for path, text := range map[string]string{script: string(text), script + ".real": real} {
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return script
}

func TestBenchstatAddsTheDash(t *testing.T) {
	script := install(t)
	for _, test := range []struct {
		args string
		dash bool
	}{
		{"", true},
		{"-col /impl", true},
		{"-col=/impl", true},
		{"-alpha 0.01 -col /impl", true},
		{"-alpha 0.01 --row=/cap", true},
		{"-col /impl -", false},
		{"old.txt", false},
		{"-col /impl old.txt new.txt", false},
		{"-col=/impl old.txt", false},
		{"label=old.txt", false},
	} {
		cmd := exec.Command(script, strings.Fields(test.args)...)
		cmd.Stdin = strings.NewReader("line\n")
		out, err := cmd.Output()
		if err != nil {
			t.Errorf("benchstat %s: %v", test.args, err)
			continue
		}
		var args []string
		for line := range strings.Lines(string(out)) {
			if arg, ok := strings.CutPrefix(strings.TrimSpace(line), "arg "); ok {
				args = append(args, arg)
			}
		}
		got := strings.Join(args, " ")
		want := test.args
		if test.dash {
			want = strings.TrimSpace(want + " -")
		}
		if test.args == "" {
			if !strings.Contains(got, "/impl@(chan ring ") || !strings.HasSuffix(got, " -") {
				t.Errorf("benchstat alone runs with %q", got)
			}
		} else if got != want {
			t.Errorf("benchstat %s runs with %q, want %q", test.args, got, want)
		}
	}
}

func TestBenchstatDropsWhatMakeSays(t *testing.T) {
	cmd := exec.Command(install(t))
	cmd.Stdin = strings.NewReader("make: Entering directory '/x'\nBenchmarkA 1 2 ns/op\nmake[1]: Leaving directory '/x'\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if s := string(out); strings.Contains(s, "directory") || !strings.Contains(s, "in BenchmarkA") {
		t.Errorf("the real benchstat reads\n%s", s)
	}
}

func TestBenchstatFailsOnNothing(t *testing.T) {
	script := install(t)
	// As the real one does on empty input: status 0 and no output.
	if err := os.WriteFile(script+".real", []byte("#!/bin/sh\nexit 0\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(script)
	cmd.Stdin = strings.NewReader("")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "no benchmark results") {
		t.Errorf("%v: %s", err, out)
	}
}
