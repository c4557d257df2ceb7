package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/internal/cli"
	"github.com/boundedq/queue/bench/internal/cli/clitest"
)

// The neighbour is this program again, which in a test is the test.
func TestMain(m *testing.M) {
	if isNeighbour() {
		cli.Exit("stopped", beNeighbour())
		return
	}
	os.Exit(m.Run())
}

func TestBadCommandLineNamesTheValue(t *testing.T) {
	for _, test := range []struct {
		args    string
		mention []string
	}{
		{"-capacity 31", []string{`"31"`, "-capacity", "32 to 1048576"}},
		{"-producers 0", []string{`"0"`, "-producers", "1 to 64"}},
		{"-consumers 65", []string{`"65"`, "-consumers", "1 to 64"}},
		{"-rounds x", []string{`"x"`, "-rounds", "1 to 100"}},
		{"-for 99ms", []string{`"99ms"`, "-for", "100ms to 1m0s"}},
		{"-for 2", []string{`"2"`, "-for"}},
		{"-every 0", []string{`"0"`, "-every", "1µs to 10ms"}},
		{"-stop 19ms", []string{`"19ms"`, "-stop", "0, or 20ms to 1s"}},
		{"-between 0s", []string{`"0s"`, "-between", "100µs to 1s"}},
		{"-for 1m -every 1us", []string{"-for 1m0s", "-every 1µs", "120000000", "at most 5000000"}},
		{"-wait=perhaps", []string{`"perhaps"`, "-wait"}},
		{"-speed 3", []string{"-speed"}},
		{"ring", []string{`"ring"`}},
	} {
		clitest.Refuses(t, run, test.args, test.mention...)
	}
}

func TestHelp(t *testing.T) {
	clitest.Helps(t, run, "-capacity", "-producers", "-consumers", "-rounds", "-for", "-every", "-stop", "-between", "-wait")
}

func TestStopMayBeZero(t *testing.T) {
	cfg, err := parse([]string{"-stop", "0"}, nil)
	if err != nil || cfg.stop != 0 {
		t.Errorf("stop %v, %v", cfg.stop, err)
	}
}

// needs skips the test where a producer cannot be stopped, and says why. That it says so
// with status 2 is what the program promises.
func needs(t *testing.T) processors {
	t.Helper()
	cpus, err := survey()
	if err == nil {
		return cpus
	}
	var usage cli.UsageError
	if !errors.As(err, &usage) {
		t.Fatal(err)
	}
	t.Skip(err)
	return cpus
}

// Every queue runs, with its check, and has a row with every column in both tables. What is
// in them is the machine's.
func TestEveryQueueHasARow(t *testing.T) {
	needs(t)
	for _, args := range []string{
		"-for 100ms -rounds 1 -stop 20ms -every 100us",
		"-for 100ms -rounds 2 -stop 20ms -every 1ms -capacity 32 -producers 1 -consumers 1 -wait",
		"-for 100ms -rounds 1 -stop 0 -every 1ms -producers 3 -consumers 1",
	} {
		var out strings.Builder
		if err := run(strings.Fields(args), &out); err != nil {
			t.Fatalf("%s: %v", args, err)
		}
		for _, c := range contestants(strings.Contains(args, "-wait")) {
			var cells []int
			for line := range strings.Lines(out.String()) {
				if strings.HasPrefix(line, "| "+c.name+" |") {
					cells = append(cells, strings.Count(line, "|")-2)
				}
			}
			if !slices.Equal(cells, []int{len(others), len(victims)}) {
				t.Errorf("%s: cells in the rows of %s: %v", args, c.name, cells)
			}
		}
	}
}

// forgetful loses the second value of the first of the others.
type forgetful struct{ lane }

func (f forgetful) TrySend(v value) error {
	if v.from == 1 && v.n == 2 {
		return nil
	}
	return f.lane.TrySend(v)
}

func TestALostValueIsAnError(t *testing.T) {
	cpus := needs(t)
	cfg, err := parse(strings.Fields("-for 100ms -every 1ms -stop 20ms"), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = take(forgetful{contestants(false)[0].open(cfg.capacity)}, cfg, cpus)
	if err == nil || !strings.Contains(err.Error(), "99 values of producer 1 arrived") {
		t.Error(err)
	}
}

func TestReconcile(t *testing.T) {
	sent := []ledger{{3, 6}, {2, 3}}
	for _, test := range []struct {
		received [][]ledger
		mention  string
	}{
		{[][]ledger{{{3, 6}, {2, 3}}}, ""},
		{[][]ledger{{{1, 2}, {2, 3}}, {{2, 4}, {0, 0}}}, ""},
		{[][]ledger{{{2, 3}, {2, 3}}}, "the victim"},
		{[][]ledger{{{3, 6}, {3, 4}}}, "producer 1"},
		{[][]ledger{{{3, 6}, {2, 2}}}, "producer 1"}, // one twice, and one not at all
	} {
		err := reconcile(sent, test.received)
		if test.mention == "" && err != nil || test.mention != "" && (err == nil || !strings.Contains(err.Error(), test.mention)) {
			t.Errorf("%v: %v, want %q", test.received, err, test.mention)
		}
	}
}

// A channel is the contestant that has its adapter here.
func TestChannelIsALane(t *testing.T) {
	c := channel(make(chan value, 1))
	ctx := context.Background()
	if _, err := c.TryRecv(); err != queue.ErrEmpty {
		t.Errorf("TryRecv of an empty one: %v", err)
	}
	if err := c.Send(ctx, value{n: 1}); err != nil {
		t.Error(err)
	}
	if err := c.TrySend(value{n: 2}); err != queue.ErrFull {
		t.Errorf("TrySend to a full one: %v", err)
	}
	c.Close()
	if v, err := c.Recv(ctx); err != nil || v.n != 1 {
		t.Errorf("Recv: %v, %v", v, err)
	}
	if _, err := c.Recv(ctx); err != queue.ErrClosed {
		t.Errorf("Recv of one that is closed and empty: %v", err)
	}
	if _, err := c.TryRecv(); err != queue.ErrClosed {
		t.Errorf("TryRecv of one that is closed and empty: %v", err)
	}
}

func TestFeltStops(t *testing.T) {
	const ms = int64(time.Millisecond)
	stops := []stop{{100 * ms, 150 * ms}, {200 * ms, 250 * ms}, {300 * ms, 350 * ms}}
	for _, test := range []struct {
		arrivals []arrival
		want     int
	}{
		{nil, 0},
		{[]arrival{{110 * ms, 111 * ms}, {240 * ms, 249 * ms}}, 0},
		{[]arrival{{110 * ms, 150 * ms}, {120 * ms, 150 * ms}}, 1},
		{[]arrival{{110 * ms, 120 * ms}, {349 * ms, 360 * ms}}, 2},
		{[]arrival{{160 * ms, 195 * ms}}, 0}, // late, but nobody was stopped
	} {
		if got := feltStops(stops, test.arrivals); got != test.want {
			t.Errorf("%v: %d, want %d", test.arrivals, got, test.want)
		}
	}
}

func TestLateOnes(t *testing.T) {
	if got := lateOnes([]time.Duration{1, late - 1, late, late, 2 * late}); got != 3 {
		t.Errorf("%d late ones, want 3", got)
	}
	if got := lateOnes(nil); got != 0 {
		t.Errorf("%d late ones of none", got)
	}
}

func TestStopsWithoutAny(t *testing.T) {
	if m, all := middle(nil, nil), total(nil, nil); m != 0 || all != 0 {
		t.Errorf("median %v, all together %v", m, all)
	}
	inside, outside := []stop{{0, 3}, {10, 11}}, []stop{{4, 9}}
	if m, all := middle(inside, outside), total(inside, outside); m != 3 || all != 9 {
		t.Errorf("median %v, all together %v, want 3 and 9", m, all)
	}
}

func TestScaled(t *testing.T) {
	for v, want := range map[float64]string{450: "0.5 µs", 46_400: "46.4 µs", 1_300_000: "1.3 ms", 50_400_000: "50 ms", 3.4e9: "3400 ms", 12.34e9: "12.3 s"} {
		if got := scaled(v); got != want {
			t.Errorf("%v ns: %q, want %q", v, got, want)
		}
	}
}

// Percentiles are medians over the rounds; the longest is of all, and counts add up.
func TestARowIsMadeOfAllRounds(t *testing.T) {
	round := func(accepted, arrived time.Duration, stops int) sample {
		return sample{accepted: []time.Duration{accepted}, arrived: []time.Duration{arrived}, inside: make([]stop, stops), felt: stops, sent: 7}
	}
	rounds := []sample{round(1e3, 2e3, 1), round(3e3, 20e6, 2), round(2e3, 3e3, 3)}
	var out strings.Builder
	printTables(&out, []contestant{{name: "a queue"}}, [][]sample{rounds})
	for _, want := range []string{
		"| a queue | 3 | 2.0 µs | 2.0 µs | 2.0 µs | 3.0 µs | 0 | 3.0 µs | 3.0 µs | 3.0 µs | 20 ms | 1 |",
		"| a queue | 21 | 0 | 6 | 0.0 µs | 0.0 µs | 6 | 6 |",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no row %s in\n%s", want, out.String())
		}
	}
}

func TestASampleWithoutAStopIsDoubted(t *testing.T) {
	var out strings.Builder
	all := []contestant{{name: "stopped once"}, {name: "never stopped"}}
	printDoubts(&out, all, [][]sample{{{}, {inside: []stop{{1, 2}}}}, {{outside: []stop{{1, 2}}}}})
	if s := out.String(); strings.Contains(s, "stopped once") || !strings.Contains(s, "never stopped") {
		t.Errorf("%q", s)
	}
}
