module github.com/boundedq/queue/bench

// With ".0", because honnef.co/go/tools says so; the toolchains are the same.
go 1.25.0

replace github.com/boundedq/queue => ../

// What is measured.
require github.com/boundedq/queue v0.0.0-00010101000000-000000000000

// Queues of others that are held to the same contract. Later versions of deque need
// Go 1.26.
require (
	github.com/Workiva/go-datastructures v1.1.7
	github.com/bytedance/gopkg v0.1.4
	github.com/eapache/channels v1.1.0
	github.com/gammazero/deque v1.2.1
	github.com/puzpuzpuz/xsync/v4 v4.5.0
)

// Draws the histograms of cmd/latency.
require github.com/loov/hrtime v1.0.3

// The judge that compare/history is compared with, in crosscheck.
require github.com/anishathalye/porcupine v1.3.1

// benchstat: medians, intervals and significance. Later versions need Go 1.26.
tool golang.org/x/perf/cmd/benchstat

// Its benchfmt is what cmd/ratios and cmd/report read results with, and cmd/report
// has its benchmath.
require golang.org/x/perf v0.0.0-20250106172127-400946f43c82

// Looks at the page of cmd/report in a browser, in its tests only. Later versions of
// either may need a later Go.
require (
	github.com/chromedp/cdproto v0.159.0
	github.com/chromedp/chromedp v0.23.0
)

// The Mann-Whitney U test, for cmd/aa: the version that benchstat uses.
require github.com/aclements/go-moremath v0.0.0-20210112150236-f10218a38794

// staticcheck, for make lint.
tool honnef.co/go/tools/cmd/staticcheck

require honnef.co/go/tools v0.7.0 // indirect

// What demos/asynclog writes for, and is compared with.
require github.com/rs/zerolog v1.35.1

// What demos/spans exports for, and is compared with. Later versions need Go 1.26.
require (
	go.opentelemetry.io/otel v1.46.0
	go.opentelemetry.io/otel/sdk v1.46.0
	go.opentelemetry.io/otel/trace v1.46.0
)

// What demos/cmd/stopped pins threads to processors with.
require golang.org/x/sys v0.47.0

// What those need.
require (
	github.com/BurntSushi/toml v1.4.1-0.20240526193622-a339e1f7089c // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/eapache/queue v1.1.0 // indirect
	github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
	github.com/go-logr/logr v1.4.4 // indirect
	github.com/go-logr/stdr v1.2.2 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/mattn/go-colorable v0.1.14 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	go.opentelemetry.io/auto/sdk v1.2.1 // indirect
	go.opentelemetry.io/otel/metric v1.46.0 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.31.0 // indirect
	golang.org/x/sync v0.19.0 // indirect
	golang.org/x/tools v0.40.1-0.20260108161641-ca281cf95054 // indirect
)
