// bsqreg, sqreg and iqreg: quantile regressions with bootstrap standard errors.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"

namespace nqp::kit {

struct QuantileCall : DisplayOptions {
  command::Terms y, x;
  command::Sample sample;
  std::vector<double> quantiles;      // one for bsqreg, two for iqreg
  double quantile = 0.5;              // bsqreg
  int replications = 20;
  bool ignored = false;
};

// The options that both take, and what both store.
command::Definition<QuantileCall>& quantile_options(command::Definition<QuantileCall>& d);

// A share, or percent from 1 on. Error 198.
double quantile_share(double given, const char* option);

// `cmd` bsqreg: one equation without a name; sqreg: equations q25, q50 …; iqreg: the difference of two quantiles.
command::Output estimate_quantiles(const std::string& cmd, const QuantileCall& a, const command::Context& c);

}  // namespace nqp::kit
