#!/bin/sh
# Checks programs of other languages: that each refuses a queue that loses a value and a
# name that it does not know, and that each cell of all of them has a place in the table.
#
#	smoke.sh PROGRAM...
#
# Run it where the Makefile is: it uses bin and out.

set -eu

fail() { echo "smoke: $*" >&2; exit 1; }

# $1 is the status and $2 what standard error must mention; the rest is a command.
ends() {
	want=$1 mention=$2
	shift 2
	status=0
	said=$("$@" 2>&1 >/dev/null) || status=$?
	[ $status -eq "$want" ] || fail "$*: status $status, want $want: $said"
	case $said in
	*"$mention"*) ;;
	*) fail "$*: says \"$said\", and does not mention $mention" ;;
	esac
}

for program; do
	cell="BenchmarkLanguages/scenario=handoff/impl=$(basename "$program")-lossy/cap=16"
	ends 1 sum "$program" 5 "$cell/p=1/c=1"
	ends 1 sum "$program" 5 "$cell/p=4/c=1-2"
	ends 2 nobody "$program" 5 BenchmarkLanguages/scenario=handoff/impl=nobody/cap=16/p=1/c=1
	ends 2 -5 "$program" -5 "$cell/p=1/c=1"
done

bin/sample -bench '^BenchmarkLanguages$' -count 2 -benchtime 5ms -cpu all -timeout 30s bin/bench.test "$@" >out/rows-smoke.txt
bin/benchstat <out/rows-smoke.txt >out/rows-smoke.table.txt
sed -n 's/.*impl=\([^/]*\).*/\1/p' out/rows-smoke.txt | sort -u | while read -r impl; do
	grep -q "│ *$impl *│" out/rows-smoke.table.txt || fail "$impl has no column in the table: bench/tools/benchstat.sh lists the columns"
done
echo "smoke: $(grep -c ^Benchmark out/rows-smoke.txt) results, all in the table" >&2
