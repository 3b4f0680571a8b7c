// Models of several equations, each with regressors of its own: designs, collinear columns, and e(b) over all of them.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/design.hpp"
#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::kit {

struct StackedEquation {
  std::string name;                    // before the colon of e(b)
  Design design;
  std::vector<std::uint8_t> omitted;   // per column of design.x
  numeric::Matrix x;                   // the columns that are left

  numeric::Index index() const { return {x, design.constant, {}}; }
  std::size_t parameters() const { return x.cols + (design.constant ? 1 : 0); }
};

// Columns that earlier ones (and the constant) explain leave. Errors as make_design.
StackedEquation stacked_equation(std::string name, const command::Terms& terms, bool constant,
                                 const EstimationSample& s, const command::Context& c);

// b and V of the parameters equation by equation, to the order and names of e(b).
Coefficients stacked_coefficients(const std::vector<StackedEquation>& equations, const std::vector<double>& b,
                                  numeric::MatrixView V);

}  // namespace nqp::kit
