#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace bench {

// A Usage is a command line that makes no sense: one line that names what was given and
// what is allowed. The program ends with status 2.
struct Usage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A Wrong is a queue that did not do what a queue does. The program ends with status 1.
struct Wrong : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// quoted returns what was given in a form that stays on one line.
inline std::string quoted(std::string_view given) {
    std::string out = "\"";
    for (char c : given) out += static_cast<unsigned char>(c) < ' ' ? '?' : c;
    return out + '"';
}

} // namespace bench
