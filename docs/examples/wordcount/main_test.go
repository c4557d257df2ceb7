package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"
)

// outcome is what a run of the program leaves behind.
type outcome struct {
	status         int
	stdout, stderr string
}

// inBubble runs the program in a bubble, which fails the test if a goroutine of
// it is left at the end, and in which no time passes that nobody waits for.
func inBubble(t *testing.T, open func(string) (fs.FS, error), args ...string) (got outcome) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		got = runWith(t.Context(), open, args...)
	})
	return got
}

func runWith(ctx context.Context, open func(string) (fs.FS, error), args ...string) outcome {
	var stdout, stderr strings.Builder
	status := runOn(ctx, open, args, &stdout, &stderr)
	return outcome{status, stdout.String(), stderr.String()}
}

// expectFailure expects an exit with status, nothing on standard output, and one
// line on standard error that has all the words.
func (o outcome) expectFailure(t *testing.T, status int, words ...string) {
	t.Helper()
	if o.status != status || o.stdout != "" {
		t.Errorf("exit %d with output %q, want exit %d and none", o.status, o.stdout, status)
	}
	if !strings.HasPrefix(o.stderr, "wordcount: ") || strings.Index(o.stderr, "\n") != len(o.stderr)-1 {
		t.Errorf("standard error is %q, want one line from wordcount", o.stderr)
	}
	for _, word := range words {
		if !strings.Contains(o.stderr, word) {
			t.Errorf("standard error is %q, want it to have %q", o.stderr, word)
		}
	}
}

// always opens files whatever the directory is called.
func always(files fs.FS) func(string) (fs.FS, error) {
	return func(string) (fs.FS, error) { return files, nil }
}

// manyFiles has more files than the queues of any test have room.
func manyFiles() fstest.MapFS {
	files := make(fstest.MapFS)
	for i := range 300 {
		files[fmt.Sprintf("d%d/f%03d.txt", i%7, i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "file %d", i)}
	}
	return files
}

// overAll runs f with the flags for each kind of queue, for the edges of the
// capacity, and for one worker and more.
func overAll(t *testing.T, f func(t *testing.T, flags []string)) {
	for _, kind := range queueKinds() {
		for _, capacity := range []string{"0", "1", "64"} {
			for _, workers := range []string{"1", "3"} {
				t.Run(fmt.Sprintf("%s/cap=%s/workers=%s", kind, capacity, workers), func(t *testing.T) {
					f(t, []string{"-queue", kind, "-cap", capacity, "-workers", workers})
				})
			}
		}
	}
}

// writeTree makes a directory that holds more than regular files, and whose
// words have ties.
func writeTree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for path, text := range map[string]string{
		"empty":            "",
		"one.txt":          "The queue is full; the sender waits.",
		"sub/two.txt":      "The queue is empty: the receiver waits.\n",
		"sub/deep/three":   "A B C D E F G",
		"sub/deep/binary":  "\x00\xff\x00queue\xfe",
		"sub/other/.dot.x": "waits WAITS",
	} {
		path = filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	// A link is not a regular file. Where links cannot be made there is none.
	_ = os.Symlink("one.txt", filepath.Join(dir, "link"))
	return dir
}

const treeCounts = `: 15 different words in 6 files, 109 bytes, 24 words

  most frequent  times
            the      4
          waits      4
          queue      3
             is      2
              a      1
              b      1
              c      1
              d      1
              e      1
          empty      1

`

func TestCountsAreTheSameForAllQueues(t *testing.T) {
	dir := writeTree(t)
	overAll(t, func(t *testing.T, flags []string) {
		got := inBubble(t, openDir, append(flags, dir)...)
		if got.status != 0 || got.stderr != "" {
			t.Errorf("exit %d, standard error %q, want 0 and none", got.status, got.stderr)
		}
		head, run, _ := strings.Cut(got.stdout, flags[1]+", capacity "+flags[3])
		if head != dir+treeCounts {
			t.Errorf("counted\n%s\nwant\n%s", head, dir+treeCounts)
		}
		for _, queue := range []string{"paths", "texts", "tallies", "progress"} {
			if !strings.Contains(run, queue+"         6         6        0") {
				t.Errorf("no 6 values accepted, 6 received and 0 refused for %s in\n%s", queue, run)
			}
		}
	})
}

func TestCompare(t *testing.T) {
	got := inBubble(t, openDir, "-compare", "-cap", "2", writeTree(t))
	if got.status != 0 || got.stderr != "" || !strings.HasSuffix(got.stdout, "\nall 3 queues gave identical counts\n") {
		t.Errorf("exit %d, standard error %q, output\n%s", got.status, got.stderr, got.stdout)
	}
	for _, kind := range queueKinds() {
		if n := strings.Count(got.stdout, kind+", capacity 2"); n != 1 {
			t.Errorf("%d reports on %s, want 1, in\n%s", n, kind, got.stdout)
		}
	}
}

// changing is a directory with one file, which holds another text each time it
// is opened.
type changing struct{ texts []string }

func (c *changing) Open(name string) (fs.File, error) {
	text := c.texts[0]
	if name == "file" {
		c.texts = c.texts[1:]
	}
	return fstest.MapFS{"file": {Data: []byte(text)}}.Open(name)
}

func TestCompareTellsDifferencesApart(t *testing.T) {
	for _, tt := range []struct {
		name  string
		texts []string
		want  []string
	}{
		{"other totals", []string{"a b", "a bc d", "a b", ""}, []string{"do not agree", "ring", "2 words", "condq", "3 words"}},
		{"other words", []string{"a b", "a b", "a c", ""}, []string{"do not agree", "condq", "chanq", "not the same ones"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := inBubble(t, always(&changing{tt.texts}), "-compare", "dir")
			if strings.Contains(got.stdout, "identical") {
				t.Errorf("the report says %q", got.stdout)
			}
			got.stdout = "" // the report was written all the same
			got.expectFailure(t, 1, tt.want...)
		})
	}
}

func TestBadArguments(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	missing := file + "-missing"
	for _, tt := range []struct {
		args string
		want string
	}{
		{missing, fmt.Sprintf("%q does not exist: want a directory", missing)},
		{file, fmt.Sprintf("%q is not a directory: want one", file)},
		{"-queue list .", `invalid value "list" for flag -queue: want ring, condq or chanq`},
		{"-queue= .", `invalid value "" for flag -queue: want ring, condq or chanq`},
		{"-cap -1 .", `invalid value "-1" for flag -cap: want a whole number from 0 to 1048576`},
		{"-cap 1048577 .", `invalid value "1048577" for flag -cap: want a whole number from 0 to 1048576`},
		{"-cap 99999999999999999999 .", `invalid value "99999999999999999999" for flag -cap: want a whole number from 0 to 1048576`},
		{"-cap many .", `invalid value "many" for flag -cap: want a whole number from 0 to 1048576`},
		{"-workers 0 .", `invalid value "0" for flag -workers: want a whole number from 1 to 1024`},
		{"-workers -2 .", `invalid value "-2" for flag -workers: want a whole number from 1 to 1024`},
		{"-compare -queue condq .", `-queue condq together with -compare: want one of the two`},
		{"one two", `unexpected argument "two": want flags first, then at most one directory`},
		{". -cap 3", `unexpected argument "-cap": want flags first, then at most one directory`},
		{"-speed 3 .", `flag provided but not defined: -speed`},
		{". -cap", `unexpected argument "-cap": want flags first, then at most one directory`},
		{"-cap", `flag needs an argument: -cap`},
	} {
		t.Run(tt.args, func(t *testing.T) {
			got := inBubble(t, openDir, strings.Fields(tt.args)...)
			got.expectFailure(t, 2)
			if want := "wordcount: " + tt.want + "\n"; got.stderr != want {
				t.Errorf("standard error is %q, want %q", got.stderr, want)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	got := inBubble(t, openDir, "-h")
	if got.status != 0 || got.stderr != "" {
		t.Errorf("exit %d, standard error %q", got.status, got.stderr)
	}
	for _, flag := range []string{"-queue", "-cap", "-workers", "-compare", "[directory]"} {
		if !strings.Contains(got.stdout, flag) {
			t.Errorf("no %s in the usage:\n%s", flag, got.stdout)
		}
	}
}

// The go command is on PATH when tests run.
func TestDefaultDirectory(t *testing.T) {
	opts, _, err := parse(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(opts.dir, "bufio", "bufio.go")); err != nil {
		t.Errorf("%s is not the source of a Go installation: %v", opts.dir, err)
	}
}

func TestDefaultDirectoryWithoutGo(t *testing.T) {
	t.Setenv("PATH", "")
	runWith(t.Context(), openDir).expectFailure(t, 2, "no directory was named", "go env GOROOT")
}

// trap is a file system that calls do before it opens the file of that name.
type trap struct {
	fs.FS
	name string
	do   func() error
}

func (tr trap) Open(name string) (fs.File, error) {
	if name == tr.name {
		if err := tr.do(); err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
	}
	return tr.FS.Open(name)
}

// A file or directory that cannot be read stops the pipeline while its queues
// are full, and is named.
func TestUnreadable(t *testing.T) {
	for _, name := range []string{"d0/f000.txt", "d3/f150.txt", "d6/f293.txt", "d4", "."} {
		t.Run(name, func(t *testing.T) {
			overAll(t, func(t *testing.T, flags []string) {
				files := trap{manyFiles(), name, func() error { return fs.ErrPermission }}
				got := inBubble(t, always(files), append(flags, "dir")...)
				got.expectFailure(t, 1, "dir", flags[1], "open "+name+": permission denied")
			})
		})
	}
}

func TestInterrupted(t *testing.T) {
	errInterrupt := errors.New("interrupted by the test")
	for _, name := range []string{".", "d0/f000.txt", "d3/f150.txt"} {
		t.Run(name, func(t *testing.T) {
			overAll(t, func(t *testing.T, flags []string) {
				synctest.Test(t, func(t *testing.T) {
					ctx, interrupt := context.WithCancelCause(t.Context())
					files := trap{manyFiles(), name, func() error { interrupt(errInterrupt); return nil }}
					got := runWith(ctx, always(files), append(flags, "dir")...)
					got.expectFailure(t, 1, "dir", errInterrupt.Error())
				})
			})
		})
	}
}

func TestReportCannotBeWritten(t *testing.T) {
	var stderr strings.Builder
	stdout, w := io.Pipe()
	stdout.CloseWithError(errors.New("nobody reads"))
	status := runOn(t.Context(), always(manyFiles()), []string{"dir"}, w, &stderr)
	outcome{status, "", stderr.String()}.expectFailure(t, 1, "writing the report", "nobody reads")
}

// A run that takes long says how far it is every two seconds; a short one says
// nothing.
func TestProgress(t *testing.T) {
	for _, tt := range []struct {
		each  time.Duration // time to read a file
		lines int
	}{
		{0, 0},
		{6 * time.Millisecond, 0}, // 1.8 seconds in all
		{time.Second / 10, 30 / 2},
		{10 * time.Second, 300}, // each file takes longer than that
	} {
		t.Run(tt.each.String(), func(t *testing.T) {
			files := slow{manyFiles(), tt.each}
			got := inBubble(t, always(files), "dir")
			if got.status != 0 {
				t.Errorf("exit %d", got.status)
			}
			if n := strings.Count(got.stderr, "so far\n"); n != tt.lines {
				t.Errorf("%d lines of progress, want %d:\n%s", n, tt.lines, got.stderr)
			}
		})
	}
}

// slow is a file system that takes its time to read a file.
type slow struct {
	fs.FS
	each time.Duration
}

func (s slow) ReadFile(name string) ([]byte, error) {
	time.Sleep(s.each)
	return fs.ReadFile(s.FS, name)
}
