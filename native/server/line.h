// The line of requests before the model: one at a time, in the order in which they came.
// Promises: a request that gives up while it waits leaves the line within 25 ms and holds nobody up.
// Must not know: what a request does in its turn.

#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>

namespace sotto {

class Line {
    friend class Turn;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::uint64_t> waiting; // the first one has its turn
    std::uint64_t next = 0;
};

// Waits in the constructor; the turn is over when the object is gone.
class Turn {
  public:
    Turn(Line & line, const std::function<bool()> & gave_up);
    ~Turn();
    Turn(const Turn &) = delete;
    Turn & operator=(const Turn &) = delete;

    // False if it gave up instead.
    bool taken() const { return is_taken; }

  private:
    Line & line;
    std::uint64_t ticket;
    bool is_taken = false;
};

} // namespace sotto
