#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace bench {

// A value is its producer's number, from 0, in the 16 high bits and a sequence number,
// from 1 up, in the 48 low ones. So no value is 0, which atomic_queue takes for an empty
// slot, and none is all ones.
using Value = std::uint64_t;

constexpr unsigned sequence_bits = 48;
constexpr unsigned most_producers = 4;

// The end of a queue that cannot be closed: each consumer gets one, behind all values.
constexpr Value end_of_values = ~Value{0};

// A Source is the values of one producer: sequence numbers 1 to n.
struct Source {
    Value producer;
    std::uint64_t n;

    Value first() const { return (producer << sequence_bits) + 1; }
    Value end() const { return first() + n; }

    // What the values add up to, modulo 2^64, and their exclusive or. Neither loops over
    // the values: what a run should have delivered is known without repeating it.
    Value sum() const;
    Value exclusive_or() const;
};

// sources_of divides n exactly: the first producers send one more where n does not
// divide evenly.
std::vector<Source> sources_of(std::uint64_t n, unsigned producers);

// A Tally is what one consumer received. It belongs to one thread until that thread has
// ended, and is kept away from what others write: by two cache lines of 64 bytes, because
// processors fetch them in pairs.
class alignas(128) Tally {
public:
    explicit Tally(unsigned producers) : producers_(producers) {}

    // Values of one producer reach any one consumer in the order in which they were sent,
    // however many consumers there are.
    void add(Value v) {
        count_++;
        sum_ += v;
        exclusive_or_ ^= v;
        Value producer = v >> sequence_bits;
        if (producer >= producers_ || v <= last_[producer]) {
            disorder_++;
            return;
        }
        last_[producer] = v;
    }

    // Adds what another consumer received; the order is each consumer's own affair.
    void add(const Tally& other);

    // Says in what this differs from the values of sources, or nothing.
    std::string differs_from(const std::vector<Source>& sources) const;

private:
    std::uint64_t count_ = 0;
    Value sum_ = 0;
    Value exclusive_or_ = 0;
    std::uint64_t disorder_ = 0; // values that came after a later one, or from nobody
    Value producers_;
    std::array<Value, most_producers> last_{}; // the newest value seen of each producer
};

// verify throws Wrong unless the consumers together received exactly the values of
// sources, and each consumer those of each producer in order.
void verify(const std::vector<Source>& sources, const std::vector<Tally>& tallies);

} // namespace bench
