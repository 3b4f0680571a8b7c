#include "stdlib/kit/obs.hpp"

#include <algorithm>
#include <numeric>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/panel.hpp"

namespace nqp::kit {

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
  return append_rows(f, std::vector<data::Row>(n, data::no_row));
}

}  // namespace nqp::kit
