// Factor-variable terms written out: i.g becomes 1.g 2.g … for the levels found in the rows.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/observed.hpp"

namespace nqp::kit {

struct NamedSeries {
  std::string name;                      // as in e(b): "x", "2.g", "1.a#c.x", "L.x"
  std::string group;                     // "g" for a level of a factor variable, else empty
  std::string level;                     // text of the level: its value label or number
  const data::Column* column = nullptr;  // a plain variable; otherwise
  std::vector<double> values;            // one per row of the frame
};

// Error 109 for a string in an interaction; a plain string variable is allowed.
std::vector<NamedSeries> write_out(const command::Terms& terms, const WeightedRows& rows, const command::Context& c);

Observed observed(const NamedSeries& series, const WeightedRows& rows);

}  // namespace nqp::kit
