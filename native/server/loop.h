// Loops: a decoder that writes the same words again and again.
// Promises: what people say is not a loop: "0, 0, 0, 0, 0, 0, 0, 1", "no no no no", a byte of zeros.
// Must not know: where the tokens come from and what becomes of them.

#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace sotto {

// A loop is a group of 1 to 24 tokens that comes so many times in a row, and fills so many tokens in all.
struct LoopSize {
    std::size_t fewest_rounds;
    std::size_t fewest_tokens;
};

// Sure enough to end a decode: one token 16 times, two tokens 8 times, five tokens 4 times.
constexpr LoopSize sure_loop{4, 16};
// Enough to cut a text that is broken off anyway: one token 12 times, four tokens 3 times, six tokens twice.
constexpr LoopSize likely_loop{2, 12};

// If `ids` end in a loop: how many of them are left when it is cut to its first round.
std::optional<std::size_t> cut_loop(const std::vector<int> & ids, const LoopSize & size = sure_loop);

} // namespace sotto
