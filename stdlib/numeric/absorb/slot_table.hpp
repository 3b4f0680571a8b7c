// For every slot (a level of an effect, and a basis function of it) one row of K numbers, K = columns solved together.
#pragma once

#include <cstddef>
#include <vector>

namespace nqp::numeric {

struct SlotTable {
  std::size_t width = 0;
  std::vector<double> values;

  SlotTable() = default;
  SlotTable(std::size_t slots, std::size_t columns) : width(columns), values(slots * columns, 0.0) {}
  std::size_t slots() const { return width == 0 ? 0 : values.size() / width; }
  double* row(std::size_t slot) { return values.data() + slot * width; }
  const double* row(std::size_t slot) const { return values.data() + slot * width; }
};

}  // namespace nqp::numeric
