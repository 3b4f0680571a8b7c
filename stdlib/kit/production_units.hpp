// Inputs and outputs of production units, as dea and malmquist read them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/numeric/frontier/envelopment.hpp"

namespace nqp::kit {

struct Production {
  std::vector<std::string> inputs, outputs;
  std::vector<data::Row> rows;             // complete in all of them
  numeric::Matrix x, y;                    // one row for each of `rows`
  std::size_t dropped = 0;

  std::vector<double> input(std::size_t i) const;
  std::vector<double> output(std::size_t i) const;
};

// "k l = y": inputs left, outputs right. Errors: 198 without both, 459 negative values or a row without any input,
// 2000 no rows.
Production read_production(const std::string& body, const command::Sample& sample, const command::Context& c);

// The units at these positions as one technology.
struct Technology {
  numeric::Matrix x, y;
};
Technology technology(const Production& p, const std::vector<std::size_t>& members);

numeric::Returns parse_returns(const std::string& word);  // crs vrs nirs

}  // namespace nqp::kit
