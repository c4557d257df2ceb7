# Targets are listed by "make help", from the comments with two #. Nothing prints
# to standard output but what the target is for, so that it can be piped.

SHELL = /bin/sh
MAKEFLAGS += --no-print-directory
.SILENT:
.DEFAULT_GOAL := help

GO ?= go

# Of bench: which benchmarks (a regexp of go test). Of bench, bench-peers, bench-full,
# bench-rings, compare-languages and aa: samples of each, time of one sample, values of GOMAXPROCS, and
# how long to wait for a result before a queue is taken to hang.
BENCH = Queue
COUNT = 10
BENCHTIME = 100ms
CPUS = 1,all
TIMEOUT = 2m

# The modules, for what has to be done in each.
MODULES = . bench docs/examples/customqueue

# $(call each,command) runs a command in each module and stops at a failure.
each = for m in $(MODULES); do (cd $$m && $(1)) || exit; done

.PHONY: help
help: ## list the targets
	awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile
	echo
	echo 'Variables of bench: BENCH (regexp, $(BENCH)), COUNT ($(COUNT)), BENCHTIME ($(BENCHTIME)), CPUS ($(CPUS)), TIMEOUT ($(TIMEOUT));'
	echo 'of bench-peers, bench-full, bench-rings, compare-languages and aa: all of these but BENCH.'
	echo 'A $$ in BENCH is typed once: make bench BENCH="Queue/scenario=handoff/impl=ring/cap=1$$"'

# ---- building and testing

.PHONY: build
build: ## compile everything in all modules
	$(call each,$(GO) build ./...)

.PHONY: test
test: ## run the tests of all modules
	$(call each,$(GO) test ./...)

# A program with the race detector sleeps for a second before it ends, and the tests
# start themselves more than a hundred times.
.PHONY: race
race: ## run the tests of all modules under the race detector
	export GORACE="$$GORACE atexit_sleep_ms=0"; $(call each,$(GO) test -race ./...)

.PHONY: cover
cover: ## write out/cover.out and print what the tests cover, by function
	mkdir -p out
	$(GO) test -coverpkg=./... -coverprofile=out/cover.out ./... >&2
	$(GO) tool cover -func=out/cover.out

.PHONY: fmt
fmt: ## format all Go files
	gofmt -l -w .

.PHONY: lint
lint: bin/staticcheck ## check format, vet, staticcheck and module files
	files=$$(gofmt -l .) && if [ -n "$$files" ]; then echo "not formatted by gofmt:" $$files >&2; exit 1; fi
	$(call each,$(GO) vet ./...)
	staticcheck=$$PWD/bin/staticcheck && $(call each,"$$staticcheck" ./...)
	$(call each,$(GO) mod tidy -diff)
	$(call each,$(GO) mod verify >/dev/null)

.PHONY: demo
demo: ## count the words of the Go source tree through each queue and compare
	$(GO) run ./docs/examples/wordcount -compare

.PHONY: demos
demos: ## measure a log writer and a span processor beside those of zerolog and OpenTelemetry
	cd bench && $(GO) run ./demos/cmd/demos

.PHONY: explore
explore: ## explore every schedule that has few preemptions: a table, in some minutes
	mkdir -p out
	$(GO) test -tags sched -count=1 -timeout 60m -v -run '^TestExplore$$' ./ring -explore.far >out/explore.txt || { cat out/explore.txt; exit 1; }
	sed -n 's/^ *|/|/p' out/explore.txt

.PHONY: mutants
mutants: ## break the queues on purpose, and show with how many preemptions exploring finds it
	mkdir -p out
	$(GO) test -tags sched -count=1 -timeout 60m -v -run '^TestMutants$$' ./ring >out/mutants.txt || { cat out/mutants.txt; exit 1; }
	sed -n 's/^ *|/|/p' out/mutants.txt

# ---- measuring

.PHONY: tools
tools: bin/benchstat bin/benchstat.real bin/checktable bin/aa ## put benchstat into bin/; then PATH=$PWD/bin:$PATH

# How the samples of a target are taken. That a queue of others fails is no reason to
# stop: it has no numbers then.
SAMPLES = -count '$(COUNT)' -benchtime '$(BENCHTIME)' -cpu '$(CPUS)' -timeout '$(TIMEOUT)' -mayfail '$(PEERS)'
PEERS = /impl=(xsync-mpmc|xsync-spsc|workiva|bytedance)/

.PHONY: bench
bench: bin/bench.test bin/sample ## print the benchmark matrix, for: make bench | benchstat
	exec bin/sample -bench '$(value BENCH)' $(SAMPLES) bin/bench.test

# What make compare measures: the smallest, a small and a large buffer, one and
# four goroutines on each side, on all processors; and one buffer beside goroutines
# that compute, and alone. Ten samples, because it takes seven to tell a difference at
# the level that bin/benchstat asks for.
COMPARE = Queue/scenario=handoff/impl=/cap=(1|16|1024)$$/p=(1|4)$$/c=(1|4)$$|Queue/scenario=transform|$(COMPANY)
COMPANY = Queue/scenario=(handoff|busy|wake|busywake)$$/impl=(chan|ring|condq|chanq|ring-again)$$/cap=64$$

# That the ring differs from itself is a finding about the machine, and the table is
# shown all the same, with what it is worth below.
.PHONY: compare
compare: tools bin/bench.test bin/sample ## compare the queues with the bare channel: a table and a report, in under three minutes
	mkdir -p out
	bin/sample -bench '$(COMPARE)' -count 10 -benchtime 80ms -cpu all bin/bench.test >out/compare.txt
	bin/benchstat <out/compare.txt >out/compare.table.txt
	bin/checktable -intervals <out/compare.table.txt
	cat out/compare.table.txt
	bin/aa out/compare.txt || [ $$? -eq 1 ]
	$(MAKE) report

.PHONY: report
report: bin/report ## draw out/report.html from what make compare and make compare-languages have measured
	bin/report -o out/report.html $(or $(wildcard out/compare.txt out/languages.txt),out/compare.txt)
	echo 'out/report.html has the report' >&2

.PHONY: bench-peers
bench-peers: tools bin/bench.test bin/sample ## compare the ring with queues of others, in about nine minutes
	mkdir -p out
	bin/sample -bench '^BenchmarkPeers$$' $(SAMPLES) bin/bench.test >out/peers.txt
	bin/benchstat <out/peers.txt >out/peers.table.txt
	cat out/peers.table.txt

.PHONY: bench-full
bench-full: tools bin/bench.test bin/sample ## measure every queue in every scenario at every capacity: hours, and says first how many
	mkdir -p out
	bin/sample -rehearse -bench '^BenchmarkFull$$' $(SAMPLES) bin/bench.test >out/full.txt
	bin/benchstat <out/full.txt >out/full.table.txt
	echo 'out/full.txt has the samples and out/full.table.txt the table' >&2

# The rows of other languages, one program for each language. ROWS= is Go alone.
ROWS = rust ocaml java cpp

.PHONY: compare-languages
compare-languages: tools bin/bench.test bin/sample bin/ratios rows ## compare the queues with those of other languages: a table and a report, in about a quarter of an hour
	mkdir -p out
	bin/sample -bench '^BenchmarkLanguages$$' -count '$(COUNT)' -benchtime '$(BENCHTIME)' -cpu all -timeout '$(TIMEOUT)' bin/bench.test $(ROWS_BUILT) >out/languages.txt
	bin/ratios -languages out/languages.txt >out/languages.md
	bin/benchstat <out/languages.txt >out/languages.table.txt
	cat out/languages.table.txt
	echo 'out/languages.md has the cells in which another row wins' >&2
	$(MAKE) report

# Those whose toolchain is there.
ROWS_BUILT = $$(for row in $(ROWS); do if [ -e bin/rows/$$row ]; then echo bin/rows/$$row; fi; done)

.PHONY: rows
rows: ## build the programs of other languages into bin/rows, and say which toolchains are missing
	if [ -n '$(ROWS)' ]; then bench/languages/build.sh bin/rows $(ROWS); fi

.PHONY: aa
aa: bin/aa bin/bench.test bin/sample ## measure the ring against itself, in about three minutes: is there a difference?
	mkdir -p out
	bin/sample -bench 'Queue/scenario=/impl=ring(-again)?$$' $(SAMPLES) bin/bench.test >out/aa.txt
	bin/aa out/aa.txt

.PHONY: bench-rings
bench-rings: bin/bench.test bin/sample bin/ratios ## compare every ring, called directly, with the bare channel, in about half an hour
	mkdir -p out
	bin/sample -bench 'Direct|Latency' $(SAMPLES) bin/bench.test >out/rings.txt
	bin/ratios out/rings.txt

# The columns that the table of the peers has.
PEERS_TABLE = chan,ring,spsc,ring-again,nop,faa,xsync-mpmc,xsync-spsc,workiva,bytedance

# The samples go through a file, and not through a pipe, so that a benchmark that
# fails is not taken for one that is missing.
.PHONY: bench-smoke
bench-smoke: tools ## check in a minute that make bench | benchstat gives a whole table
	mkdir -p out
	$(MAKE) bench BENCH=Queue COUNT=2 BENCHTIME=5ms CPUS=all TIMEOUT=20s >out/smoke.txt
	if grep -Ev '^(Benchmark|[a-z]+: )' out/smoke.txt >&2; then echo 'make bench printed more than benchmarks' >&2; exit 1; fi
	cat out/smoke.txt | bin/benchstat >out/smoke.table.txt
	bin/checktable <out/smoke.table.txt
	$(MAKE) bench BENCH=Peers COUNT=2 BENCHTIME=5ms CPUS=all TIMEOUT=20s >out/smoke.txt
	bin/benchstat <out/smoke.txt >out/smoke.table.txt
	bin/checktable -columns '$(PEERS_TABLE)' -rows handoff <out/smoke.table.txt

# Each row that was built, and what it must not get away with.
.PHONY: rows-smoke
rows-smoke: tools bin/bench.test bin/sample rows ## check in seconds that the programs of other languages measure, and fail at a wrong sum
	mkdir -p out
	bench/languages/smoke.sh $(ROWS_BUILT)

.PHONY: latency
latency: ## print round-trip times through each queue
	cd bench && $(GO) run ./cmd/latency

.PHONY: clean
clean: ## remove bin and out, and what the rows of other languages were built in
	rm -rf bin out bench/languages/rust/target bench/languages/java/target bench/languages/cpp/build bench/languages/ocaml/build

# The go command knows better than make what is out of date.
.PHONY: always
always:

bin/bench.test: always
	cd bench && $(GO) test -c -o ../bin/bench.test . >&2

# sample prints the commit, which the go command notes in it if it may.
bin/sample bin/checktable bin/ratios bin/aa bin/report: always
	cd bench && $(GO) build -buildvcs=auto -o ../$@ ./cmd/$(@F)

bin/staticcheck: always
	cd bench && $(GO) build -o ../$@ honnef.co/go/tools/cmd/staticcheck

bin/benchstat.real: always
	cd bench && $(GO) build -o ../$@ golang.org/x/perf/cmd/benchstat

bin/benchstat: bench/tools/benchstat.sh
	mkdir -p bin
	cp bench/tools/benchstat.sh $@
