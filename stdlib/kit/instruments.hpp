// y x1 (endogenous = instruments) x2: the body of the commands for instrumental variables, and its columns.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/design.hpp"
#include "stdlib/numeric/iv/iv_data.hpp"

namespace nqp::kit {

// Factor variables and time-series operators may stand in every part.
struct InstrumentedEquation {
  command::Terms y, exogenous, endogenous, instruments;

  command::Terms all() const;
};

// Errors: 100 no dependent variable, 198 a second pair of parentheses, no "=" or no instruments; a variable that is
// both endogenous and an instrument or exogenous; 111 unknown variables.
InstrumentedEquation parse_instrumented(const std::string& body, const command::Context& c);

// The columns of the equation on the sample. Collinear columns stay in the designs, marked; `kept` views leave them
// out.
struct InstrumentedColumns {
  std::vector<double> y;
  Design endogenous, exogenous, instruments;  // the constant belongs to exogenous
  std::vector<std::uint8_t> endogenous_out, exogenous_out, instruments_out;
  bool constant = true;

  // Filled by keep_independent.
  numeric::Matrix x1, x2, z1;
  std::vector<std::string> x1_names, x2_names, z1_names;
  std::vector<std::string> collinear;

  numeric::IvData data(const EstimationSample& s) const;
};

InstrumentedColumns make_columns(const InstrumentedEquation& q, bool constant, const EstimationSample& s,
                                 const command::Context& c);

// Marks collinear columns and copies the others. `noise` as in numeric::iv_collinear. Error 481 when fewer excluded
// instruments than endogenous variables are left.
void keep_independent(InstrumentedColumns& k, const EstimationSample& s, const command::Context& c,
                      const std::vector<double>& noise = {});

// The same for columns known to be independent.
void keep_all(InstrumentedColumns& k);

// e(b) and e(V) in the order endogenous, exogenous, constant, from those of the kept columns.
Coefficients instrumented_coefficients(const InstrumentedColumns& k, const std::vector<double>& b,
                                       numeric::MatrixView V);

}  // namespace nqp::kit
