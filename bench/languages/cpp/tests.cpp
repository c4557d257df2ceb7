// Each test says what it tests; the program ends with status 1 if one fails.

#include "atomic_queue.h"
#include "boost_queue.h"
#include "boost_spsc.h"
#include "capacity.h"
#include "cell.h"
#include "condvar.h"
#include "handoff.h"
#include "lossy.h"
#include "measure.h"
#include "pingpong.h"
#include "rows.h"
#include "tbb_bounded.h"
#include "usage.h"

#include <cstdio>

namespace {

using namespace bench;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

int failures = 0;

void expect(bool ok, const std::string& what) {
    if (ok) return;
    failures++;
    std::fprintf(stderr, "failed: %s\n", what.c_str());
}

// message returns the message of the exception of type Error that f throws, or "".
template <class Error, class F>
std::string message(F f) {
    try {
        f();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void test_names() {
    const std::string name = "BenchmarkLanguages/scenario=handoff/impl=cpp-boost-spsc/cap=16/p=4/c=1";
    for (const char* processors : {"", "-1", "-2", "-128"}) {
        Cell cell = parse_cell(name + processors);
        expect(cell.scenario == "handoff" && cell.impl == "cpp-boost-spsc", "scenario and impl of " + name + processors);
        expect(cell.capacity == 16 && cell.producers == 4 && cell.consumers == 1, "numbers of " + name + processors);
        expect(name_of(cell) == name, "the name back from " + name + processors);
    }

    for (const std::string& wrong : {
             std::string(),
             std::string("foo"),
             "x" + name,
             name + "-",
             name + "-0",
             name + "-2x",
             name + "-2-2",
             name + "/x=1",
             std::string("BenchmarkLanguages/scenario=handoff/impl=cpp-condvar/cap=/p=1/c=1"),
             std::string("BenchmarkLanguages/scenario=handoff/impl=cpp-condvar/cap=-1/p=1/c=1"),
             std::string("BenchmarkLanguages/scenario=handoff/impl=cpp-condvar/cap=016/p=1/c=1"),
             std::string("BenchmarkLanguages/scenario=handoff/impl=cpp-condvar/cap=16/p=0/c=1"),
             std::string("BenchmarkLanguages/scenario=handoff/impl=cpp-condvar/cap=99999999999/p=1/c=1"),
             std::string("BenchmarkLanguages/scenario=handoff/impl=cpp-condvar/p=1/c=1/cap=16"),
         }) {
        std::string error = message<Usage>([&] { parse_cell(wrong); });
        expect(contains(error, quoted(wrong)), "the error for " + wrong + " names it: " + error);
    }
    std::string two_lines = message<Usage>([] { parse_cell("a\nb"); });
    expect(!two_lines.empty() && !contains(two_lines, "\n"), "an error is one line");
}

void test_rows() {
    for (const Row& row : rows())
        for (const Cell& cell : row.cells)
            expect(row_of(parse_cell(name_of(cell))).impl == row.impl, "the row of " + name_of(cell));

    for (const Cell& wrong : {
             Cell{"handoff", "cpp-nobody", 16, 1, 1},
             Cell{"floor", "cpp-condvar", 16, 1, 1},
             Cell{"handoff", "cpp-condvar", 0, 1, 1},
             Cell{"handoff", "cpp-condvar", 17, 1, 1},
             Cell{"handoff", "cpp-condvar", 16, 2, 1},
             Cell{"pingpong", "cpp-condvar", 16, 4, 4},
             Cell{"handoff", "cpp-atomic_queue", 16, 4, 4},
             Cell{"handoff", "cpp-boost-spsc", 16, 4, 1},
             Cell{"handoff", "cpp-boost-queue", 0, 1, 1},
             Cell{"handoff", "cpp-tbb", 0, 1, 1},
             Cell{"pingpong", "cpp-tbb", 0, 1, 1},
             Cell{"handoff", "cpp-lossy", 0, 1, 1},
             Cell{"pingpong", "cpp-lossy", 16, 1, 1},
         })
        expect(!message<Usage>([&] { row_of(wrong); }).empty(), "no row has " + name_of(wrong));
}

void test_sources() {
    for (std::uint64_t n : {0, 1, 3, 4, 5, 1000}) {
        std::uint64_t total = 0, least = n, most = 0;
        for (const Source& s : sources_of(n, 4)) {
            total += s.n;
            least = std::min(least, s.n);
            most = std::max(most, s.n);
        }
        expect(total == n && most - least <= 1, std::to_string(n) + " among 4 producers");
    }

    // The closed forms must agree with adding the values up.
    for (Value producer : {0, 1, 3}) {
        for (std::uint64_t n = 0; n < 20; n++) {
            Source s{producer, n};
            Value sum = 0, exclusive_or = 0;
            for (Value v = s.first(); v < s.end(); v++) {
                sum += v;
                exclusive_or ^= v;
            }
            expect(s.sum() == sum && s.exclusive_or() == exclusive_or, "closed forms for n=" + std::to_string(n));
        }
    }
}

// verdict returns what verify says of these values, where 5 of 2 producers were to come.
std::string verdict(const std::vector<Value>& received) {
    std::vector<Tally> tallies(2, Tally(2));
    for (Value v : received) tallies[0].add(v);
    return message<Wrong>([&] { verify(sources_of(5, 2), tallies); });
}

void test_verify() {
    auto value = [](Value producer, Value sequence) { return producer << sequence_bits | sequence; };
    const Value a1 = value(0, 1), a2 = value(0, 2), a3 = value(0, 3), b1 = value(1, 1), b2 = value(1, 2);
    expect(verdict({a1, b1, a2, b2, a3}).empty(), "right");
    expect(verdict({b1, b2, a1, a2, a3}).empty(), "another interleaving");
    expect(contains(verdict({b1, a2, b2, a3}), "values received: 4, want 5"), "one lost");
    expect(contains(verdict({a1, b1, a2, b2, a3, a3}), "values received: 6, want 5"), "one twice");
    expect(contains(verdict({a1, b1, a2, b2, a3, a3}), "order: 1, want 0"), "the same value again is not in order");
    expect(contains(verdict({a1, b1, a2, b2, b2}), "sum of the values"), "one lost and one twice");
    expect(contains(verdict({a1, b1, a2, b2, value(0, 4)}), "exclusive or of the values"), "another value");
    expect(contains(verdict({a2, a1, b1, b2, a3}), "order: 1, want 0"), "out of order");
    expect(contains(verdict({a1, a2, b1, b2, value(2, 3)}), "order: 1, want 0"), "from nobody");
    expect(!verdict({}).empty(), "none");
}

void test_finding_n() {
    const nanoseconds goal = milliseconds(100);
    expect(next_n(1, milliseconds(10), goal) == 12, "a fifth more than predicted");
    expect(next_n(1, nanoseconds(100), goal) == 100, "at most 100 times more");
    expect(next_n(1, nanoseconds(0), goal) == 100, "no time at all");
    expect(next_n(1000, milliseconds(200), goal) == 1001, "at least one more");
    expect(next_n(900'000'000, milliseconds(90), goal) == 1'000'000'000, "at most 10^9");
    expect(next_n(900'000'000, milliseconds(2'000'000), milliseconds(3'600'000)) == 1'000'000'000, "a long goal");

    std::vector<std::uint64_t> ns;
    auto one_microsecond_each = [&](std::uint64_t n) {
        ns.push_back(n);
        return Spent{nanoseconds(1000 * n), nanoseconds(7)};
    };
    Result result = measure(one_microsecond_each, milliseconds(1));
    expect(ns == std::vector<std::uint64_t>{1, 100, 1200}, "the runs until one is long enough");
    expect(result.n == 1200 && result.spent.wall == nanoseconds(1'200'000), "the last run is the result");

    ns.clear();
    measure(one_microsecond_each, nanoseconds(1));
    expect(ns == std::vector<std::uint64_t>{1}, "one run where it is long enough");
}

void test_gate() {
    auto failing = [] { throw Wrong("worker"); };
    auto sleeping = [] { std::this_thread::sleep_for(milliseconds(20)); };
    expect(message<Wrong>([&] { timed({sleeping, failing}); }) == "worker", "what a worker throws");

    Spent spent = timed({sleeping, [] {}});
    expect(spent.wall >= milliseconds(20), "the clock stops when the last has ended");
    expect(spent.processor < spent.wall, "who sleeps takes no processor time");
}

template <class Queue>
void test_capacity(const std::string& name, Queue& queue, unsigned capacity) {
    expect(message<Wrong>([&] { check_capacity(queue, capacity); }).empty(), name + " holds what was asked for");
    expect(message<Wrong>([&] { check_capacity(queue, capacity + 1); }) == "holds " + std::to_string(capacity) + " values",
           name + " does not hold one more");
    expect(!message<Wrong>([&] { check_capacity(queue, capacity - 1); }).empty(), name + " holds one more than one less");
}

template <unsigned capacity>
void test_capacities() {
    AtomicQueue<capacity, false> many;
    test_capacity("AtomicQueue", many, capacity);
    AtomicQueue<capacity, true> spsc;
    test_capacity("AtomicQueue with SPSC", spsc, capacity);
    BoostSpscQueue boost(capacity);
    test_capacity("spsc_queue", boost, capacity);
    BoostQueue boost_queue(capacity);
    test_capacity("boost queue", boost_queue, capacity);
    TbbQueue tbb(capacity);
    test_capacity("TbbQueue", tbb, capacity);
    CondvarQueue condvar(capacity);
    test_capacity("CondvarQueue", condvar, capacity);
}

template <class Queue>
void test_close(const std::string& name) {
    Queue queue(3);
    queue.send(7);
    queue.close(2);
    Value v = 0;
    expect(queue.receive(v) && v == 7, name + ": what was sent before close is received");
    expect(!queue.receive(v) && !queue.receive(v), name + ": then the queue ends, for both consumers");
}

// Who waits for room or for a value sleeps, and takes next to no processor time.
template <class Queue>
void test_sleep(const std::string& name) {
    Queue queue(1);
    auto send_two = [&] {
        queue.send(1);
        queue.send(2);
    };
    auto receive_two = [&] {
        Value v = 0;
        expect(queue.receive(v) && v == 1, name + ": the first value");
        expect(queue.receive(v) && v == 2, name + ": the one that waited");
    };
    auto late = [](auto work) {
        return [=] {
            std::this_thread::sleep_for(milliseconds(40));
            work();
        };
    };
    Spent for_room = timed({send_two, late(receive_two)});
    expect(for_room.processor < for_room.wall / 4, name + " sleeps until there is room");
    Spent for_value = timed({late(send_two), receive_two});
    expect(for_value.processor < for_value.wall / 4, name + " sleeps until there is a value");
}

// A Twice delivers one value twice, a Swapping two values in the wrong order, a Shifting another
// value than was sent, and an Extending one more than was sent.
struct Twice : CondvarQueue {
    using CondvarQueue::CondvarQueue;
    void send(Value v) {
        CondvarQueue::send(v);
        if (v == 5) CondvarQueue::send(v);
    }
};

struct Swapping : CondvarQueue {
    using CondvarQueue::CondvarQueue;
    void send(Value v) { CondvarQueue::send(v == 5 ? 6 : v == 6 ? 5 : v); }
};

struct Shifting : CondvarQueue {
    using CondvarQueue::CondvarQueue;
    void send(Value v) { CondvarQueue::send(v == 3 ? 4 : v); }
};

struct Extending : CondvarQueue {
    using CondvarQueue::CondvarQueue;
    void send(Value v) {
        CondvarQueue::send(v);
        if (v == 100) CondvarQueue::send(7);
    }
};

// The harness catches a queue that is wrong, and ends.
void test_wrong_queues() {
    for (std::uint64_t n : {1, 2, 1000}) {
        for (unsigned threads : {1, 4}) {
            CondvarQueue right(16);
            expect(message<Wrong>([&] { handoff(right, threads, threads, n); }).empty(), "a right queue is right");
            LossyQueue lossy(16, (n + 1) / 2);
            expect(contains(message<Wrong>([&] { handoff(lossy, threads, threads, n); }), "values received"), "a lost value");
        }
    }
    Twice twice(16);
    expect(contains(message<Wrong>([&] { handoff(twice, 1, 1, 10); }), "values received: 11, want 10"), "a value twice");
    Swapping swapping(16);
    std::string order = message<Wrong>([&] { handoff(swapping, 1, 1, 10); });
    expect(order == "values out of their producer's order: 1, want 0", "two values swapped: " + order);

    CondvarQueue there(1), back(1);
    expect(message<Wrong>([&] { pingpong(there, back, 100); }).empty(), "right round trips");
    Shifting shifting_there(1), shifting_back(1);
    std::string trip = message<Wrong>([&] { pingpong(shifting_there, shifting_back, 10); });
    expect(trip == "round trip 3 brought back 4", "a wrong round trip: " + trip);
    Extending extending_there(1), extending_back(1);
    std::string extra = message<Wrong>([&] { pingpong(extending_there, extending_back, 100); });
    expect(extra == "received 7 after the last value", "a value after the last: " + extra);
}

} // namespace

int main() {
    test_names();
    test_rows();
    test_sources();
    test_verify();
    test_finding_n();
    test_gate();
    test_capacities<1>();
    test_capacities<16>();
    test_capacities<128>();
    test_capacities<1024>();
    test_close<CondvarQueue>("CondvarQueue");
    test_close<TbbQueue>("TbbQueue");
    test_close<BoostQueue>("BoostQueue");
    test_sleep<CondvarQueue>("CondvarQueue");
    test_sleep<TbbQueue>("TbbQueue");
    test_wrong_queues();
    if (failures == 0) std::printf("ok\n");
    return failures == 0 ? 0 : 1;
}
