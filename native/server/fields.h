// The form fields of /inference that a stock whisper-server does not know.
// Promises: a value that makes no sense is an error with the field's name; a missing field changes nothing.
// Must not know: HTTP, and what is done with a field.

#pragma once

#include <functional>
#include <stdexcept>
#include <string>

namespace sotto {

struct Fields {
    bool any         = false; // at least one of the fields below was sent
    int  max_tokens  = 0;     // most text tokens of one decode, 0: no bound
    bool loop_guard  = false;
    int  threads     = 0;     // 0: as the server was started
    int  deadline_ms = 0;     // 0: none
};

class BadField : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// Writes the content of the field `name` to `value`; false if it was not sent.
using FieldLookup = std::function<bool(const char * name, std::string & value)>;

// `hardware_threads` is the most that `threads` gives; 0 if it is not known.
Fields parse_fields(const FieldLookup & lookup, unsigned hardware_threads);

} // namespace sotto
