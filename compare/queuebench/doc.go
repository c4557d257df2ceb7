// Package queuebench measures a queue of yours beside those of this project and the
// bare channel. Five lines do it:
//
//	func BenchmarkQueues(b *testing.B) {
//		queuebench.Run(b, []queuebench.Impl{
//			{Name: "ring", New: func(n int) queue.BoundedQueue[uint64] { return ring.New[uint64](n) }},
//			{Name: "mine", New: func(n int) queue.BoundedQueue[uint64] { return myq.New[uint64](n) }},
//		})
//	}
//
// The results are in the benchmark format, and benchstat makes a table of them in
// which each queue is compared with the channel:
//
//	for i in 1 2 3 4 5 6 7 8 9 10; do go test -run '^$' -bench Queues -benchtime 100ms .; done >results.txt
//	benchstat -col '/impl@(chan ring mine)' results.txt
//
// Ten processes take the samples in turns, so that a slow minute of the machine hits
// all queues. With -count 10 one process would take all samples of one cell in a row.
//
// # What a cell means
//
//	BenchmarkQueues/scenario=handoff/impl=mine/cap=16/p=4/c=4/batch=1-8
//
// is four producers (p) and four consumers (c) on one queue of capacity 16, values
// going one by one, with GOMAXPROCS 8. Every key is always there, in this order. A
// queue that rounds its capacity up is measured at the one that it then has: ask for
// capacities that all of the queues have exactly.
//
// impl=chan is a channel called directly: ch <- v, <-ch, closed by the last producer.
// The queues are called through the interface with context.Background(), so they pay
// for a dynamic call and for a contract (errors instead of panics, contexts, close
// from either side), and the channel for neither. [Impl.Lane] is for calling a queue
// as the type that it is. [Controls] adds what the harness itself takes, and the
// first queue again.
//
// What one operation is:
//
//   - floor: one value that one goroutine sends and then receives;
//   - handoff: one value that went from a producer to a consumer, all of them going
//     as fast as they can;
//   - pairs: one value sent and one received, by each of p goroutines on one queue;
//   - full, empty: as handoff, with consumers that compute for about 1 µs on each
//     value, or producers that do so before each;
//   - pingpong: one round trip through two queues; each needs the one before;
//   - wake, burst10, burst100: 1, 10 or 100 values for a consumer that has been
//     waiting for 1 ms. Latency is from just before the first send until the consumer
//     has the last value. The producer then sleeps, so its processor is free;
//   - paced2us, paced10us: one value, sent at a fixed time, one every 2 or 10 µs,
//     whether or not the ones before have arrived. Latency is from the time at which
//     it was to be sent, so a send that is held up counts for all that it delays;
//   - busy: as handoff, beside goroutines that compute and never wait, twice as many as
//     GOMAXPROCS; busy8 is beside 8, and so with any number. A server always has some
//     that compute. A goroutine that yields while it waits is behind all of them then,
//     each with a time slice of 10 ms;
//   - busypingpong, busywake: as pingpong and wake, beside as many. The consumer of
//     busywake waits for 3 ms;
//   - busyprocess: as handoff, beside another process that keeps every processor busy: the
//     operating system takes processors away at any moment. It is the program that runs the
//     benchmark, started again with QUEUEBENCH_COMPUTE in its environment: this package
//     then computes, before anything that depends on it begins, until the first has ended;
//   - join: one call of a third goroutine beside two in lock-step, of which one sends and
//     waits for the answer, and the other receives and answers, through two queues. Every
//     millisecond the third receives from the queue between them, once, and answers; and
//     in the second half of the time, when the queue is full and everything is the other
//     way round, it sends. Latency is how long its call takes: who is never served has
//     max-ns as long as half of the sample;
//   - transform: one value that went through two queues, with one worker between them
//     that computes on it for 1 to 10 µs, depending on the value;
//   - pipeline: one value that went through three stages, each behind a queue, which
//     do next to nothing with it;
//   - oversubscribed: as handoff, with 256 producers and 256 consumers;
//   - ctxcancel: as handoff, with a context that could be cancelled and never is.
//     handoff is the same with context.Background(). The channel is in a select with
//     ctx.Done();
//   - ctxdeadline: one attempt in vain, to send to a full queue or to receive from an
//     empty one, with a context made for it that ends after 1 ms. Latency is from that
//     deadline until the attempt has returned. Much of it is the resolution of the
//     system's timers, which is the same for all;
//   - payload0, payload8, payload64, payload256, payloadptr: as handoff, with values of
//     0, 8, 64 and 256 bytes and with pointers, where there are queues of them
//     ([Payloads]). A function is called for each value on each side, for the channel
//     too, so payload8 is what the others are compared with, and not handoff;
//   - idle: 1000 goroutines that wait in Recv for 100 ms, from 20 ms after the last
//     began;
//   - close: one of 1000 goroutines that wait in Recv, from just before Close until the
//     last of them has returned. An iteration is all of them;
//   - create: one new queue.
//
// The units:
//
//   - ns/op: time from the moment all goroutines may start until the last has ended,
//     divided by the number of operations. Not in wake, burst, paced, busywake, join,
//     ctxdeadline and idle, where it would be that of the pauses;
//   - cpu-ns/op: processor time, user and system, of the whole process over the same
//     span, divided by the same number; left out where the system does not tell. In
//     busy and busypingpong that of the goroutines that compute is part of it, and in
//     busywake it would be nearly all, and is left out, as are csw/kop and mallocs/kop. So
//     it is in join, where it is that of the two;
//   - beside-%: what the goroutines that compute got done beside the queue, in hundredths
//     of what the processors compute when they do nothing else. That is found out by
//     computing for some tens of milliseconds before, and not exact; what other processes
//     take is missing, too. Of two queues of one rate the one that leaves more is better;
//   - own-cpu-ns/op: what is left of cpu-ns/op in busy and busypingpong without the
//     goroutines that compute: their work, divided by the same pace, taken off. Left out
//     below a tenth of cpu-ns/op, where it would be an error of the pace;
//   - csw/kop: how often a thread of the process gave up its processor or was taken off
//     it, voluntary and involuntary, for a thousand operations; left out where the
//     system does not tell. Goroutines that take turns on one thread are not in it;
//   - mallocs/kop: objects allocated by the process over the same span, for a thousand
//     operations: fractions, where allocs/op would say 0. A few are of the harness, in
//     each run, and in ctxdeadline those of a context for each attempt. Neither this
//     nor csw/kop is measured in idle and close;
//   - unfair-%: 100 x (1 - smallest share / fair share) of the values, over the
//     consumers of handoff and all that are as handoff, where there are several, and
//     1000 values for each: 0 is equal shares, 100 a consumer that got nothing. Where
//     goroutines take turns that are long beside a sample, it says more about the turns.
//     Of producers it cannot be said: each has a fixed part of the values to send;
//   - p50-ns, p99-ns, p99.9-ns, max-ns: percentiles of latency by nearest rank, of one
//     sample's operations, in wake, burst, paced, busywake, join and ctxdeadline, and the
//     largest; the 99th only of 1000 operations or more (in busywake and join of 100), and
//     the 99.9th of 10000. In busywake there are some 50 a second. A reading of the clock,
//     some 50 ns, is part of each;
//   - full-%: how many sends in a hundred found the queue full, or at capacity 0 nobody
//     there to receive, in handoff, oversubscribed, full and empty, without batches. A
//     Send does not tell, and one with a TrySend before it is not what is to be timed:
//     it is counted in a shorter run behind the timed one, through the interface. A
//     [Lane] without a queue behind it has none;
//   - B/op, allocs/op: as go test -benchmem has them, in create without being asked.
//
// The scenarios that begin with busy, and join, take the time of -benchtime, and 0.2 s at
// least (busywake 0.3), for a sample, whatever they get done in it: the number of iterations is
// then 1, and -benchmem counts for all. The time per operation is that of the values that
// arrived, or of one, if none did. With -benchtime 1000x they end after so many operations,
// or 10 s. If a queue is so slow that a sample takes twice its time, whoever computes
// leaves, so that it comes to an end. They are skipped where the scheduler does not take
// processors away from goroutines that compute, or where no process can be started.
//
// In wake, burst and paced the processor time and the context switches are also those
// of the timer that wakes the producer, or of the producer that watches the clock.
// paced at GOMAXPROCS 1 is a producer that yields while it watches. From 2 on it does
// not, and a consumer that has gone to sleep is woken on another processor: much of
// that latency is the operating system's.
//
// What is done so that a number can be believed:
//
//   - Before a queue is timed, cases of
//     [github.com/boundedq/queue/compare/queuetest] hold it to what the numbers
//     rely on. What it lacks it must declare ([Impl.Declares]).
//   - Each run checks number, sum and exclusive or of all values that arrived, and
//     that each consumer saw each producer's values in order, or, with one consumer,
//     the values themselves. Of values of no size it can check the number alone, and of
//     pointers not the order. A run that fails the check has no numbers; one that
//     waits for a value that was lost is ended by the go command, some time after
//     -timeout, or by you.
//   - Goroutines share nothing but the queue while the clock runs, until each says, once,
//     that it has ended. What they count is in memory of their own, padded to whole cache
//     lines and read afterwards.
//   - All goroutines stand at a gate before the clock starts. The queue has been filled
//     and drained once.
//   - GOMAXPROCS above the number of processors is not measured unless it is asked for
//     ([BeyondNumCPU]).
//
// # What not to conclude
//
//   - The producers and consumers of handoff do nothing else. A program that does work
//     between two operations contends less, and the queue is a smaller part of its
//     time: transform, full and empty are the milder cases, and have the time of that
//     work in theirs.
//   - Only wake, burst, paced and pingpong are about the latency of values, and only
//     paced and burst have a load, a light one.
//   - A queue that spins before it sleeps may win in ns/op and lose in cpu-ns/op: it
//     has bought time with processor time that something else could have used. Read
//     the two together.
//   - A queue that is quick alone may stand still in company, and the other way round.
//     Read handoff, pingpong and wake together with busy, busypingpong and busywake.
//   - beside-% and the rate are two ends of one rope: a queue of many goroutines gets more
//     of the processors, as goroutines do, and moves more. own-cpu-ns/op is what a value
//     takes.
//   - With fewer processors than goroutines, much of what is measured is the
//     scheduler: nearly all of it in oversubscribed.
//   - A difference on one machine is a difference on that machine. Others, other
//     numbers of processors and other versions of Go give other ratios, and a busy
//     machine gives wide intervals and none.
//   - A mean over all cells mixes unlike things. Decide by the rows that resemble your
//     program.
package queuebench
