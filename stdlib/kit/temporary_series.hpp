// Terms with operators as variables of their own, for commands that know no operators: fvrevar and tsrevar.
#pragma once

#include <string>
#include <vector>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

struct SeriesRequest {
  std::vector<ast::Interaction> terms;   // with every level given; plain variables stand for themselves
  std::vector<std::string> names;        // what each is called: its label
  std::vector<bool> zero;                // base and empty levels: 0 wherever the term is not missing
  std::vector<std::uint8_t> rows;        // those with values; empty: all
  std::string stub;                      // stub1, stub2 …; empty: temporary names
};

// Adds a double variable for every term that is no plain variable; the names of all, in order. Error 110 when a name
// is taken, 111 for time-series operators without a time variable.
std::vector<std::string> make_series(const SeriesRequest& q, runtime::Session& s);

// The variables behind the terms, each once.
std::vector<std::string> base_variables(const std::vector<ast::Interaction>& terms);

}  // namespace nqp::kit
