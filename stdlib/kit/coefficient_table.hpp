// The one coefficient table of all estimators.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "interpreter/command/context.hpp"
#include "interpreter/report/document.hpp"
#include "stdlib/kit/coefficient_rows.hpp"

namespace nqp::kit {

struct TableOptions {
  double level = 95;
  bool base_levels = false;             // show base rows
  std::string eform;                    // heading for exp(b); empty: coefficients
  std::vector<double> beta;             // standardised coefficients instead of intervals, one per column of e(b)
  std::vector<std::string> hidden;      // equations or "/names" not shown
  std::vector<std::pair<std::string, std::string>> parameters;  // rows under the table: sigma_u, rho …
};

// "Std. err. adjusted" line, rules, headings, blocks of factor variables with the value labels of `frame`, and the
// rows of `parameters`. `linesize` above 79 widens the column of names up to 40.
report::Document coefficient_table(const command::Results& e, const data::Frame& frame, const TableOptions& options,
                                   int linesize);

// The same table from rows that do not stand in e(): lincom, margins. `heading` stands over the names.
report::Document coefficient_table(std::vector<CoefficientRow> rows, const command::Results& e,
                                   const std::string& heading, const data::Frame& frame, const TableOptions& options,
                                   int linesize);

std::string number_9g(double x);                      // %9.0g, trimmed
std::string interval_heading(double level);           // "[95% conf. interval]"

}  // namespace nqp::kit
