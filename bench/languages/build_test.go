package languages

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A machine is a directory of programs, which is all that a script finds.
type machine struct{ path string }

// newMachine has the tools that every system has and no toolchain.
func newMachine(t *testing.T) machine {
	t.Helper()
	if runtime.GOOS == "windows" || runtime.GOOS == "plan9" {
		t.Skip("needs a POSIX shell")
	}
	m := machine{t.TempDir()}
	for _, tool := range []string{"sh", "cat", "cp", "cut", "dirname", "head", "mkdir", "rm", "sed", "sort", "chmod"} {
		path, err := exec.LookPath(tool)
		if err != nil {
			t.Skip("a system without ", tool)
		}
		if err := os.Symlink(path, filepath.Join(m.path, tool)); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// add puts a program there that is the given shell script.
func (m machine) add(t *testing.T, name, script string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(m.path, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

// run runs a script of this directory and returns what it says and its exit status.
func (m machine) run(t *testing.T, script string, args ...string) (said string, status int) {
	t.Helper()
	cmd := exec.Command("/bin/sh", append([]string{script}, args...)...)
	cmd.Env = []string{"PATH=" + m.path}
	out, err := cmd.CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func TestGoAloneBuildsNothing(t *testing.T) {
	m := newMachine(t)
	rows := filepath.Join(t.TempDir(), "rows")
	said, status := m.run(t, "build.sh", rows)
	if status != 0 {
		t.Errorf("status %d", status)
	}
	for _, missing := range []string{"rust: there is no cargo", "ocaml: there is no ocamlopt", "java: there is no javac", "cpp: there is no g++"} {
		if !strings.Contains(said, "languages: no rows of "+missing+"; bench/languages/install.sh ") {
			t.Errorf("does not say %s:\n%s", missing, said)
		}
	}
	if n := strings.Count(said, "\n"); n != 4 {
		t.Errorf("%d lines, want one for each language:\n%s", n, said)
	}
	if built, err := os.ReadDir(rows); err != nil || len(built) > 0 {
		t.Errorf("built %v, %v", built, err)
	}
}

func TestOldToolchainIsMissing(t *testing.T) {
	m := newMachine(t)
	m.add(t, "cargo", "echo cargo 1.9.0")
	said, status := m.run(t, "build.sh", t.TempDir(), "rust")
	if status != 0 || !strings.Contains(said, "no rows of rust: cargo is 1.9.0, and tokio needs 1.") {
		t.Errorf("status %d:\n%s", status, said)
	}
}

// A row of an earlier build would be taken for one of this machine.
func TestRowWithoutToolchainGoes(t *testing.T) {
	m := newMachine(t)
	rows := t.TempDir()
	machine{rows}.add(t, "ocaml", "")
	if said, status := m.run(t, "build.sh", rows, "ocaml"); status != 0 {
		t.Errorf("status %d:\n%s", status, said)
	}
	if _, err := os.Stat(filepath.Join(rows, "ocaml")); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
}

func TestBuildThatFailsIsNoMissingRow(t *testing.T) {
	m := newMachine(t)
	m.add(t, "ocamlopt", "")
	m.add(t, "make", "echo no such module >&2; exit 2")
	said, status := m.run(t, "build.sh", t.TempDir(), "ocaml")
	if status != 1 || !strings.Contains(said, "no such module") || !strings.Contains(said, "ocaml could not be built") {
		t.Errorf("status %d:\n%s", status, said)
	}
}

func TestBadArguments(t *testing.T) {
	m := newMachine(t)
	for _, test := range []struct {
		script string
		args   []string
		want   string
	}{
		{"build.sh", nil, "name the directory"},
		{"build.sh", []string{t.TempDir(), "cobol"}, `language "cobol": must be one of rust ocaml java cpp`},
		{"install.sh", []string{"cobol"}, `language "cobol": must be one of rust ocaml java cpp`},
	} {
		said, status := m.run(t, test.script, test.args...)
		if status != 2 || !strings.Contains(said, test.want) || strings.Count(said, "\n") != 1 {
			t.Errorf("%s %v: status %d:\n%s", test.script, test.args, status, said)
		}
	}
}

func TestInstallNeedsPackages(t *testing.T) {
	said, status := newMachine(t).run(t, "install.sh")
	if status != 1 || !strings.Contains(said, "no apt-get") {
		t.Errorf("status %d:\n%s", status, said)
	}
}

// What install.sh asks for, on a system that has everything but a new Rust.
func TestInstallAsksForPackages(t *testing.T) {
	m := newMachine(t)
	m.add(t, "apt-get", `echo "asked: $*"`)
	m.add(t, "apt-cache", "exit 1")
	said, status := m.run(t, "install.sh")
	want := "make cargo rustc ocaml-nox default-jdk-headless maven g++ libatomic-queue-dev libboost-dev libtbb-dev\n"
	if status != 0 || !strings.HasSuffix(said, want) {
		t.Errorf("status %d:\n%swant %s", status, said, want)
	}
	m.add(t, "apt-cache", "exit 0")
	if said, _ := m.run(t, "install.sh", "rust"); !strings.Contains(said, "make cargo-web rustc-web\n") {
		t.Error(said)
	}
}
