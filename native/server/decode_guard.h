// The bounds of one request's decoding: most tokens, loops, a deadline.
// Promises: a decode that reaches max_tokens is a finished answer; one that loops is a failed one, with its text
// cut to one round in case nothing better comes; after the deadline no other temperature is begun, and the answer
// of the first one is finished and taken.
// Must not know: HTTP. It is asked by whisper_full() through its decode callback, by one thread at a time.

#pragma once

#include "fields.h"

#include "whisper.h"

#include <chrono>
#include <functional>
#include <utility>
#include <vector>

namespace sotto {

struct DecodeReport {
    double temperature_used = 0.0;   // the highest that an audio window's text came from
    bool   loop             = false; // a loop was noticed in some decode
    bool   loop_cut         = false; // and the answer is one that was cut
    bool   deadline_hit     = false;
};

class DecodeGuard {
  public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;

    // The deadline counts from here. Ids from `eot` on are no text.
    DecodeGuard(const Fields & fields, whisper_token eot, float temperature, Clock clock = std::chrono::steady_clock::now);

    // `params` must not be used longer than the guard lives.
    void attach(whisper_full_params & params);

    whisper_decode_action decide(whisper_decode_event & event);

    // Whether one more audio window may be encoded: always the first one, others until the deadline.
    bool may_encode();

    DecodeReport report() const;

  private:
    whisper_decode_action decide_token(whisper_decode_event & event);
    bool late() const;
    whisper_decode_action stop();

    const Fields        fields;
    const whisper_token eot;
    const Clock         clock;
    const std::chrono::steady_clock::time_point end;

    DecodeReport result;
    int windows = 0;
    std::vector<std::pair<int, int>> looped; // temperature and decoder, of this audio window
};

} // namespace sotto
