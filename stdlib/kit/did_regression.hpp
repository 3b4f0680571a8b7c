// Regressions with unit and period effects behind the treatment-effect commands: columns of treatment dummies, then
// covariates; and averages of their coefficients.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/did_data.hpp"
#include "stdlib/kit/did_result.hpp"
#include "stdlib/kit/vce.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"

namespace nqp::kit {

struct DidRegression {
  DidRequest request;
  DidData d;
  AbsorbRequest effects;
  command::Vce asked;
  std::size_t singletons = 0, always = 0;
};

// Unit and period effects and those of `absorb`; clusters are units unless `vce` says else. Drops singletons and, when
// asked, units that are treated from their first period on.
DidRegression prepare_regression(DidRequest request, const std::string& absorb, const command::Vce& vce,
                                 bool drop_always, const command::Context& c);

struct ColumnFit {
  VceChoice vce;
  numeric::AbsorbedFit fit;
  std::size_t columns = 0;              // of treatment dummies, in front
  std::vector<std::string> others;      // names of covariates and _cons behind them
};
ColumnFit fit_columns(const DidRegression& r, const numeric::Matrix& columns, const command::Context& c);

// Reported coefficients: averages (one row of weights over the dummies each), then covariates and _cons.
// `extra` is added to the variance of the averages; may be empty.
Coefficients averaged_coefficients(const ColumnFit& f, const std::vector<std::string>& names,
                                   const numeric::Matrix& weights, const numeric::Matrix& extra);

// e() of such a regression: counts, fit statistics, vce.
void post_regression(const DidRegression& r, const ColumnFit& f, const std::string& estimator, command::Results& e);

// Notes on singletons and always treated units.
void note_dropped(const DidRegression& r, command::Output& notes);

}  // namespace nqp::kit
