// What this server says about itself in /health, so that a client can tell it from a stock one.
// Promises: `status` is "ok" as in the stock server; a feature is told only where it works.
// Must not know: who asks.

#pragma once

#include <string>

namespace sotto {

// `can_abort`: an encode can be left in the middle, on every backend in use. `can_bound`: the decode guard is on.
std::string health_json(const std::string & whisper_version, bool can_abort, bool can_bound);

} // namespace sotto
