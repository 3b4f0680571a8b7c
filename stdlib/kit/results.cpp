#include "stdlib/kit/results.hpp"

#include <fmt/format.h>

#include "interpreter/text/format.hpp"

namespace nqp::kit {

std::string count_of(std::size_t n, std::string_view singular, std::string_view plural) {
  return fmt::format("({} {})", text::trimmed(text::format_number(static_cast<double>(n), "%20.0fc")),
                     n == 1 ? singular : plural);
}

std::string value_text(const data::Frame& f, const data::Variable& v, std::size_t row) {
  if (v.is_string()) return std::string(v.column->text(row));
  const double x = v.column->number(row);
  if (const data::ValueLabel* labels = f.labels_of(v))
    if (const auto it = labels->find(x); it != labels->end()) return it->second;
  return text::trimmed(text::format_number(x, v.format));
}

}  // namespace nqp::kit
