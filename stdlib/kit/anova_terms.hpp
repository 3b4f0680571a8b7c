// The terms of an analysis of variance: categorical unless marked c., and their columns.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/sample.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

// i. on every factor that has no operator of its own.
command::Terms categorical_terms(command::Terms terms);

// Columns of all terms side by side: deviations from the mean level for categorical factors, products for
// interactions, whose effects in cells without observations are zero; begin[t] is the first column of term t,
// begin.back() their number.
struct TermColumns {
  numeric::Matrix x;
  std::vector<std::size_t> begin;
};
TermColumns term_columns(const command::Terms& terms, const EstimationSample& s, const command::Context& c);

std::string term_title(const ast::Interaction& term);  // "a#b", "c.x"

}  // namespace nqp::kit
