#!/bin/sh
# benchstat, with standard input as the input when none is named:
#
#	make bench | benchstat
#
# The benchstat of golang.org/x/perf prints its usage and fails without an
# argument, and wants "-" for standard input. Called with no argument at all,
# this script also compares the implementations with the bare channel. With any
# flag it adds the "-" and nothing else; with an input it adds nothing.
#
# make tools builds the real program beside this script.

real=$(dirname "$0")/benchstat.real

# The bare channel, the queues of this module, the controls, the queues of others, and
# those of other languages.
columns='chan ring condq chanq spsc mpsc spmc ring-again nop faa xsync-mpmc xsync-spsc workiva bytedance
rust-sync_channel rust-crossbeam rust-tokio rust-flume rust-kanal ocaml-condition ocaml-event
java-ArrayBlockingQueue java-SynchronousQueue java-JCTools java-Disruptor
cpp-atomic_queue cpp-atomic_queue-spsc cpp-boost-spsc cpp-boost-queue cpp-tbb cpp-condvar'

defaults=
[ $# -eq 0 ] && defaults=yes

# Every flag but -h and -help takes a value, after "=" or as the next argument.
input=
value=
for arg; do
	if [ -n "$value" ]; then
		value=
		continue
	fi
	case $arg in
	-h | -help | --h | --help) exec "$real" -h ;;
	-) input=yes ;;
	--) ;;
	-*=*) ;;
	-*) value=yes ;;
	*) input=yes ;;
	esac
done

# A terminal is nobody's benchmark results: let the usage be printed.
if [ -n "$input" ] || [ -t 0 ]; then
	exec "$real" "$@"
fi

if [ -n "$defaults" ]; then
	# With a list of values a column keeps its place, and chan, the first, is
	# what the others are compared with. Those of the list that are not in the
	# input have no column. 0.001 because a table has many cells and at 0.05 one
	# in twenty would differ by chance. Other units are of few scenarios each, and
	# not all of them are better when smaller.
	set -- -alpha 0.001 -filter '.unit:(ns/op OR cpu-ns/op OR p50-ns)' -col "/impl@($columns)" \
		-row '/scenario /cap@num /p@num /c@num /gomaxprocs@num'
	echo 'benchstat: ns/op, cpu-ns/op and p50-ns; rows are scenario, cap, p, c, GOMAXPROCS (blank is 1); columns are compared with chan' >&2
fi

# make -C and make -w say on standard output which directory they enter, and a
# makefile cannot stop them; benchstat would take it for a setting. And it exits
# with status 0 when it has read nothing.
table=$(sed '/^make[^ ]*: /d' | "$real" "$@" -) || exit
if [ -z "$table" ]; then
	echo 'benchstat: no benchmark results on standard input' >&2
	exit 1
fi
printf '%s\n' "$table"
