// Composite indices on paper: dimensions of indicators, the table of their weights, a file of it.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/indicators.hpp"

namespace nqp::kit {

struct IndexDimension {
  std::string name;
  std::vector<std::size_t> members;  // of the indicators
};

// "economy = x1 x2; people = x3": every indicator stands in one dimension. Error 198.
std::vector<IndexDimension> parse_dimensions(const std::string& text, const Indicators& in, const command::Context& c);

// One number for each indicator under each heading; the last one holds the weights.
struct WeightTable {
  std::vector<std::string> headings;
  std::vector<std::vector<double>> columns;
  std::vector<IndexDimension> dimensions;   // with a row of the weights' sum each; empty: no subtotals
};
report::Table weight_table(const Indicators& in, const WeightTable& t);

// r(weights): one row for each indicator, columns named by the headings.
eval::Matrix weight_matrix(const Indicators& in, const std::vector<std::string>& headings,
                           const std::vector<std::vector<double>>& columns);

// The table as a data set, saving(file [, replace]). Error 602 when the file exists.
void save_weights(const std::string& saving, const Indicators& in, const WeightTable& t, const command::Context& c);

}  // namespace nqp::kit
