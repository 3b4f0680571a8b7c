// Bytes that are read piece by piece: a file, or text in memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string_view>

namespace nqp::data {

struct ByteSource {
  std::uint64_t size = 0;
  // Fewer bytes than asked for only at the end. Several threads may read at once.
  std::function<std::size_t(std::uint64_t from, char* to, std::size_t bytes)> read;
};

// The text must outlive the source.
inline ByteSource source_of(std::string_view text) {
  return {text.size(), [text](std::uint64_t from, char* to, std::size_t bytes) {
            if (from >= text.size()) return std::size_t{0};
            const std::size_t n = std::min<std::size_t>(bytes, text.size() - from);
            std::memcpy(to, text.data() + from, n);
            return n;
          }};
}

}  // namespace nqp::data
