// The words that shape a script. They are recognised before any macro is expanded and need no table of commands.
#pragma once

#include <string_view>

namespace nqp::grammar {

inline bool abbreviates(std::string_view word, std::string_view full, std::size_t least) {
  return word.size() >= least && word.size() <= full.size() && full.substr(0, word.size()) == word;
}

inline bool is_quiet_prefix(std::string_view word) {
  return abbreviates(word, "quietly", 3) || abbreviates(word, "capture", 3) || abbreviates(word, "noisily", 1);
}

inline bool is_program(std::string_view word) { return abbreviates(word, "program", 2); }

}  // namespace nqp::grammar
