#include "values.h"

#include "usage.h"

namespace bench {

Value Source::sum() const {
    Value triangle = n % 2 == 0 ? n / 2 * (n + 1) : (n + 1) / 2 * n;
    return (producer << sequence_bits) * n + triangle;
}

Value Source::exclusive_or() const {
    // 1^2^...^n has period 4, because 4k^(4k+1)^(4k+2)^(4k+3) is 0.
    const Value sequence[4] = {n, 1, n + 1, 0};
    Value high = n % 2 == 1 ? producer << sequence_bits : 0;
    return sequence[n % 4] ^ high;
}

std::vector<Source> sources_of(std::uint64_t n, unsigned producers) {
    std::vector<Source> sources;
    for (unsigned p = 0; p < producers; p++)
        sources.push_back({p, n / producers + (p < n % producers ? 1 : 0)});
    return sources;
}

void Tally::add(const Tally& other) {
    count_ += other.count_;
    sum_ += other.sum_;
    exclusive_or_ ^= other.exclusive_or_;
    disorder_ += other.disorder_;
}

std::string Tally::differs_from(const std::vector<Source>& sources) const {
    std::uint64_t count = 0;
    Value sum = 0, exclusive_or = 0;
    for (const Source& s : sources) {
        count += s.n;
        sum += s.sum();
        exclusive_or ^= s.exclusive_or();
    }

    std::string differences;
    auto compare = [&](const char* what, std::uint64_t got, std::uint64_t want) {
        if (got == want) return;
        if (!differences.empty()) differences += "; ";
        differences += what + (": " + std::to_string(got)) + ", want " + std::to_string(want);
    };
    compare("values received", count_, count);
    compare("sum of the values", sum_, sum);
    compare("exclusive or of the values", exclusive_or_, exclusive_or);
    compare("values out of their producer's order", disorder_, 0);
    return differences;
}

void verify(const std::vector<Source>& sources, const std::vector<Tally>& tallies) {
    Tally all(static_cast<unsigned>(sources.size()));
    for (const Tally& t : tallies) all.add(t);
    if (auto differences = all.differs_from(sources); !differences.empty()) throw Wrong(differences);
}

} // namespace bench
