//go:build !js && !wasip1

package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser starts a Chromium of its own, and fails the test at its end if a page has
// written an error to the console or asked for anything but itself.
func browser(t *testing.T) context.Context {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("CI is set, and there is no chromium: apt-get install chromium")
		}
		t.Skip("no chromium to look at the page with: ", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, // of root, who is who runs CI
		chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-dev-shm-usage", true),
	)
	ctx, cancelAllocator := chromedp.NewExecAllocator(ctx, options...)
	ctx, cancelTab := chromedp.NewContext(ctx)
	// Before the directory of the browser is removed.
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Errorf("chromium did not end: %v", err)
		}
		cancelTab()
		cancelAllocator()
	})

	var mu sync.Mutex
	var complaints []string
	complain := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		complaints = append(complaints, fmt.Sprintf(format, args...))
	}
	err = chromedp.Listen(ctx, func(event any) {
		switch event := event.(type) {
		case *runtime.EventConsoleAPICalled:
			complain("the page writes to the console: %s", event.Type)
		case *runtime.EventExceptionThrown:
			complain("the page throws: %v", event.ExceptionDetails)
		case *log.EventEntryAdded:
			complain("the browser logs: %s %s", event.Entry.Text, event.Entry.URL)
		case *network.EventRequestWillBeSent:
			if event.Type != network.ResourceTypeDocument || !strings.HasPrefix(event.Request.URL, "file://") {
				complain("the page asks for %s", event.Request.URL)
			}
		}
	})
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, c := range complaints {
			t.Error(c)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []cdp.Command[cdp.Empty, cdp.Empty]{log.Enable, runtime.Enable} {
		if _, err := chromedp.Call(ctx, command, cdp.Empty{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// open shows the page, width pixels wide, in the light or the dark scheme.
func open(t *testing.T, ctx context.Context, page string, width int64, scheme string) {
	t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 844), chromedp.Navigate("file://"+filepath.ToSlash(page))); err != nil {
		t.Fatal(err)
	}
}

// evaluate runs script in the page.
func evaluate[T any](t *testing.T, ctx context.Context, script string) T {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// report runs the program and returns the name of the page.
func report(t *testing.T, inputs ...string) string {
	t.Helper()
	page := filepath.Join(t.TempDir(), "report.html")
	if err := run(append([]string{"-o", page}, inputs...), io.Discard); err != nil {
		t.Fatal(err)
	}
	return page
}

// measured is a made-up run: by name of the benchmark and unit, the samples.
type measured map[string]map[string][]float64

func makeUp() measured {
	random := rand.New(rand.NewPCG(1, 2))
	m := measured{}
	add := func(name string, base float64, units ...string) {
		m[name] = map[string][]float64{}
		for _, unit := range units {
			for range 10 {
				m[name][unit] = append(m[name][unit], math.Round(base*(0.9+0.2*random.Float64())*100)/100)
			}
			base *= 2.5
		}
	}
	for _, procs := range []string{"", "-2"} {
		for _, capacity := range []int{0, 1, 1024} {
			for i, impl := range []string{"chan", "ring", "ring-again", "spsc", "condq"} {
				for _, sides := range []string{"p=1/c=1", "p=8/c=1", "p=32/c=32"} {
					base := 10 + 100*random.Float64()
					name := fmt.Sprintf("Queue/scenario=handoff/impl=%s/cap=%d/%s%s", impl, capacity, sides, procs)
					add(name, base, "ns/op", "cpu-ns/op", "csw/kop")
					m[name]["full-%"] = make([]float64, 10) // all 0
				}
				add(fmt.Sprintf("Latency/scenario=paced/impl=%s/cap=%d/every=2us%s", impl, capacity, procs), 300*float64(i+1),
					"cpu-ns/op", "p50-ns", "p99-ns", "p99.9-ns", "max-ns")
			}
		}
	}
	return m
}

func (m measured) text() string {
	s := strings.Builder{}
	s.WriteString("goos: linux\ngoarch: amd64\ncpu: Example 9000\ngo: go1.26\ncores: 2\ncommit: 0123456789ab\n")
	for name, units := range m {
		for i := range 10 {
			s.WriteString("Benchmark" + name + " 100")
			for unit, values := range units {
				fmt.Fprintf(&s, " %g %s", values[i], unit)
			}
			s.WriteString("\n")
		}
	}
	return s.String()
}

// middle is the mean of the fifth and sixth of ten.
func (m measured) middle(name, unit string) float64 {
	sorted := slices.Sorted(slices.Values(m[name][unit]))
	return (sorted[4] + sorted[5]) / 2
}

func TestPageShowsTheMedians(t *testing.T) {
	m := makeUp()
	page := report(t, write(t, m.text()))
	ctx := browser(t)
	open(t, ctx, page, 1280, "light")
	rows := evaluate[[]map[string]string](t, ctx, `
		(() => {
			const table = document.getElementById('cells');
			const heads = [...table.tHead.rows[0].cells].map(c => c.textContent);
			return [...table.tBodies[0].rows].map(row => Object.fromEntries([...row.cells].map((c, i) =>
				[heads[i], (c.querySelector('.median') || c).innerText.trim()])));
		})()`)
	if len(rows) != len(m) {
		t.Errorf("%d rows, want %d", len(rows), len(m))
	}
	for _, row := range rows {
		// The soft hyphen is where a narrow heading breaks.
		procs := row["GOMAX\u00adPROCS"]
		p, c, _ := strings.Cut(row["producers/ consumers"], "/")
		var name string
		switch {
		case row["scenario"] == "Queue/handoff":
			name = fmt.Sprintf("Queue/scenario=handoff/impl=%s/cap=%s/p=%s/c=%s", row["queue"], row["capacity"], p, c)
		default:
			name = fmt.Sprintf("Latency/scenario=paced/impl=%s/cap=%s/every=2us", row["queue"], row["capacity"])
		}
		if procs != "1" {
			name += "-" + procs
		}
		if m[name] == nil {
			t.Fatalf("the page has a row that was not measured: %v", row)
		}
		for _, unit := range []string{"ns/op", "cpu-ns/op", "p50-ns", "p99-ns", "p99.9-ns", "max-ns", "csw/kop", "full-%"} {
			if m[name][unit] == nil {
				if row[unit] != "–" {
					t.Errorf("%s: the page shows %s %s, which was not measured", name, row[unit], unit)
				}
				continue
			}
			want := m.middle(name, unit)
			if got, err := strconv.ParseFloat(row[unit], 64); err != nil || math.Abs(got-want) > max(0.5, want)*0.0006 {
				t.Errorf("%s: the page shows %s %s, want %.4g", name, row[unit], unit, want)
			}
		}
		time := "ns/op"
		if m[name]["p50-ns"] != nil {
			time = "p50-ns"
		}
		channel := strings.Replace(name, "/impl="+row["queue"]+"/", "/impl=chan/", 1)
		want := m.middle(name, time) / m.middle(channel, time)
		got, err := strconv.ParseFloat(strings.TrimSuffix(row["ratio of time"], "~"), 64)
		if err != nil || math.Abs(got-want) > max(0.0051, want*0.005) {
			t.Errorf("%s: the page shows the ratio %s, want %.4g", name, row["ratio of time"], want)
		}
	}
}

func TestHeatMapShowsTheRatios(t *testing.T) {
	m := makeUp()
	page := report(t, write(t, m.text()))
	ctx := browser(t)
	open(t, ctx, page, 1280, "light")
	// Row and column of a number are those whose headings it stands beside and below.
	cells := evaluate[map[string]string](t, ctx, `
		(() => {
			const map = document.querySelector('svg[aria-label*="ring: Queue/handoff, GOMAXPROCS 2"]');
			const middle = e => { const b = e.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]; };
			const rows = [...map.querySelectorAll('text.right:not(.soft)')], columns = [...map.querySelectorAll('text.middle')];
			const nearest = (list, i, at) => list.reduce((a, b) => Math.abs(middle(a)[i] - at) <= Math.abs(middle(b)[i] - at) ? a : b).textContent;
			return Object.fromEntries([...map.querySelectorAll('.cell')].map(c => {
				const [x, y] = middle(c.querySelector('rect'));
				return [nearest(rows, 1, y) + ' ' + nearest(columns, 0, x), c.querySelector('text').textContent];
			}));
		})()`)
	if len(cells) != 9 {
		t.Errorf("%d numbers, want 9: %v", len(cells), cells)
	}
	for place, text := range cells {
		capacity, sides, _ := strings.Cut(place, " ")
		p, c, _ := strings.Cut(sides, "/")
		name := func(impl string) string {
			return fmt.Sprintf("Queue/scenario=handoff/impl=%s/cap=%s/p=%s/c=%s-2", impl, capacity, p, c)
		}
		want := m.middle(name("ring"), "ns/op") / m.middle(name("chan"), "ns/op")
		got, err := strconv.ParseFloat(strings.TrimSuffix(text, "~"), 64)
		if err != nil || math.Abs(got-want) > max(0.0051, want*0.005) {
			t.Errorf("%s: the map shows %s, want %.3f", place, text, want)
		}
	}
}

// Every text is told from what is behind it, by the WCAG's ratio for small text.
const poorContrast = `
	(() => {
		const channel = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4); };
		const luminance = color => {
			const [r, g, b] = color.match(/[\d.]+/g).map(Number);
			return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
		};
		const paper = getComputedStyle(document.body).backgroundColor;
		const poor = [];
		for (const e of document.querySelectorAll('body *')) {
			if (![...e.childNodes].some(n => n.nodeType == Node.TEXT_NODE && n.textContent.trim()) || e.localName == 'title') continue;
			const heat = e.closest('.cell');
			const behind = heat ? getComputedStyle(heat.querySelector('rect')).fill : paper;
			const style = getComputedStyle(e);
			const [a, b] = [luminance(e.closest('svg') ? style.fill : style.color), luminance(behind)].sort((x, y) => y - x);
			if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(e.textContent.trim());
		}
		return poor;
	})()`

// What is wrong with the page for those who do not see it, or who point at it.
const unlabelled = `
	(() => {
		const wrong = [];
		for (const e of document.querySelectorAll('table')) if (!e.caption) wrong.push('a table without a caption');
		for (const e of document.querySelectorAll('svg')) if (!e.getAttribute('aria-label')) wrong.push('a picture without a label');
		for (const e of document.querySelectorAll('figure svg .cell, svg.plot .mark, svg.plot .whisker'))
			if (!(e.matches('.cell') ? e : e.parentNode).querySelector(':scope > title')) wrong.push('a mark without a tooltip');
		for (const e of document.querySelectorAll('section')) if (!e.querySelector('h2')) wrong.push('a section without a heading');
		for (const e of document.querySelectorAll('[href^="#"]'))
			if (!document.querySelector(e.getAttribute('href'))) wrong.push('a link to nowhere');
		return wrong;
	})()`

// pages returns a page of a made-up run and one of each file of results.
func pages(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{
		"made up":  report(t, write(t, makeUp().text())),
		"no rings": report(t, write(t, lines(nameOf("chan"), 1, 10))),
	}
	files, err := filepath.Glob("../../results/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no results to make pages of: %v", err)
	}
	for _, file := range files {
		all[filepath.Base(file)] = report(t, file)
	}
	return all
}

func TestPageFitsEveryScreen(t *testing.T) {
	ctx := browser(t)
	for name, page := range pages(t) {
		for _, width := range []int64{390, 1280} {
			for _, scheme := range []string{"light", "dark"} {
				open(t, ctx, page, width, scheme)
				got := evaluate[[]int64](t, ctx, `[innerWidth, document.documentElement.scrollWidth]`)
				if got[0] != width || got[1] > width {
					t.Errorf("%s, %d pixels: the window has %d, the page %d", name, width, got[0], got[1])
				}
				for i, text := range evaluate[[]string](t, ctx, poorContrast) {
					if i < 3 {
						t.Errorf("%s, %s: hard to read: %q", name, scheme, text)
					}
				}
			}
		}
		for i, wrong := range evaluate[[]string](t, ctx, unlabelled) {
			if i < 3 {
				t.Errorf("%s: %s", name, wrong)
			}
		}
	}
}
