#include "stdlib/kit/obs.hpp"

#include <algorithm>
#include <numeric>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/panel.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::kit {

void require_room(double rows, double bytes_of_a_row) {
  constexpr double row_numbers = 16;  // where rows come from is worked out first
  // Taken and given back untouched: the pool says what is needed and what is left (909).
  const double bytes = std::min(rows * (bytes_of_a_row + row_numbers), 9e18);
  const data::Buffer<char> probe(static_cast<std::size_t>(bytes));
  if (rows >= data::no_row) {
    throw Error(901, "the result would have " + text::trimmed(text::format_number(rows, "%20.0fc")) + " observations",
                std::nullopt, {"a data set has room for 4,294,967,294"});
  }
}

void require_room(const data::Frame& f, double rows) {
  double width = 0;
  for (const data::Variable& v : f.variables) width += v.column->type().storage == data::Storage::double_ ? 8 : 4;
  require_room(rows, width);
}

data::Frame append_rows(const data::Frame& f, std::span<const data::Row> rows) {
  if (f.rows + rows.size() >= data::no_row)
    throw Error(901, "no room for that many observations", std::nullopt, {"at most 4,294,967,294 fit"});
  std::vector<data::Row> all(f.rows + rows.size());
  std::iota(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(f.rows), data::Row{0});
  std::copy(rows.begin(), rows.end(), all.begin() + static_cast<std::ptrdiff_t>(f.rows));
  data::Frame out = data::gather(f, all);
  for (data::SampleMark& mark : out.samples) {
    if (!mark.column) continue;
    // New rows were in no estimation: 0, not missing.
    std::vector<double> x(mark.column->size());
    mark.column->read(0, x.size(), x.data());
    for (double& v : x)
      if (data::is_missing(v)) v = 0;
    mark.column = data::make_numeric(data::Storage::byte_, x);
  }
  return out;
}

data::Frame add_observations(const data::Frame& f, std::size_t n) {
  require_room(f, static_cast<double>(f.rows) + static_cast<double>(n));
  return append_rows(f, std::vector<data::Row>(n, data::no_row));
}

}  // namespace nqp::kit
