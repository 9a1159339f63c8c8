#include "loop.h"

#include <algorithm>

namespace sotto {

namespace {

constexpr std::size_t longest_group = 24;

// How many tokens at the end of `ids` equal the token `group` places before them.
std::size_t repeated(const std::vector<int> & ids, std::size_t group) {
    std::size_t count = 0;
    while (count + group < ids.size() && ids[ids.size() - 1 - count] == ids[ids.size() - 1 - count - group]) {
        count++;
    }
    return count;
}

} // namespace

std::optional<std::size_t> cut_loop(const std::vector<int> & ids, const LoopSize & size) {
    for (std::size_t group = 1; group <= longest_group; group++) {
        const std::size_t rounds = std::max(size.fewest_rounds, (size.fewest_tokens + group - 1) / group);
        const std::size_t again  = repeated(ids, group);
        if (again >= (rounds - 1) * group) {
            return ids.size() - again;
        }
    }
    return std::nullopt;
}

} // namespace sotto
