// Loops: a decoder that writes the same words again and again.
// Promises: what people say is not a loop: "0, 0, 0, 0, 0, 0, 0, 1", "no no no no", a byte of zeros.
// Must not know: where the tokens come from and what becomes of them.

#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace sotto {

// If `ids` end in a loop: how many of them are left when it is cut to its first round.
// A loop is a group of 1 to 24 tokens that ends `ids` four times or more in a row and fills 16 tokens or more:
// one token 16 times, two tokens 8 times, five tokens 4 times.
std::optional<std::size_t> cut_loop(const std::vector<int> & ids);

} // namespace sotto
