#include "cell.h"

#include "usage.h"

#include <charconv>

namespace bench {

namespace {

// skip removes prefix from the front of text, and says whether it was there.
bool skip(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
}

// take removes and returns what is in front of the first of the delimiters, or all.
std::string_view take(std::string_view& text, char delimiter) {
    std::string_view taken = text.substr(0, text.find(delimiter));
    text.remove_prefix(taken.size());
    return taken;
}

// read_cell returns nothing where the name has not the form of one.
std::optional<Cell> read_cell(std::string_view rest) {
    constexpr unsigned most = 1'000'000'000;
    if (!skip(rest, "BenchmarkLanguages/scenario=")) return {};
    std::string_view scenario = take(rest, '/');
    if (!skip(rest, "/impl=")) return {};
    std::string_view impl = take(rest, '/');
    if (!skip(rest, "/cap=")) return {};
    auto capacity = parse_number(take(rest, '/'), 0, most);
    if (!skip(rest, "/p=")) return {};
    auto producers = parse_number(take(rest, '/'), 1, most);
    if (!skip(rest, "/c=")) return {};
    auto consumers = parse_number(take(rest, '-'), 1, most);
    if (skip(rest, "-") && !parse_number(rest, 1, most)) return {};

    if (!capacity || !producers || !consumers) return {};
    return Cell{std::string(scenario), std::string(impl), *capacity, *producers, *consumers};
}

} // namespace

std::string name_of(const Cell& cell) {
    return "BenchmarkLanguages/scenario=" + cell.scenario + "/impl=" + cell.impl +
           "/cap=" + std::to_string(cell.capacity) + "/p=" + std::to_string(cell.producers) +
           "/c=" + std::to_string(cell.consumers);
}

Cell parse_cell(std::string_view name) {
    if (auto cell = read_cell(name)) return *cell;
    throw Usage("cell " + quoted(name) +
                ": want BenchmarkLanguages/scenario=S/impl=I/cap=N/p=N/c=N or the same and -PROCESSORS");
}

std::optional<unsigned> parse_number(std::string_view digits, unsigned least, unsigned most) {
    unsigned number = 0;
    const char* end = digits.data() + digits.size();
    auto [stop, error] = std::from_chars(digits.data(), end, number);
    bool padded = digits.size() > 1 && digits.front() == '0';
    if (error != std::errc{} || stop != end || padded || number < least || number > most) return {};
    return number;
}

} // namespace bench
