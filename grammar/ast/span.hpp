// A half-open range of bytes in a source text.
#pragma once

#include <cstdint>

namespace nqp::ast {

struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool empty() const { return begin >= end; }
  bool operator==(const Span&) const = default;
};

}  // namespace nqp::ast
