// How much every observation moves the coefficients of a fitted model.
#pragma once

#include <cstdint>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

// Rows of D s: the scores times the inverse information, so that b - β ≈ their sum.
struct Influence {
  std::vector<std::size_t> columns;    // of e(b): those that are estimated
  std::vector<data::Row> rows;         // of the frame
  numeric::Matrix values;              // rows × columns
  std::vector<double> residuals;       // regress alone
};

// Whether `coefficient_influence` knows the command: regress and those of stored_likelihood.
bool has_influence(const command::Results& e);

// On the rows of `use`, unweighted. e(V_modelbased), or e(V) where there is none, is the inverse information of a
// likelihood. Error 322 when a variable has changed since the estimation; `name` is that of the estimates.
Influence coefficient_influence(const command::Results& e, const std::vector<std::uint8_t>& use,
                                const std::string& name, const command::Context& c);

}  // namespace nqp::kit
