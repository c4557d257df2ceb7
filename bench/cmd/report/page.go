package main

import (
	"embed"
	"html/template"

	"github.com/boundedq/queue/bench/internal/cells"
)

//go:embed templates
var sources embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"css": css,
	"add": func(a, b float64) float64 { return a + b },
	"sub": func(a, b float64) float64 { return a - b },
	"mid": func(a, b float64) float64 { return (a + b) / 2 },
}).ParseFS(sources, "templates/*.html", "templates/*.svg"))

// css returns a style sheet of ours.
func css(name string) (template.CSS, error) {
	text, err := sources.ReadFile("templates/" + name)
	return template.CSS(text), err
}

// A page is what the report shows, in its order.
type page struct {
	Conditions []condition
	Mixed      string // conditions that were not the same in all results
	Few        bool   // too few samples for any difference
	Noises     []noise

	Subject  bool // whether there is a ring
	Losses   []lossRow
	Certain  int // losses that are no chance
	Compared int
	TimeLoss float64
	CPULoss  float64

	Company    []companyTable
	Heat       []heatGroup
	HeatLegend legend
	Throughput []chart
	Scatter    chart
	Latency    []chart
	Table      table
}

// A heatGroup is the heat maps of one GOMAXPROCS.
type heatGroup struct {
	Procs int
	Maps  []heatmap
}

func (r results) page() page {
	lost, compared := r.losses()
	p := page{
		Conditions: r.conditions(), Mixed: r.mixed(), Few: r.few(), Noises: r.noises(),
		Subject: compared > 0, Losses: r.lossRows(lost), Compared: compared,
		TimeLoss: cells.TimeLoss, CPULoss: cells.CPULoss,
		Company: r.company(), HeatLegend: heatLegend(), Throughput: r.throughput(), Scatter: r.scatter(), Latency: r.latency(), Table: r.table(),
	}
	for _, l := range p.Losses {
		if !l.Chance {
			p.Certain++
		}
	}
	for _, h := range r.heatmaps() {
		if n := len(p.Heat); n == 0 || p.Heat[n-1].Procs != h.Procs {
			p.Heat = append(p.Heat, heatGroup{Procs: h.Procs})
		}
		last := &p.Heat[len(p.Heat)-1]
		last.Maps = append(last.Maps, h)
	}
	return p
}

// few reports whether some cell has too few samples to differ from another.
func (r results) few() bool {
	for c := range r.Cells {
		if r.Count(c) < cells.Enough {
			return true
		}
	}
	return false
}
