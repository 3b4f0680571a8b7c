// Showing estimates: right after the estimation, replayed by the bare command, or by `estimates replay`.
#pragma once

#include <string>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/coefficient_table.hpp"

namespace nqp::kit {

struct DisplayOptions {
  double level = 0;            // 0: what is set for the session
  bool no_header = false;
  bool no_table = false;
  bool no_footer = false;
  bool base_levels = false;
  std::string eform;           // heading of exponentiated coefficients
  std::vector<double> beta;
};

report::Document show_estimates(const command::Results& e, const DisplayOptions& o, const command::Context& c);

// The level to use: the option, else the session's.
double level_or_default(double option, const command::Context& c);

// The bare command: the last results of `cmd` again, with r(table) anew. Error 301 when the last estimates are of
// another command, or there are none.
command::Output replay(const std::string& cmd, const DisplayOptions& o, const command::Context& c);

}  // namespace nqp::kit
