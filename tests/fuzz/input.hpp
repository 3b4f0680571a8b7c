// What the fuzz targets share: the input as text, and errors that count as answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "grammar/ast/error.hpp"

namespace nqp::fuzz {

inline constexpr std::size_t longest_input = 4096;  // longer ones find nothing that shorter ones do not

inline std::string text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size < longest_input ? size : longest_input};
}

// Runs f; an nqp::Error is a regular answer, any other exception ends the fuzzer.
template <class F>
bool answers(F&& f) {
  try {
    f();
    return true;
  } catch (const Error&) {
    return false;
  }
}

inline void require(bool condition) {
  if (!condition) __builtin_trap();
}

}  // namespace nqp::fuzz
