// Levels of an effect as they are stored: whole numbers of any width from `lowest` on. Nothing is copied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>

namespace nqp::numeric {

struct CodeSource {
  std::variant<const std::int32_t*, const std::int16_t*, const std::int8_t*> values;
  std::int64_t lowest = 0;
  std::size_t levels = 0;  // codes are lowest … lowest + levels - 1; some may not occur

  // Levels 0 … levels - 1 of rows [begin, begin + count).
  void read(std::size_t begin, std::size_t count, std::uint32_t* out) const {
    std::visit(
        [&](const auto* stored) {
          const auto low = static_cast<std::int32_t>(lowest);
          for (std::size_t i = 0; i < count; ++i) {
            out[i] = static_cast<std::uint32_t>(static_cast<std::int32_t>(stored[begin + i]) - low);
          }
        },
        values);
  }
  std::uint32_t at(std::size_t row) const {
    std::uint32_t level = 0;
    read(row, 1, &level);
    return level;
  }
  bool same_as(const CodeSource& o) const { return values == o.values && lowest == o.lowest; }
};

}  // namespace nqp::numeric
