#pragma once

#include "gate.h"
#include "usage.h"
#include "values.h"

namespace bench {

// bounce makes n round trips, each of which needs the one before, and returns what was
// wrong, or nothing.
template <class Queue>
std::string bounce(Queue& there, Queue& back, std::uint64_t n) {
    for (Value v = 1; v <= n; v++) {
        there.send(v);
        Value got;
        if (!back.receive(got)) return "round trip " + std::to_string(v) + " brought back the end";
        if (got != v) return "round trip " + std::to_string(v) + " brought back " + std::to_string(got);
    }
    return {};
}

// pingpong sends one value at a time through one queue to an echo, which sends it back
// through the other. When one ends, so does the other, also after an error.
template <class Queue>
Spent pingpong(Queue& there, Queue& back, std::uint64_t n) {
    std::string wrong;
    auto bouncer = [&] {
        wrong = bounce(there, back, n);
        there.close(1);
        Value v;
        if (wrong.empty() && back.receive(v)) wrong = "received " + std::to_string(v) + " after the last value";
    };
    auto echo = [&] {
        for (Value v; there.receive(v);) back.send(v);
        back.close(1);
    };

    Spent spent = timed({bouncer, echo});
    if (!wrong.empty()) throw Wrong(wrong);
    return spent;
}

} // namespace bench
