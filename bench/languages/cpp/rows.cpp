#include "rows.h"

#include "atomic_queue.h"
#include "boost_spsc.h"
#include "capacity.h"
#include "condvar.h"
#include "handoff.h"
#include "lossy.h"
#include "pingpong.h"
#include "usage.h"

#include <algorithm>

#include <boost/version.hpp>
#include <gnu/libc-version.h>

namespace bench {

namespace {

// in_cell runs the cell's scenario on queues that make returns.
template <class Make>
Spent in_cell(const Cell& cell, std::uint64_t n, Make make) {
    auto queue = make();
    check_capacity(queue, cell.capacity);
    if (cell.scenario == "handoff") return handoff(queue, cell.producers, cell.consumers, n);

    auto back = make();
    check_capacity(back, cell.capacity);
    return pingpong(queue, back, n);
}

template <bool spsc>
Spent run_atomic_queue(const Cell& cell, std::uint64_t n) {
    switch (cell.capacity) {
    case 1: return in_cell(cell, n, [] { return AtomicQueue<1, spsc>(); });
    case 16: return in_cell(cell, n, [] { return AtomicQueue<16, spsc>(); });
    case 128: return in_cell(cell, n, [] { return AtomicQueue<128, spsc>(); });
    case 1024: return in_cell(cell, n, [] { return AtomicQueue<1024, spsc>(); });
    }
    throw std::logic_error("AtomicQueue is compiled without cap=" + std::to_string(cell.capacity));
}

Spent run_boost_spsc(const Cell& cell, std::uint64_t n) {
    return in_cell(cell, n, [&] { return BoostSpscQueue(cell.capacity); });
}

Spent run_condvar(const Cell& cell, std::uint64_t n) {
    return in_cell(cell, n, [&] { return CondvarQueue(cell.capacity); });
}

// The middle value is lost: there is one, however few values are sent.
Spent run_lossy(const Cell& cell, std::uint64_t n) {
    return in_cell(cell, n, [&] { return LossyQueue(cell.capacity, (n + 1) / 2); });
}

const std::string compiler = "g++ " __VERSION__;
const std::string backoff = "try; when refused, sched_yield and try again";

std::string boost_version() {
    return std::to_string(BOOST_VERSION / 100000) + "." + std::to_string(BOOST_VERSION / 100 % 1000) + "." +
           std::to_string(BOOST_VERSION % 100);
}

// Shape is producers and consumers.
using Shape = std::pair<unsigned, unsigned>;

const std::vector<unsigned> capacities = {1, 16, 128, 1024};
const std::vector<Shape> shapes = {{1, 1}, {4, 1}, {1, 4}, {4, 4}};

void add_cells(Row& row, const std::string& scenario, const std::vector<unsigned>& at_capacities,
               const std::vector<Shape>& in_shapes) {
    for (unsigned capacity : at_capacities)
        for (auto [producers, consumers] : in_shapes)
            row.cells.push_back({scenario, row.impl, capacity, producers, consumers});
}

Row atomic_queue_row() {
    Row row{"cpp-atomic_queue",
            "atomic_queue " ATOMIC_QUEUE_VERSION " AtomicQueue with its default parameters, try_push and try_pop, " + compiler + "; " + backoff +
                "; not at cap=0: it needs a slot; not with several producers or consumers at cap=16 and more: "
                "values can come out of their producer's order",
            {},
            true,
            false,
            run_atomic_queue<false>};
    add_cells(row, "handoff", {1}, shapes);
    add_cells(row, "handoff", {16, 128, 1024}, {{1, 1}});
    add_cells(row, "pingpong", capacities, {{1, 1}});
    return row;
}

Row atomic_queue_spsc_row() {
    Row row{"cpp-atomic_queue-spsc",
            "atomic_queue " ATOMIC_QUEUE_VERSION " AtomicQueue with SPSC=true, try_push and try_pop, " + compiler + "; " + backoff +
                "; not at cap=0: it needs a slot; only p=1/c=1: it is for one producer and one consumer",
            {},
            true,
            false,
            run_atomic_queue<true>};
    add_cells(row, "handoff", capacities, {{1, 1}});
    add_cells(row, "pingpong", capacities, {{1, 1}});
    return row;
}

Row boost_spsc_row() {
    Row row{"cpp-boost-spsc",
            "Boost.Lockfree " + boost_version() + " spsc_queue, " + compiler + "; " + backoff +
                "; not at cap=0: it needs a slot; only p=1/c=1: it is for one producer and one consumer",
            {},
            true,
            false,
            run_boost_spsc};
    add_cells(row, "handoff", capacities, {{1, 1}});
    add_cells(row, "pingpong", capacities, {{1, 1}});
    return row;
}

Row condvar_row() {
    Row row{"cpp-condvar",
            "ring under std::mutex and two std::condition_variable, glibc " + std::string(gnu_get_libc_version()) + ", " +
                compiler + "; blocks in condition_variable::wait; not at cap=0: it needs a slot",
            {},
            true,
            false,
            run_condvar};
    add_cells(row, "handoff", capacities, shapes);
    add_cells(row, "pingpong", capacities, {{1, 1}});
    return row;
}

// The cells that cpp-atomic_queue does not have, to show why.
Row overtaking_row() {
    Row row{"cpp-atomic_queue-overtaking", "", {}, false, false, run_atomic_queue<false>};
    add_cells(row, "handoff", {16, 128, 1024}, {{4, 1}, {1, 4}, {4, 4}});
    return row;
}

Row lossy_row() {
    Row row{"cpp-lossy", "", {}, false, true, run_lossy};
    add_cells(row, "handoff", {1}, shapes);
    return row;
}

constexpr unsigned most_of_any_capacity = 1u << 20;

bool has(const Row& row, const Cell& cell) {
    return std::any_of(row.cells.begin(), row.cells.end(), [&](const Cell& c) {
        return c.scenario == cell.scenario && c.producers == cell.producers && c.consumers == cell.consumers &&
               (row.any_capacity || c.capacity == cell.capacity);
    });
}

std::string place(const Cell& cell) {
    return cell.scenario + "/cap=" + std::to_string(cell.capacity) + "/p=" + std::to_string(cell.producers) +
           "/c=" + std::to_string(cell.consumers);
}

template <class Items, class Describe>
std::string joined(const Items& items, Describe describe) {
    std::string out;
    for (const auto& item : items) out += (out.empty() ? "" : ", ") + describe(item);
    return out;
}

} // namespace

const std::vector<Row>& rows() {
    static const std::vector<Row> all = {
        atomic_queue_row(), atomic_queue_spsc_row(), boost_spsc_row(), condvar_row(), overtaking_row(), lossy_row(),
    };
    return all;
}

const Row& row_of(const Cell& cell) {
    auto row = std::find_if(rows().begin(), rows().end(), [&](const Row& r) { return r.impl == cell.impl; });
    if (row == rows().end())
        throw Usage("impl=" + quoted(cell.impl) + ": want " + joined(rows(), [](const Row& r) { return r.impl; }));

    if (row->any_capacity && (cell.capacity < 1 || cell.capacity > most_of_any_capacity))
        throw Usage("cap=" + std::to_string(cell.capacity) + ": " + row->impl + " has cap from 1 to " +
                    std::to_string(most_of_any_capacity));
    if (!has(*row, cell)) throw Usage(quoted(place(cell)) + ": " + row->impl + " has " + joined(row->cells, place));
    return *row;
}

} // namespace bench
